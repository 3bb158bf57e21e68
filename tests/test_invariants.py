"""The list of invariants says what its tests did, and no more."""

import ast
import re

import pytest

from tests.invariants import INVARIANTS, KEEPERS, MEETINGS, Results
from tests.tidy.files import ROOT, all_files

FIRST, *_, LAST = INVARIANTS
NAMES = {invariant.name for invariant in INVARIANTS}
MARK = re.compile(r"@pytest\.mark\.invariant\((.*)\)")
WORD = re.compile(r'"([\w-]+)"')


def report(name: str, *, on: str, by: str = "rule", passed: bool = True) -> pytest.TestReport:
    """Return the report of one test that speaks for an invariant."""
    properties: list[tuple[str, object]] = [("invariant", name), ("on", on), ("by", by)]
    outcome = "passed" if passed else "failed"
    where = ("tests/test_rolls.py", 1, "test_a_roll")
    return pytest.TestReport("test_a_roll", where, {}, outcome, None, "call", user_properties=properties)  # type: ignore[arg-type]  # the outcome is one of its words


@pytest.fixture
def results() -> Results:
    """What is known before any test has run."""
    return Results()


def test_there_are_42_invariants_each_with_its_own_line() -> None:
    assert len({invariant.line for invariant in INVARIANTS}) == 42


def test_an_invariant_without_tests_is_pending(results: Results) -> None:
    assert results.line(INVARIANTS[14]).endswith(f"pending: {MEETINGS}")


def test_an_invariant_holds_where_its_tests_passed(results: Results) -> None:
    results.pytest_runtest_logreport(report(FIRST.name, on="sqlite"))

    assert results.line(FIRST).split()[-3:] == ["rule", "holds", "-"]


def test_an_invariant_kept_twice_is_kept_by_both(results: Results) -> None:
    results.pytest_runtest_logreport(report(FIRST.name, on="sqlite"))
    results.pytest_runtest_logreport(report(FIRST.name, on="postgresql", by="database"))

    assert results.line(FIRST).split()[-3:] == ["both", "holds", "holds"]


def test_an_invariant_is_broken_when_one_of_its_tests_fails(results: Results) -> None:
    results.pytest_runtest_logreport(report(LAST.name, on="sqlite"))
    results.pytest_runtest_logreport(report(LAST.name, on="sqlite", passed=False))

    assert results.line(LAST).split()[-2:] == ["BROKEN", "-"]
    assert results.are_broken


def test_tests_speak_only_for_invariants_that_there_are() -> None:
    known = {invariant.name for invariant in INVARIANTS} | set(KEEPERS)

    cited = {word for file in all_files() for mark in MARK.findall(file.text) for word in WORD.findall(mark)}

    assert cited - known == set()


def misnamed(code: str) -> list[str]:
    """Find tests that cite no line of the founding rule, or do not say truly whether the database refuses."""
    found = []
    for test in (one for one in ast.walk(ast.parse(code)) if isinstance(one, ast.FunctionDef)):
        marks = [mark for mark in map(ast.unparse, test.decorator_list) if mark.startswith("pytest.mark.invariant")]
        cited = {name for mark in marks for name in re.findall(r"\(?'?([\w-]+)'?[,)]", mark.partition("by=")[0])}
        meets = any(word in ast.unparse(test) for word in ("ensure_refused", "IntegrityError"))
        says = any("by='database'" in mark for mark in marks)
        if marks and (not cited or cited - NAMES or meets != says):
            found.append(test.name)
    return found


def test_every_test_that_cites_an_invariant_says_truly_which_and_who_keeps_it() -> None:
    files = sorted((ROOT / "tests").rglob("test_*.py"))

    assert {file.name: found for file in files if (found := misnamed(file.read_text()))} == {}


@pytest.mark.parametrize(
    "code",
    [
        "@pytest.mark.invariant(12)\ndef test_it(): ...",
        '@pytest.mark.invariant("INV-12")\ndef test_it(): ensure_refused()',
        '@pytest.mark.invariant("INV-12", by="database")\ndef test_it(): ...',
    ],
)
def test_a_mark_that_does_not_say_truly_is_seen(code: str) -> None:
    assert misnamed(code) == ["test_it"]


def test_a_mark_that_says_truly_is_let_be() -> None:
    assert misnamed('@pytest.mark.invariant("INV-12", "INV-13", by="database")\ndef test_it(): ensure_refused()') == []
