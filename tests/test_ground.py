"""The ground that all tests stand on holds."""

from collections.abc import Generator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Page
from sqlalchemy import Engine, delete, func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from govern.audit import service as audit
from govern.audit.models import JournalEntry
from govern.audit.service import Happening
from govern.core.actors import Actor
from govern.core.db import Base, Database
from govern.register.models import Membership, Person
from tests.begun import begin
from tests.browser import barriers
from tests.calendar import AT
from tests.databases import Databases
from tests.make import Make


def test_each_test_has_the_engine_it_asked_for(session: Session, dialect: str) -> None:
    assert session.get_bind().dialect.name == dialect


@pytest.mark.parametrize("turn", ["first", "second"])
def test_nothing_stays_behind_after_a_test(make: Make, turn: str) -> None:
    make.membership()

    make.known_to_all()

    assert make.session.scalar(select(func.count()).select_from(Membership)) == 1


def test_what_was_made_can_be_known_to_all(database: Database, make: Make) -> None:
    make.person()

    make.known_to_all()

    with database.reading() as other:
        assert other.scalar(select(func.count()).select_from(Person)) == 1


def test_one_of_every_thing_can_be_made(make: Make) -> None:
    made: list[Base] = [make.mutual(), make.constituency(), make.decision(), make.rule_set(), make.membership()]

    assert all(thing in make.session for thing in made)


def test_two_at_once_do_not_see_each_other_before_they_commit(database: Database, make: Make) -> None:
    make.person()

    with database.reading() as other:
        assert other.scalar(text("SELECT count(*) FROM person")) == 0


def told(session: Session) -> None:
    """Write something into the journal."""
    audit.record(session, Happening(event="ground.told"), actor=Actor(), at=AT)


def all_rows(database: Database) -> dict[str, list[str]]:
    """Return every row of every table."""
    with database.reading() as session:
        return {name: sorted(map(str, session.execute(select(table)))) for name, table in Base.metadata.tables.items()}


def test_what_tests_begin_with_is_made_once_and_put_in_as_it_was(databases: Databases, dialect: str) -> None:
    made: list[Membership] = []

    with databases.fresh(dialect) as first, databases.fresh(dialect) as second:
        for database in (first, second):
            begin(database, "a member", lambda session: made.append(Make(session).membership()))

        assert len(made) == 1
        assert all_rows(second) == all_rows(first)
        assert len(all_rows(second)["membership"]) == 1


def test_the_journal_goes_on_from_what_a_test_begins_with_and_is_guarded(databases: Databases, dialect: str) -> None:
    for _turn in range(2):
        with databases.fresh(dialect) as database:
            begin(database, "a journal", told)
            with database.writing() as session:
                told(session)
                session.commit()

            with database.writing() as session:
                assert session.scalars(select(JournalEntry.seq).order_by(JournalEntry.seq)).all() == [1, 2]
                with pytest.raises(DBAPIError, match="journal_entry_is_append_only"):
                    session.execute(delete(JournalEntry))


def test_a_database_that_has_rows_keeps_them_where_something_begins(databases: Databases, dialect: str) -> None:
    for _turn in range(2):
        with databases.fresh(dialect) as database:
            with database.writing() as session:
                there_before = Make(session).person().id
                session.commit()
            begin(database, "a person", lambda session: Make(session).person())

            assert len(all_rows(database)["person"]) == 2
            with database.reading() as session:
                assert session.get(Person, there_before) is not None


def test_a_reader_finds_the_first_page_without_barriers(page: Page) -> None:
    page.goto("/")

    assert page.locator("h1").count() == 1
    assert barriers(page) == []


TAKEN_AWAY = [
    "ALTER TABLE journal_entry DISABLE TRIGGER ALL",
    "ALTER TABLE person ADD COLUMN nickname text",
    "ALTER TABLE seat DROP CONSTRAINT pk_seat CASCADE",
    "CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "GRANT SELECT ON person TO public",
    "CREATE RULE quietly AS ON DELETE TO person DO INSTEAD NOTHING",
    "ALTER TABLE person ENABLE ROW LEVEL SECURITY",
]


@pytest.mark.parametrize("change", ["SELECT 1", *TAKEN_AWAY])
def test_the_next_test_has_every_guard_and_no_row_whatever_the_last_one_did(databases: Databases, change: str) -> None:
    with its_own(databases) as own:
        with own.fresh("postgresql") as used, used.writing() as session:
            seen = str(session.scalar(text("SELECT current_database()")))
            Make(session).person()
            session.execute(text(change))
            session.commit()

        with own.fresh("postgresql") as database, database.reading() as reading:
            assert (reading.scalar(text("SELECT current_database()")) == seen) == (change not in TAKEN_AWAY)
            assert reading.scalar(text("SELECT count(*) FROM person")) == 0


@contextmanager
def its_own(databases: Databases) -> Generator[Databases]:
    """Give databases of a test's own, for one that has served often enough is not taken again."""
    own = Databases(databases.folder, f"own_{uuid4().hex}")
    with own.closing:
        yield own


def test_connections_serve_the_next_test_and_keep_nothing_of_the_last(databases: Databases, dialect: str) -> None:
    with its_own(databases) as own:
        with own.fresh(dialect) as used, used.writing() as session:
            first = driver_of(session)
            Make(session).person()
            session.commit()
            if dialect == "postgresql":
                session.execute(text("SET session_replication_role = replica"))
                session.commit()

        with own.fresh(dialect) as database, database.writing() as session:
            assert driver_of(session) is first
            assert session.scalar(text("SELECT count(*) FROM person")) == 0
            told(session)
            with pytest.raises(DBAPIError, match="journal_entry_is_append_only"):
                session.execute(delete(JournalEntry))


def test_connections_that_a_test_left_in_use_end_with_it(databases: Databases, dialect: str) -> None:
    with its_own(databases) as own:
        with own.fresh(dialect) as used:
            left = used.reading()
            first = driver_of(left)

        with own.fresh(dialect) as database, database.reading() as session:
            assert driver_of(session) is not first
        left.invalidate()


def test_on_sqlite_a_guard_that_was_taken_away_is_there_for_the_next_test(databases: Databases) -> None:
    with its_own(databases) as own:
        with own.fresh("sqlite") as used, used.writing() as session:
            for guard in session.scalars(text("SELECT name FROM sqlite_schema WHERE type = 'trigger'")).all():
                session.execute(text(f"DROP TRIGGER {guard}"))
            session.commit()

        with own.fresh("sqlite") as database, database.writing() as session:
            told(session)
            with pytest.raises(DBAPIError, match="journal_entry_is_append_only"):
                session.execute(delete(JournalEntry))


LOCKS = """
SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = database
WHERE locktype = 'advisory' AND datname = current_database()
"""
SET_BY_A_TEST = {
    "sqlite": [
        ("PRAGMA foreign_keys=OFF", "PRAGMA foreign_keys"),
        ("PRAGMA ignore_check_constraints=ON", "PRAGMA ignore_check_constraints"),
        ("PRAGMA recursive_triggers=OFF", "PRAGMA recursive_triggers"),
        ("PRAGMA query_only=OFF", "PRAGMA query_only"),
        ("ATTACH ':memory:' AS another", "SELECT count(*) FROM pragma_database_list"),
    ],
    "postgresql": [
        ("SET statement_timeout = '7s'", "SHOW statement_timeout"),
        ("SET default_transaction_read_only = off", "SHOW default_transaction_read_only"),
        ("SELECT pg_advisory_lock(4711)", LOCKS),
        ("SET SESSION AUTHORIZATION pg_monitor", "SELECT session_user"),
    ],
}


def test_what_a_test_sets_on_a_connection_ends_with_it(databases: Databases, dialect: str) -> None:
    with its_own(databases) as own:
        for deed, asked in SET_BY_A_TEST[dialect]:
            for kind in (0, 1):
                with own.fresh(dialect) as used:
                    before = alone(engines_of(used)[kind], asked)
                    alone(engines_of(used)[kind], deed)

                with own.fresh(dialect) as database:
                    assert alone(engines_of(database)[kind], asked) == before


def engines_of(database: Database) -> tuple[Engine, Engine]:
    """Return the engine that writes, and the one that reads."""
    return database.engine, database.reading.kw["bind"]


def alone(engine: Engine, statement: str) -> Any:
    """Run a statement by itself, outside any transaction, and return what it answers with."""
    with closing(engine.raw_connection()) as lent:
        driver: Any = lent.driver_connection
        answered = driver.execute(statement)
        driver.commit()
        return answered.fetchone() if answered.description else None


def test_on_sqlite_no_connection_holds_to_the_guards_that_the_last_test_left(databases: Databases) -> None:
    with its_own(databases) as own:
        with own.fresh("sqlite") as used, used.engine.connect() as one, used.engine.connect() as other:
            one.exec_driver_sql("DROP TRIGGER journal_entry_is_append_only__delete")
            one.commit()
            other.exec_driver_sql("SELECT count(*) FROM journal_entry")

        with own.fresh("sqlite") as database, database.engine.connect() as one, database.engine.connect() as other:
            with database.writing() as session:
                told(session)
                session.execute(text("DROP TRIGGER rule_set_is_append_only__delete"))
                session.commit()
            for connection in (one, other):
                with pytest.raises(DBAPIError, match="journal_entry_is_append_only"):
                    connection.execute(delete(JournalEntry))
                connection.rollback()


@pytest.mark.parametrize("left", [b"no database", None])
def test_on_sqlite_the_next_test_has_a_database_whatever_became_of_the_file(
    databases: Databases, left: bytes | None
) -> None:
    with its_own(databases) as own:
        with own.fresh("sqlite") as used:
            with used.writing() as session:
                Make(session).person()
                session.commit()
            file = Path(str(used.engine.url.database))
            file.unlink()
            if left is not None:
                file.write_bytes(left)

        with own.fresh("sqlite") as database, database.reading() as reading:
            assert reading.scalar(text("SELECT count(*) FROM person")) == 0


def driver_of(session: Session) -> object:
    """Return the driver's own connection that a session speaks by."""
    return session.connection().connection.driver_connection
