"""A database of another age than the program is told in a sentence that says what to do."""

import re
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result
from sqlalchemy import text

from govern.core.db import Database
from tests.databases import Databases
from tests.migrations.test_steps import steps

COMMANDS = [
    *(("administrator", "ada@example.org", "Ada Ash"), ("audit", "head"), ("audit", "verify")),
    *(("founding-code",), ("sign-in-link", "ada@example.org"), ("worker",)),
]
NEVER = "This database holds nothing of Govern yet, so nothing was done. Run `govern migrate` first.\n"
OLDER = (
    "This database is older than this Govern, so nothing was done. "
    "Make a backup with `govern backup`, then run `govern migrate`.\n"
)
NEWER = (
    "This database was migrated by a newer Govern, so nothing was done. "
    "Install that version, or name the database that belongs to this one.\n"
)


@pytest.fixture
def older(databases: Databases, dialect: str) -> Iterator[Database]:
    """A database that lacks the newest step."""
    with databases.at(dialect, step=steps()[-2]) as made:
        yield made


@pytest.fixture
def newer(databases: Databases, dialect: str) -> Iterator[Database]:
    """A database that has a step nobody here knows."""
    with databases.at(dialect) as made:
        with made.writing() as session:
            session.execute(text("UPDATE alembic_version SET version_num = 'from-later'"))
            session.commit()
        yield made


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def address_of(database: Database) -> str:
    return database.engine.url.render_as_string(hide_password=False)


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_command_on_a_database_that_was_never_migrated_says_so(
    run: Callable[..., Result], empty: Database, words: tuple[str, ...]
) -> None:
    told = run(*words, GOVERN_DATABASE_URL=address_of(empty))

    assert (told.exit_code, told.output) == (1, NEVER)


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_command_on_an_older_database_says_so(
    run: Callable[..., Result], older: Database, words: tuple[str, ...]
) -> None:
    told = run(*words, GOVERN_DATABASE_URL=address_of(older))

    assert (told.exit_code, told.output) == (1, OLDER)


@pytest.mark.parametrize("words", [*COMMANDS, ("migrate",), ("demo",), ("run",)], ids=" ".join)
def test_a_command_on_a_newer_database_says_so(
    run: Callable[..., Result], newer: Database, words: tuple[str, ...]
) -> None:
    told = run(*words, GOVERN_DATABASE_URL=address_of(newer), PORT=free_port())

    assert (told.exit_code, told.output) == (1, NEWER)


def test_an_older_database_is_backed_up_and_then_migrated(
    run: Callable[..., Result], older: Database, tmp_path: Path
) -> None:
    address = address_of(older)

    saved = run("backup", tmp_path / "copies", GOVERN_DATABASE_URL=address)
    migrated = run("migrate", GOVERN_DATABASE_URL=address)
    code = run("founding-code", GOVERN_DATABASE_URL=address)

    assert [one.exit_code for one in (saved, migrated, code)] == [0, 0, 0], saved.output


def test_a_backup_of_a_database_that_holds_nothing_ends_without_a_fault(
    run: Callable[..., Result], empty: Database, tmp_path: Path
) -> None:
    told = run("backup", tmp_path / "copies", GOVERN_DATABASE_URL=address_of(empty))

    assert told.exit_code == 0, told.output


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("seats", "withdrawn", "told"),
    [
        pytest.param(2, "", "2 candidates stand for 2 seats", id="as many"),
        pytest.param(3, "", "2 candidates stand for 3 seats", id="fewer"),
        pytest.param(1, "-2\n", "1 candidate stands for 1 seat", id="one withdrew"),
    ],
)
def test_a_rehearsal_without_a_contest_says_so(
    run: Callable[..., Result], tmp_path: Path, seats: int, withdrawn: str, told: str
) -> None:
    file = tmp_path / "two.blt"
    file.write_text(f'2 {seats}\n{withdrawn}1 1 2 0\n1 2 0\n0\n"Ann"\n"Ben"\n"A seat"\n')

    ended = run("rehearse", file)

    assert ended.exit_code == 1
    assert f"{told}, so there is no poll to rehearse." in ended.output
    assert re.search("Traceback|Error", ended.output) is None
