"""`govern demo`: a mutual to try things on, made once and told about at each start."""

from pathlib import Path

import pytest

from govern.demo import notes
from tests.cli.test_serving import PATIENCE_SECONDS, asked, start


def told_by_demo(folder: Path, **environment: str) -> tuple[str, str]:
    told = asked(folder, "demo", **environment)
    return told.stdout, told.stderr


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where an installation keeps what belongs to it."""
    return tmp_path_factory.mktemp("instance")


@pytest.fixture(scope="module")
def first(folder: Path) -> str:
    """What making the demonstration says."""
    out, said = start(folder, "demo").communicate(timeout=PATIENCE_SECONDS)
    assert said == ""
    return out


def test_the_demonstration_is_made_once_and_told_about_again(folder: Path, first: str) -> None:
    again, said = told_by_demo(folder)

    making, _, told = first.partition("\n")
    assert making.startswith("Making the demonstration mutual.")
    assert "returning-officer@calder.example" in told
    assert "told why they cannot vote" in told
    assert (again, said) == (told, "")


def test_another_demonstration_in_the_same_folder_leaves_the_first_its_accounts(folder: Path, first: str) -> None:
    elsewhere = f"sqlite:///{folder / 'other.sqlite3'}"
    told_by_demo(folder, GOVERN_DATABASE_URL=elsewhere)

    again, _said = told_by_demo(folder)

    assert again == first.partition("\n")[2]


def test_a_demonstration_that_was_broken_off_is_not_taken_for_a_whole_one(folder: Path, first: str) -> None:
    database = folder / "govern.sqlite3"
    with pytest.raises(KeyboardInterrupt), notes.making(folder, f"sqlite:///{database}"):
        raise KeyboardInterrupt

    broken_off = told_by_demo(folder)
    with notes.making(folder, f"sqlite:///{database}"):
        pass

    assert broken_off[1].startswith("The demonstration was broken off while it was being made, and half of it is in ")
    assert str(database) in broken_off[1]
    assert told_by_demo(folder) == (first.partition("\n")[2], "")
