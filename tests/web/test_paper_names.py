"""What the pages tell of names that the secretary entered from paper, and how their bearers say no."""

import re

import pytest

from govern.agenda import service
from govern.backing import service as backing
from govern.motions.rules import Backing
from tests.make import Make
from tests.web.halls import Hall
from tests.web.officers import words_of
from tests.web.test_motions import PROPOSED, TEXT, words

ON_PAPER = "on paper, entered by an officer"


def entered(hall: Hall) -> None:
    """Let the secretary enter a motion of the first member, seconded by the second."""
    desk = hall.sit(hall.chamber.secretary.person_id)
    desk.send("/on-paper", **PROPOSED, proposer="member", constituency="", member_no=str(hall.number_of(0)))
    signed = {"person": "member", "member_no": str(hall.number_of(1)), "part": "seconder"}
    desk.send(f"/{hall.motion()}/supporters", **signed)


@pytest.mark.invariant("INV-40")
def test_a_name_from_paper_is_marked_told_and_denied_on_pages(hall: Hall) -> None:
    entered(hall)
    page, second = words(hall, 3), hall.sit(hall.chamber.members[1])
    history = second.client.get("/me/history").text
    link = re.search(r'href="(/motions/[^"]+/paper-names/[^"]+/denial)"', history)

    assert page.count(ON_PAPER) == 2
    assert "You second this motion." in words_of(second.client.get("/me/history"))
    assert "Entered in your name" in words(hall, 1)
    assert "Entered in your name" not in words(hall, 3)
    assert link is not None
    second = hall.sit(hall.chamber.members[1])
    assert TEXT in words_of(second.client.get(link[1]))
    answer = second.send(link[1].removeprefix("/motions"))
    assert (answer.status_code, answer.location) == (303, "/me/history")

    told = words(hall, 3)
    assert told.count(ON_PAPER) == 2
    assert "says that this is not so" in told
    assert "It still needs somebody to second it" in told
    desk = words_of(hall.sit(hall.chamber.chair.person_id).client.get("/"))
    assert "1 motion is under way to which somebody says that they did not give their name." in desk
    assert "It is on record that it is not so." in words_of(hall.sit(hall.chamber.members[1]).client.get("/me/history"))
    others = hall.sit(hall.chamber.members[3]).client.get(link[1])
    assert "It is on record that this name was not given." in words_of(others)


@pytest.mark.parametrize(
    ("address", "how"),
    [
        ("1 Road", "They are told by a letter, which is to be printed."),
        (None, "Nothing reaches them: tell them by hand, and note who did so, and when."),
    ],
)
def test_whoever_enters_a_name_from_paper_reads_how_its_bearer_is_told(
    make: Make, hall: Hall, address: str | None, how: str
) -> None:
    second = make.person(postal_address=address).id
    number = make.membership(person_id=second, constituency_id=hall.chamber.home.id).member_no
    make.known_to_all()
    desk = hall.sit(hall.chamber.secretary.person_id)
    desk.send("/on-paper", **PROPOSED, proposer="member", constituency="", member_no=str(hall.number_of(0)))
    first = words_of(desk.look(f"/{hall.motion()}"))
    desk.send(f"/{hall.motion()}/supporters", person="member", member_no=str(number), part="seconder")
    then = words_of(desk.look(f"/{hall.motion()}"))
    chair = hall.sit(hall.chamber.chair.person_id)
    links = re.findall(r'href="/motions(/[^"]+/paper-names/[^"]+/denial)"', chair.look(f"/{hall.motion()}").text)

    assert "The motion is entered in the name of whoever proposes it. They are told by a letter" in first
    assert f"They stand behind the motion now. {how}" in then
    assert any(how in words_of(chair.look(each)) for each in links)


def test_the_secretary_changes_no_text_of_a_members_own_motion(hall: Hall) -> None:
    hall.sit(hall.chamber.members[0]).send("/new", **PROPOSED)
    desk = hall.sit(hall.chamber.secretary.person_id)

    shut = words_of(desk.look(f"/{hall.motion()}/text"))

    assert "Only whoever proposes this motion changes its words" in shut
    assert "Change or translate the text" not in words_of(desk.look(f"/{hall.motion()}"))
    entered_second = PROPOSED | {"proposer": "member", "constituency": "", "member_no": str(hall.number_of(0))}
    desk.send("/on-paper", **entered_second)
    assert desk.send(f"/{hall.motion(2)}/text", text_en="Another.").status_code == 303
    told = words(hall, 3, number=2)
    assert "These words were written by" in told
    assert "The motion came on paper, and its proposer was told what was changed." in told


def test_a_wording_is_ruled_out_of_order_by_the_chair_and_the_page_says_so(hall: Hall) -> None:
    chamber = hall.chamber
    with hall.database.writing() as session:
        chamber.session = session
        motion = chamber.seconded()
        backing.back(session, motion.id, chamber.members[4], Backing.SUPPORTER, chamber.own(chamber.members[4]))
        service.admit(session, motion.id, chamber.deed())
        service.move(session, motion.id, chamber.deed())
        chamber.filed(motion)
        session.commit()
    refusal = f"/{hall.motion()}/amendments/1/refusal"

    shut = words_of(hall.sit(chamber.secretary.person_id).look(refusal))
    offered = "Do not put it" in words_of(hall.sit(chamber.secretary.person_id).look(f"/{hall.motion()}"))
    answer = hall.sit(chamber.chair.person_id).send(refusal, note="It goes beyond the notice.")

    assert "This cannot be done now" in shut
    assert not offered
    assert answer.status_code == 303
    assert re.search(r"Ruled by the chair on .*: It goes beyond the notice.", words(hall, 3))
