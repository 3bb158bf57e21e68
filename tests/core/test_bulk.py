"""Many rows at once are stored as each would be alone, or none of them."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from govern.audit.models import JournalEntry
from govern.core import bulk
from govern.core.bulk import insert_all
from govern.core.db import table_of
from govern.register.models import Membership, OpeningBatch, Person, PersonVersion
from tests.calendar import AT, TODAY
from tests.make import Make

PEOPLE, VERSIONS, ENTRIES = table_of(Person), table_of(PersonVersion), table_of(JournalEntry)
TEXTS = ["Siân “Óbrien” 🌳", "O'Neil; -- \\ %s :name ?", 'a "quoted"\nline\t', "x" * 200]


def version(person_id: UUID, recorder: UUID, **facts: Any) -> dict[str, Any]:
    """Return the row of somebody's particulars."""
    usual: dict[str, Any] = {
        "id": uuid4(), "person_id": person_id, "name": "Anne Example", "sort_name": "example anne",
        "postal_address": None, "email": None, "email_purposes": ["notices"], "birth_on": None,
        "adult_confirmed_on": TODAY, "match_email": None, "match_birth": None, "valid_from": TODAY,
        "valid_to": None, "recorded_at": AT, "superseded_at": None, "recorded_by": recorder,
        "decision_id": None, "salt": "00" * 32, "telephone": None, "telephone_purposes": None, "language": None,
        "formats": None,
    }  # fmt: skip
    return usual | facts


@pytest.mark.parametrize("name", TEXTS)
def test_rows_are_stored_as_each_would_be_alone(session: Session, make: Make, name: str) -> None:
    people = [make.person().id for _ in range(2)]
    alone = version(uuid4(), people[0], name=name, birth_on=date(1980, 2, 29))
    session.execute(insert(PEOPLE), [{"id": alone["person_id"], "kind": "human"}])
    session.execute(insert(VERSIONS), [alone])
    together = alone | {"id": uuid4(), "person_id": uuid4()}

    insert_all(session, PEOPLE, [{"id": together["person_id"], "kind": "human"}])
    insert_all(session, VERSIONS, [together])

    stored = {row.id: dict(row._mapping) for row in session.execute(select(VERSIONS))}
    assert stored[together["id"]] == together
    assert stored[alone["id"]] == alone


def test_the_database_compares_them_as_it_compares_others(session: Session, make: Make) -> None:
    person = make.person().id

    insert_all(session, ENTRIES, [entry(number, person) for number in range(3)])

    found = select(JournalEntry.facts["number"].as_integer()).where(
        JournalEntry.subject_id == person, JournalEntry.at == AT, JournalEntry.content_digest.is_(None)
    )
    assert session.scalars(found.order_by(JournalEntry.seq)).all() == [0, 1, 2]


def entry(number: int, subject: UUID) -> dict[str, Any]:
    """Return the row of one journal entry."""
    return {
        "at": AT, "event": "person.entered", "actor_id": None, "subject_id": subject,
        "facts": {"number": number}, "content_digest": None, "leaf": "ab" * 32,
    }  # fmt: skip


def test_more_than_a_batch_keeps_its_order(session: Session, make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "BATCH", 10)
    person = make.person().id

    insert_all(session, ENTRIES, [entry(number, person) for number in range(25)])

    wanted = select(JournalEntry.facts["number"].as_integer()).where(JournalEntry.subject_id == person)
    assert session.scalars(wanted.order_by(JournalEntry.seq)).all() == list(range(25))


def test_no_rows_are_nothing_to_do(session: Session) -> None:
    insert_all(session, PEOPLE, [])

    assert session.scalar(select(func.count()).select_from(Person)) == 0


def test_one_row_that_must_never_be_keeps_all_out(session: Session, make: Make) -> None:
    person = make.person().id
    rows = [{"id": uuid4(), "person_id": person, "member_no": number, "member_since": TODAY} for number in (1, 2, 3, 0)]

    with pytest.raises(IntegrityError, match="numbers_count_from_one"), session.begin_nested():
        insert_all(session, table_of(Membership), rows)

    assert session.scalar(select(func.count()).select_from(Membership)) == 0


def test_an_instant_without_a_zone_is_refused(session: Session, make: Make) -> None:
    person = make.person().id
    row = {
        "id": uuid4(), "file_sha256": "ab" * 32, "entries": 1, "uploaded_by": person,
        "uploaded_at": datetime(2026, 6, 1, 9, 0),  # noqa: DTZ001 - the bad example
    }  # fmt: skip

    with pytest.raises(ValueError, match="an instant needs a time zone"):
        insert_all(session, table_of(OpeningBatch), [row])
