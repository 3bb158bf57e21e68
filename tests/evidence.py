"""Proof that a whole run was whole: both databases, a browser, nothing skipped.

`make test` runs pytest with `--whole`. A run of one file does not, and owes no proof.
"""

from collections import Counter

import pytest

OWED = {
    "sqlite": "on SQLite",
    "postgresql": "on PostgreSQL",
    "browser": "in a browser",
}


class Evidence:
    """Counts what the tests of a run were exercised on."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.passed: Counter[str] = Counter()
        self.left_out: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note what one test that passed was exercised on, and every test that was left out."""
        if report.skipped or hasattr(report, "wasxfail"):
            self.left_out.append(report.nodeid)
        elif report.when == "call" and report.passed:
            self.passed.update(str(value) for name, value in report.user_properties if name == "on")

    def complaints(self) -> list[str]:
        """Return what is missing from a whole run, as sentences; empty when nothing is."""
        missing = [f"No test ran {where}." for on, where in OWED.items() if not self.passed[on]]
        return missing + [f"This test was left out: {nodeid}." for nodeid in self.left_out]

    def told(self) -> str:
        """Return how many tests ran on what, as a sentence."""
        return "Tests that passed " + ", ".join(f"{where}: {self.passed[on]}" for on, where in OWED.items()) + "."

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Fail a run that was to be whole and was not."""
        if self.complaints() and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Say what the run was exercised on, and what was missing."""
        terminalreporter.write_line(self.told())
        for complaint in self.complaints():
            terminalreporter.write_line(complaint, red=True)
