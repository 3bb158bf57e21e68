"""The pages of a show of hands: who is in the room, two tellers who count apart, and the chair who declares."""

from datetime import datetime

import pytest

from govern.agenda import service
from govern.constitution.rules import Third
from govern.core.db import Database
from govern.divisions import service as divisions
from govern.motions import queries
from govern.motions.division_models import Division
from govern.motions.rules import Ask, Concern, Kind, State, Way
from tests.calendar import A_DAY, AN_HOUR, AT
from tests.make import Make
from tests.makers.assembly import Assembly
from tests.web.officers import words_of
from tests.web.sittings import Sit, send


def put(make: Make, house: Assembly, at: datetime = AT) -> Division:
    """Call a vote by a show of hands, and let every connection see it."""
    division = house.call(house.chamber.moved(), Ask.HANDS, at)
    make.known_to_all()
    return division


def test_hands_are_counted_by_two_tellers_and_the_chair_declares(
    make: Make, house: Assembly, sit: Sit, database: Database
) -> None:
    division = put(make, house)
    with database.reading() as session:
        house.session = session
        numbers = house.numbers(division, *house.members[:3], house.members[4])
    page = f"/divisions/{division.id}"

    entered = send(sit(house.chamber.secretary.person_id), f"{page}/room", numbers=" ".join(map(str, numbers)))
    assert entered.status_code == 303
    first, second = (sit(teller.person_id, at=AT + AN_HOUR) for teller in house.tellers)
    told = dict.fromkeys(("for_", "against_", "neither_"), "0")
    counted = {f"{name}{code}": count for code in ("workforce", "service_user") for name, count in told.items()}
    assert send(first, f"{page}/hands", **counted | {"for_workforce": "3", "for_service_user": "1"}).status_code == 303
    awaited = words_of(first.get(f"{page}/tally"))
    assert "One teller has counted. The count of the other is awaited." in awaited
    assert "It does not add up" not in awaited
    assert "Enter my count of hands" not in words_of(first.get(page))
    assert (
        send(second, f"{page}/hands", **counted | {"for_workforce": "2", "against_workforce": "1"}).status_code == 303
    )
    assert "Workforce: hands for. Enter how many; 0 for none." in words_of(send(first, f"{page}/hands"))
    for shown in (f"{page}/tally", page, f"{page}/hands"):
        assert "The two tellers differ. Both count again" in words_of(first.get(shown))
    assert "Enter my count of hands Go to the page of this vote" in words_of(first.get(f"{page}/tally"))
    for teller in (first, second):
        send(teller, f"{page}/hands", **counted | {"for_workforce": "3", "for_service_user": "1"})
    chair = sit(house.chamber.chair.person_id, at=AT + 2 * AN_HOUR)
    assert "Both tellers have counted alike. End the vote" in words_of(chair.get(page))
    assert send(chair, f"{page}/closing").status_code == 303
    assert send(chair, f"{page}/declaration", promise="y").status_code == 303

    assert "Carried: 4 for, 0 against" in words_of(chair.get(page))
    with database.reading() as session:
        assert queries.state(session, division.motion_id) is State.CARRIED


def test_the_chair_calls_a_vote_of_the_board_at_its_meeting_and_two_tellers_count_its_hands(
    make: Make, house: Assembly, sit: Sit, database: Database
) -> None:
    thirds = house.seat_thirds(each=2)
    motion = house.chamber.moved(house.chamber.for_the_board(way=Way.MEETING))
    make.known_to_all()
    chair, calling = sit(house.chamber.chair.person_id), f"/motions/{motion.id}/divisions/new"
    offered = words_of(chair.get(calling))

    called = send(chair, calling, ask="hands", closes_on="2026-06-01", closes_time="", least_minutes="10")
    page = called.headers["Location"]
    with database.reading() as session:
        ((division, _),) = divisions.of_motion(session, motion.id)
        house.session = session
        numbers = house.numbers(division, *(one for each in thirds.values() for one in each))
    assert send(chair, f"{page}/room", numbers=" ".join(map(str, numbers))).status_code == 303
    nobody = {f"{what}{third}": "0" for third in Third for what in ("against_", "neither_")}
    told = nobody | {f"for_{third}": "2" for third in Third}
    for teller in house.tellers:
        assert send(sit(teller.person_id, at=AT + AN_HOUR), f"{page}/hands", **told).status_code == 303
    chair = sit(house.chamber.chair.person_id, at=AT + 2 * AN_HOUR)
    for deed in ("closing", "declaration"):
        assert send(chair, f"{page}/{deed}", promise="y").status_code == 303

    ways = (
        "By name, on these pages",
        "By a show of hands, which two tellers count",
        "In secret, through the ballot box",
    )
    assert [one in offered for one in ways] == [True] * 3
    assert "Carried: 6 for, 0 against" in words_of(chair.get(page))


@pytest.mark.parametrize(
    ("kind", "way", "why"),
    [
        (Kind.BOARD, Way.MEETING, None),
        (Kind.BOARD, Way.WRITTEN, "In writing everybody agrees by name: there is no room in which hands are counted"),
        (
            Kind.ADMISSION,
            Way.MEETING,
            "On an admission votes are given by name alone, by each director from an account",
        ),
    ],
    ids=["at a meeting", "in writing", "on an admission"],
)
def test_whoever_calls_a_vote_of_the_board_reads_why_it_is_given_in_no_other_way(
    make: Make, house: Assembly, sit: Sit, kind: Kind, way: Way, why: str | None
) -> None:
    motion = house.chamber.seconded(house.chamber.for_the_board(kind=kind, way=way))
    if kind is Kind.ADMISSION:
        house.name(motion, make.person().id, Concern.APPLICANT)
    service.admit(house.session, motion.id, house.chamber.deed(house.chamber.chair))
    if way is Way.MEETING:
        service.move(house.session, motion.id, house.chamber.deed(house.chamber.chair))
    make.known_to_all()

    page = words_of(sit(house.chamber.chair.person_id).get(f"/motions/{motion.id}/divisions/new"))

    assert ("By a show of hands" in page, "In secret, through" in page) == (why is None, why is None)
    told = ("there is no room in which hands are counted", "votes are given by name alone")
    assert any(one in page for one in told) is (why is not None)
    assert (why or "") in page


def test_the_secretary_takes_out_of_the_room_whoever_was_entered_by_mistake(
    make: Make, house: Assembly, sit: Sit, database: Database
) -> None:
    division = put(make, house)
    with database.reading() as session:
        house.session = session
        [number] = house.numbers(division, house.members[0])
    page, secretary = f"/divisions/{division.id}", sit(house.chamber.secretary.person_id)
    before = words_of(secretary.get(f"{page}/room"))
    send(secretary, f"{page}/room", numbers=str(number))
    there = words_of(sit(house.members[0]).get(page))

    nobody = send(secretary, f"{page}/room/departures", numbers=str(number + 1000))
    taken_out = send(secretary, f"{page}/room/departures", numbers=str(number))

    assert "Take out somebody who was entered by mistake" not in before
    assert "If you are not there, call us before hands are counted" in there
    assert nobody.status_code == 409
    assert f"These are not counted as in the room: {number + 1000}" in words_of(nobody)
    assert "They are not in the room. Each of them can vote online." in words_of(
        secretary.get(taken_out.headers["Location"])
    )
    assert send(sit(house.members[0]), page, f"{page}/vote", vote="for").status_code == 200


def test_whoever_was_in_the_room_at_the_vote_before_is_filled_in_for_the_next(
    make: Make, house: Assembly, sit: Sit, database: Database
) -> None:
    first, second = put(make, house), put(make, house, at=AT + AN_HOUR)
    with database.reading() as session:
        house.session = session
        numbers = house.numbers(first, *house.members[:3])
    secretary = sit(house.chamber.secretary.person_id, at=AT + 2 * AN_HOUR)
    empty = words_of(secretary.get(f"/divisions/{second.id}/room"))
    send(secretary, f"/divisions/{first.id}/room", numbers=" ".join(map(str, numbers)))
    send(
        sit(house.members[2], at=AT + 2 * AN_HOUR),
        f"/divisions/{second.id}",
        f"/divisions/{second.id}/vote",
        vote="for",
    )

    page = secretary.get(f"/divisions/{second.id}/room")

    assert "at the vote before is filled in" not in empty
    assert "Whoever was in the room at the vote before is filled in" in words_of(page)
    assert f">{' '.join(map(str, sorted(numbers[:2])))}</textarea>" in page.text
    assert send(secretary, f"/divisions/{second.id}/room", numbers=str(numbers[0])).status_code == 303
    assert "is filled in" not in words_of(secretary.get(f"/divisions/{second.id}/room"))


def test_a_vote_that_does_not_add_up_is_not_declared(make: Make, house: Assembly, sit: Sit) -> None:
    division = put(make, house)
    chair = sit(house.chamber.chair.person_id, at=AT + 8 * A_DAY)
    with_one = f"/divisions/{division.id}/declaration"

    assert "This cannot be done now" not in words_of(chair.get(with_one))
    assert send(chair, with_one).status_code == 422
    teller = sit(house.tellers[0].person_id, at=AT + 8 * A_DAY)
    assert teller.get(with_one).status_code == 403
