"""The pages on the way to a vote at a meeting: its notice, its quorum, its last day, and what the desk says of it."""

from sqlalchemy.orm import Session

from govern.motions import service
from govern.motions.rules import Ask, Way
from tests.calendar import A_DAY, AT
from tests.make import Make
from tests.motions.assembly import CLOSES_AT, FOR, Assembly
from tests.web.officers import words_of
from tests.web.sittings import Sit, send

PLACE = "The town hall, at seven."


def test_notice_comes_first_and_the_vote_on_the_day_that_it_names(make: Make, house: Assembly, sit: Sit) -> None:
    motion = house.chamber.on_the_agenda()
    make.known_to_all()
    page, clerk = f"/motions/{motion.id}", sit(house.chamber.secretary.person_id)

    before = clerk.get(page)
    asked = clerk.get(f"{page}/notices/new")
    early = send(clerk, f"{page}/notices/new", meeting_on="2026-06-17", place=PLACE, given="sent")
    half = send(clerk, f"{page}/notices/new", meeting_on="2026-07-01", place=PLACE, given="otherwise")
    given = send(clerk, f"{page}/notices/new", meeting_on="2026-06-18", place=PLACE, given="sent")
    after, member = words_of(clerk.get(page)), words_of(sit(house.members[2]).get(page))
    shut = words_of(sit(house.chamber.chair.person_id).get(f"{page}/divisions/new"))

    assert f'class="button" href="{page}/notices/new"' in before.text
    assert 'value="2026-06-18"' in asked.text
    assert "8 members and directors are called." in words_of(asked)
    assert (early.status_code, half.status_code, given.status_code) == (409, 422, 303)
    assert "Hold the meeting on Thursday 18 June 2026 or later." in words_of(early)
    assert "Enter by whom the notice was given, and how." in words_of(half)
    assert "A meeting votes on it on Thursday 18 June 2026." in after
    assert f"Thursday 18 June 2026 {PLACE} Notice was given on Monday 1 June 2026" in member
    assert "The motion cannot be" in shut or "This cannot be done now" in shut


def test_the_quorum_is_told_before_the_vote_and_so_is_whom_no_letter_reaches(
    make: Make, house: Assembly, sit: Sit
) -> None:
    motion = house.chamber.moved()
    make.known_to_all()
    chair, page = sit(house.chamber.chair.person_id), f"/motions/{motion.id}/divisions/new"

    call = words_of(chair.get(page))
    far = send(chair, page, ask="recorded", closes_on="2027-06-01", least_minutes="10")
    called = send(chair, page, ask="recorded", closes_on="2026-06-01", least_minutes="10")
    voting = words_of(sit(house.members[0]).get(str(called.location)))

    assert "So that the vote counts (the quorum):" in call
    assert "are reached only by letter. A letter that is posted today arrives on Thursday 4 June 2026" in call
    assert far.status_code == 422
    assert "A vote at a meeting ends with the day of the meeting. Enter Monday 1 June 2026" in words_of(far)
    assert "So that it counts (the quorum)" in voting


def test_the_desk_counts_the_days_on_which_votes_close(make: Make, house: Assembly, sit: Sit) -> None:
    ballot = house.chamber.on_the_agenda(house.chamber.proposal(way=Way.BALLOT))
    division = house.call(ballot, Ask.RECORDED)
    make.known_to_all()

    desks = [sit(one.person_id).get("/") for one in (house.chamber.secretary, house.chamber.chair)]
    over = sit(house.chamber.secretary.person_id, at=AT + 29 * A_DAY).get("/")

    for desk in desks:
        assert "Saturdays: voting closes on Monday 29 June 2026." in words_of(desk)
        assert f"/divisions/{division.id}" in desk.text
    assert "voting closes on" not in words_of(over)


def test_a_motion_to_which_too_few_came_says_from_when_it_can_be_called_a_second_time(
    session: Session, make: Make, house: Assembly, sit: Sit
) -> None:
    motion, again = house.chamber.moved(), house.chamber.deed(at=CLOSES_AT + A_DAY)
    house.votes(division := house.call(motion), dict.fromkeys(house.members[:4], FOR))
    make.known_to_all()
    page, told = f"/motions/{motion.id}", "From Monday 8 June 2026 it can be called a second time"
    during = words_of(sit(house.members[0], at=division.closes_at - A_DAY / 2).get(page))
    house.declare(division)
    make.known_to_all()
    fallen = words_of(sit(house.members[0], at=CLOSES_AT + A_DAY).get(page))
    service.admit(session, motion.id, again)
    service.move(session, motion.id, again)
    make.known_to_all()

    moved = words_of(sit(house.chamber.chair.person_id, at=CLOSES_AT + A_DAY).get(page))
    call = words_of(sit(house.chamber.chair.person_id, at=CLOSES_AT + 7 * A_DAY).get(f"{page}/divisions/new"))

    assert [told in one for one in (during, fallen, moved)] == [False, True, True]
    assert ["Too few came to the last vote." in one for one in (fallen, moved)] == [False, True]
    # It changes what the quorum is, so it is asked beside it.
    assert call.index("So that the vote counts") < call.index("This is a second call") < call.index("How votes are")
