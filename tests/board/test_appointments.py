"""The authority fills its own third, by an instrument that nobody signs or enters for themselves."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govern.audit.models import JournalEntry
from govern.board import queries, service
from govern.board.models import SeatHolding
from govern.board.refusals import AppointedByThemselves, SeatNotTheirs, TooFewVacantSeats
from govern.board.service import Instrument
from govern.constitution import queries as constitution
from govern.constitution.refusals import WrongBody
from govern.constitution.rules import Body, Third
from govern.core.actors import Actor, Role
from govern.core.errors import Refusal
from tests import calendar
from tests.make import Make

ENDS_ON = date(2030, 5, 7)


@pytest.fixture
def secretary(session: Session, make: Make, tmp_path: Path) -> Actor:
    """The secretary of a founded mutual with two seats a third."""
    make.election(tmp_path)
    return Actor(person_id=make.person().id, roles=frozenset({Role.SECRETARY}))


def seat(session: Session, third: Third = Third.LOCAL_AUTHORITY) -> UUID:
    """Return the first seat of a third."""
    return next(one.id for one in constitution.seats(session, on=calendar.TODAY) if one.third == third)


def instrument(session: Session, make: Make, **facts: Any) -> Instrument:
    """Return an instrument that is in order, but for the facts named."""
    usual: dict[str, Any] = {
        "seat_id": seat(session),
        "person_id": make.person(name="Cllr Alys Moor").id,
        "decision_id": make.decision(body=Body.APPOINTING_BODY).id,
        "signed_by": make.person().id,
        "starts_on": None,
        "ends_on": ENDS_ON,
    }
    return Instrument(**usual | facts)


@pytest.mark.invariant("INV-36")
@pytest.mark.parametrize(
    ("stated", "starts_on"),
    [
        pytest.param(None, calendar.TODAY, id="on receipt"),
        pytest.param(calendar.TODAY - calendar.A_DAY, calendar.TODAY, id="never before receipt"),
        pytest.param(calendar.TODAY, calendar.TODAY, id="on the day of receipt"),
        pytest.param(calendar.TODAY + calendar.A_DAY, calendar.TODAY + calendar.A_DAY, id="on a later day it states"),
    ],
)
def test_the_authority_puts_somebody_into_its_seat_and_never_backdates_it(
    session: Session, make: Make, secretary: Actor, stated: date | None, starts_on: date
) -> None:
    asked = instrument(session, make, starts_on=stated)

    made = service.seat_appointed(session, asked, actor=secretary, at=calendar.AT)

    assert (made.kind, made.starts_on, made.ends_on) == ("appointed", starts_on, ENDS_ON)
    assert "Cllr Alys Moor" in {line.holder for line in queries.board_on(session, starts_on)}
    told = session.scalars(select(JournalEntry).where(JournalEntry.subject_id == asked.seat_id)).one()
    assert str(asked.signed_by) in str(told.facts)


@pytest.mark.invariant("INV-36")
def test_nobody_signs_their_own_appointment(session: Session, make: Make, secretary: Actor) -> None:
    appointed = make.person().id

    ensure_not_seated(
        session,
        secretary,
        instrument(session, make, person_id=appointed, signed_by=appointed),
        AppointedByThemselves,
        "Who is appointed cannot sign the appointment or enter it. Ask another officer of the authority to sign.",
    )


@pytest.mark.invariant("INV-36")
def test_the_secretary_does_not_enter_her_own_appointment(session: Session, make: Make, secretary: Actor) -> None:
    ensure_not_seated(
        session,
        secretary,
        instrument(session, make, person_id=secretary.person_id),
        AppointedByThemselves,
        "cannot sign the appointment or enter it",
    )


def test_the_board_itself_does_not_fill_the_authoritys_seat(session: Session, make: Make, secretary: Actor) -> None:
    ensure_not_seated(
        session,
        secretary,
        instrument(session, make, decision_id=make.decision(body=Body.BOARD).id),
        WrongBody,
        "The rules give this decision to: the body that appoints. Enter their decision.",
    )


def test_the_authority_does_not_fill_a_seat_that_members_elect(session: Session, make: Make, secretary: Actor) -> None:
    ensure_not_seated(
        session,
        secretary,
        instrument(session, make, seat_id=seat(session, Third.WORKFORCE)),
        SeatNotTheirs,
        "The members elect this seat; the authority cannot fill it. Choose a seat of the authority’s third.",
    )


def test_a_seat_that_is_held_is_not_filled_again(session: Session, make: Make, secretary: Actor) -> None:
    service.seat_appointed(session, instrument(session, make), actor=secretary, at=calendar.AT)

    ensure_not_seated(
        session,
        secretary,
        instrument(session, make, starts_on=ENDS_ON - timedelta(days=1), ends_on=ENDS_ON + timedelta(days=1)),
        TooFewVacantSeats,
        "1 seat was asked for, and 0 are empty",
        held=1,
    )


def ensure_not_seated(
    session: Session, secretary: Actor, asked: Instrument, refusal: type[Refusal], words: str, held: int = 0
) -> None:
    """Hold an appointment to its refusal, the sentence, and that nobody came to a seat."""
    with pytest.raises(refusal, match=words):
        service.seat_appointed(session, asked, actor=secretary, at=calendar.AT)

    assert session.scalar(select(func.count()).select_from(SeatHolding)) == held
