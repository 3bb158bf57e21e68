"""The page of a motion says to each reader what comes next, and offers at most one main deed."""

import re
from collections.abc import Iterator

from flask.testing import FlaskClient

from govern.interests import concerns
from govern.interests import service as interests
from govern.motions.models import Motion
from govern.motions.rules import Ask, Concern, Way
from tests.calendar import A_DAY, AT
from tests.make import Make
from tests.makers.assembly import AFTER, Assembly
from tests.makers.motions import in_question
from tests.web.sittings import Sit

MAIN = re.compile(r'<(?:a|button)[^>]* class="(?:button|main)"[^>]*>([^<]*)')
NEXT = re.compile(r'id="now">[^<]*</h2>\s*<p>[^<\s]')


def readers(house: Assembly, sit: Sit, **when: object) -> Iterator[tuple[str, FlaskClient]]:
    """Yield everybody who reads a motion, signed in."""
    room = house.chamber
    people = {
        "secretary": room.secretary.person_id,
        "chair": room.chair.person_id,
        "proposer": house.members[0],
        "member": house.members[3],
        "director": room.directors[1],
        "scrutineer": house.tellers[0].person_id,
    }
    yield from ((name, sit(person, **when)) for name, person in people.items())


def amiss(house: Assembly, sit: Sit, motions: dict[str, Motion], **when: object) -> list[str]:
    """Return the pages that offer more than one main deed, or say nothing of what comes next."""
    found = []
    for name, reader in readers(house, sit, **when):
        for state, motion in motions.items():
            page = reader.get(f"/motions/{motion.id}").text
            main = MAIN.findall(page.split("<main")[1].split("</main")[0])
            if len(main) > 1 or not NEXT.search(page):
                found.append(f"{name}, {state}: {main}")
    return found


def test_each_reader_of_a_motion_is_told_what_comes_next_and_offered_one_main_deed(
    make: Make, house: Assembly, sit: Sit
) -> None:
    room = house.chamber
    motions = {
        "proposed": room.submitted(),
        "seconded": room.seconded(),
        "on the agenda": room.on_the_agenda(),
        "called to a meeting": room.on_the_agenda(),
        "on its day": room.moved(),
        "another wording": room.moved(),
        "of the board": room.on_the_agenda(room.for_the_board()),
        "voted on": room.on_the_agenda(room.proposal(way=Way.BALLOT)),
        "voted on in the room": room.moved(),
        "objected to": room.on_the_agenda(room.proposal(way=Way.BALLOT)),
    }
    room.noticed(motions["called to a meeting"], AT.date() + 20 * A_DAY)
    room.filed(motions["another wording"])
    house.call(motions["voted on"])
    house.call(motions["voted on in the room"], Ask.HANDS)
    for person in house.members[3:5]:
        house.name_unheard(motions["objected to"], person, Concern.IN_QUESTION)
        interests.object_to(make.session, motions["objected to"].id, "That is not so.", room.own(person))
    concerns.name_concern(make.session, motions["on the agenda"].id, in_question(house.members[3]), room.deed())
    make.known_to_all()

    assert amiss(house, sit, motions) == []
    assert amiss(house, sit, {"over": motions["voted on in the room"]}, at=AFTER) == []


def test_of_two_objections_the_first_is_the_main_deed(make: Make, house: Assembly, sit: Sit) -> None:
    motion = house.chamber.on_the_agenda(house.chamber.proposal(way=Way.BALLOT))
    for person in house.members[3:5]:
        house.name_unheard(motion, person, Concern.IN_QUESTION)
        interests.object_to(make.session, motion.id, "That is not so.", house.chamber.own(person))
    make.known_to_all()

    page = sit(house.chamber.chair.person_id).get(f"/motions/{motion.id}").text

    assert page.count("Rule on the objection of") == 2
    assert [one.startswith("Rule on the objection of") for one in MAIN.findall(page.split("<main")[1])] == [True]
