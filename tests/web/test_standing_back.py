"""Whoever is concerned reads it before they ask: no form of theirs opens, and the pages say on whom a vote decides."""

from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from govern.admissions.models import MembershipApplication
from govern.admissions.rules import State
from govern.agenda import service
from govern.core.actors import Role
from govern.core.languages import LocalText
from govern.interests import concerns
from govern.interests.concerns import About
from govern.motions.models import Motion
from govern.motions.rules import Concern, Kind
from govern.register import queries as register
from govern.register.connection_rules import ConnectionKind
from tests.calendar import A_DAY, AN_HOUR, AT
from tests.divisions.test_doubts import leave
from tests.make import Make
from tests.makers.assembly import CLOSES_AT, DIRECTORS_ANSWER, DURING, FOR, Assembly
from tests.makers.motions import in_question
from tests.web.officers import words_of
from tests.web.sittings import Sit, send

WORDS = LocalText(en="Amara Evans and Lucy Price are admitted as members.")
WHY = "She is my wife, and lives with me."
CLOSED_AT = CLOSES_AT + DIRECTORS_ANSWER + AN_HOUR


def admission(make: Make, house: Assembly, applicant: UUID | None = None) -> tuple[Motion, MembershipApplication]:
    """Put to the board whether somebody is admitted whose application is under check."""
    person = applicant or make.person(name="Amara Evans").id
    home = house.chamber.home.id
    asked = make.application(state=State.UNDER_CHECK, person_id=person, constituency_id=home)
    motion = house.chamber.seconded(house.chamber.for_the_board(kind=Kind.ADMISSION, text=WORDS))
    about = About(person_id=asked.person_id, concern=Concern.APPLICANT, application_id=asked.id)
    concerns.name_concern(house.session, motion.id, about, house.chamber.deed())
    return motion, asked


@pytest.mark.invariant("INV-02", "INV-17")
def test_no_form_about_their_own_admission_opens_to_a_secretary_who_is_the_chair_too(
    make: Make, house: Assembly, sit: Sit
) -> None:
    one = make.person().id
    for role in (Role.SECRETARY, Role.CHAIR):
        make.office(role, person_id=one)
    motion, _asked = admission(make, house, one)
    service.admit(house.session, motion.id, house.chamber.deed())
    page = f"/motions/{motion.id}"
    make.known_to_all()
    desk = sit(one)

    shut = {each: desk.get(f"{page}/{each}") for each in ("people", "referral", "moving", "divisions/new")}
    sent = send(desk, "/account", f"{page}/referral", note="To a committee.")
    shown = words_of(desk.get(page))

    for each, answer in shut.items():
        assert "So you do nothing with it in your office" in words_of(answer), each
        assert "<form" not in answer.text.split("<main")[1].split("</main")[0], each
    assert (sent.status_code, "So you do nothing with it" in words_of(sent)) == (409, True)
    assert "So another officer does what comes next" in shown
    assert "Call the vote" not in shown


@pytest.mark.invariant("INV-02", "INV-38")
def test_a_chair_who_asks_to_be_admitted_is_offered_neither_the_chair_nor_the_declaration(
    make: Make, house: Assembly, sit: Sit
) -> None:
    one = make.person(name="Nobody in the chair").id
    make.office(Role.CHAIR, person_id=one)
    motion, _asked = admission(make, house, one)
    service.admit(house.session, motion.id, house.chamber.deed())
    division = house.call(motion)
    for director in house.chamber.directors:
        house.vote(division, director, FOR)
    make.known_to_all()
    page = f"/divisions/{division.id}"
    desk = sit(one, at=CLOSED_AT)

    shown, shut = desk.get(page), desk.get(f"{page}/declaration")
    home = words_of(desk.get("/"))

    assert "So another officer ends this vote, counts and declares it" in words_of(shown)
    assert f"{page}/declaration" not in shown.text
    assert "So you do nothing with it in your office" in words_of(shut)
    assert f"{page}/declaration" not in home
    assert send(sit(house.chamber.chair.person_id, at=CLOSED_AT), f"{page}/declaration", promise="y")


@pytest.mark.invariant("INV-42")
def test_every_page_of_a_vote_says_on_whose_admission_it_decides_and_on_nobody_elses(
    make: Make, house: Assembly, sit: Sit
) -> None:
    motion, _asked = admission(make, house)
    service.admit(house.session, motion.id, house.chamber.deed())
    says = "It decides on the admission of Amara Evans, and of nobody else, whatever its words say."
    make.known_to_all()
    called = words_of(sit(house.chamber.secretary.person_id).get(f"/motions/{motion.id}/divisions/new"))
    division = house.call(motion)
    make.known_to_all()
    page = f"/divisions/{division.id}"

    asked = words_of(sit(house.chamber.directors[0], at=DURING).get(page))
    review = words_of(send(sit(house.chamber.directors[0], at=DURING), page, f"{page}/review", vote="for"))
    other = words_of(sit(house.members[0], at=DURING).get(page))
    declaring = words_of(sit(house.chamber.chair.person_id, at=CLOSED_AT).get(f"{page}/declaration"))

    for shown in (called, asked, review, declaring):
        assert says in shown
    assert "It decides on the admission of 1 person, whom it names to those who vote on it" in other


def test_a_motion_of_no_matter_says_that_it_expels_and_admits_nobody(make: Make, house: Assembly, sit: Sit) -> None:
    motion = house.chamber.moved(house.chamber.proposal(text=WORDS))
    make.known_to_all()

    shown = words_of(sit(house.members[0]).get(f"/motions/{motion.id}"))

    assert "none of those that take more votes" in shown
    assert "admits and expels nobody" in shown
    assert "It decides on the admission" not in shown


@pytest.mark.invariant("INV-17")
def test_whoever_declares_an_interest_after_they_voted_is_told_at_once_and_the_tally_says_it(
    make: Make, house: Assembly, sit: Sit
) -> None:
    motion, _asked = admission(make, house)
    service.admit(house.session, motion.id, house.chamber.deed())
    division = house.call(motion)
    first, second, _third = house.chamber.directors
    house.votes(division, {first: FOR, second: FOR})
    make.known_to_all()
    page, tally = f"/divisions/{division.id}", f"/divisions/{division.id}/tally"
    desk = sit(first, at=DURING)
    stands = "1 vote stands. We learned later that whoever gave it had an interest."

    before = words_of(sit(house.chamber.secretary.person_id, at=DURING).get(tally))
    desk = sit(first, at=DURING)
    send(desk, f"/motions/{motion.id}/my-interest", extent=WHY)
    told = words_of(desk.get(f"/motions/{motion.id}"))
    own = words_of(desk.get(page))
    during = words_of(sit(house.chamber.secretary.person_id, at=DURING).get(tally))
    chair = sit(house.chamber.chair.person_id, at=CLOSED_AT)
    declaring = words_of(chair.get(f"{page}/declaration"))
    send(chair, f"{page}/declaration", promise="y")
    declared = words_of(chair.get(page))

    assert "You had voted before, and your vote stands." in told
    assert "You declared an interest after you had voted, so your vote stands." in own
    assert (stands in before, stands in during) == (False, True)
    assert "Whether this can change what comes of it is said once voting is over." in during
    for shown in (declaring, declared):
        assert stands in shown
        assert "this could have changed what came of it" in shown


@pytest.mark.invariant("INV-05", "INV-17")
def test_somebody_else_proposes_a_motion_whose_proposer_is_close_to_whom_it_admits(
    session: Session, make: Make, house: Assembly, sit: Sit
) -> None:
    motion, asked = admission(make, house)
    first, _second, third = house.chamber.directors
    make.connection(asked.person_id, ConnectionKind.PARTNER, first)
    name = register.name_of(session, third)
    make.known_to_all()
    page = f"/motions/{motion.id}"
    secretary, other = sit(house.chamber.secretary.person_id), sit(third)

    waits = words_of(secretary.get(page))
    shut = words_of(secretary.get(f"{page}/admission"))
    offered = other.get(page)
    own = words_of(sit(first).get(f"{page}/proposer"))
    took = send(sit(third), f"{page}/proposer")
    shown = words_of(sit(house.chamber.secretary.person_id).get(page))

    assert "Whoever proposes it does not count, because of an interest in it." in waits
    assert "choose “Propose it in their stead”" in shut
    assert f'class="button" href="{page}/proposer"' in offered.text
    assert "Your name is" in own or "This name is on the motion" in own or "stands behind it already" in own
    assert took.status_code == 303
    assert f"{name} proposes it" in shown
    assert f'href="{page}/admission"' in sit(house.chamber.secretary.person_id).get(page).text


@pytest.mark.invariant("INV-14")
def test_the_page_of_a_board_vote_counts_those_who_are_directors_now(make: Make, house: Assembly, sit: Sit) -> None:
    motion = house.chamber.on_the_agenda(house.chamber.for_the_board())
    division = house.call(motion, closes_at=AT + 7 * A_DAY)
    gone = house.chamber.directors[1]
    name = register.name_of(house.session, gone)
    leave(house.session, gone, AT.date() + A_DAY)
    make.known_to_all()

    shown = sit(house.chamber.secretary.person_id, at=AT + 2 * A_DAY).get(f"/divisions/{division.id}/tally")

    words = words_of(shown)
    assert "Are asked 2 All directors 2" in words
    asked, others = words.split("Who has no vote, and why")
    assert (name in asked, name in others) == (False, True)
    assert "no director any more since the vote was called" in others


@pytest.mark.invariant("INV-02", "INV-38")
def test_notice_and_course_of_a_motion_about_the_secretary_are_anothers_to_give_and_to_begin(
    make: Make, house: Assembly, sit: Sit
) -> None:
    chamber, chair = house.chamber, house.chamber.deed(house.chamber.chair)
    secretary = chamber.secretary.person_id
    assert secretary is not None
    deputy = make.person(name="Dewi Deputy").id
    make.office(Role.SECRETARY, person_id=deputy)
    motions = [chamber.seconded(chamber.proposal(kind=kind)) for kind in (Kind.ORDINARY, Kind.EXTRAORDINARY)]
    for motion in motions:
        concerns.name_concern(house.session, motion.id, in_question(secretary), chamber.deed())
        service.admit(house.session, motion.id, chair)
    make.known_to_all()
    ordinary, special = (f"/motions/{motion.id}" for motion in motions)
    choice = f'<option value="{motions[1].id}"'
    clerk, other = sit(secretary), sit(deputy)

    shut, own, anothers = clerk.get(f"{ordinary}/notices/new"), clerk.get(ordinary), other.get(ordinary)
    offered = [choice in desk.get(f"/statutory/new?motion_id={motions[1].id}").text for desk in (clerk, other)]
    sent = send(other, "/statutory/new", section="111", motion=str(motions[1].id))
    begun = sent.location
    assert begun is not None, words_of(sent)

    assert "So you do nothing with it in your office" in words_of(shut)
    assert "A meeting of the members votes on it" in words_of(own)
    assert "So another officer does what comes next" in words_of(own)
    assert [f"{ordinary}/notices/new" in page.text for page in (own, anothers)] == [False, True]
    assert offered == [False, True]
    for desk, leads in ((clerk, False), (other, True)):
        course = desk.get(begun)
        assert (f"{begun}/notices/1" in course.text) is leads
        assert ("So another officer does what comes next" in words_of(course)) is not leads
        assert ("Who can do it, in office and free: Dewi Deputy (" in words_of(course)) is not leads
    assert "So another officer does what comes next" in words_of(clerk.get(special))
