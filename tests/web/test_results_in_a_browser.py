"""A published result in a real browser: nothing keeps anybody out, and a ranking is followed in the page alone."""

from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from govern.core.db import Database
from govern.elections.rules import State
from tests.browser import barriers, press
from tests.web.officers import Office, office_of
from tests.web.test_officers_in_a_browser import HEIGHT, NARROW
from tests.web.test_results import MODE_B, TWELVE, result_of


@pytest.fixture
def declared(app: Flask, database: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Office:
    """An election with enough electors that its ballots are published."""
    office = office_of(app, database, monkeypatch, tmp_path, members=MODE_B)
    office.carry_to(State.DECLARED, rankings=TWELVE)
    return office


def test_a_result_with_its_proofs_open_keeps_nobody_out(declared: Office, page: Page) -> None:
    page.goto(result_of(declared))
    press(page.get_by_text("Check this election"))

    assert barriers(page) == []
    page.set_viewport_size({"width": NARROW, "height": HEIGHT})
    assert page.locator("html").evaluate("one => one.scrollWidth <= one.clientWidth")


def test_a_ranking_is_followed_through_the_count_or_the_command_is_told(
    declared: Office, page: Page, scripts: str
) -> None:
    page.goto(result_of(declared))
    press(page.get_by_text("Check this election"))

    if scripts == "with scripts":
        page.get_by_label("Candidate numbers").fill("3 2")
        page.get_by_label("Candidate numbers").press("Enter")
        expect(page.locator("#journey-told")).to_contain_text("Stage 1: with Cai Cedar")
    else:
        expect(page.locator("noscript code")).to_be_visible()
