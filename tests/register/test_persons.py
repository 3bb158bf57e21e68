"""Entering people and correcting their particulars, on two time axes."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from govern.audit.models import JournalEntry
from govern.core.actors import Actor
from govern.core.canonical import digest
from govern.core.errors import NotFound, Refusal
from govern.register import persons, queries, versions
from govern.register.models import Person, PersonVersion
from govern.register.refusals import BirthDateNotPossible, EmailNotUsable, NameMissing, NotYetSo
from govern.register.rules import Particulars, PersonKind
from tests.calendar import A_DAY, AT, TODAY
from tests.make import Make

KEY = b"k" * 32


@pytest.fixture
def secretary(make: Make) -> Actor:
    """The secretary of a mutual whose rules are in force."""
    make.mutual()
    make.rules()
    return Actor(person_id=make.person().id)


def entered(session: Session, actor: Actor, **facts: Any) -> Person:
    """Enter somebody."""
    particulars = Particulars(**{"name": "Anne Example"} | facts)
    return persons.enter(session, particulars, match_key=KEY, actor=actor, at=AT)


def corrected(session: Session, person: Person, actor: Actor, *, valid_from: date, at: Any, **facts: Any) -> None:
    """Correct somebody's particulars."""
    particulars = Particulars(**{"name": "Anne Example"} | facts)
    persons.correct(session, person.id, particulars, valid_from=valid_from, match_key=KEY, actor=actor, at=at)


def test_somebody_s_particulars_are_known_from_the_day_they_are_entered(session: Session, secretary: Actor) -> None:
    person = entered(session, secretary, email="anne@example.org", postal_address="1 Example Street")

    known = queries.person_on(session, person.id, on=TODAY)

    assert known is not None
    assert (known.name, known.sort_name, known.email) == ("Anne Example", "example anne", "anne@example.org")
    assert queries.person_on(session, person.id, on=TODAY - A_DAY) is None


def test_a_change_of_address_keeps_the_old_one_with_both_dates(session: Session, secretary: Actor) -> None:
    person = entered(session, secretary, postal_address="1 Old Street")
    moved_on, told_at = TODAY + A_DAY * 10, AT + timedelta(days=14)

    corrected(session, person, secretary, valid_from=moved_on, at=told_at, postal_address="2 New Street")

    def address(on: date, known_at: Any) -> str | None:
        found = queries.person_on(session, person.id, on=on, known_at=known_at)
        return found.postal_address if found else None

    assert address(moved_on - A_DAY, told_at) == "1 Old Street"
    assert address(moved_on, told_at) == "2 New Street"
    assert address(moved_on, told_at - timedelta(seconds=1)) == "1 Old Street"
    assert len(queries.person_history(session, person.id)) == 3


def test_a_slip_that_was_always_wrong_is_corrected_from_the_first_day(session: Session, secretary: Actor) -> None:
    person = entered(session, secretary, name="Ann Exmaple")

    corrected(session, person, secretary, valid_from=TODAY, at=AT + A_DAY, name="Anne Example")

    known = queries.person_on(session, person.id, on=TODAY)
    assert known is not None
    assert known.name == "Anne Example"
    assert len(queries.person_history(session, person.id)) == 2


@pytest.mark.parametrize(
    ("facts", "refusal", "sentence"),
    [
        ({"name": "  "}, NameMissing, "Enter the name as the person writes it"),
        ({"name": "x" * 201}, NameMissing, "in at most 200 characters"),
        ({"email": "anne"}, EmailNotUsable, "Enter an e-mail address such as name@example.org"),
        ({"birth_on": TODAY + A_DAY}, BirthDateNotPossible, "Tuesday 2 June 2026 cannot be a member’s birth date"),
        ({"birth_on": date(1890, 1, 1)}, BirthDateNotPossible, "cannot be a member’s birth date"),
    ],
)
def test_particulars_that_nobody_can_have_are_refused(
    session: Session, secretary: Actor, facts: dict[str, Any], refusal: type[Refusal], sentence: str
) -> None:
    person = entered(session, secretary)

    with pytest.raises(refusal, match=sentence):
        corrected(session, person, secretary, valid_from=TODAY, at=AT, **facts)

    assert len(queries.person_history(session, person.id)) == 1


def test_what_has_not_happened_yet_is_not_recorded(session: Session, secretary: Actor) -> None:
    person = entered(session, secretary)

    with pytest.raises(NotYetSo, match="Tuesday 2 June 2026 has not come yet"):
        corrected(session, person, secretary, valid_from=TODAY + A_DAY, at=AT)

    assert len(queries.person_history(session, person.id)) == 1


def test_nobody_unknown_is_corrected(session: Session, secretary: Actor) -> None:
    with pytest.raises(NotFound):
        corrected(session, Person(id=uuid4()), secretary, valid_from=TODAY, at=AT)


def test_a_grown_person_s_birth_date_is_not_kept_but_still_matches(session: Session, secretary: Actor) -> None:
    person = entered(session, secretary, birth_on=date(1980, 1, 2))

    known = queries.person_on(session, person.id, on=TODAY)

    assert known is not None
    assert (known.birth_on, known.adult_confirmed_on) == (None, TODAY)
    assert known.match_birth


def test_a_correction_does_not_lose_the_sign_of_a_birth_date(session: Session, secretary: Actor) -> None:
    person = entered(session, secretary, birth_on=date(1980, 1, 2))
    before = queries.person_on(session, person.id, on=TODAY)
    assert before is not None
    sign = before.match_birth

    corrected(session, person, secretary, valid_from=TODAY, at=AT + A_DAY, postal_address="2 New Street")

    after = queries.person_on(session, person.id, on=TODAY)
    assert after is not None
    assert sign is not None
    assert after.match_birth == sign


def test_a_young_person_s_birth_date_is_kept_while_an_age_limit_needs_it(session: Session, secretary: Actor) -> None:
    person = entered(session, secretary, birth_on=date(2010, 1, 2))

    known = queries.person_on(session, person.id, on=TODAY)

    assert known is not None
    assert known.birth_on == date(2010, 1, 2)


def test_a_body_is_listed_by_its_whole_name(session: Session, secretary: Actor) -> None:
    council = Particulars(name="Example Borough Council")

    made = persons.enter(session, council, kind=PersonKind.BODY, match_key=KEY, actor=secretary, at=AT)

    known = queries.person_on(session, made.id, on=TODAY)
    assert known is not None
    assert known.sort_name == "example borough council"


def test_the_first_founder_is_known_before_there_is_a_mutual(session: Session) -> None:
    own = uuid4()

    persons.enter(session, Particulars(name="Anne"), match_key=KEY, actor=Actor(person_id=own), at=AT, person_id=own)

    assert queries.person_on(session, own, on=TODAY) is not None


@pytest.mark.invariant("INV-12")
def test_the_journal_can_prove_what_a_person_s_row_said_and_holds_nothing_of_it(
    session: Session, secretary: Actor
) -> None:
    person = entered(session, secretary, email="anne@example.org")
    (row,) = versions.current(session, versions.PERSONS, person.id)

    entry = session.scalars(select(JournalEntry).where(JournalEntry.subject_id == person.id)).one()

    content = {name: row[name] for name in versions.CONTENT[versions.PERSONS]}
    assert entry.event == "person.entered"
    assert entry.facts == {"version": str(row["id"])}
    assert entry.content_digest == digest(content, salt=row["salt"])


@pytest.mark.parametrize(
    ("change", "guard"),
    [
        ("UPDATE person_version SET name = 'Somebody Else'", "person_version_is_only_superseded"),
        ("DELETE FROM person_version", "person_version_is_kept"),
        ("DELETE FROM person", "person_stays"),
    ],
)
@pytest.mark.invariant("INV-12", by="database")
def test_the_database_lets_nobody_rewrite_a_person(session: Session, secretary: Actor, change: str, guard: str) -> None:
    with pytest.raises(IntegrityError, match=guard):
        session.execute(text(change))


def test_the_database_refuses_two_truths_for_one_day(session: Session, make: Make) -> None:
    person = make.person()
    said = session.scalars(select(PersonVersion).where(PersonVersion.person_id == person.id)).one()
    facts = {
        name: getattr(said, name) for name in ("person_id", "name", "sort_name", "recorded_at", "recorded_by", "salt")
    }
    session.add(PersonVersion(**facts, valid_from=TODAY))

    with pytest.raises(IntegrityError, match="person_version_does_not_overlap"):
        session.flush()
