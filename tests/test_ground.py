"""The ground that all tests stand on holds."""

from uuid import uuid4

import pytest
from playwright.sync_api import Page
from sqlalchemy import delete, func, select, text
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
]


@pytest.mark.parametrize("change", ["SELECT 1", *TAKEN_AWAY])
def test_the_next_test_has_every_guard_and_no_row_whatever_the_last_one_did(databases: Databases, change: str) -> None:
    # Of its own, for one that has served often enough is not taken again.
    databases = Databases(databases.folder, f"own_{uuid4().hex}")
    with databases.fresh("postgresql") as used, used.writing() as session:
        seen = str(session.scalar(text("SELECT current_database()")))
        Make(session).person()
        session.execute(text(change))
        session.commit()

    with databases.fresh("postgresql") as database, database.reading() as session:
        assert (session.scalar(text("SELECT current_database()")) == seen) == (change not in TAKEN_AWAY)
        assert session.scalar(text("SELECT count(*) FROM person")) == 0
