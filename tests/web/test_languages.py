"""The reader's language: what the browser asks for, what the reader chose, and nothing lost by choosing."""

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page

from tests.browser import barriers
from tests.make import Make

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
    page.get_by_role("link", name="Cymraeg").click()
    seen = barriers(page)
    page.get_by_role("link", name="Preifatrwydd").click()
    seen += barriers(page)

    assert page.locator("html").get_attribute("lang") == "cy"
    assert page.get_by_role("heading", level=1).inner_text() == "Preifatrwydd"
    assert seen == []
