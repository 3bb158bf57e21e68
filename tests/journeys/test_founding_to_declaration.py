"""A mutual's first election, through its pages alone: founded, staffed, its register brought in, elected, seated."""

import io
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from govern.accounts import service as accounts
from govern.board import queries as board
from govern.consequences.founding import code_of
from govern.core import clock
from govern.core.db import Database
from tests.served import SECRET
from tests.web.filled_forms import form_of, sent

FOUNDED = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
FOUNDERS = {"administrator": "anne", "secretary": "sam", "chair": "cath", "returning_officer": "roy"}
VOTES: tuple[dict[str, str], ...] = (
    {"Member 2": "1", "Member 1": "2"},
    {"Member 2": "1"},
    {"Member 3": "1", "Member 2": "2"},
    {},
)
PLAN = {
    "title_en": "Directors for the workforce",
    "seats": "1",
    "candidate_order": "alphabetical",
    "lot_seed": "dice 4 2 6",
    "nominations_close_on": "2026-06-20",
    "nominations_close_time": "17:00",
    "roll_date": "2026-06-20",
    "opens_on": "2026-06-25",
    "opens_time": "09:00",
    "closes_on": "2026-07-09",
    "closes_time": "17:00",
    "term_starts_on": "2026-08-01",
    "term_last_on": "2029-07-31",
}


@dataclass
class Visitor:
    """Somebody with a browser and no scripts, who opens pages and sends their forms."""

    client: FlaskClient

    def look(self, address: str) -> TestResponse:
        """Open a page that is there."""
        page = self.client.get(address)
        assert page.status_code == 200, (address, page.text)
        return page

    def send(self, address: str, *, ending: str = "", **typed: object) -> TestResponse:
        """Open a page, fill in its form, send it, and go where that leads."""
        form = form_of(self.look(address), ending=ending)
        return self.post(form.action or address, sent(form, **typed))

    def post(self, address: str, data: object) -> TestResponse:
        """Send a form."""
        answer = self.client.post(address, data=data, content_type="multipart/form-data", follow_redirects=True)
        assert answer.status_code == 200, (address, answer.text)
        return answer


@dataclass
class World:
    """The app, and the clock on everybody's wall."""

    app: Flask
    database: Database
    monkeypatch: pytest.MonkeyPatch

    def visitor(self, at: datetime) -> Visitor:
        """Let it be a time, and somebody come by."""
        self.monkeypatch.setattr(clock, "now", lambda: at)
        return Visitor(self.app.test_client())

    def officer(self, office: str, at: datetime) -> Visitor:
        """Let it be a time, and an officer sign in by the link that was sent to them."""
        visitor = self.visitor(at)
        with self.database.writing() as session:
            token = accounts.make_link(session, email=f"{FOUNDERS[office]}@example.org", at=at)
            session.commit()
        visitor.send(f"/sign-in/links/{token}")
        return visitor


@pytest.fixture
def world(app: Flask, database: Database, monkeypatch: pytest.MonkeyPatch) -> World:
    """An installation in which nothing has happened yet."""
    return World(app, database, monkeypatch)


def on(month: int, day: int, hour: int = 12) -> datetime:
    """Return an instant of the year of the founding."""
    return datetime(2026, month, day, hour, tzinfo=UTC)


def test_a_mutual_goes_from_its_founding_to_a_declared_election_in_its_pages(world: World) -> None:
    found(world)
    bring_in_the_register(world, members=4)
    election = plan_and_nominate(world)
    codes = arm(world, election)
    for code, numbers in zip(codes, VOTES, strict=True):
        vote(world.visitor(on(7, 1)), code, numbers)
    officer = world.officer("returning_officer", on(7, 10))
    for page in ("sealing", "counting", "declaration"):
        officer.send(f"{election}/{page}", promise="y")

    result = world.visitor(on(7, 10)).look(election.replace("elections", "results")).text
    assert "Member 2" in result
    with world.database.reading() as session:
        held = [line.holder for line in board.board_on(session, date(2026, 8, 1)) if line.holder]
    assert held == ["Member 2"]


def found(world: World) -> None:
    """Found the mutual behind the code of the day, each founder with an office."""
    visitor = world.visitor(FOUNDED)
    code = code_of(date(2026, 6, 1), secret=SECRET.encode())
    visitor.send("/founding", code=code, preset="small")
    founders: dict[str, Any] = {}
    for number, (office, name) in enumerate(FOUNDERS.items(), start=1):
        founders[f"founder_{number}_name"] = name.title()
        founders[f"founder_{number}_email"] = f"{name}@example.org"
        founders[f"founder_{number}_offices"] = [office]
    visitor.send(
        "/founding/small",
        name="Rehearsal Mutual",
        mode="rehearsal",
        telephone="01632 960000",
        text_relay="18001 01632 960000",
        minute_reference="Founders/1",
        promise="y",
        **founders,
    )


def bring_in_the_register(world: World, *, members: int) -> None:
    """Let the secretary bring the old register in, and the chair approve it."""
    lines = ["name,constituency,member since,adult"]
    lines += [f"Member {number},workforce,2024-05-01,yes" for number in range(1, members + 1)]
    content = io.BytesIO("\n".join(lines).encode())
    kept = world.officer("secretary", on(6, 2)).send("/openings/new", file=(content, "register.csv"))
    batch = kept.request.path
    world.officer("chair", on(6, 2)).send(batch, ending="approval", entries=str(members))


def plan_and_nominate(world: World) -> str:
    """Plan the election, publish its notice, and take three nominations; return the election's address."""
    officer = world.officer("returning_officer", on(6, 3))
    offered = re.search(r'value="([0-9a-f-]{36}[^"]*)"[^<]*<?[^<]*Workforce', officer.look("/elections/new").text)
    assert offered is not None
    election = officer.send("/elections/new", electorate=offered.group(1), **PLAN).request.path
    officer.send(f"{election}/notice", promise="y")
    officer.send(f"{election}/nominations/opening", promise="y")
    for number in (1, 2, 3):
        found_people = officer.send(f"{election}/nominations/new", wanted=f"Member {number}")
        link = re.search(rf'href="({election}/nominations/new/[0-9a-f-]+)"', found_people.text)
        assert link is not None, found_people.text
        officer.send(link.group(1), received_time="10:00")
    return election


def arm(world: World, election: str) -> list[str]:
    """Close nominations, freeze the roll, make the links and arm the poll; return the letters' codes."""
    officer = world.officer("returning_officer", on(6, 21))
    for page in ("nominations/closing", "candidates/publication", "withdrawals/closing", "roll/freezing"):
        officer.send(f"{election}/{page}", promise="y")
    officer.send(f"{election}/arming", promise="y")
    return re.findall(r"<code>([0-9A-Z-]{14})</code>", officer.send(f"{election}/links", promise="y").text)


def vote(visitor: Visitor, code: str, numbers: dict[str, str]) -> None:
    """Vote by the code of a letter."""
    shown = visitor.send("/vote", code=code)
    paper = visitor.post("/vote/entry", sent(form_of(shown, ending="entry")))
    typed = {f"p-{number_of(paper, name)}": number for name, number in numbers.items()} or {"blank": "yes"}
    checked = visitor.post("/vote/review", sent(form_of(paper, ending="review"), **typed))
    answer = visitor.post("/vote/cast", sent(form_of(checked, ending="cast")))
    assert "Your vote is in the box" in answer.text


def number_of(paper: TestResponse, name: str) -> str:
    """Return the number of a name on the paper."""
    found_name = re.search(rf'<label for="p-(\d+)"[^>]*>{name}<', paper.text)
    assert found_name is not None, paper.text
    return found_name.group(1)
