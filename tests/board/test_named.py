"""A seat is given, and taken back, by a decision that names who it is about."""

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from govern.board import service, vacating
from govern.board.models import SeatHolding, Vacancy
from govern.board.vacating import Revocation
from govern.constitution.rules import Body, Matter
from govern.core.actors import Actor
from govern.register.subject_refusals import DecisionUsed, NotAboutThem
from tests import calendar
from tests.board.test_appointments import ENDS_ON, instrument, secretary
from tests.make import Make
from tests.makers import kept
from tests.makers.constitution import on

__all__ = ["secretary"]


@pytest.mark.invariant("INV-36", "INV-42")
def test_the_authority_seats_whom_its_decision_names_and_once(session: Session, make: Make, secretary: Actor) -> None:
    other = make.seating(make.person(name="Somebody Else").id)

    with pytest.raises(NotAboutThem, match="Appoint Somebody Else to the board"):
        service.seat_appointed(
            session, instrument(session, make, decision_id=other.id), actor=secretary, at=calendar.AT
        )
    asked = instrument(session, make, ends_on=calendar.TODAY + calendar.A_DAY)
    service.seat_appointed(session, asked, actor=secretary, at=calendar.AT)
    with pytest.raises(DecisionUsed):
        service.seat_appointed(session, asked, actor=secretary, at=calendar.AT + calendar.A_DAY * 2)


@pytest.mark.invariant("INV-36", "INV-42")
def test_the_authority_takes_back_the_seat_that_its_decision_names(
    session: Session, make: Make, secretary: Actor
) -> None:
    asked = instrument(session, make)
    holding = service.seat_appointed(session, asked, actor=secretary, at=calendar.AT)
    notice = Revocation(holding_id=holding.id, decision_id=asked.decision_id)

    with pytest.raises(NotAboutThem):
        vacating.end_appointment(session, notice, actor=secretary, at=calendar.AT)

    assert holding.vacated_on is None


@pytest.mark.invariant("INV-36", by="database")
def test_the_database_takes_no_seat_that_the_decision_does_not_name(
    session: Session, make: Make, secretary: Actor
) -> None:
    asked = instrument(session, make)
    holding = service.seat_appointed(session, asked, actor=secretary, at=calendar.AT)
    suspends = make.decision(body=Body.APPOINTING_BODY, about=[on(holding.person_id, Matter.SUSPENSION)])
    term = {"starts_on": ENDS_ON, "ends_on": ENDS_ON + calendar.A_DAY}
    again = {"seat_id": holding.seat_id, "person_id": holding.person_id, "recorded_at": calendar.AT, **term}

    with pytest.raises(IntegrityError, match="appointment_is_named_by_its_decision"), session.begin_nested():
        kept(session, SeatHolding(kind="appointed", decision_id=suspends.id, **again))
    holding.vacated_on, holding.vacated_reason = calendar.TODAY, Vacancy.REVOKED.value
    holding.vacated_decision_id = suspends.id
    with pytest.raises(IntegrityError, match="revocation_is_named_by_its_decision"):
        session.flush()
