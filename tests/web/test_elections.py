"""An election through the door: from the plan to the end."""

import re
from datetime import datetime, timedelta
from uuid import UUID

from govern.elections.rules import State
from tests.calendar import A_DAY, AFTER, AN_HOUR, AT, OPENS_AT
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
