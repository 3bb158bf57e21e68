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
BAD = '<!doctype html><html lang="en"><title>Roll</title><main><h1>Roll</h1><input name="number"></main>'


@pytest.fixture
def address() -> Iterator[str]:
    """Where two pages are served: one that all can use, and one that some cannot."""
    app = Flask(__name__)
    app.add_url_rule("/good", "good", lambda: GOOD)
    app.add_url_rule("/bad", "bad", lambda: BAD)
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


def test_a_reader_without_scripts_has_none(reader: Page, request: pytest.FixtureRequest) -> None:
    reader.goto("/good")

    assert reader.text_content("#said") == request.node.callspec.params["reader"]
