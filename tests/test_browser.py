"""The browser is real, and the checker sees what would keep somebody out."""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from tests.browser import barriers, opened
from tests.served import served

GOOD = """<!doctype html><html lang="en"><title>Roll</title>
<main><h1>Roll</h1><p id="said">without scripts</p></main>
<script>document.getElementById("said").textContent = "with scripts"</script>"""
DARK = """<!doctype html><html lang="en"><title>Roll</title>
<style>@media (prefers-color-scheme: dark) { body { background: #111; color: #333 } }</style>
<main><h1>Roll</h1></main>"""
BAD = '<!doctype html><html lang="en"><title>Roll</title><main><h1>Roll</h1><input name="number"></main>'


@pytest.fixture
def address() -> Iterator[str]:
    """Where three pages are served: one that all can use, one that some cannot, one that none can read in the dark."""
    app = Flask(__name__)
    app.add_url_rule("/good", "good", lambda: GOOD)
    app.add_url_rule("/bad", "bad", lambda: BAD)
    app.add_url_rule("/dark", "dark", lambda: DARK)
    with served(app) as where:
        yield where


@pytest.fixture(params=["with scripts", "without scripts"])
def reader(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Page]:
    """A page of one reader, with and without scripts."""
    with opened(browser, address, has_scripts=request.param == "with scripts") as page:
        yield page


def test_a_page_that_all_can_use_has_no_barriers(reader: Page) -> None:
    reader.goto("/good")

    assert barriers(reader) == []


def test_a_field_without_a_name_is_a_barrier(reader: Page) -> None:
    reader.goto("/bad")

    assert [barrier.split(":")[0] for barrier in barriers(reader)] == ["label"]


def test_text_that_cannot_be_read_in_the_dark_alone_is_a_barrier_in_the_dark_alone(reader: Page) -> None:
    reader.goto("/dark")
    by_day = barriers(reader)
    reader.emulate_media(color_scheme="dark")

    assert (by_day, [barrier.split(":")[0] for barrier in barriers(reader)]) == ([], ["color-contrast"])


def test_a_reader_without_scripts_has_none(reader: Page, request: pytest.FixtureRequest) -> None:
    reader.goto("/good")

    assert reader.text_content("#said") == request.node.callspec.params["reader"]
