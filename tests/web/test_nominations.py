"""Nominations through the door: whom the register knows, in time, once."""

import re

import pytest
from sqlalchemy import func, select

from govern.elections.models import Candidate
from govern.elections.rules import State
from tests.calendar import A_DAY, AN_HOUR, AT, OPENS_AT
from tests.web.officers import INPUT, Desk, Office, words_of


def candidates(office: Office) -> int:
    """Return how many candidates are on record."""
    with office.database.reading() as session:
        return session.scalar(select(func.count()).select_from(Candidate)) or 0


@pytest.fixture
def desk(office: Office) -> Desk:
    """The returning officer's desk while nominations are open; three members stand."""
    office.carry_to(State.NOMINATIONS_OPEN)
    return office.sit(at=AT + 2 * AN_HOUR)


def link_to(desk: Desk, member: str) -> str:
    """Return the page on which a member's nomination is entered."""
    found = desk.send("/nominations/new", wanted=member)
    match = re.search(rf'href="{desk.path}(/nominations/new/[0-9a-f-]+)"', found.text)
    assert match is not None, words_of(found)
    return match.group(1)


def test_a_member_is_found_by_number_and_entered_as_a_candidate(office: Office, desk: Desk) -> None:
    listed = words_of(desk.send("/nominations/new", wanted="MEMBER 4"))
    number = re.search(r"member ([0-9]{4,})", listed)
    assert number is not None

    page = link_to(desk, number.group(1))
    answer = desk.send(page, name="Dee O’Dowd", sort_name="O’Dowd, Dee", statement_en="I ask.", received_time="09:30")

    assert answer.status_code == 303
    assert candidates(office) == 4
    assert "Dee O’Dowd" in words_of(desk.look())


def test_a_nomination_is_received_this_very_minute_unless_the_officer_says_otherwise(
    office: Office, desk: Desk
) -> None:
    asked = desk.look(link_to(desk, "member 4"))

    held = dict(INPUT.findall(asked.text))

    assert (held["received_on"], held["received_time"]) == ("2026-06-01", "12:00")


def test_nobody_is_found_who_is_not_a_member_of_the_constituency(desk: Desk) -> None:
    answer = words_of(desk.send("/nominations/new", wanted="Person"))

    assert "No member of this constituency is called so" in answer


@pytest.mark.parametrize("wanted", ["%", "_", "\\", "'", "999999999999999999999999"])
def test_a_search_takes_every_letter_as_itself(desk: Desk, wanted: str) -> None:
    answer = desk.send("/nominations/new", wanted=wanted)

    assert (answer.status_code, "No member of this constituency" in words_of(answer)) == (200, True)


def test_somebody_who_is_not_a_member_has_no_page_to_be_nominated_on(office: Office, desk: Desk) -> None:
    stranger = office.made.officer.person_id

    assert desk.look(f"/nominations/new/{stranger}").status_code == 404


def test_nobody_is_entered_twice(office: Office, desk: Desk) -> None:
    answer = desk.send(link_to(desk, "member 0"), received_time="09:30")

    assert answer.status_code == 409
    assert "This person is on the list of candidates already. Nothing was entered twice." in words_of(answer)
    assert candidates(office) == 3


@pytest.mark.parametrize(("time", "status"), [("09:00", 303), ("09:01", 409)], ids=["in time", "a minute late"])
def test_a_nomination_is_late_by_a_minute(office: Office, desk: Desk, time: str, status: int) -> None:
    close = office.made.election.nominations_close_at
    desk = office.sit(at=close + AN_HOUR)

    answer = desk.send(link_to(desk, "member 4"), received_on=close.date().isoformat(), received_time=time)

    assert answer.status_code == status
    assert ("this one came later, so it was not accepted" in words_of(answer)) == (status == 409)
    assert candidates(office) == (4 if status == 303 else 3)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        pytest.param({"received_time": "12:01"}, "cannot be received later than now.", id="in a minute"),
        pytest.param({"received_on": "2026-06-02"}, "cannot be received later than now.", id="tomorrow"),
        pytest.param(
            {"received_on": "2026-05-31"},
            "Nominations opened on Monday 1 June 2026, and one that came before that day is not accepted.",
            id="the day before they opened",
        ),
    ],
)
def test_a_nomination_is_received_after_nominations_opened_and_not_later_than_now(
    office: Office, desk: Desk, typed: dict[str, str], sentence: str
) -> None:
    answer = desk.send(link_to(desk, "member 4"), **{"received_time": "09:30"} | typed)

    assert (answer.status_code, sentence in words_of(answer)) == (409, True), words_of(answer)
    assert candidates(office) == 3


def test_a_nomination_that_comes_this_very_minute_is_accepted(office: Office, desk: Desk) -> None:
    answer = desk.send(link_to(desk, "member 4"), received_time="12:00")

    assert answer.status_code == 303
    assert candidates(office) == 4


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": " "}, "Enter the name as it will stand on the ballot paper."),
        ({"name": "a" * 201}, "Enter at most 200 characters."),
        ({"received_time": "25:00"}, "Enter a time of day, such as 17:00."),
        ({"received_time": ""}, "Enter the time at which the nomination was received."),
        ({"statement_en": "a" * 4_001}, "Enter at most 4000 characters."),
    ],
)
def test_a_nomination_that_cannot_be_read_says_why(
    office: Office, desk: Desk, typed: dict[str, str], sentence: str
) -> None:
    answer = desk.send(link_to(desk, "member 4"), **{"received_time": "09:30"} | typed)

    assert (answer.status_code, sentence in words_of(answer)) == (422, True), words_of(answer)
    assert candidates(office) == 3


def test_a_withdrawal_is_dated_and_has_its_reason(office: Office, desk: Desk) -> None:
    refused = desk.send("/candidates/1/withdrawal")
    taken = desk.send("/candidates/1/withdrawal", note="Withdrew in writing")

    assert "Enter why; it goes on record." in words_of(refused)
    assert taken.status_code == 303
    assert "no longer, from Monday 1 June 2026" in words_of(desk.look())
    assert desk.look("/candidates/1/withdrawal").status_code == 404


def test_nominations_do_not_close_before_their_time(office: Office, desk: Desk) -> None:
    answer = desk.send("/nominations/closing")

    assert answer.status_code == 409
    assert "The notice of election says 9am on Monday 17 August 2026. Come back then." in words_of(answer)
    assert office.state() == State.NOMINATIONS_OPEN


def test_once_no_more_stand_than_there_are_seats_nobody_votes(office: Office, desk: Desk) -> None:
    for number in ("1", "2"):
        assert desk.send(f"/candidates/{number}/withdrawal", note="Withdrew").status_code == 303
    desk = office.sit(at=OPENS_AT - A_DAY)
    for page in ("/nominations/closing", "/candidates/publication", "/withdrawals/closing"):
        assert desk.send(page).status_code == 303

    frozen = desk.send("/roll/freezing")
    declared = desk.send("/uncontested-declaration")

    assert "so no poll is held. Declare them elected unopposed." in words_of(frozen)
    assert declared.status_code == 303
    public = words_of(office.app.test_client().get(office.path.replace("elections", "results")))
    assert "Cai Cedar" in public
    assert "no poll was held" in public
