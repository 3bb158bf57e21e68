"""The reader's language: what the browser asks for, what the reader chose, and nothing lost by choosing."""

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page
from werkzeug.test import TestResponse

from tests.browser import barriers, follow
from tests.make import Make
from tests.makers.voting import OpenPoll
from tests.web.test_vote import PAPER, REVIEWED, TOKEN, come_in, found

WELSH_FIRST = {"Accept-Language": "cy-GB,cy;q=0.9,en;q=0.5"}
ENGLISH_FIRST = {"Accept-Language": "en-GB,en;q=0.9"}


@pytest.fixture
def two_languages(app: object, make: Make) -> None:
    """A mutual that writes in English and in Welsh."""
    make.mutual(languages=["en", "cy"])
    make.known_to_all()


def language_of(client: FlaskClient, path: str = "/sign-in", **headers: str) -> str:
    """Return the language that a page says it is in."""
    return client.get(path, headers=headers).text.split('<html lang="', 1)[1].split('"', 1)[0]


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        pytest.param("cy-GB,cy;q=0.9,en;q=0.5", "cy", id="Welsh before English"),
        pytest.param("en-GB,en;q=0.9,cy;q=0.5", "en", id="English before Welsh"),
        pytest.param("cy", "cy", id="only Welsh"),
        pytest.param("fr", "en", id="neither"),
        pytest.param("", "en", id="nothing"),
    ],
)
def test_a_page_is_in_the_language_that_the_browser_asks_for(
    client: FlaskClient, two_languages: None, asked: str, language: str
) -> None:
    assert language_of(client, **{"Accept-Language": asked}) == language


def test_a_mutual_that_writes_in_welsh_first_greets_in_welsh(client: FlaskClient, make: Make) -> None:
    make.mutual(languages=["cy", "en"])
    make.known_to_all()

    assert language_of(client, **{"Accept-Language": "fr"}) == "cy"


def test_a_language_that_the_mutual_does_not_use_is_not_offered(client: FlaskClient, make: Make) -> None:
    make.mutual(languages=["en"])
    make.known_to_all()

    page = client.get("/sign-in?lang=cy", headers=WELSH_FIRST)

    assert '<html lang="en">' in page.text
    assert "Cymraeg" not in page.text
    assert "language=" not in page.headers.get("Set-Cookie", "")


def test_the_language_that_a_reader_chose_is_kept(client: FlaskClient, two_languages: None) -> None:
    page = client.get("/sign-in?lang=cy", headers=ENGLISH_FIRST)

    assert "<h1>Mewngofnodi</h1>" in page.text
    assert language_of(client, "/privacy", **ENGLISH_FIRST) == "cy"


def test_every_page_links_to_itself_in_the_other_language(client: FlaskClient, two_languages: None) -> None:
    page = client.get("/board?on=2026-12-04", headers=WELSH_FIRST)

    link = '<a href="/board?on=2026-12-04&amp;lang=en" rel="alternate" lang="en" hreflang="en">English</a>'
    assert link in page.text


@pytest.mark.parametrize("path", ["//elsewhere.example/x", "/nothing%22%3E", "/%E2%80%AE"])
def test_no_path_makes_the_link_lead_elsewhere(client: FlaskClient, two_languages: None, path: str) -> None:
    page = client.get(path)

    links = [part.split('"', 1)[0] for part in page.text.split('href="')[1:] if "lang=cy" in part.split('"', 1)[0]]
    assert len(links) == 1
    assert links[0].startswith("/")
    assert not links[0].startswith("//")


def test_a_page_that_answers_a_form_is_not_asked_for_again(client: FlaskClient, two_languages: None) -> None:
    page = client.post("/sign-in")

    assert page.status_code == 400
    assert "Cymraeg" not in page.text


def test_what_is_kept_on_the_way_is_kept_by_language(client: FlaskClient, two_languages: None) -> None:
    kept_by = client.get("/privacy").headers["Vary"]

    assert "Accept-Language" in kept_by
    assert "Cookie" in kept_by


def test_a_reader_changes_the_language_in_a_browser(page: Page, make: Make) -> None:
    make.mutual(languages=["en", "cy"])
    make.known_to_all()
    page.goto("/sign-in")
    follow(page.get_by_role("link", name="Cymraeg"))
    seen = barriers(page)
    follow(page.get_by_role("link", name="Preifatrwydd"))
    seen += barriers(page)

    assert page.locator("html").get_attribute("lang") == "cy"
    assert page.get_by_role("heading", level=1).inner_text() == "Preifatrwydd"
    assert seen == []


@pytest.fixture
def poll(two_languages: None, make: Make, tmp_path: Path) -> OpenPoll:
    """A poll that is open now."""
    return make.open_poll(tmp_path)


def other_language(page: TestResponse) -> tuple[str, str]:
    """Return the form that the page's language button sends, and where to."""
    found = re.search(r'form="([a-z]+)" formaction="([^"]+)" lang="cy">Cymraeg<', page.text)
    assert found is not None, page.text
    return found[1], found[2]


def test_a_half_filled_ballot_is_kept_when_the_language_changes(client: FlaskClient, poll: OpenPoll) -> None:
    paper = come_in(client, poll.codes[0])
    form, address = other_language(paper)
    typed = {"csrf_token": found(TOKEN, paper), "paper": found(PAPER, paper), "p-1": "2", "p-3": "1"}

    again = client.post(address, data=typed)

    assert f'action="/vote/review" id="{form}"' in paper.text
    assert '<html lang="cy">' in again.text
    assert re.search(r'name="p-1"[^>]*value="2"', again.text)
    assert re.search(r'name="p-3"[^>]*value="1"', again.text)


@pytest.mark.parametrize("typed", [{"p-2": "1", "p-1": "2"}, {"blank": "yes"}], ids=["an order", "a blank vote"])
def test_a_vote_under_review_is_kept_when_the_language_changes(
    client: FlaskClient, poll: OpenPoll, typed: dict[str, str]
) -> None:
    paper = come_in(client, poll.codes[0])
    token, handed = found(TOKEN, paper), {"paper": found(PAPER, paper)}
    checked = client.post("/vote/review", data={"csrf_token": token} | handed | typed)
    form, address = other_language(checked)
    carried = dict(re.findall(r'<input type="hidden" name="(p-\d+|blank|paper)" value="(\w+)">', checked.text))

    again = client.post(address, data={"csrf_token": token} | carried)

    assert f'id="{form}"' in checked.text
    assert carried == typed | handed
    assert "<h1>Gwiriwch eich pleidlais</h1>" in again.text


def test_a_letters_code_is_kept_when_the_language_changes(client: FlaskClient, poll: OpenPoll) -> None:
    token = found(TOKEN, client.get("/vote"))
    asked = client.post("/vote", data={"csrf_token": token, "code": poll.codes[0]})
    _form, address = other_language(asked)

    again = client.post(address, data={"csrf_token": token, "code": poll.codes[0]})

    assert "Ai chi yw hwn?" in again.text
    assert poll.codes[0] not in address


def test_the_receipt_is_shown_once_and_in_one_language(client: FlaskClient, poll: OpenPoll) -> None:
    paper = come_in(client, poll.codes[0])
    token = found(TOKEN, paper)
    checked = client.post("/vote/review", data={"csrf_token": token, "paper": found(PAPER, paper), "p-1": "1"})

    receipt = client.post("/vote/cast", data={"csrf_token": token, "reviewed": found(REVIEWED, checked)})

    assert "Your vote is in the box" in receipt.text
    assert "Cymraeg" not in receipt.text


def test_a_voter_changes_the_language_of_a_half_filled_ballot_in_a_browser(page: Page, poll: OpenPoll) -> None:
    page.goto(f"/vote/{poll.codes[0]}")
    follow(page.get_by_role("button", name="Yes, continue to my ballot"))
    page.locator("#p-2").fill("1")
    follow(page.get_by_role("button", name="Cymraeg"))
    seen = barriers(page)

    assert page.locator("html").get_attribute("lang") == "cy"
    assert page.locator("#p-2").input_value() == "1"
    assert seen == []
