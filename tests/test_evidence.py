"""A whole run is not whole when it left something out."""

from typing import Literal

import pytest

from tests.evidence import Evidence

Outcome = Literal["passed", "failed", "skipped"]


def report(*on: str, outcome: Outcome = "passed") -> pytest.TestReport:
    """Return the report of one test that was exercised on the things named."""
    where = ("tests/test_rolls.py", 1, "test_a_roll")
    properties = [("on", name) for name in on]
    return pytest.TestReport("test_a_roll", where, {}, outcome, None, "call", user_properties=properties)


@pytest.fixture
def evidence() -> Evidence:
    """Evidence of a run in which one test ran on SQLite and one in a browser on PostgreSQL."""
    gathered = Evidence()
    gathered.pytest_runtest_logreport(report("sqlite"))
    gathered.pytest_runtest_logreport(report("postgresql", "browser"))
    return gathered


def test_a_run_on_both_databases_and_in_a_browser_is_whole(evidence: Evidence) -> None:
    assert evidence.complaints() == []


@pytest.mark.parametrize(
    ("on", "complaint"),
    [
        ("sqlite", "No test ran on SQLite."),
        ("postgresql", "No test ran on PostgreSQL."),
        ("browser", "No test ran in a browser."),
    ],
)
def test_a_run_that_missed_one_of_them_is_not_whole(evidence: Evidence, on: str, complaint: str) -> None:
    del evidence.passed[on]

    assert evidence.complaints() == [complaint]


def test_a_run_that_left_a_test_out_is_not_whole(evidence: Evidence) -> None:
    evidence.pytest_runtest_logreport(report("sqlite", outcome="skipped"))

    assert evidence.complaints() == ["This test was left out: test_a_roll."]


def test_a_test_that_failed_proves_nothing(evidence: Evidence) -> None:
    del evidence.passed["browser"]

    evidence.pytest_runtest_logreport(report("browser", outcome="failed"))

    assert evidence.complaints() == ["No test ran in a browser."]
