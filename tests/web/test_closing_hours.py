"""The hour at which a secret vote at a meeting closes: asked of whoever calls it, and told to those who vote."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from govern.divisions import service as divisions
from govern.motions.rules import Way
from tests.calendar import AT
from tests.make import Make
from tests.makers.assembly import Assembly
from tests.web.officers import words_of
from tests.web.sittings import Sit, send

ON = {"ask": "secret", "closes_on": "2026-06-01", "least_minutes": "10"}


def test_a_secret_vote_at_a_meeting_is_called_until_an_hour_that_voters_read(
    session: Session, make: Make, house: Assembly, sit: Sit
) -> None:
    motion = house.chamber.moved()
    make.known_to_all()
    page = f"/motions/{motion.id}/divisions/new"
    chair = sit(house.chamber.chair.person_id)

    unread, soon = send(chair, page, closes_time="noon", **ON), send(chair, page, closes_time="10:09", **ON)
    called = send(chair, page, closes_time="10:10", **ON)

    assert "Enter a time of day, such as 17:00." in words_of(unread)
    assert "Voting opens now or later, and closes ten minutes after that or later." in words_of(soon)
    assert called.status_code == 303
    ((division, _),) = divisions.of_motion(session, motion.id)
    # Ten in the morning in London is nine of UTC.
    assert division.closes_at == AT + timedelta(minutes=10)
    session.rollback()
    told = words_of(sit(house.members[0]).get(called.headers["Location"]))
    assert "Voting closes 10.10am on Monday 1 June 2026" in told
    assert "The box closes at this hour, and nobody can close it before." in told


@pytest.mark.parametrize(("way", "is_asked"), [(Way.MEETING, True), (Way.BALLOT, False)])
def test_without_an_hour_a_vote_ends_with_its_day_and_outside_a_meeting_none_is_asked(
    session: Session, make: Make, house: Assembly, sit: Sit, way: Way, *, is_asked: bool
) -> None:
    proposal = house.chamber.proposal(way=way)
    motion = house.chamber.moved(proposal) if is_asked else house.chamber.on_the_agenda(proposal)
    make.known_to_all()
    page = f"/motions/{motion.id}/divisions/new"
    chair = sit(house.chamber.chair.person_id)

    asked = words_of(chair.get(page))
    send(chair, page, closes_time="" if is_asked else "10:30", **ON | ({} if is_asked else {"closes_on": "2026-06-30"}))

    assert ("Hour at which voting ends" in asked) is is_asked
    ((division, _),) = divisions.of_motion(session, motion.id)
    assert division.closes_at == AT + timedelta(days=0 if is_asked else 29, hours=14)
    session.rollback()
