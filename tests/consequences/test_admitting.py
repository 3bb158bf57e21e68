"""Decisions on applications, held against the board of their day."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govern.admissions import queries
from govern.admissions.models import ApplicationStep
from govern.admissions.ruling_refusals import AuthorityTooNew, CircleOfApprovals
from govern.board.models import SeatHolding
from govern.consequences import admitting
from govern.constitution.models import BoardPlan, Seat
from govern.constitution.rules import Third
from govern.register.refusals import OwnEntry
from govern.register.rules import Entry
from tests.admissions.house import House, admits, all_for
from tests.calendar import AT, LONG_BEFORE, TODAY
from tests.make import Make

Seated = Callable[..., SeatHolding]
END = date(2030, 1, 1)


@pytest.fixture
def house(session: Session, make: Make) -> House:
    """A society with rules in force and three people who decide."""
    return House(session, make)


@pytest.fixture
def seated(session: Session, house: House) -> Seated:
    """Put somebody into a seat of the workforce."""
    plan = BoardPlan(seats_per_third=3)
    session.add(plan)
    session.flush()
    numbers = iter((1, 2, 3))

    def seat(person_id: UUID, decision_id: UUID, **facts: Any) -> SeatHolding:
        place = Seat(
            plan_id=plan.id,
            seats_per_third=3,
            third=Third.WORKFORCE,
            number=next(numbers),
            constituency_id=house.workforce.id,
        )
        session.add(place)
        session.flush()
        usual: dict[str, Any] = {"kind": "appointed", "starts_on": LONG_BEFORE, "ends_on": END, "recorded_at": AT}
        held = SeatHolding(seat_id=place.id, person_id=person_id, decision_id=decision_id, **usual | facts)
        session.add(held)
        session.flush()
        return held

    return seat


@pytest.mark.invariant("INV-32")
def test_the_directors_of_a_constituency_are_those_of_its_seats(house: House, seated: Seated) -> None:
    seated(house.directors[0], house.decided().id)
    theirs, others = house.checked(), house.checked(home=house.users.id)

    ruled = admitting.rule(house.session, house.decided().id, [admits(theirs), admits(others)], deed=house.deed())

    assert [one.is_home_represented for one in ruled] == [True, False]


@pytest.mark.invariant("INV-04")
def test_who_was_coopted_since_then_does_not_approve(house: House, seated: Seated) -> None:
    seated(house.directors[0], house.decided(all_for(house.directors[1:])).id, kind="coopted", starts_on=TODAY)
    application = house.checked()

    with pytest.raises(AuthorityTooNew, match="Director A"):
        admitting.rule(house.session, house.decided().id, [admits(application)], deed=house.deed())


@pytest.mark.invariant("INV-04")
def test_nobody_is_approved_by_whom_they_coopted(house: House, seated: Seated) -> None:
    ada, ben, _cai = house.directors
    seated(ben, house.decided(all_for([ada])).id, kind="coopted")
    application = house.checked(ada)
    board = house.decided(all_for(house.directors[1:]))

    with pytest.raises(CircleOfApprovals, match="Director A, Director B"):
        admitting.rule(house.session, board.id, [admits(application)], deed=house.deed())


def paper(house: House, **facts: Any) -> Entry:
    """Return the entry that the papers of an application and of a decision ask for."""
    usual: dict[str, Any] = {"constituency_id": house.workforce.id, "sub_constituency_id": None}
    if "person_id" not in facts:
        usual["person_id"] = house.make.person().id
    if "decision_id" not in facts:
        usual["decision_id"] = house.decided().id
    return Entry(**usual | facts)


def test_paper_is_entered_as_the_same_steps_in_one(house: House) -> None:
    entry = paper(house)

    membership = admitting.enter_from_paper(house.session, entry, actor=house.secretary, at=AT)

    (application,) = queries.of_person(house.session, entry.person_id)
    told = [one.to_state for one in queries.steps_of(house.session, application.id)]
    assert told == ["submitted", "under_check", "admitted", "entered"]
    assert (membership.person_id, membership.member_since) == (entry.person_id, TODAY)


def test_an_application_that_waits_is_entered_and_not_made_again(house: House) -> None:
    application, decision = house.checked(), house.decided()
    house.rule(decision, admits(application))
    entry = paper(house, person_id=application.person_id, decision_id=decision.id)

    admitting.enter_from_paper(house.session, entry, actor=house.secretary, at=AT)

    assert len(queries.of_person(house.session, entry.person_id)) == 1


@pytest.mark.invariant("INV-01")
def test_nobody_enters_their_own_paper(house: House) -> None:
    entry = paper(house, person_id=house.secretary.person_id)

    with pytest.raises(OwnEntry):
        admitting.enter_from_paper(house.session, entry, actor=house.secretary, at=AT)

    assert house.session.scalars(select(ApplicationStep)).all() == []
