"""Constraints as they are asked for in the command, and as ballot files state them."""

from pathlib import Path
from zipfile import ZipFile

import pytest

from govern.counting import command
from tests.counting.test_command import SOUND, records, written


@pytest.fixture
def ward(tmp_path: Path) -> Path:
    """A ballot file that counts."""
    return written(tmp_path / "ward.blt", SOUND)


def test_constraints_are_asked_for_by_name_and_number(ward: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["--category", "south=2,3", "--category", "far north=1 2", "--at-most=south=1", "--at-least", "south=1"]

    assert command.main(["--json", *asked, "--at-least", "far north=2", str(ward)]) == 0

    (record,) = records(capsys.readouterr().out)
    assert record["elected"] == [1, 2]
    assert record["constraints"] == [
        {"name": "far north", "candidates": [1, 2], "at_least": 2, "at_most": None},
        {"name": "south", "candidates": [2, 3], "at_least": 1, "at_most": 1},
    ]


def test_constraints_in_the_file_hold_and_the_command_may_change_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = '3 2\n[category south 2 3]\n[category "far north" 1]\n[at-most south 1]\n[at-least "far north" 1]\n'
    file = written(tmp_path / "limited.blt", SOUND.replace("3 2\n", lines))

    command.main(["--json", str(file)])
    command.main(["--json", "--at-most", "south=2", str(file)])

    first, second = records(capsys.readouterr().out)
    assert [limit["at_most"] for limit in first["constraints"]] == [None, 1]
    assert [limit["at_most"] for limit in second["constraints"]] == [None, 2]


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        pytest.param(["--at-least", "women=2"], "No candidate is in the category “women”: say who is.", id="nobody"),
        pytest.param(["--category=w=1", "--at-least=w=2"], "No choice of candidates meets these", id="too many"),
        pytest.param(["--category=w=4", "--at-least=w=1"], "“w” names no candidates from 1 to 3", id="a stranger"),
        pytest.param(["--rule=fptp", "--category=w=1", "--at-least=w=1", "--seats=1"], "cannot keep", id="the rule"),
    ],
)
def test_constraints_that_cannot_be_kept_are_refused_before_counting(
    arguments: list[str], complaint: str, ward: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.main(["--json", *arguments, str(ward)]) == 1

    written_out = capsys.readouterr()
    assert complaint in written_out.err
    assert written_out.out == ""


def test_a_bundle_keeps_the_constraints(ward: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    packed = tmp_path / "again.zip"
    asked = ["--category=far north=2", "--at-least=far north=1", "--at-most=far north=1", "--lot-seed=dice"]
    command.main(["--bundle", str(packed), *asked, str(ward)])

    with ZipFile(packed) as archive:
        archive.extractall(tmp_path)
    capsys.readouterr()
    command.main(["--json", "--lot-seed=dice", str(tmp_path / "ballots.blt")])

    (again,) = records(capsys.readouterr().out)
    assert again["input_sha256"] in (tmp_path / "expected.txt").read_text()
    assert again["elected"] == [1, 2]
