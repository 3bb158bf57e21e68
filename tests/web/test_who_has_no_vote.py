"""What the page of a vote says to somebody who is not asked in it, or is no longer."""

import re

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govern.board.models import AppointmentKind, SeatHolding
from govern.constitution.models import Seat
from govern.constitution.rules import Third
from govern.divisions import departures, kept_out, tallying
from govern.divisions.kept_out import Outside
from govern.motions.rules import Ask, Bar, Concern
from tests.calendar import AT
from tests.divisions.test_doubts import leave
from tests.make import Make
from tests.makers.assembly import DURING, Assembly
from tests.web.officers import words_of
from tests.web.sittings import Sit


def test_whoever_has_no_vote_is_told_why_and_whom_to_call_and_is_shown_no_paper(
    make: Make, house: Assembly, sit: Sit, session: Session
) -> None:
    members_ask, boards_ask = (
        house.call(house.chamber.moved(proposal), Ask.RECORDED, AT)
        for proposal in (house.chamber.proposal(), house.chamber.for_the_board())
    )
    seat = session.scalars(select(SeatHolding).where(SeatHolding.person_id == house.members[5])).one()
    seat.vacated_on, seat.vacated_reason = AT.date(), "resigned"
    make.known_to_all()
    by_members, by_board = f"/divisions/{members_ask.id}", f"/divisions/{boards_ask.id}"
    left, outsider, member = (sit(one) for one in (house.members[5], house.chamber.directors[1], house.members[1]))

    for reader, page, why in (
        (left, by_board, "You were asked in this vote, and your right to vote has ended since."),
        (outsider, by_members, "Whoever was a member when it was called is asked, and you are not on that list."),
        (member, by_board, "Whoever was a director when it was called is asked, and you are not on that list."),
    ):
        shown = reader.get(page)
        assert why in words_of(shown)
        assert "call us and ask for a review" in words_of(shown)
        assert "Review my vote" not in shown.text
    assert f'href="{by_members}"' in left.get("/me").text
    assert f'href="{by_board}"' not in left.get("/me").text
    assert "Vote on it" not in left.get(f"/motions/{boards_ask.motion_id}").text
    assert "Review my vote" in member.get(by_members).text


@pytest.mark.invariant("INV-33")
def test_the_page_of_a_vote_and_its_tally_count_the_same_people_without_a_vote(
    make: Make, house: Assembly, sit: Sit, session: Session
) -> None:
    thirds = house.seat_thirds(each=4, without=(Third.LOCAL_AUTHORITY,))
    place = session.scalars(
        select(Seat.id).where(Seat.third == Third.LOCAL_AUTHORITY).order_by(Seat.number.desc())
    ).first()
    assert place is not None
    coopted = house.seat(place, kind=AppointmentKind.COOPTED)
    about, gone, interested = thirds[Third.WORKFORCE][:3]
    motion = house.chamber.on_the_agenda(house.chamber.for_the_board())
    house.name(motion, about, Concern.IN_QUESTION)
    division = house.call(motion, interested=[about])
    departures.declare(session, motion.id, "My firm is the landlord.", house.chamber.own(interested, DURING))
    leave(session, gone, DURING.date())

    found = kept_out.of_division(session, division, at=DURING)

    assert found.people == {
        about: [Bar.IN_QUESTION, Bar.DECLARED_INTEREST],
        interested: [Bar.DECLARED_INTEREST],
        coopted: [Outside.COOPTED],
        gone: [Outside.GONE],
    }
    assert sum(found.counts.values()) == len(found.people)
    received = tallying.received(session, division, at=DURING)
    assert received.members - received.electors == len(found.people) - 1  # who is none any more is in no figure
    make.known_to_all()
    page, chair = f"/divisions/{division.id}", house.chamber.chair.person_id
    told, tally = (sit(chair, at=DURING).get(one).text for one in (page, f"{page}/tally"))
    assert "4 together" in told
    assert "4 together" in tally
    listed = tally.split("Who has no vote, and why")[-1]
    assert len(re.findall('<th scope="row">', listed)) == 4
    assert "You were co-opted to the board" in words_of(sit(coopted, at=DURING).get(page))
