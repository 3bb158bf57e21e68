"""A database that cannot be used is told in a sentence that names the setting, and never its password."""

import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from tests.databases import Databases

COMMANDS = [
    *(("administrator", "ada@example.org", "Ada Ash"), ("audit", "head"), ("audit", "verify"), ("backup", "copies")),
    *(
        ("demo",),
        ("founding-code",),
        ("migrate",),
        ("restore", "copies"),
        ("run",),
        ("sign-in-link", "ada@example.org"),
    ),
    ("worker",),
]
NOBODY_LISTENS = "postgresql+psycopg://govern:opensesame@127.0.0.1:1/govern"
on_one_engine = pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)


@on_one_engine
@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        pytest.param("nonsense", "does not name a database that we can use", id="no address"),
        pytest.param("postgresql://me:opensesame@here/govern", "Set it to sqlite:///", id="another driver"),
        pytest.param("postgresql+psycopg://me:opensesame@here:many/x", "Set it to sqlite:///", id="no port"),
        pytest.param(NOBODY_LISTENS, "does not answer or does not let us in", id="nobody there"),
        pytest.param("sqlite:////proc/nowhere/govern.sqlite3", "does not answer or does not let us in", id="no folder"),
    ],
)
def test_every_command_says_which_setting_names_no_database(
    run: Callable[..., Result], words: tuple[str, ...], address: str, sentence: str
) -> None:
    told = run(*words, GOVERN_DATABASE_URL=address)

    assert told.exit_code == 1
    assert "GOVERN_DATABASE_URL" in told.output
    assert sentence in told.output
    assert "opensesame" not in told.output
    assert told.output.count("\n") == 1


@on_one_engine
def test_a_rehearsal_names_its_own_option(run: Callable[..., Result], tmp_path: Path) -> None:
    file = tmp_path / "two.blt"
    file.write_text('2 1\n1 1 2 0\n1 2 0\n0\n"Ann"\n"Ben"\n"A seat"\n')

    told = run("rehearse", file, "--database", NOBODY_LISTENS)

    assert told.exit_code == 1
    assert told.output.startswith("The database that --database names does not answer")


@on_one_engine
def test_only_the_owner_of_the_machine_can_read_the_database(run: Callable[..., Result], tmp_path: Path) -> None:
    folder = tmp_path / "new"

    assert run("migrate", GOVERN_DATABASE_URL=f"sqlite:///{folder / 'govern.sqlite3'}").exit_code == 0

    assert {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {"govern.sqlite3": 0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@on_one_engine
@pytest.mark.parametrize("words", [("audit", "verify"), ("demo",), ("migrate",)], ids=" ".join)
def test_a_file_that_is_no_database_is_told_from_one_that_is_not_there(
    run: Callable[..., Result], tmp_path: Path, words: tuple[str, ...]
) -> None:
    file = tmp_path / "govern.sqlite3"
    file.write_bytes(b"Not a database. " * 500)

    told = run(*words, GOVERN_DATABASE_URL=f"sqlite:///{file}")

    assert told.exit_code == 1
    assert told.output.startswith("The file that GOVERN_DATABASE_URL names is damaged, or is no database")
    assert file.read_bytes() == b"Not a database. " * 500


@on_one_engine
@pytest.mark.parametrize("words", [("demo",), ("backup", "{file}/copies")], ids=["demo", "backup"])
def test_a_folder_that_cannot_be_used_is_named(
    run: Callable[..., Result], databases: Databases, tmp_path: Path, words: tuple[str, ...]
) -> None:
    file = tmp_path / "a-file"
    file.touch()
    databases.copy_to(tmp_path / "govern.sqlite3")
    settings = {"GOVERN_DATABASE_URL": f"sqlite:///{tmp_path / 'govern.sqlite3'}"}
    settings |= {"GOVERN_INSTANCE": str(file / "instance")} if words == ("demo",) else {}

    told = run(*(word.format(file=file) for word in words), **settings)

    assert told.exit_code == 1
    assert told.output.startswith(f"Govern cannot use {file}")
    assert "Not a directory. See whose it is, and whether the disk has room, then try again." in told.output
