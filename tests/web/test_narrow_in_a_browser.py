"""On a narrow screen with doubled text: no page scrolls sideways, and a table that does can be reached and is named."""

import pytest
from playwright.sync_api import Page

from govern.core.actors import Role
from govern.elections.rules import State
from tests.calendar import AFTER
from tests.web.officers import Office
from tests.web.senses import ENLARGE, NARROW, overflow

DOUBLED = "html { font-size: 225% !important }"
PAGES = ("/", "/mutual", "/rules", "/board", "/account", "/journal", "/offices", "/elections", "/openings", "/members")
STACKED = ("/offices", "/members", "/elections", "/decisions", "/openings", "/journal", "/mutual", "/rules", "/results")
TABLES = """
() => [...document.querySelectorAll(".table")].filter((one) => one.scrollWidth > one.clientWidth)
  .map((one) => [one.getAttribute("role"), one.tabIndex, Boolean(one.ariaLabel || one.getAttribute("aria-labelledby"))])
"""


@pytest.fixture
def declared(office: Office) -> Office:
    """An election that has been declared, whose page is the longest."""
    office.carry_to(State.DECLARED, rankings=[[1, 2], [2], []])
    return office


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.RETURNING_OFFICER])
def test_no_page_scrolls_sideways_on_a_phone_with_doubled_text(
    page: Page, declared: Office, live_server: str, role: Role
) -> None:
    declared.enter(page, role, at=AFTER, address=live_server)
    page.set_viewport_size({"width": NARROW, "height": 800})
    wider = {}

    for path in (*PAGES, declared.path):
        page.goto(path)
        page.evaluate(ENLARGE, DOUBLED)
        wider[path] = overflow(page)

    assert {path: by for path, by in wider.items() if by > 0} == {}


def test_a_table_that_scrolls_can_be_reached_by_keyboard_and_has_a_name(
    page: Page, declared: Office, live_server: str
) -> None:
    declared.enter(page, Role.SECRETARY, at=AFTER, address=live_server)
    page.set_viewport_size({"width": NARROW, "height": 800})
    seen = []

    for path in (f"/results/{declared.made.election.id}", "/openings/new"):
        page.goto(path)
        seen += page.evaluate(TABLES)

    assert len(seen) >= 2
    assert [one for one in seen if one != ["region", 0, True]] == []


def test_people_elections_and_decisions_stand_below_each_other_on_a_phone(
    page: Page, declared: Office, live_server: str
) -> None:
    declared.enter(page, Role.SECRETARY, at=AFTER, address=live_server)
    page.set_viewport_size({"width": NARROW, "height": 800})
    seen = []

    for path in STACKED:
        page.goto(path)
        seen.append(page.evaluate("getComputedStyle(document.querySelector('.stack td')).display"))
        seen.append(page.evaluate(TABLES))

    assert seen == ["block", []] * len(STACKED)
