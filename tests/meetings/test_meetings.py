"""Which general meetings are to come, who is called to them, and what waits for notice or for its vote."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from govern.agenda import service
from govern.constitution.models import BoardPlan, Seat
from govern.constitution.rules import Third
from govern.meetings import addressees
from govern.meetings import queries as meetings
from govern.motions.models import Motion
from govern.motions.rules import Kind, Way
from govern.register.models import StandIn
from govern.register.rules import Acting, PersonKind
from tests.calendar import A_DAY, AT, LONG_BEFORE, TODAY
from tests.makers import kept
from tests.makers.assembly import Assembly
from tests.makers.tracked import FIRST_ON, HALL, Tracked

LATER = TODAY + timedelta(20)


def called(session: Session, assembly: Assembly, person: int = 2) -> list[list[Motion]]:
    """Return the motions of each meeting to which a member is called today."""
    found = meetings.of_person(session, assembly.members[person], on=TODAY)
    return [list(one.motions) for one in found]


@pytest.mark.parametrize(("days", "is_to_come"), [(-1, False), (0, True), (1, True)])
def test_a_meeting_is_to_come_through_its_day(
    session: Session, assembly: Assembly, days: int, *, is_to_come: bool
) -> None:
    motion = assembly.chamber.on_the_agenda()
    assembly.chamber.noticed(motion, TODAY + timedelta(days))

    found = meetings.to_come(session, on=TODAY)

    assert [(one.place, list(one.motions)) for one in found] == [("The town hall, at seven.", [motion])] * is_to_come
    assert [one.motion for one in meetings.without_notice(session, on=TODAY)] == [motion] * (not is_to_come)


def test_motions_of_one_notice_are_of_one_meeting_and_the_next_meeting_comes_first(
    session: Session, assembly: Assembly
) -> None:
    far, near, also = (assembly.chamber.on_the_agenda() for _ in range(3))
    for motion, day in ((far, LATER + A_DAY), (near, LATER), (also, LATER)):
        assembly.chamber.noticed(motion, day)

    assert called(session, assembly) == [[near, also], [far]]


def test_a_motion_waits_for_notice_from_the_agenda_on_unless_it_needs_none(
    session: Session, assembly: Assembly
) -> None:
    proposed, waits = assembly.chamber.seconded(), assembly.chamber.on_the_agenda()
    ballot = assembly.chamber.on_the_agenda(assembly.chamber.proposal(way=Way.BALLOT))
    board = assembly.chamber.on_the_agenda(assembly.chamber.for_the_board())

    assert [one.motion for one in meetings.without_notice(session, on=TODAY)] == [waits]
    assert [one.motion for one in meetings.to_call(session)] == [ballot, board]
    assembly.call(ballot)

    assert [one.motion for one in meetings.to_call(session)] == [board]
    service.admit(session, proposed.id, assembly.chamber.deed())
    assert [one.motion for one in meetings.without_notice(session, on=TODAY)] == [proposed, waits]


def test_nobody_is_called_any_more_once_the_vote_is_called(session: Session, assembly: Assembly) -> None:
    motion = assembly.chamber.moved()
    assert called(session, assembly) == [[motion]]

    assembly.call(motion)

    assert called(session, assembly) == []
    assert meetings.without_notice(session, on=TODAY + A_DAY) == []


def test_members_directors_and_whoever_stands_in_are_called_and_others_are_not(
    session: Session, assembly: Assembly
) -> None:
    make, motion = assembly.make, assembly.chamber.on_the_agenda()
    assembly.chamber.noticed(motion, LATER)
    body = make.membership(person_id=make.person(kind=PersonKind.BODY).id, constituency_id=assembly.chamber.home.id)
    stand_in = make.person().id
    kept(session, StandIn(
        membership_id=body.id, person_id=stand_in, acting=Acting.REPRESENTATIVE, authority="Minute 1",
        valid_from=LONG_BEFORE, resolved_on=LONG_BEFORE, recorded_at=AT, recorded_by=stand_in, salt="00" * 32,
    ))  # fmt: skip
    people = [assembly.members[4], assembly.chamber.directors[1], stand_in, body.person_id, make.person().id]

    found = [bool(meetings.of_person(session, one, on=TODAY)) for one in people]

    assert found == [True, True, True, False, False]


def test_to_the_vote_of_a_class_its_members_and_the_directors_are_called(session: Session, assembly: Assembly) -> None:
    home = assembly.chamber.other.id
    motion = assembly.chamber.on_the_agenda(assembly.chamber.proposal(kind=Kind.CLASS, constituency_id=home))
    assembly.chamber.noticed(motion, LATER)
    lost = assembly.make.person(postal_address=None)
    assembly.make.membership(person_id=lost.id, constituency_id=assembly.chamber.home.id)

    assert [called(session, assembly, person) for person in (0, 4)] == [[], [[motion]]]
    assert addressees.unreached(session, motion, on=TODAY) == []


def test_whom_no_notice_reaches_is_every_member_and_director_without_an_address_for_notices(
    session: Session, assembly: Assembly
) -> None:
    make, motion = assembly.make, assembly.chamber.on_the_agenda()
    told: tuple[dict[str, Any], ...] = (
        {},
        {"email": "a@example.org", "email_purposes": ["notices"]},
        {"email": "b@example.org", "email_purposes": ["ballots"]},
    )
    people = [make.person(postal_address=None, **one).id for one in told]
    for one in people:
        make.membership(person_id=one, constituency_id=assembly.chamber.home.id)
    plan = kept(session, BoardPlan(seats_per_third=1))
    place = kept(session, Seat(plan_id=plan.id, seats_per_third=1, third=Third.WORKFORCE, number=1))
    seated = assembly.seat(place.id, person_id=make.person(postal_address=None).id)

    assert set(addressees.unreached(session, motion, on=TODAY)) == {people[0], people[2], seated}


def test_the_meetings_that_the_act_asks_for_are_to_come_with_their_own_notices(tracked: Tracked) -> None:
    assert meetings.without_notice(tracked.session, on=TODAY) == []

    tracked.noticed(1, TODAY, FIRST_ON)

    found = meetings.of_person(tracked.session, tracked.assembly.members[3], on=TODAY)
    assert [(one.meeting_on, one.place, list(one.motions)) for one in found] == [(FIRST_ON, HALL, [tracked.motion])]
