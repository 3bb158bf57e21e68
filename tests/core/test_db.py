"""What the database says when it refuses."""

import stat
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from govern.constitution.models import DecisionSubject
from govern.constitution.rules import Matter
from govern.core import db
from govern.core.db import Database
from tests.make import Make


def test_a_refusal_of_the_database_does_not_repeat_what_was_sent(session: Session) -> None:
    statement = text("INSERT INTO person (id, kind) VALUES (:id, :kind)")

    with pytest.raises(IntegrityError) as refused:
        session.execute(statement, {"id": "0" * 32, "kind": "Ada Ash"})

    assert "hide_parameters=True" in str(refused.value)
    assert refused.value.hide_parameters


def test_what_sqlite_keeps_beside_its_file_is_the_owner_s_alone_too(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'govern.sqlite3'}")

    with database.writing.begin() as session:
        session.execute(text("CREATE TABLE something (number INTEGER)"))
        made = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}

    assert made == dict.fromkeys(("govern.sqlite3", "govern.sqlite3-wal", "govern.sqlite3-shm"), 0o600)
    database.close()


def test_what_reads_from_sqlite_sees_the_file_itself_and_still_what_was_written_a_moment_ago(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'govern.sqlite3'}")
    counted = text("SELECT count(*) FROM something")
    with database.writing.begin() as session:
        session.execute(text("CREATE TABLE something (number INTEGER)"))

    with database.reading() as reading:
        assert reading.scalar(text("PRAGMA mmap_size")) == db.MAPPED_BYTES
        assert reading.scalar(counted) == 0
        reading.rollback()
        with database.writing.begin() as session:
            session.execute(text("INSERT INTO something VALUES (1)"))
        assert reading.scalar(counted) == 1
    database.close()


@pytest.mark.parametrize(
    "change", ["INSERT INTO person (id, kind) VALUES ('{id}', 'human')", "DELETE FROM person", "DROP TABLE seat"]
)
def test_a_session_that_reads_is_not_able_to_write(database: Database, make: Make, change: str) -> None:
    make.person()
    make.known_to_all()

    with database.reading() as session:
        with pytest.raises(DBAPIError, match=r"read-only|readonly"):
            session.execute(text(change.format(id="0" * 32)))
        session.rollback()
        assert session.scalar(text("SELECT count(*) FROM person")) == 1


def test_who_checks_the_whole_sees_one_state_of_it_while_others_write(database: Database, make: Make) -> None:
    counted = text("SELECT count(*) FROM person")
    db.bind(database)

    with db.snapshot() as session:
        before = session.scalar(counted)
        make.person()
        make.known_to_all()
        assert session.scalar(counted) == before == 0
        with pytest.raises(DBAPIError, match=r"read-only|readonly"):
            session.execute(text("DELETE FROM person"))


def test_a_commit_that_was_refused_keeps_nobody_from_writing(database: Database) -> None:
    with database.writing() as session:
        person = Make(session).person()
        session.commit()
        session.add(DecisionSubject(decision_id=uuid4(), person_id=person.id, matter=Matter.SUSPENSION))
        with pytest.raises(IntegrityError, match=r"fixed_with_the_decision|FOREIGN KEY"):
            session.commit()

    with database.writing() as session:
        Make(session).person()
        session.commit()
