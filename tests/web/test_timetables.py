"""The timetable of an election, as officers plan by it and everybody reads it."""

import re
from datetime import datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update
from werkzeug.test import TestResponse

from govern.constitution.models import Mutual
from govern.core.actors import OFFICES, Role
from govern.elections.rules import State
from tests.calendar import A_DAY, AFTER, AN_HOUR, AT, CLOSES_AT, OPENS_AT
from tests.web.english import english_in
from tests.web.officers import Office, words_of

PATH = "/timetable"
RANKINGS = [[1, 2], [2, 1], [3, 2], [2], []]
ROW = re.compile(r'<th scope="row" role="rowheader">\s*([^<]+?)\s*(<.*?)</tr>', re.DOTALL)


def lines_of(page: TestResponse) -> dict[str, str]:
    """Return what is read of each step, by its name."""
    assert page.status_code == 200, page.text
    return {step: " ".join(re.sub(r"<[^>]+>", " ", told).split()) for step, told in ROW.findall(page.text)}


def test_every_step_says_when_it_is_lawful_and_by_which_rule(office: Office) -> None:
    lines = lines_of(office.sit(at=AT + AN_HOUR).look(PATH))

    assert "Earliest day: 1 Jun 2026 Latest day: 12 Aug 2026" in lines["Notice of election"]
    assert "Working days before the close, at the latest: 25." in lines["Notice of election"]
    assert "NHS Foundation Trust Model Election Rules 2014, rule 1" in lines["Notice of election"]
    assert "5pm on Thursday 17 September 2026" in lines["Voting closes"]
    assert "rule 57" in lines["The papers are destroyed"]
    assert all("not yet" in line for line in lines.values())


def test_what_was_done_stands_beside_its_days_and_what_was_late_is_said(office: Office) -> None:
    office.carry_to(State.DECLARED, rankings=RANKINGS)

    lines = lines_of(office.sit(at=AFTER).look(PATH))

    assert lines["Notice of election"].endswith("done 1 Jun 2026")
    assert "Latest day: 7 Sept 2026 done 27 Aug 2026" in lines["Notice of poll, and the poll armed"]
    assert lines["Voting opens"].endswith("done 27 Aug 2026")
    assert lines["Voting closes"].endswith("done 17 Sept 2026")
    assert lines["The result is declared"].endswith("done 18 Sept 2026")
    assert "Earliest day: 9 Oct 2026 not yet" in lines["The result is final"]


@pytest.mark.parametrize(
    ("at", "told"),
    [
        pytest.param(datetime(2026, 8, 12, 12, tzinfo=AT.tzinfo), None, id="on the latest day"),
        pytest.param(datetime(2026, 8, 13, 12, tzinfo=AT.tzinfo), "1 working day after", id="a working day later"),
        pytest.param(datetime(2026, 8, 15, 12, tzinfo=AT.tzinfo), "2 working days after", id="on the Saturday"),
        pytest.param(datetime(2026, 8, 17, 12, tzinfo=AT.tzinfo), "3 working days after", id="on the Monday"),
    ],
)
def test_a_notice_that_is_overdue_is_told_in_working_days(office: Office, at: datetime, told: str | None) -> None:
    line = lines_of(office.sit(at=at).look(PATH))["Notice of election"]

    assert ("late " in line.partition("not yet")[2], told is None or told in line) == (told is not None, True), line


def test_nothing_of_a_void_election_is_overdue(office: Office) -> None:
    office.sit(at=AT + AN_HOUR).send("/voiding", note="Planned twice.")

    lines = lines_of(office.sit(at=CLOSES_AT + A_DAY).look(PATH))

    assert "Latest day: 12 Aug 2026 not yet" in lines["Notice of election"]
    assert "late" not in lines["Notice of election"].partition("not yet")[2]


def test_an_election_without_a_contest_has_no_days_of_a_poll(office: Office) -> None:
    office.carry_to(State.NOMINATIONS_OPEN)
    desk = office.sit(at=OPENS_AT - A_DAY)
    for number in (2, 3):
        assert desk.send(f"/candidates/{number}/withdrawal", note="Withdrew.").status_code == 303
    for page in ("/nominations/closing", "/candidates/publication", "/withdrawals/closing"):
        assert desk.send(page).status_code == 303

    lines = lines_of(desk.look(PATH))

    assert {"Voting opens", "Voting closes", "The box is sealed", "The ballots are counted"}.isdisjoint(lines)
    assert "there are no more candidates than seats" in lines["The result is declared"]


def test_the_public_reads_a_timetable_from_the_notice_on(office: Office, client: FlaskClient) -> None:
    before = client.get(f"{office.path}{PATH}")
    office.sit(at=AT + AN_HOUR).send("/notice", note="For officers only")

    page = client.get(f"{office.path}{PATH}")

    assert before.status_code == 302
    assert "The notice of election was published on Monday 1 June 2026." in words_of(page)
    assert "For officers only" not in page.text
    assert f'href="{office.path}"' not in page.text
    assert f'href="{office.path}{PATH}"' in client.get("/").text


def test_the_days_are_saved_for_a_calendar(office: Office, client: FlaskClient) -> None:
    office.sit(at=AT + AN_HOUR).send("/notice")

    file = client.get(f"{office.path}{PATH}.ics")

    events = file.text.split("BEGIN:VEVENT\r\n")[1:]
    days = {event.split("SUMMARY:")[1].split("\r\n")[0]: event.split("DATE:")[1][:8] for event in events}
    assert file.mimetype == "text/calendar"
    assert days["Notice of election: latest day"] == "20260812"
    assert days["Voting closes"] == "20260917"
    assert "DESCRIPTION:Workforce directors\\, 5pm on Thursday 17 September 2026\r\n" in file.text
    assert len(set(re.findall("UID:(.*)\r", file.text))) == len(events)


def test_a_planned_timetable_is_not_saved_by_the_public(office: Office, client: FlaskClient) -> None:
    saved = {role: office.sit(role, at=AT + AN_HOUR).look(f"{PATH}.ics").status_code for role in OFFICES}

    assert set(saved.values()) == {200}
    assert client.get(f"{office.path}{PATH}.ics").status_code == 302


def test_a_timetable_is_in_welsh_for_who_reads_welsh(office: Office, client: FlaskClient) -> None:
    office.carry_to(State.DECLARED, rankings=RANKINGS)
    with office.database.writing() as session:
        session.execute(update(Mutual).values(languages=["en", "cy"]))
        session.commit()

    page = client.get(f"{office.path}{PATH}?lang=cy", follow_redirects=True)

    assert '<html lang="cy">' in page.text
    assert [words for words in english_in(page.text) if words != "Workforce directors"] == []


def test_the_days_that_follow_from_a_close_are_worked_out(office: Office) -> None:
    page = words_of(office.sit(at=AT + AN_HOUR).client.get("/elections/timetable?closes_on=2026-09-17"))

    assert "Notice of election, at the latest Wednesday 12 August 2026" in page
    assert "Nominations close, at the latest Wednesday 26 August 2026" in page
    assert "Voting closes Thursday 17 September 2026" in page
    assert "would be late" not in page


@pytest.mark.parametrize(
    ("asked", "status", "told"),
    [
        pytest.param("", 200, "in time for a close on Monday 6 July 2026 or later", id="nothing yet"),
        pytest.param("?closes_on=2026-07-03", 200, "The notice would be late", id="too soon"),
        pytest.param("?closes_on=2026-09-19", 200, "This is not a working day.", id="a Saturday"),
        pytest.param("?closes_on=2026-02-30", 422, "Enter a day that exists", id="a day that does not exist"),
        pytest.param("?closes_on=9999-12-31", 422, "from the years 2000 to 2199", id="a day beyond reach"),
    ],
)
def test_a_close_that_cannot_be_kept_says_so(office: Office, asked: str, status: int, told: str) -> None:
    answer = office.sit(at=AT + AN_HOUR).client.get(f"/elections/timetable{asked}")

    assert (answer.status_code, told in words_of(answer)) == (status, True), words_of(answer)


def test_a_plan_begins_with_the_days_that_were_worked_out(office: Office) -> None:
    page = office.sit(at=AT + AN_HOUR).client.get("/elections/new?closes_on=2026-09-17")

    typed = dict(re.findall(r'<input id="([a-z_]+)"[^>]*? value="([^"]*)"', page.text))
    assert {name: typed[name] for name in typed if name.endswith(("_on", "_time", "_date"))} == {
        "nominations_close_on": "2026-08-26",
        "nominations_close_time": "17:00",
        "roll_date": "2026-08-26",
        "opens_on": "2026-09-08",
        "opens_time": "09:00",
        "closes_on": "2026-09-17",
        "closes_time": "17:00",
    }


def test_a_plan_asked_for_a_day_that_does_not_exist_begins_empty(office: Office) -> None:
    page = office.sit(at=AT + AN_HOUR).client.get("/elections/new?closes_on=x")

    assert page.status_code == 200
    assert 'value="17:00"' not in page.text


def test_only_the_returning_officer_works_out_a_timetable(office: Office, client: FlaskClient) -> None:
    asked = {role: office.sit(role, at=AT + AN_HOUR).client.get("/elections/timetable").status_code for role in OFFICES}

    assert asked == {role: 200 if role == Role.RETURNING_OFFICER else 403 for role in OFFICES}
    assert client.get("/elections/timetable").status_code == 302
