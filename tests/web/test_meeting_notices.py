"""The pages on the way to a vote at a meeting: its notice, its quorum, its last day, and what the desk says of it."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

import pytest
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from govern.agenda import service
from govern.audit.models import JournalEntry
from govern.consequences import calling_meetings
from govern.core.actors import Actor, Role
from govern.jobs import printing
from govern.jobs.printing import Addressee
from govern.meetings import addressees
from govern.motions.models import Motion
from govern.motions.rules import Ask, Way
from govern.register import persons
from govern.register.models import PersonVersion
from govern.statutory.callings import Notice
from tests.calendar import A_DAY, A_SECOND, AN_HOUR, AT, TODAY
from tests.make import Make
from tests.makers.assembly import CLOSES_AT, FOR, Assembly
from tests.makers.tracked import FIRST_ON, Tracked
from tests.web.officers import words_of
from tests.web.sittings import Sit, send

PLACE = "The town hall, at seven."
WHERE = '<a href="#meeting">Where and when it is held</a>'


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
    assert [WHERE in one for one in (before.text, clerk.get(page).text)] == [False, True]
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


def noticed_by_page(house: Assembly, sit: Sit, motion: Motion, **typed: str) -> str:
    """Give notice on its page, and return what the next page says."""
    page, clerk = f"/motions/{motion.id}", sit(house.chamber.secretary.person_id)
    told = {"meeting_on": "2026-06-18", "place": PLACE, "given": "sent"} | typed
    assert send(clerk, f"{page}/notices/new", **told).status_code == 303
    return clerk.get(page).text


def test_a_motion_waits_for_notice_on_the_desk_and_then_its_meeting_is_a_deadline(
    make: Make, house: Assembly, sit: Sit
) -> None:
    motion = house.chamber.on_the_agenda()
    make.known_to_all()
    officers = (house.chamber.secretary.person_id, house.chamber.chair.person_id)

    before = [sit(one).get("/").text for one in officers]
    noticed_by_page(house, sit, motion)
    after = [words_of(sit(one).get("/")) for one in officers]
    over = words_of(sit(officers[0], at=AT + 18 * A_DAY).get("/"))

    for desk in before:
        assert f'<a href="/motions/{motion.id}">Saturdays: notice of its meeting is to be given.</a>' in desk
    for told in after:
        assert "notice of its meeting is to be given" not in told
        assert "General meeting on Thursday 18 June 2026, which votes on: Saturdays." in told
        assert "1 thing has a day to keep, which is Thursday 18 June 2026." in told
    assert "General meeting on" not in over
    assert "Saturdays: notice of its meeting is to be given." in over


def test_a_motion_that_is_voted_on_in_writing_waits_on_the_desk_for_its_vote(
    make: Make, house: Assembly, sit: Sit
) -> None:
    house.chamber.on_the_agenda(house.chamber.for_the_board())
    make.known_to_all()

    desk = words_of(sit(house.chamber.secretary.person_id).get("/"))

    assert "Saturdays: its vote is to be called." in desk


def test_whoever_is_called_to_a_meeting_reads_when_and_where_on_their_own_pages(
    make: Make, house: Assembly, sit: Sit
) -> None:
    motion = house.chamber.on_the_agenda()
    house.chamber.noticed(motion, AT.date() + 20 * A_DAY)
    make.known_to_all()
    told = f"You are called to a general meeting Held on Sunday 21 June 2026 {PLACE} It votes on this motion: Saturdays"

    for person in (house.members[2], house.chamber.directors[1]):
        own, check = sit(person).get("/me"), sit(person).get("/me/vote-check")
        assert [told in words_of(one) for one in (own, check)] == [True, True]
        assert all(f'<a href="/motions/{motion.id}">Saturdays</a>' in one.text for one in (own, check))
        assert "There is nothing for you to do now" not in words_of(own)
    assert "You are called" not in words_of(sit(house.chamber.secretary.person_id).get("/me"))
    assert "You are called" not in words_of(sit(house.members[2], at=AT + 21 * A_DAY).get("/me"))


@pytest.mark.parametrize(("count", "is_named"), [(20, True), (21, False)])
def test_whom_a_notice_does_not_reach_is_told_before_and_after_with_what_to_do(
    session: Session, make: Make, house: Assembly, sit: Sit, count: int, *, is_named: bool
) -> None:
    motion, page = house.chamber.on_the_agenda(), "/motions/{}"
    lost = [make.person(postal_address=None, name=f"Asha Cutoff {number}") for number in range(count)]
    for one in lost:
        make.membership(person_id=one.id, constituency_id=house.chamber.home.id)
    make.known_to_all()
    clerk = sit(house.chamber.secretary.person_id)

    asked = clerk.get(f"{page.format(motion.id)}/notices/new").text
    told = noticed_by_page(house, sit, motion, unreached=str(count))
    again, member = clerk.get(page.format(motion.id)).text, sit(house.members[2]).get(page.format(motion.id)).text

    assert f"Reached by neither: {count}. Who they are, and what to do, stands on this page." in told
    for shown in (asked, told, again):
        assert f"{count} of those who are called are reached by no notice that is sent" in shown
        assert all(f'<a href="/people/{one.id}">' in shown for one in lost) is is_named
        assert ('href="/members/unreached/notices"' in shown) is not is_named
    assert "Print this page, and give it to them by hand. Or ask them for an address, and post it there." in again
    assert "Cutoff" not in member
    session.rollback()
    entries = select(JournalEntry).where(JournalEntry.event == "motion.unreached_shown")
    assert [one.facts["unreached"] for one in session.scalars(entries)] == [count]
    session.rollback()


def test_whom_a_notice_did_not_reach_stays_listed_once_they_gave_an_address(
    session: Session, make: Make, house: Assembly, sit: Sit
) -> None:
    motion, lost = house.chamber.on_the_agenda(), make.person(postal_address=None, name="Asha Cutoff")
    make.membership(person_id=lost.id, constituency_id=house.chamber.home.id)
    make.known_to_all()
    noticed_by_page(house, sit, motion, unreached="1")

    gives_an_address(session, lost.id, at=AT + AN_HOUR)
    again = sit(house.chamber.secretary.person_id, at=AT + 2 * AN_HOUR).get(f"/motions/{motion.id}").text

    assert "1 of those who are called is reached by no notice that is sent" in again
    assert f'<a href="/people/{lost.id}">Asha Cutoff</a>' in again
    assert addressees.unreached(session, motion, on=AT.date()) == []
    session.rollback()


def gives_an_address(session: Session, person_id: UUID, *, at: datetime) -> None:
    """Record the address of somebody, so of old, and let every connection see it."""
    known = persons.particulars_of(session.scalars(versions_of(person_id)).one())
    told = replace(known, postal_address="2 New Street")
    actor = Actor(person_id=person_id, roles=frozenset({Role.MEMBER}))
    persons.correct(session, person_id, told, valid_from=AT.date(), match_key=b"k" * 32, actor=actor, at=at)
    session.commit()


def versions_of(person_id: UUID) -> Select[PersonVersion]:
    """Return the SELECT of what is known of somebody now."""
    return select(PersonVersion).where(PersonVersion.person_id == person_id, PersonVersion.superseded_at.is_(None))


def test_letters_of_another_deed_are_not_counted_with_a_notice_and_the_call_warns_of_those_that_wait(
    session: Session, make: Make, house: Assembly, sit: Sit
) -> None:
    motion = house.chamber.moved()
    make.known_to_all()
    noticed_by_page(house, sit, motion)
    another = Addressee(name="Ann", address="1 Road", languages=["en"])
    printing.write(session, another, subject="A letter", body="Words", at=AT + A_SECOND)
    session.commit()
    page, officers, later = f"/motions/{motion.id}", house.chamber, AT + 17 * A_DAY

    def pages() -> tuple[str, str]:
        shown = sit(officers.secretary.person_id, at=later).get(page).text
        return shown, words_of(sit(officers.chair.person_id, at=later).get(f"{page}/divisions/new"))

    shown, warned = pages()
    printing.wipe(session, [one.id for one in printing.waiting(session) if one.made_at == AT], at=AT + A_SECOND)
    session.commit()
    printed, calm = pages()

    assert "8 letters of its notice are to be printed" in shown
    assert "8 of those who are called were not sent the notice yet: the letters wait to be printed." in warned
    assert "to be printed" not in printed
    assert "were not sent the notice yet" not in calm


def test_the_page_of_a_statutory_resolution_warns_of_letters_that_nobody_has_printed(
    session: Session, make: Make, house: Assembly, sit: Sit
) -> None:
    tracked = Tracked(house)
    called = Notice(meeting_on=FIRST_ON + 2 * A_DAY, place=PLACE)
    calling_meetings.give_of_course(
        session, tracked.course.id, 1, called, tracked.deed(TODAY), base_url="https://govern.example"
    )
    make.known_to_all()
    page, officer = f"/statutory/{tracked.course.id}", house.chamber.secretary.person_id
    warned = words_of(sit(officer).get(page))
    printing.wipe(session, [one.id for one in printing.waiting(session)], at=AT + A_SECOND)
    session.commit()

    calm = words_of(sit(officer).get(page))

    assert "8 of those who are called were not sent the notice yet: the letters wait to be printed." in warned
    assert "were not sent the notice yet" not in calm
    assert "The first notice was given on Monday 1 June 2026. Whoever was admitted on a later day has no vote" in calm


def test_motions_of_one_meeting_stand_on_one_line_of_the_desk(make: Make, house: Assembly, sit: Sit) -> None:
    first, second = house.chamber.on_the_agenda(), house.chamber.on_the_agenda()
    make.known_to_all()

    noticed_by_page(house, sit, first)
    noticed_by_page(house, sit, second, place="the  town hall, at seven.")
    desk = words_of(sit(house.chamber.chair.person_id).get("/"))

    assert "General meeting on Thursday 18 June 2026, which votes on 2 motions." in desk
    assert desk.count("General meeting on Thursday 18 June 2026") == 1


def test_where_a_notice_reaches_everybody_nobody_is_listed(make: Make, house: Assembly, sit: Sit) -> None:
    motion = house.chamber.on_the_agenda()
    make.known_to_all()

    told = noticed_by_page(house, sit, motion)

    assert "It reaches everybody who is called." in told
    assert '<a href="/letters">8 letters of its notice are to be printed</a>' in told
    assert "to be printed" not in sit(house.chamber.chair.person_id).get(f"/motions/{motion.id}").text
    assert "Whom the notice does not reach" not in told


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
