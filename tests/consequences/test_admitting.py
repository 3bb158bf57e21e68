"""Decisions on applications, held against the board of their day."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govern.admissions import queries
from govern.admissions.models import ApplicationStep
from govern.admissions.ruling_refusals import AuthorityTooNew, CircleOfApprovals, InquorateHere
from govern.board.models import SeatHolding
from govern.consequences import admitting
from govern.constitution.models import BoardPlan, Seat
from govern.constitution.rules import Matter, Third
from govern.register.refusals import OwnEntry
from govern.register.rules import Entry
from tests.admissions.house import House, admits, all_for
from tests.calendar import AT, LONG_BEFORE, TODAY
from tests.make import Make
from tests.makers import kept
from tests.makers.constitution import on

END = date(2030, 1, 1)


@pytest.fixture
def house(session: Session, make: Make) -> House:
    """A society with rules in force and three people who decide."""
    return House(session, make)


class Seats:
    """Seats of the workforce, in a plan of their own, one after the other."""

    def __init__(self, house: House) -> None:
        self.house, self.taken = house, 0
        self.plan = kept(house.session, BoardPlan(seats_per_third=5))

    def __call__(self, person_id: UUID, decision_id: UUID | None = None, **facts: Any) -> SeatHolding:
        """Put somebody into the next seat; if nothing is said, by an appointment."""
        decision_id = decision_id or self.house.make.seating(person_id).id
        self.taken += 1
        told = {"plan_id": self.plan.id, "seats_per_third": 5, "third": Third.WORKFORCE, "number": self.taken}
        seat = kept(self.house.session, Seat(**told, constituency_id=self.house.workforce.id))
        usual: dict[str, Any] = {"kind": "appointed", "starts_on": LONG_BEFORE, "ends_on": END, "recorded_at": AT}
        held = SeatHolding(seat_id=seat.id, person_id=person_id, decision_id=decision_id, **usual | facts)
        return kept(self.house.session, held)


@pytest.fixture
def seated(house: House) -> Seats:
    """A way to put somebody into a seat."""
    return Seats(house)


@pytest.mark.invariant("INV-32")
def test_the_directors_of_a_constituency_are_those_of_its_seats(house: House, seated: Seats) -> None:
    seated(house.directors[0])
    theirs, others = house.checked(), house.checked(home=house.users.id)

    ruled = admitting.rule(house.session, house.decided().id, [admits(theirs), admits(others)], deed=house.deed())

    assert [one.is_home_represented for one in ruled] == [True, False]


@pytest.mark.invariant("INV-05")
def test_the_share_of_the_directors_in_office_makes_the_quorum(session: Session, make: Make) -> None:
    house = House(session, make, board_quorum={"share": "2/3", "number": 2})
    seated = Seats(house)
    for person in [*house.directors[1:], make.person().id, make.person().id]:
        seated(person)
    application = house.checked()

    with pytest.raises(InquorateHere, match="Of those there, 2 were free to decide on this application, and 3"):
        admitting.rule(
            session, house.decided(all_for(house.directors[1:])).id, [admits(application)], deed=house.deed()
        )


@pytest.mark.invariant("INV-04")
def test_who_was_coopted_since_then_does_not_approve(house: House, seated: Seats) -> None:
    seated(house.directors[0], house.decided(all_for(house.directors[1:])).id, kind="coopted", starts_on=TODAY)
    application = house.checked()

    with pytest.raises(AuthorityTooNew, match="Director A"):
        admitting.rule(house.session, house.decided().id, [admits(application)], deed=house.deed())


@pytest.mark.invariant("INV-04")
def test_nobody_is_approved_by_whom_they_coopted(house: House, seated: Seats) -> None:
    ada, ben, _cai = house.directors
    seated(ben, house.decided(all_for([ada])).id, kind="coopted")
    application = house.checked(ada)
    board = house.decided(all_for(house.directors[1:]))

    with pytest.raises(CircleOfApprovals, match="Director A, Director B"):
        admitting.rule(house.session, board.id, [admits(application)], deed=house.deed())


def paper(house: House, **facts: Any) -> Entry:
    """Return the entry that the papers of an application and of a decision ask for."""
    usual: dict[str, Any] = {"constituency_id": house.workforce.id, "sub_constituency_id": None}
    person = facts.get("person_id") or house.make.person().id
    if "decision_id" not in facts:
        goes = on(person, Matter.ADMISSION, constituency_id=house.workforce.id)
        usual["decision_id"] = house.decided(about=[goes]).id
    usual["person_id"] = person
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
