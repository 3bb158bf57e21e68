"""Who may open which page of an election, and what its forms refuse, whoever sends them."""

from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient

from govern.core.actors import OFFICES, Role
from govern.elections.rules import State
from tests.calendar import AN_HOUR, AT
from tests.web.officers import Office, token_of, words_of

EVERY_OFFICE = frozenset(OFFICES)
OFFICER = frozenset({Role.RETURNING_OFFICER})
WATCHERS = frozenset({Role.RETURNING_OFFICER, Role.SCRUTINEER})
A_LONG_NOTE = "a" * 2_001

PAGES: dict[str, frozenset[Role]] = {
    "": EVERY_OFFICE,
    "/timetable": EVERY_OFFICE,
    "/lots": EVERY_OFFICE,
    "/notice": OFFICER,
    "/voiding": OFFICER,
    "/rerun": OFFICER,
    "/disposal": OFFICER,
    "/nominations/opening": OFFICER,
    "/nominations/new": OFFICER,
    "/nominations/closing": OFFICER,
    "/candidates/publication": OFFICER,
    "/withdrawals/closing": OFFICER,
    "/roll/freezing": OFFICER,
    "/arming": OFFICER,
    "/sealing": OFFICER,
    "/links": OFFICER,
    "/links/replacement": OFFICER,
    "/links/letters": OFFICER,
    "/doubts": WATCHERS,
    "/doubts/new": OFFICER,
    "/discrepancy-decision": frozenset({Role.SCRUTINEER}),
    "/counting": OFFICER,
    "/count": WATCHERS,
    "/declaration": OFFICER,
    "/uncontested-declaration": OFFICER,
    "/challenge-window": OFFICER,
    "/final": OFFICER,
}


def test_each_page_of_an_election_is_for_the_offices_that_the_table_says(office: Office) -> None:
    opened: dict[str, set[Role]] = {page: set() for page in PAGES}
    for role in OFFICES:
        desk = office.sit(role, at=AT + AN_HOUR)
        for page in PAGES:
            if desk.look(page).status_code != 403:
                opened[page].add(role)

    assert opened == {page: set(roles) for page, roles in PAGES.items()}


def test_a_visitor_is_asked_to_sign_in_and_no_page_is_shown(office: Office, client: FlaskClient) -> None:
    for page in ("/elections", "/elections/new", "/journal", *(f"{office.path}{page}" for page in PAGES)):
        answer = client.get(page)

        assert (answer.status_code, answer.location.partition("?")[0]) == (302, "/sign-in"), page


def test_lists_plans_and_the_journal_are_for_offices_only(office: Office) -> None:
    for role in OFFICES:
        client = office.sit(role, at=AT + AN_HOUR).client
        asked = [client.get(page).status_code for page in ("/elections", "/journal", "/elections/new")]

        assert asked == [200, 200, 200 if role == Role.RETURNING_OFFICER else 403], role


def test_no_page_takes_a_form_of_another_session(office: Office) -> None:
    officer, scrutineer = office.sit(at=AT + AN_HOUR), office.sit(Role.SCRUTINEER, at=AT + AN_HOUR)

    for page, roles in PAGES.items():
        client = officer.client if Role.RETURNING_OFFICER in roles else scrutineer.client
        answer = client.post(f"{office.path}{page}", data={"csrf_token": "forged", "dated_on": "2026-06-01"})

        assert answer.status_code in (400, 405), page
    assert office.steps() == 1


def test_an_election_that_is_not_there_is_not_found(office: Office) -> None:
    desk = office.sit(at=AT + AN_HOUR)
    desk.path = f"/elections/{uuid4()}"

    answers = {page: desk.look(page).status_code for page in PAGES if page != "/discrepancy-decision"}

    assert set(answers.values()) == {404}, answers


def test_a_step_sent_twice_is_taken_once(office: Office) -> None:
    desk = office.sit(at=AT + AN_HOUR)
    form = {"csrf_token": token_of(desk.look("/notice")), "dated_on": "2026-06-01", "promise": "y"}

    answers = [desk.client.post(f"{office.path}/notice", data=form) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 409]
    assert "This election is at “notice published”" in words_of(answers[1])
    assert office.steps() == 2


@pytest.mark.parametrize(
    ("typed", "status", "sentence"),
    [
        pytest.param(
            {"dated_on": "2026-06-02"}, 409, "Enter a date from Monday 1 June 2026, the day", id="a day after today"
        ),
        pytest.param(
            {"dated_on": "2026-05-31"}, 409, "Enter a date from Monday 1 June 2026, the day", id="the day before"
        ),
        pytest.param({"dated_on": "2026-02-30"}, 422, "Enter a day that exists", id="a day that does not exist"),
        pytest.param({"dated_on": ""}, 422, "Enter the day on which it is done.", id="no day"),
        pytest.param({"dated_on": "0001-01-01"}, 422, "from the years 2000 to 2199", id="a day of the year 1"),
        pytest.param({"dated_on": "9999-12-31"}, 422, "from the years 2000 to 2199", id="a day of the year 9999"),
        pytest.param({"promise": ""}, 422, "Tick the sentence to confirm it.", id="not confirmed in words"),
        pytest.param({"note": A_LONG_NOTE}, 422, "Enter at most 2000 characters.", id="a note that is too long"),
    ],
)
def test_a_form_that_cannot_be_taken_says_why_and_stores_nothing(
    office: Office, typed: dict[str, str], status: int, sentence: str
) -> None:
    answer = office.sit(at=AT + AN_HOUR).send("/notice", **typed)

    assert (answer.status_code, sentence in words_of(answer)) == (status, True), words_of(answer)
    assert office.steps() == 1


def test_what_was_typed_comes_back_when_it_is_refused(office: Office) -> None:
    answer = office.sit(at=AT + AN_HOUR).send("/notice", dated_on="2026-06-02", note="By post and by e-mail")

    assert "By post and by e-mail</textarea>" in answer.text
    assert 'value="2026-06-02"' in answer.text


def test_a_form_larger_than_is_read_stores_nothing(office: Office) -> None:
    answer = office.sit(at=AT + AN_HOUR).send("/notice", note="a" * 17_000_000)

    assert answer.status_code == 413
    assert "This is larger than we can take" in words_of(answer)
    assert office.steps() == 1


def test_letters_that_no_keyboard_writes_are_left_out(office: Office) -> None:
    answer = office.sit(at=AT + AN_HOUR).send("/notice", note="By post\x00\x1b[2J\u202e")

    assert answer.status_code == 303
    assert "By post[2J" in words_of(office.sit(at=AT + AN_HOUR).look())


def test_an_election_is_void_only_for_a_reason_on_record(office: Office) -> None:
    desk = office.sit(at=AT + AN_HOUR)

    refused = desk.send("/voiding")
    taken = desk.send("/voiding", note="The notice named the wrong day.")

    assert (refused.status_code, "Enter why; it goes on record." in words_of(refused)) == (422, True)
    assert taken.status_code == 303
    page = words_of(desk.look())
    assert "The notice named the wrong day." in page
    assert "Order it to be run again" in page


def test_reading_an_election_writes_nothing(office: Office, app: Flask) -> None:
    desk = office.sit(at=AT + AN_HOUR)

    for page in PAGES:
        desk.look(page)

    assert office.steps() == 1


def test_a_void_election_is_ordered_again_and_its_papers_disposed_of(office: Office) -> None:
    desk = office.sit(at=AT + AN_HOUR)

    answers = [desk.send(page, note="On record").status_code for page in ("/voiding", "/rerun", "/disposal")]

    assert answers == [303, 303, 303]
    assert office.state() == State.DISPOSED
    assert "What can be done now" not in words_of(desk.look())
