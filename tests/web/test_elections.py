"""An election through the door: from the plan to the end."""

import re
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from govern.core.actors import Role
from govern.elections.rules import State
from tests.calendar import A_DAY, AFTER, AN_HOUR, AT, CLOSES_AT, OPENS_AT
from tests.makers import elections
from tests.web.officers import Desk, Office, words_of

CLOSE_OF_NOMINATIONS = OPENS_AT - timedelta(days=10)
BEFORE_OPENING = OPENS_AT - AN_HOUR
PLAN = {
    "title_en": "Directors for the workforce",
    "seats": "1",
    "candidate_order": "alphabetical",
    "lot_seed": "dice 4 2 6",
    "nominations_close_on": "2026-08-17",
    "nominations_close_time": "17:00",
    "roll_date": "2026-08-24",
    "opens_on": "2026-08-27",
    "opens_time": "09:00",
    "closes_on": "2026-09-17",
    "closes_time": "17:00",
    "term_starts_on": "2026-10-01",
    "term_last_on": "2029-09-30",
}


def plan(desk: Desk, office: Office, **typed: str) -> str:
    """Plan an election and return the address of its page."""
    answer = desk.send_at("/elections/new", electorate=str(office.made.election.constituency_id), **PLAN | typed)
    assert answer.status_code == 303, words_of(answer)
    return str(answer.location)


def nominate(desk: Desk, office: Office, *, members: int) -> None:
    """Find members by their names and enter them as candidates."""
    for number in range(members):
        found = desk.send("/nominations/new", wanted=f"member {number}")
        link = re.search(rf'href="{desk.path}(/nominations/new/[0-9a-f-]+)"', found.text)
        assert link is not None, words_of(found)
        entered = desk.send(link.group(1), name=f"Candidate {number}", received_time="10:00")
        assert entered.status_code == 303, words_of(entered)


def at_office(office: Office, path: str, at: datetime) -> Desk:
    """Return the returning officer's desk at a time, at the page of another election."""
    desk = office.sit(at=at)
    desk.path = path
    return desk


def done(desk: Desk, page: str, **typed: str) -> None:
    """Take a step that has to be taken."""
    answer = desk.send(page, **typed)
    assert answer.status_code == 303, (page, words_of(answer))


def test_an_election_goes_from_plan_to_final_in_pages(office: Office) -> None:
    path = plan(office.sit(at=AT + AN_HOUR), office)
    desk = at_office(office, path, AT + AN_HOUR)
    done(desk, "/notice")
    done(desk, "/nominations/opening")
    nominate(desk, office, members=3)
    desk = at_office(office, path, CLOSE_OF_NOMINATIONS + A_DAY)
    for page in ("/nominations/closing", "/candidates/publication", "/withdrawals/closing"):
        done(desk, page)
    desk = at_office(office, path, BEFORE_OPENING)
    done(desk, "/roll/freezing")
    made = desk.send("/links")
    assert "5 electors get a letter" in words_of(made)
    done(desk, "/arming")
    cast(office, path)
    desk = at_office(office, path, AFTER)
    for page in ("/sealing", "/counting", "/declaration", "/challenge-window"):
        done(desk, page)

    desk = at_office(office, path, AFTER + timedelta(days=21))
    done(desk, "/final")

    assert "final" in words_of(desk.look())
    result = words_of(office.app.test_client().get(path.replace("elections", "results")))
    assert "Candidate 1" in result


def cast(office: Office, path: str) -> None:
    """Let three electors vote: for the second candidate, for the second, and for the first."""
    with office.database.writing() as session:
        office.made.election = session.get_one(type(office.made.election), UUID(path.rpartition("/")[2]))
        elections.vote(session, office.made, [[2], [2, 1], [1]])
        session.commit()


def test_an_election_page_says_what_can_be_done_now(office: Office) -> None:
    page = words_of(office.sit(at=AT + AN_HOUR).look())

    assert "What can be done now" in page
    assert "Publish the notice of election" in page
    assert office.state() == State.PLANNED


def test_a_plan_shows_the_rules_it_keeps_and_the_empty_seats(office: Office) -> None:
    page = words_of(office.sit(at=AT + AN_HOUR).client.get("/elections/new"))

    assert "Version 1 of the rules is in force today." in page
    assert "Workforce (seats empty today: 2)" in page


@pytest.mark.parametrize(
    ("typed", "status", "sentence"),
    [
        pytest.param({"title_en": "   "}, 422, "Enter a title.", id="a title of spaces"),
        pytest.param({"title_en": "a" * 121}, 422, "Enter at most 120 characters.", id="a title too long"),
        pytest.param({"electorate": "everybody"}, 422, "Choose one of these.", id="an electorate not offered"),
        pytest.param({"electorate": ""}, 422, "Choose who elects.", id="no electorate"),
        pytest.param({"seats": "0"}, 422, "Enter a number from 1 to 20.", id="no seats"),
        pytest.param({"seats": "21"}, 422, "Enter a number from 1 to 20.", id="more seats than a third can have"),
        pytest.param({"seats": "two"}, 422, "Enter a whole number, such as 12.", id="seats in words"),
        pytest.param({"seats": "3"}, 409, "3 seats were asked for, and 2 are empty", id="more seats than are empty"),
        pytest.param({"candidate_order": "by age"}, 422, "Choose one of these.", id="an order not offered"),
        pytest.param({"opens_on": "2026-02-30"}, 422, "Enter a day that exists", id="a day that does not exist"),
        pytest.param({"opens_time": "9 o’clock"}, 422, "Enter a time of day, such as 17:00.", id="a time in words"),
        pytest.param({"closes_on": "20260-09-17"}, 422, "Enter a day that exists", id="a year of five digits"),
        pytest.param({"term_last_on": "9999-12-31"}, 422, "from the years 2000 to 2199", id="a term without end"),
        pytest.param(
            {"closes_on": "2026-08-27", "closes_time": "09:00"}, 409, "Voting has to close after", id="no hours to vote"
        ),
        pytest.param(
            {"nominations_close_on": "2026-06-01", "nominations_close_time": "11:00"},
            409,
            "Nominations have to close later than now.",
            id="nominations close now",
        ),
        pytest.param(
            {"roll_date": "2026-08-28"},
            409,
            "The roll date cannot be after the day on which voting opens. Choose Thursday 27 August 2026 or earlier.",
            id="a roll date after voting opens",
        ),
        pytest.param({"roll_date": "2028-01-01"}, 409, "or earlier.", id="a roll date after the close"),
        pytest.param(
            {"roll_date": "2026-05-31"},
            409,
            "The roll date is earlier than the rules allow. Choose Monday 1 June 2026 or later.",
            id="a roll date before the plan",
        ),
        pytest.param(
            {"term_last_on": "2029-10-01"},
            409,
            "The rules give a term of 3 years at most. Choose Sunday 30 September 2029 or earlier as its last day.",
            id="a term a day longer than the rules give",
        ),
        pytest.param({"term_last_on": "2026-09-30"}, 409, "The term has to end after", id="a term of no days"),
    ],
)
def test_a_plan_that_cannot_be_says_why_and_stores_nothing(
    office: Office, typed: dict[str, str], status: int, sentence: str
) -> None:
    desk = office.sit(at=AT + AN_HOUR)
    usual = {"electorate": str(office.made.election.constituency_id)} | PLAN

    answer = desk.send_at("/elections/new", **usual | typed)

    assert (answer.status_code, sentence in words_of(answer)) == (status, True), words_of(answer)
    assert office.elections() == 1


@pytest.mark.parametrize("roll_date", ["2026-06-01", "2026-08-27"], ids=["day of planning", "day of opening"])
def test_a_roll_date_lies_from_the_day_of_planning_to_the_day_that_voting_opens(office: Office, roll_date: str) -> None:
    plan(office.sit(at=AT + AN_HOUR), office, roll_date=roll_date)

    assert office.elections() == 2


def test_a_refused_day_of_a_plan_is_named_at_its_field(office: Office) -> None:
    desk = office.sit(at=AT + AN_HOUR)
    usual = {"electorate": str(office.made.election.constituency_id)} | PLAN

    answer = desk.send_at("/elections/new", **usual | {"roll_date": "2028-01-01"})

    assert '<a href="#roll_date">The roll date cannot be after the day on which voting opens.' in answer.text


def test_what_has_to_be_changed_in_a_plan_is_listed_as_the_page_asks_it(office: Office) -> None:
    answer = office.sit(at=AT + AN_HOUR).send_at("/elections/new").text

    listed = re.findall(r'<li><a href="#(\w+)">', answer)
    asked = re.findall(r'<(?:input|select|fieldset)[^>]* id="(\w+)"', answer)
    assert listed[:2] == ["title_en", "electorate"]
    assert listed == [one for one in asked if one in listed]


@pytest.mark.parametrize(
    ("page", "role"),
    [
        ("/notice", Role.RETURNING_OFFICER),
        ("/nominations/opening", Role.RETURNING_OFFICER),
        ("/nominations/closing", Role.RETURNING_OFFICER),
        ("/declaration", Role.RETURNING_OFFICER),
        ("/discrepancy-decision", Role.SCRUTINEER),
    ],
)
def test_a_step_that_cannot_be_taken_now_is_not_asked_for(office: Office, page: str, role: Role) -> None:
    office.carry_to(State.ARMED)

    shown = office.sit(role, at=BEFORE_OPENING).look(page)

    assert shown.status_code == 200
    assert "This cannot be done now This election is at “poll armed”" in words_of(shown)
    assert "<form" not in shown.text.partition("<main")[2].partition("</main>")[0]


def test_nobody_is_asked_to_take_out_a_candidate_of_an_election_that_is_counted(office: Office) -> None:
    office.carry_to(State.DECLARED)

    shown = office.sit(at=AFTER).look("/candidates/1/withdrawal")

    assert "This cannot be done now" in words_of(shown)
    assert "<form" not in shown.text.partition("<main")[2].partition("</main>")[0]


def test_whoever_cannot_take_the_next_step_reads_who_can(office: Office) -> None:
    page = words_of(office.sit(Role.SCRUTINEER, at=AT + AN_HOUR).look())

    assert "Next: Publish the notice of election. That is for the returning officer." in page


def test_times_are_of_the_mutuals_own_clock_and_terms_end_on_the_day_typed(office: Office) -> None:
    desk = office.sit(at=AT + AN_HOUR)

    page = words_of(desk.client.get(plan(desk, office)))

    assert "Voting closes 5pm on Thursday 17 September 2026" in page
    assert "Term Thursday 1 October 2026 to Sunday 30 September 2029" in page


def test_the_list_shows_where_each_election_is_by_the_clock(office: Office) -> None:
    office.carry_to(State.ARMED)

    before = words_of(office.sit(at=OPENS_AT - AN_HOUR).client.get("/elections"))
    during = words_of(office.sit(at=OPENS_AT).client.get("/elections"))
    after = words_of(office.sit(at=CLOSES_AT).client.get("/elections"))

    assert ["poll armed" in before, "poll open" in during, "poll closed" in after] == [True, True, True]
    assert office.state() == State.ARMED
