"""Every page of voters and of the public, read in Welsh: nothing of ours is left in English."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update
from werkzeug.test import TestResponse

from govern.constitution.models import Mutual
from govern.core import clock
from govern.core.actors import Role
from govern.core.db import Database
from govern.elections.rules import State
from tests.calendar import AFTER, AT, DURING, OPENS_AT
from tests.make import Make
from tests.makers.voting import A_DAY, OpenPoll
from tests.web.english import english_in
from tests.web.officers import Desk, office_of, words_of
from tests.web.reader import TOKEN, Reader
from tests.web.test_vote import PAPER

FOR_EVERYBODY = (
    "/", "/sign-in", "/sign-in?next=/account", "/sign-in/sent", "/sign-in/links/x", "/accessibility", "/privacy",
    "/vote", "/vote/2222-2222-2222", "/vote/ballot", "/results", "/board", "/board?on=x", "/would-this-carry",
    "/nothing",
)  # fmt: skip
OWN = (
    "/me",
    "/me/vote-check",
    "/me/details",
    "/me/details/email",
    "/me/details/name",
    "/me/history",
    "/me/resignation",
)
MODE_B = 100
TWELVE = [[1, 2, 3]] * 5 + [[2, 3]] * 4 + [[3, 2]] * 2 + [[]]


@pytest.fixture
def welsh(app: Flask) -> FlaskClient:
    """A visitor whose browser asks for Welsh."""
    client = app.test_client()
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "cy"
    return client


@pytest.fixture
def two_languages(app: Flask, make: Make) -> None:
    """A mutual that writes in English and in Welsh."""
    make.mutual(languages=["en", "cy"], name="Gofal Cwm Calder")
    make.known_to_all()


@pytest.fixture
def poll(two_languages: None, make: Make, tmp_path: Path) -> OpenPoll:
    """A poll that is open now."""
    return make.open_poll(tmp_path)


def left_in_english(page: TestResponse) -> list[str]:
    """Return what of a page is in English, once it is sure that the page is a Welsh one."""
    assert '<html lang="cy">' in page.text
    return list(english_in(page.text))


def sent(client: FlaskClient, page: TestResponse, to: str, /, **typed: str) -> TestResponse:
    """Send a form from a page."""
    token = TOKEN.search(page.text)
    assert token is not None, page.text
    paper = PAPER.search(page.text)
    carried = {"csrf_token": token[1]} | ({"paper": paper[1]} if paper else {})
    return client.post(to, data=typed | carried, follow_redirects=True)


@pytest.mark.parametrize("path", FOR_EVERYBODY)
def test_pages_for_everybody_are_in_welsh(welsh: FlaskClient, two_languages: None, path: str) -> None:
    assert left_in_english(welsh.get(path)) == []


def test_every_page_from_the_link_to_the_receipt_is_in_welsh(welsh: FlaskClient, poll: OpenPoll) -> None:
    asked = welsh.get(f"/vote/{poll.codes[0]}")
    paper = sent(welsh, asked, "/vote/entry", code=poll.codes[0])
    wrong = sent(welsh, paper, "/vote/review", **{"p-1": "1", "p-2": "1", "p-3": "x"})
    gap = sent(welsh, paper, "/vote/review", **{"p-1": "2"})
    checked = sent(welsh, paper, "/vote/review", **{"p-1": "1", "p-2": "2"})
    reviewed = checked.text.split('name="reviewed" value="', 1)[1].split('"', 1)[0]
    receipt = sent(welsh, checked, "/vote/cast", reviewed=reviewed)
    again = welsh.get("/vote/ballot")
    refused = sent(welsh, paper, "/vote/cast", reviewed="x")

    pages = [asked, paper, wrong, gap, checked, receipt, again, refused]
    assert "Mae eich pleidlais yn y blwch" in receipt.text
    assert [left_in_english(page) for page in pages] == [[]] * len(pages)


@pytest.mark.parametrize("days", [pytest.param(1, id="not yet open"), pytest.param(-2, id="over")])
def test_a_closed_poll_says_so_in_welsh(
    welsh: FlaskClient, two_languages: None, make: Make, tmp_path: Path, days: int
) -> None:
    now = clock.now()
    poll = make.open_poll(tmp_path, opens_at=now + days * A_DAY, closes_at=now + (days + 1) * A_DAY)
    asked = welsh.get(f"/vote/{poll.codes[0]}")
    closed = sent(welsh, welsh.get("/vote"), "/vote/entry", code=poll.codes[0])

    assert [left_in_english(page) for page in (asked, closed)] == [[], []]


def test_forms_that_were_filled_in_wrongly_say_so_in_welsh(welsh: FlaskClient, two_languages: None) -> None:
    page = welsh.get("/sign-in")
    answers = [
        sent(welsh, page, "/vote", code=""),
        sent(welsh, page, "/vote", code="x" * 100),
        sent(welsh, page, "/vote", code="2222-2222-2222"),
        sent(welsh, page, "/sign-in", address="x", password=""),
        sent(welsh, page, "/sign-in", address="siân@example.org", password="x"),
        sent(welsh, page, "/sign-in/links", email=""),
        sent(welsh, page, "/sign-in/links/x"),
        sent(welsh, page, "/privacy"),
        welsh.post("/sign-in"),
    ]

    assert [left_in_english(page) for page in answers] == [[]] * len(answers)


def test_ones_own_account_is_in_welsh(welsh: FlaskClient, two_languages: None, make: Make) -> None:
    account = make.account()
    make.office(Role.SECRETARY, person_id=account.person_id)
    reader = Reader(welsh)
    reader.sign_in(make, account)
    pages = [
        reader.open("/account"),
        reader.send("/account/password", form_on="/account", password="short"),
        welsh.get("/offices/new"),
    ]

    assert [left_in_english(page) for page in pages] == [[], [], []]


def test_the_pages_of_a_member_are_in_welsh(
    app: Flask, database: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    office = office_of(app, database, monkeypatch, tmp_path)
    with database.writing() as session:
        session.execute(update(Mutual).values(languages=["en", "cy"]))
        session.commit()
    pages = own_pages(office.sit_as(office.made.members[0], at=AT))
    office.carry_to(State.ARMED)
    office.sit(at=OPENS_AT).send("/links")
    pages += own_pages(office.sit_as(office.made.members[0], at=DURING))

    assert [left_in_english(page) for page in pages] == [[]] * len(pages)


def test_the_first_page_of_an_officer_is_in_welsh(
    app: Flask, database: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    office = office_of(app, database, monkeypatch, tmp_path)
    office.carry_to(State.ARMED)
    with database.writing() as session:
        session.execute(update(Mutual).values(languages=["en", "cy"]))
        session.commit()
    pages = [
        office.sit(role, at=OPENS_AT).client.get("/", headers={"Accept-Language": "cy"})
        for role in (Role.SECRETARY, Role.CHAIR, Role.RETURNING_OFFICER, Role.SCRUTINEER)
    ]

    assert [left_in_english(page) for page in pages] == [[]] * len(pages)


def own_pages(desk: Desk) -> list[TestResponse]:
    """Return every page that a member has of their own, read in Welsh."""
    desk.client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "cy"
    return [desk.client.get(path) for path in OWN]


def test_a_result_with_its_count_is_in_welsh(
    app: Flask, welsh: FlaskClient, database: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    office = office_of(app, database, monkeypatch, tmp_path, members=MODE_B)
    office.carry_to(State.DECLARED, rankings=TWELVE)
    with database.writing() as session:
        session.execute(update(Mutual).values(languages=["en", "cy"]))
        session.commit()
    office.sit(at=AFTER)
    result = welsh.get(office.path.replace("elections", "results"))
    pages = [result, welsh.get("/results"), welsh.get("/board"), welsh.get("/mutual"), welsh.get("/rules")]

    assert "Y ganran a bleidleisiodd 12.0 y cant" in words_of(result)
    assert "Aeth 11 papur dilys at eu dewisiadau cyntaf." in words_of(result)
    assert [left_in_english(page) for page in pages] == [[]] * len(pages)


@pytest.mark.parametrize(
    "page",
    [
        pytest.param("<p>Cast my vote</p>", id="a paragraph"),
        pytest.param('<p>Un <span lang="en">the Rules</span> of the mutual</p>', id="after words that are marked"),
        pytest.param('<a aria-label="Next page">2</a>', id="a name read out"),
    ],
)
def test_english_in_a_welsh_page_is_found(page: str) -> None:
    assert list(english_in(page))


def test_a_page_for_officers_is_in_english_as_a_whole(welsh: FlaskClient, two_languages: None, make: Make) -> None:
    account = make.account()
    make.office(Role.ADMINISTRATOR, person_id=account.person_id)
    reader = Reader(welsh)
    reader.sign_in(make, account)

    page = reader.open("/offices")

    assert '<html lang="en">' in page.text
    assert "Cymraeg" not in page.text
