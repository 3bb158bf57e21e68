"""The code is as we agreed, and each check sees what it is there to see."""

import tomllib

import pytest

from tests.tidy import code
from tests.tidy.examples import CHECKS, Check
from tests.tidy.files import ROOT, File, all_files


@pytest.fixture(scope="module")
def files() -> list[File]:
    """Every file that people wrote."""
    return all_files()


@pytest.mark.parametrize("check", dict.fromkeys(check for check, _ in CHECKS), ids=lambda check: check.__name__)
def test_the_code_is_as_we_agreed(check: Check, files: list[File]) -> None:
    assert check(files) == []


@pytest.mark.parametrize(
    ("check", "bad"), CHECKS, ids=lambda value: getattr(value, "__name__", None) or "a bad example"
)
def test_each_check_sees_a_bad_example(check: Check, bad: File) -> None:
    assert len(check([bad])) == 1


def test_an_assertion_may_stand_in_a_function_that_the_test_calls() -> None:
    text = "def stands(roll): assert roll\n\ndef agrees(roll): stands(roll)\n\ndef test_a_roll(): agrees(1)"

    assert code.tests_that_assert_nothing([File("tests/test_rolls.py", text)]) == []


def test_nine_functions_in_ten_are_short(files: list[File]) -> None:
    assert code.share_of_long_functions(files) <= code.LONG_FUNCTIONS_ALLOWED


def test_a_long_function_is_seen() -> None:
    long = File("govern/app.py", "def create_app():\n" + "    x = 1\n" * (code.LONGEST_FUNCTION + 1))

    assert code.share_of_long_functions([long]) == 1


def test_the_types_of_all_code_are_checked(files: list[File]) -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())

    assert code.untyped_places(files, settings["tool"]["mypy"]["files"]) == []


def test_code_whose_types_nobody_checks_is_seen() -> None:
    assert len(code.untyped_places([File("bench/votes.py", "")], ["govern"])) == 1
