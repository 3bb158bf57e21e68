"""The pages of an interest in a motion: one's own, another's by a ground, an objection, and the ruling on it."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from govern.divisions import boxes
from govern.interests import queries as interest_queries
from govern.motions.models import Motion
from govern.motions.rules import Ask, Concern, Ground, Kind, Way
from govern.register import interests as register_of_interests
from govern.register import queries as register
from govern.register.interest_rules import Declared, Nature
from govern.register.rules import PersonKind
from tests.calendar import A_DAY, AN_HOUR, AT, LONG_BEFORE
from tests.divisions.test_doubts import leave
from tests.divisions.test_hands_and_boxes import cast
from tests.make import Make
from tests.makers.assembly import AGAINST, DURING, FOR, Assembly
from tests.web.officers import words_of
from tests.web.sittings import Sit, send

WHY = "My brother would be admitted by it."


@pytest.fixture
def franchise(make: Make, house: Assembly) -> Motion:
    """A change of the franchise that was moved."""
    return house.chamber.moved(house.chamber.proposal(kind=Kind.FRANCHISE))


def named(session: Session, motion: Motion) -> list[tuple[UUID, str]]:
    """Return who is on record as interested, and by what."""
    motion_id = motion.id
    session.rollback()
    found = [(one.person_id, one.ground) for one in interest_queries.of_motion(session, motion_id)]
    session.rollback()
    return found


def test_a_member_says_so_from_the_motion_and_the_caller_is_shown_it(
    session: Session, make: Make, house: Assembly, sit: Sit, franchise: Motion
) -> None:
    one, page = house.members[0], f"/motions/{franchise.id}"
    own_name = register.name_of(session, one)
    make.known_to_all()
    member = sit(one)
    assert f'href="{page}/my-interest"' in member.get(page).text

    empty = send(member, f"{page}/my-interest", f"{page}/my-interest", extent=" ")
    said = send(member, f"{page}/my-interest", f"{page}/my-interest", extent=WHY)

    assert empty.status_code == 422
    assert said.status_code == 303
    assert named(session, franchise) == [(one, Ground.OWN_WORD)]
    assert f"{page}/my-interest" not in member.get(page).text
    others = words_of(sit(house.members[1]).get(page))
    assert own_name in others
    assert "they declared it themselves" in others
    assert WHY not in others
    call = words_of(sit(house.chamber.chair.person_id).get(f"{page}/divisions/new"))
    assert "they have an interest in it" in call
    assert "Member numbers of those who declared" not in call


def test_from_the_page_of_the_vote_somebody_declares_and_then_has_none(
    session: Session, make: Make, house: Assembly, sit: Sit, franchise: Motion
) -> None:
    division = house.call(franchise)
    make.known_to_all()
    member, page = sit(house.members[0], at=AT + AN_HOUR), f"/divisions/{division.id}"
    assert f'href="/motions/{franchise.id}/my-interest">I have an interest in it' in member.get(page).text

    asked = words_of(member.get(f"/motions/{franchise.id}/my-interest"))
    send(member, page, f"/motions/{franchise.id}/my-interest", extent=WHY)

    assert "You then have no vote on this motion" in asked
    after = words_of(member.get(page))
    assert "You stand back" in after
    assert "You have an interest in this motion" in after
    assert "Review my vote" not in after
    refused = send(member, page, f"{page}/vote", vote="for")
    assert refused.status_code == 403
    assert "1: they have an interest in it" in words_of(sit(house.members[1], at=DURING).get(page))


def objected(house: Assembly, sit: Sit, page: str, about: UUID, number: str) -> None:
    """Let the secretary name somebody, who objects."""
    send(sit(house.chamber.secretary.person_id), f"{page}/interests/new", member_no=number, ground="power", extent=WHY)
    send(sit(about), f"{page}/my-objection", f"{page}/my-objection", reason="I have no brother.")


def test_what_another_enters_has_its_ground_and_the_person_objects(
    session: Session, make: Make, house: Assembly, sit: Sit, franchise: Motion
) -> None:
    about, page = house.members[3], f"/motions/{franchise.id}"
    number = str(register.memberships_of(session, about)[0].member_no)
    make.known_to_all()
    secretary, chair = sit(house.chamber.secretary.person_id), sit(house.chamber.chair.person_id)

    groundless = send(secretary, f"{page}/interests/new", member_no=number, extent=WHY)
    nobody = send(secretary, f"{page}/interests/new", member_no="99999", ground="power", extent=WHY)
    objected(house, sit, page, about, number)

    assert (groundless.status_code, nobody.status_code) == (422, 422)
    assert "Choose the ground." in words_of(groundless)
    assert "Nobody has the member number 99999." in words_of(nobody)
    own = words_of(sit(about).get(page))
    assert "You were named in this motion" in own
    assert "whether they may be a member, vote or stand depends on it" in own
    assert "Somebody objects to having no vote on this motion." in words_of(chair.get(f"{page}/divisions/new"))
    assert "/divisions/new" not in chair.get(page).text


NO_WAY = "Nothing reaches them: tell them by hand, and note who did so, and when."
BY_POST = "They are told by a letter, which is to be printed."


@pytest.mark.parametrize(
    ("way", "reached", "told"),
    [
        (Way.MEETING, {"email": "asha@example.org"}, "They are told by e-mail. They can object."),
        (Way.MEETING, {"postal_address": "1 Road"}, f"{BY_POST} They can object."),
        (Way.MEETING, {}, f"{NO_WAY} They can object."),
        (Way.WRITTEN, {}, "Nothing is sure to reach them. Another officer than you tells them, and enters that on"),
    ],
)
def test_whoever_names_somebody_reads_how_they_are_told(
    make: Make, house: Assembly, sit: Sit, way: Way, reached: dict[str, str], told: str
) -> None:
    proposal = house.chamber.proposal(kind=Kind.FRANCHISE, way=way)
    motion = house.chamber.moved(proposal) if way is Way.MEETING else house.chamber.on_the_agenda(proposal)
    facts: dict[str, Any] = {"postal_address": None} | reached
    person = make.person(**facts).id
    number = str(make.membership(person_id=person, constituency_id=house.chamber.home.id).member_no)
    make.known_to_all()
    page, secretary = f"/motions/{motion.id}", sit(house.chamber.secretary.person_id)

    send(secretary, f"{page}/interests/new", member_no=number, ground="power", extent=WHY)
    said = words_of(secretary.get(page))

    assert f"Their interest is on record, with its ground. {told}" in said
    assert "written to" not in said


def test_who_was_named_today_at_a_meeting_is_heard_or_ruled_on_before_the_call_is_offered(
    session: Session, make: Make, house: Assembly, sit: Sit, franchise: Motion
) -> None:
    about, page = house.members[3], f"/motions/{franchise.id}"
    number, ruling = str(register.memberships_of(session, about)[0].member_no), f"{page}/objections/{about}/ruling"
    make.known_to_all()
    secretary, chair = sit(house.chamber.secretary.person_id), sit(house.chamber.chair.person_id)
    assert f'class="button" href="{page}/divisions/new"' in chair.get(page).text

    send(secretary, f"{page}/interests/new", member_no=number, ground="power", extent=WHY)

    waiting = chair.get(page)
    assert "Somebody was named in it today." in words_of(waiting)
    assert f"{page}/divisions/new" not in waiting.text
    assert f'class="button" href="{ruling}"' in waiting.text
    assert "The ground does not stand: they have a vote" in words_of(chair.get(ruling))
    send(chair, ruling, has_vote="yes", reason="There is no brother.")
    after = chair.get(page)
    assert f'class="button" href="{page}/divisions/new"' in after.text
    assert "it was ruled that they have a vote" in words_of(after)
    assert "they objected" not in words_of(after)


def test_where_whom_it_is_about_was_given_the_vote_the_page_says_so_and_not_the_contrary(
    session: Session, make: Make, house: Assembly, sit: Sit
) -> None:
    motion = house.chamber.moved()
    about, page = house.members[3], f"/motions/{motion.id}"
    number, barred = str(register.memberships_of(session, about)[0].member_no), "Whoever it is about has no vote on it."
    make.known_to_all()
    secretary, chair = sit(house.chamber.secretary.person_id), sit(house.chamber.chair.person_id)

    send(secretary, f"{page}/people", member_no=number, what="contract", extent=WHY)
    before = words_of(chair.get(page))
    send(chair, f"{page}/objections/{about}/ruling", has_vote="yes", reason="It gives them nothing.")

    after = words_of(chair.get(page))
    assert barred in before
    assert barred not in after
    assert "it was ruled that they have a vote" in after


def test_once_a_vote_was_called_nobody_is_offered_to_say_whom_it_is_about(
    session: Session, make: Make, house: Assembly, sit: Sit
) -> None:
    motion = house.chamber.moved()
    make.known_to_all()
    asked = f"/motions/{motion.id}/people"
    before = sit(house.chamber.chair.person_id).get(f"/motions/{motion.id}").text

    outcome = house.declare(house.call(motion))
    make.known_to_all()

    later = sit(house.chamber.chair.person_id, at=AT + 8 * A_DAY)
    after = later.get(f"/motions/{motion.id}")
    assert not outcome.is_carried
    assert "It can come back to a later meeting." in words_of(after)
    assert (asked in before, asked in after.text) == (True, False)
    assert "nobody can be named in it now" in words_of(later.get(asked))


def test_another_than_whoever_named_somebody_is_led_to_rule_on_their_objection(
    session: Session, make: Make, house: Assembly, sit: Sit, franchise: Motion
) -> None:
    about, page = house.members[3], f"/motions/{franchise.id}"
    number, ruling = str(register.memberships_of(session, about)[0].member_no), f"{page}/objections/{about}/ruling"
    named_by = house.chamber.secretary.person_id
    assert named_by is not None
    namer = register.name_of(session, named_by)
    make.known_to_all()
    objected(house, sit, page, about, number)
    secretary, chair = sit(house.chamber.secretary.person_id), sit(house.chamber.chair.person_id)

    self_ruled = send(secretary, ruling, has_vote="no", reason="So.")
    asked = words_of(chair.get(ruling))

    assert self_ruled.status_code == 403
    assert all("You named this person" in words_of(one) for one in (self_ruled, secretary.get(ruling)))
    assert (ruling in secretary.get(page).text, ruling in chair.get(page).text) == (False, True)
    waiting = "1 objection to having no vote on a motion waits for a ruling"
    assert (waiting in words_of(secretary.get("/")), waiting in words_of(chair.get("/"))) == (False, True)
    assert "whether they may be a member, vote or stand depends on it" in asked
    assert f"Who named them {namer}" in asked
    assert send(chair, ruling, has_vote="yes", reason="There is no brother.").status_code == 303
    assert "you have a vote on it" in words_of(sit(about).get(page))
    assert "they objected, and have a vote" in words_of(sit(house.members[1]).get(page))


def test_nobody_is_asked_for_a_word_on_an_interest_where_none_can_be_given(
    make: Make, house: Assembly, sit: Sit, franchise: Motion
) -> None:
    member, page = house.members[0], f"/motions/{franchise.id}"
    division = house.call(franchise)
    house.votes(division, dict.fromkeys(house.members, FOR))
    house.declare(division)
    other = house.chamber.moved(house.chamber.proposal(kind=Kind.FRANCHISE))
    make.known_to_all()
    reader, chair = sit(member, at=AT + 9 * A_DAY), sit(house.chamber.chair.person_id, at=AT + 9 * A_DAY)

    decided, named = reader.get(f"{page}/my-interest"), chair.get(f"{page}/interests/new")
    unnamed = reader.get(f"/motions/{other.id}/my-objection")

    for shown in (decided, named, unnamed):
        assert "This cannot be done now" in words_of(shown)
        assert "<textarea" not in shown.text
    assert "This motion is decided or at an end" in words_of(decided)
    assert "Nobody has named you in this motion" in words_of(unnamed)
    assert f'<a href="/motions/{other.id}">Saturdays</a>' in unnamed.text


def test_what_the_register_of_interests_says_is_offered_and_not_typed(
    session: Session, make: Make, house: Assembly, sit: Sit
) -> None:
    chamber, body = house.chamber, make.person(kind=PersonKind.BODY, name="Mill Lane Estates")
    motion = chamber.moved(chamber.proposal(kind=Kind.FRANCHISE))
    house.name(motion, body.id, Concern.IN_QUESTION)
    for person, extent in (
        (house.members[1], "Partner in Mill Lane Estates since 2021."),
        (house.members[2], "Trustee of the Foundry Trust."),
    ):
        told = Declared(person_id=person, nature=Nature.OWNERSHIP, extent=extent, valid_from=LONG_BEFORE, valid_to=None)
        register_of_interests.declare(session, told, actor=chamber.secretary, at=AT)
    make.known_to_all()
    page = f"/motions/{motion.id}"
    chair = sit(chamber.chair.person_id)

    offered = chair.get(f"{page}/interests/new")
    call = words_of(chair.get(f"{page}/divisions/new"))
    chosen = offered.text.split('name="found" type="radio" value="')[1].split('"')[0]
    send(chair, f"{page}/interests/new", found=chosen)

    assert "Partner in Mill Lane Estates since 2021." in words_of(offered)
    assert "Foundry Trust" not in words_of(offered)
    assert "Partner in Mill Lane Estates since 2021." in call
    assert named(session, motion) == [(house.members[1], Ground.REGISTERED)]
    assert "Partner in Mill Lane Estates since 2021." not in words_of(chair.get(f"{page}/interests/new"))


@pytest.mark.invariant("INV-24", "INV-25")
@pytest.mark.parametrize("ask", [Ask.RECORDED, Ask.SECRET])
def test_the_page_of_a_vote_says_that_a_seat_had_ended_and_whether_it_matters(
    session: Session, make: Make, house: Assembly, sit: Sit, ask: Ask
) -> None:
    chamber = house.chamber
    one, two, three = chamber.directors
    division = house.call(chamber.moved(chamber.for_the_board(way=Way.MEETING)), ask)
    if ask is Ask.SECRET:
        for person, choice in ((one, 1), (two, 1), (three, 2)):
            cast(house, division, [choice], person)
        deed = chamber.deed(at=division.closes_at)
        boxes.open_box(session, division, deed, keys=house.keys, clock_now=lambda: division.closes_at)
    else:
        house.votes(division, {one: FOR, two: FOR, three: AGAINST})
    house.declare(division)
    leave(session, one, AT.date())
    make.known_to_all()

    told = words_of(sit(two, at=AT + 9 * A_DAY).get(f"/divisions/{division.id}"))

    assert "1 vote stands. We learned later that the right to give it had ended, or may have." in told
    assert "It was so close that this could have changed what came of it." in told


def test_whoever_is_not_concerned_is_told_so_and_not_asked(
    session: Session, make: Make, house: Assembly, sit: Sit, franchise: Motion
) -> None:
    plain = house.chamber.moved()
    make.known_to_all()
    member = sit(house.members[0])

    objecting = words_of(member.get(f"/motions/{franchise.id}/my-objection"))
    agreeing = words_of(member.get(f"/motions/{franchise.id}/my-agreement"))
    declaring = words_of(member.get(f"/motions/{plain.id}/my-interest"))
    naming = words_of(sit(house.chamber.chair.person_id).get(f"/motions/{plain.id}/objections/{plain.id}/ruling"))

    for page in (objecting, agreeing, declaring):
        assert "This cannot be done now" in page
    assert "Nobody has named you in this motion" in objecting
    assert "is not named in this motion by another" in agreeing
    assert "On this motion members may vote in their own interest" in declaring
    assert "There is nothing at this address" in naming


def test_who_is_named_says_that_it_is_so_or_is_taken_back_and_the_page_of_the_vote_says_what_is_so(
    session: Session, make: Make, house: Assembly, sit: Sit, franchise: Motion
) -> None:
    agreeing, back, late, page = house.members[4], house.members[2], house.members[3], f"/motions/{franchise.id}"
    for person in (agreeing, back):
        house.name_unheard(franchise, person)
    house.named_before(franchise, late)
    make.known_to_all()
    secretary, chair = sit(house.chamber.secretary.person_id), sit(house.chamber.chair.person_id)

    shut = words_of(chair.get(f"{page}/divisions/new"))
    own = words_of(sit(late).get("/me"))
    send(sit(agreeing), f"{page}/my-agreement", f"{page}/my-agreement")
    taken = send(secretary, f"{page}/namings/{back}/concern/taking-back", f"{page}/namings/{back}/concern/taking-back")
    called = send(chair, f"{page}/divisions/new", ask="recorded", closes_on="2026-06-01", least_minutes="10")

    assert "Somebody was named in this motion today." in shut
    assert "Somebody named you in a motion" in own
    assert "If it is wrong, object before the vote is called. I object" in own
    assert (taken.status_code, called.status_code) == (303, 303)
    vote = called.headers["Location"]
    assert "This motion is about you, so you have no vote on it." in words_of(sit(agreeing).get(vote))
    assert "Review my vote" in words_of(sit(back).get(vote))
    send(sit(late), f"{page}/my-objection", f"{page}/my-objection", reason="That is not so.")
    disputed = words_of(sit(late).get(vote))
    assert "Somebody named you in this motion, so you have no vote on it. You have objected." in disputed
    assert "You stand back" not in disputed
    assert "expelled" not in disputed
    ruling = words_of(chair.get(f"{page}/objections/{late}/ruling"))
    assert "This cannot be done now" in ruling
    assert "The vote is called, and its roll stays as it is." in ruling
    assert f"{page}/objections/{late}/ruling" not in chair.get(page).text


@pytest.mark.invariant("INV-24", "INV-25")
def test_the_register_its_table_and_the_extract_say_what_was_learned_later(
    session: Session, make: Make, house: Assembly, sit: Sit
) -> None:
    chamber = house.chamber
    one, two, three = chamber.directors
    division = house.call(chamber.moved(chamber.for_the_board(way=Way.MEETING)))
    house.votes(division, {one: FOR, two: FOR, three: AGAINST})
    house.declare(division)
    make.known_to_all()
    chair = sit(chamber.chair.person_id, at=AT + 9 * A_DAY)
    signed = send(chair, f"/resolutions/{division.id}/extract", f"/resolutions/{division.id}/extract")
    before = words_of(chair.get("/resolutions"))
    leave(session, one, AT.date())
    make.known_to_all()
    learned = "1 vote stands. We learned later that the right to give it had ended, or may have."

    register_page = words_of(chair.get(f"/resolutions/{division.id}"))
    listed = words_of(chair.get("/resolutions"))
    table = send(chair, "/resolutions", "/resolutions.csv").text
    again = send(chair, f"/resolutions/{division.id}/extract", f"/resolutions/{division.id}/extract")

    assert learned in register_page
    assert f"Beside the sum: {learned} It was so close that this could have changed what came of it." in listed
    assert "Beside the sum" not in before
    assert learned in table
    assert learned in words_of(chair.get(again.headers["Location"]))
    assert "By now more is known of this vote than the extract says." in words_of(chair.get(signed.headers["Location"]))
    assert "By now more is known" not in words_of(chair.get(again.headers["Location"]))
