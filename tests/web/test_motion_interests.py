"""The pages of an interest in a motion: one's own, another's by a ground, an objection, and the ruling on it."""

from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from govern.motions import boxes, interest_queries
from govern.motions.models import Motion
from govern.motions.rules import Ask, Concern, Ground, Kind, Way
from govern.register import interests as register_of_interests
from govern.register import queries as register
from govern.register.interest_rules import Declared, Nature
from govern.register.rules import PersonKind
from tests.calendar import A_DAY, AN_HOUR, AT, LONG_BEFORE
from tests.make import Make
from tests.motions.assembly import AGAINST, DURING, FOR, Assembly
from tests.motions.test_doubts import leave
from tests.motions.test_hands_and_boxes import cast
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


def test_what_another_enters_has_its_ground_and_the_person_objects_and_another_rules(
    session: Session, make: Make, house: Assembly, sit: Sit, franchise: Motion
) -> None:
    about, page = house.members[3], f"/motions/{franchise.id}"
    number = str(register.memberships_of(session, about)[0].member_no)
    make.known_to_all()
    secretary, chair = sit(house.chamber.secretary.person_id), sit(house.chamber.chair.person_id)

    groundless = send(secretary, f"{page}/interests/new", member_no=number, extent=WHY)
    nobody = send(secretary, f"{page}/interests/new", member_no="99999", ground="power", extent=WHY)
    entered = send(secretary, f"{page}/interests/new", member_no=number, ground="power", extent=WHY)

    assert (groundless.status_code, nobody.status_code, entered.status_code) == (422, 422, 303)
    assert "Choose the ground." in words_of(groundless)
    assert "Nobody has the member number 99999." in words_of(nobody)
    person = sit(about)
    own = words_of(person.get(page))
    assert "You were named in this motion" in own
    assert "whether they may be a member, vote or stand depends on it" in own
    send(person, f"{page}/my-objection", f"{page}/my-objection", reason="I have no brother.")
    waits = chair.get(f"{page}/divisions/new")
    assert "Somebody objects to having no vote on this motion." in words_of(waits)
    ruling = f"{page}/objections/{about}/ruling"
    assert (ruling in secretary.get(page).text, ruling in chair.get(page).text) == (False, True)
    assert "/divisions/new" not in chair.get(page).text
    assert "You named this person" in words_of(secretary.get(ruling))
    self_ruled = send(secretary, ruling, has_vote="no", reason="So.")
    assert self_ruled.status_code == 403
    assert "You named this person" in words_of(self_ruled)
    for desk, is_offered in ((secretary, False), (chair, True)):
        shown = words_of(desk.get(page))
        assert "Somebody objects to having no vote on it. That is ruled on before the vote is called." in shown
        assert ("Rule on the objection of" in shown, "Call the vote" in shown) == (is_offered, False)
    assert send(chair, ruling, has_vote="yes", reason="There is no brother.").status_code == 303
    assert "you have a vote on it" in words_of(person.get(page))
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
