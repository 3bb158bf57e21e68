"""What the page of a vote says to somebody who is not asked in it, or is no longer."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from govern.board.models import SeatHolding
from govern.motions.rules import Ask
from tests.calendar import AT
from tests.make import Make
from tests.motions.assembly import Assembly
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
