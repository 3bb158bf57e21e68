"""Two secretaries at once: no number is given twice, and nobody is entered twice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govern.constitution.rules import Body, Matter
from govern.core.actors import Actor
from govern.core.db import Database
from govern.core.errors import Refusal
from govern.register import service
from govern.register.models import Membership
from govern.register.refusals import AlreadyMember
from govern.register.rules import Entry
from tests.calendar import AT
from tests.make import Make
from tests.makers.constitution import on

AT_ONCE = 8


@pytest.fixture
def entries(make: Make, session: Session, database: Database) -> Callable[..., list[Entry]]:
    """Return entries of as many people as are asked for, on a decision of a general meeting."""
    make.mutual()
    make.rules()
    home = make.constituency()

    def of(*people: UUID) -> list[Entry]:
        about = [on(person, Matter.ADMISSION, constituency_id=home.id) for person in set(people)]
        meeting = make.decision(body=Body.GENERAL_MEETING, about=about)
        for person in set(people):
            make.admitted(meeting, person_id=person, constituency_id=home.id)
        make.known_to_all()
        facts: dict[str, Any] = {"constituency_id": home.id, "sub_constituency_id": None, "decision_id": meeting.id}
        return [Entry(person_id=person, **facts) for person in people]

    return of


def at_once(database: Database, entries: list[Entry], actor: Actor) -> list[int | Refusal]:
    """Enter all at once, each in a transaction of its own; return each one's number or refusal."""

    def enter(entry: Entry) -> int | Refusal:
        with database.writing() as session:
            try:
                number = service.enter(session, entry, actor=actor, at=AT).member_no
            except Refusal as refusal:
                session.rollback()
                return refusal
            session.commit()
            return number

    with ThreadPoolExecutor(max_workers=AT_ONCE) as pool:
        return list(pool.map(enter, entries))


def test_members_entered_at_once_have_numbers_of_their_own(
    database: Database, make: Make, entries: Callable[..., list[Entry]]
) -> None:
    secretary = Actor(person_id=make.person().id)
    people = [make.person().id for _ in range(AT_ONCE)]

    numbers = at_once(database, entries(*people), secretary)

    assert sorted(number for number in numbers if isinstance(number, int)) == list(range(1, AT_ONCE + 1))


@pytest.mark.invariant("INV-13")
def test_one_person_entered_many_times_at_once_is_one_member(
    database: Database, make: Make, entries: Callable[..., list[Entry]]
) -> None:
    secretary, person = Actor(person_id=make.person().id), make.person().id

    outcomes = at_once(database, entries(*[person] * AT_ONCE), secretary)

    assert sum(isinstance(outcome, AlreadyMember) for outcome in outcomes) == AT_ONCE - 1
    with database.reading() as session:
        assert len(session.scalars(select(Membership.id)).all()) == 1
