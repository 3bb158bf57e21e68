"""The queue and a case in a real browser, with and without scripts; nobody kept out at any state."""

import pytest
from playwright.sync_api import Page, expect

from govern.core.actors import Role
from tests.browser import follow
from tests.web.dossiers import LONG_EMPLOYED, QUORUM, board, confirm
from tests.web.secretariat import Secretariat, founded
from tests.web.senses import obstacles
from tests.web.test_register import person_entered
from tests.web.test_register_in_a_browser import enter


@pytest.fixture
def secretariat(unfounded: Secretariat) -> Secretariat:
    """A founded mutual whose founders can decide for its board, as far as its members elect nobody."""
    founded(unfounded.database, board_quorum=QUORUM)
    return unfounded


def found(page: Page) -> list[str]:
    """Return what would keep somebody from using a page, with the page's title."""
    return [f"{page.title()}: {obstacle}" for obstacle in obstacles(page)]


def look_for_the_applicant(page: Page, *, has_scripts: bool) -> list[str]:
    """Go from the queue to the form for somebody's paper, and return what was in the way."""
    page.goto("/applications")
    seen = found(page)
    follow(page.get_by_role("link", name="Enter one that came on paper"))
    page.get_by_label("Name or member number").press_sequentially("una")
    if not has_scripts:
        follow(page.get_by_role("button", name="Look", exact=True))
    expect(page.get_by_role("link", name="Una Bell")).to_be_visible()
    seen += found(page)
    follow(page.get_by_role("link", name="Una Bell"))
    return seen


def enter_the_paper(page: Page) -> list[str]:
    """Enter what was asked for, and return what was in the way."""
    seen = found(page)
    page.get_by_label("Constituency that they ask to belong to").select_option("Workforce: Care staff")
    page.get_by_label("Share that they take, in pounds").fill("1")
    follow(page.get_by_role("button", name="Enter the application"))
    return seen + found(page)


def state(page: Page) -> list[str]:
    """Take it up and state what shows that they belong, and return what was in the way."""
    follow(page.get_by_role("button", name="Begin to check it"))
    follow(page.get_by_role("link", name="State a fact"))
    seen = found(page)
    page.get_by_label("Employed since").check()
    page.get_by_label("Since which day").fill(LONG_EMPLOYED["since_on"])
    page.get_by_label("Where the proof is kept").fill(LONG_EMPLOYED["kept_at"])
    follow(page.get_by_role("button", name="State it"))
    expect(page.get_by_text("So somebody else looks at its proof.")).to_be_visible()
    return seen + found(page)


def see_the_proof(page: Page) -> list[str]:
    """Look at the proof and say so, and return what was in the way."""
    follow(page.get_by_role("link", name="Look at it, and say so"))
    seen = found(page)
    follow(page.get_by_role("button", name="I have seen the proof"))
    return seen + found(page)


def recommend(page: Page) -> list[str]:
    """Recommend to admit them, and return what was in the way."""
    follow(page.get_by_role("link", name="Recommend what to decide"))
    seen = found(page)
    page.get_by_label("To admit them").check()
    page.get_by_label("Why").fill("They have worked here for a year.")
    follow(page.get_by_role("button", name="Recommend it"))
    return seen + found(page)


def rule(page: Page) -> list[str]:
    """Enter what was decided and the share, and return what was in the way."""
    follow(page.get_by_role("link", name="Enter what was decided"))
    seen = found(page)
    page.get_by_label("Decision", exact=True).select_option(index=1)
    follow(page.get_by_role("button", name="Enter what was decided"))
    seen += found(page)
    follow(page.get_by_role("link", name="Record the share or guarantee"))
    seen += found(page)
    follow(page.get_by_role("button", name="Record it"))
    return seen


def test_an_application_on_paper_becomes_a_membership_in_a_browser(
    page: Page, secretariat: Secretariat, live_server: str, scripts: str
) -> None:
    person_entered(secretariat.sit())
    enter(secretariat, page, live_server, Role.SECRETARY)
    seen = look_for_the_applicant(page, has_scripts=scripts == "with scripts")
    seen += enter_the_paper(page)
    seen += state(page)
    case = page.url
    enter(secretariat, page, live_server, Role.CHAIR)
    page.goto(case)
    seen += see_the_proof(page)
    enter(secretariat, page, live_server, Role.SECRETARY)
    page.goto(case)
    seen += recommend(page)
    decision = board(secretariat, secretariat.sit())
    seen += rule(page)
    confirm(secretariat, decision, Role.CHAIR, Role.ADMINISTRATOR)
    page.reload()

    follow(page.get_by_role("button", name="Enter them as a member"))

    expect(page.get_by_text("They are a member from today on.")).to_be_visible()
    expect(page.get_by_text("Nothing. This application is closed.")).to_be_visible()
    for address in ("/applications", f"/decisions/{decision}/rulings", "/admission-report?quarter=2026-2"):
        page.goto(address)
        seen += found(page)
    assert seen == []
