"""From the founding to an approved register in a real browser, with and without scripts; nobody kept out."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from govern.consequences.founding import code_of
from govern.core import clock
from govern.core.actors import Role
from tests.browser import barriers, follow, press
from tests.calendar import A_DAY, AT, TODAY
from tests.served import SECRET
from tests.web.secretariat import Secretariat
from tests.web.senses import obstacles


def enter(secretariat: Secretariat, page: Page, live_server: str, role: Role, *, days: int = 0) -> None:
    """Let an officer sign in in the browser, some days after the founding."""
    cookie = secretariat.sit(role, at=AT + A_DAY * days).client.get_cookie("govern")
    assert cookie is not None
    page.context.clear_cookies()
    page.context.add_cookies([{"name": "govern", "value": cookie.value, "url": live_server}])


def test_the_founding_in_a_browser(page: Page, unfounded: Secretariat, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: AT)
    page.goto("/founding")
    seen = barriers(page)
    page.get_by_label("Code of the founding").fill(code_of(TODAY, secret=SECRET.encode()))
    page.get_by_label("Society for social care, with a board in thirds").check()
    follow(page.get_by_role("button", name="Continue"))
    seen += barriers(page)
    follow(page.get_by_role("button", name="Found the mutual"))
    seen += barriers(page)
    expect(page.get_by_role("link", name="Enter the name of the mutual.")).to_be_visible()

    page.get_by_label("Name of the mutual").fill("Calder Valley Care Mutual Ltd")
    page.get_by_label("A demonstration: nothing decided here counts").check()
    page.get_by_label("Telephone number for members").fill("01632 960000")
    page.get_by_label("Text-relay number").fill("18001 01632 960000")
    page.get_by_label("Where the founders’ decision is recorded").fill("Founders/1")
    for number, (name, office) in enumerate(
        [("Anne Admin", "administrator"), ("Sam Secretary", "secretary"), ("Cath Chair", "chair")], start=1
    ):
        row = page.get_by_role("group", name=f"Founder {number}", exact=True)
        row.get_by_label("Name", exact=True).fill(name)
        row.get_by_label("E-mail address").fill(f"{name.split()[0].lower()}@example.org")
        row.get_by_label(office, exact=True).check()
    page.get_by_label("I have checked all of this with the founders").check()
    follow(page.get_by_role("button", name="Found the mutual"))

    expect(page.get_by_text("The mutual is founded.")).to_be_visible()
    assert seen == []


def test_a_register_is_brought_in_in_a_browser(
    page: Page, secretariat: Secretariat, live_server: str, tmp_path: Path
) -> None:
    file = tmp_path / "members.csv"
    file.write_text("name,constituency,member since,part\nAda Ash,workforce,2019-05-03,care_staff\n,nowhere,never,\n")
    enter(secretariat, page, live_server, Role.SECRETARY)
    page.goto("/members")
    seen = barriers(page)
    follow(page.get_by_role("link", name="Opening registers"))
    seen += barriers(page)
    follow(page.get_by_role("link", name="Upload a file"))
    page.get_by_label("CSV file").set_input_files(file)
    follow(page.get_by_role("button", name="Upload the file"))
    seen += barriers(page)
    expect(page.get_by_text("1 line of the file needs mending")).to_be_visible()

    file.write_text("name,constituency,member since,part\nAda Ash,workforce,2019-05-03,care_staff\n")
    page.get_by_label("CSV file").set_input_files(file)
    follow(page.get_by_role("button", name="Upload the file"))
    seen += barriers(page)
    address = page.url
    enter(secretariat, page, live_server, Role.CHAIR, days=1)
    page.goto(address)
    page.get_by_label("Number of entries that you approve").fill("1")
    seen += barriers(page)
    follow(page.get_by_role("button", name="Approve all entries"))

    expect(page.get_by_text("All entries are in the register from today on.")).to_be_visible()
    assert seen == []


PAGES = (
    "/bodies",
    "/bodies/members/new",
    "/letters",
    "/mutual",
    "/rules",
    "/rules/new",
    "/decisions",
    "/decisions/new",
    "/board-plans/new",
    "/people/new",
    "/openings",
    "/duplicates",
    "/duty-roster",
    "/entry-dates",
    "/requests",
)


def test_no_page_of_the_secretary_keeps_anybody_out(page: Page, secretariat: Secretariat, live_server: str) -> None:
    enter(secretariat, page, live_server, Role.SECRETARY)
    seen: list[str] = []

    for address in PAGES:
        page.goto(address)
        seen += [f"{address}: {obstacle}" for obstacle in obstacles(page)]
    assert seen == []


def say_that_it_is_so(page: Page, secretariat: Secretariat, live_server: str) -> None:
    """Let the chair, whom the decision names, say that it is so, and the secretary sit down again."""
    enter(secretariat, page, live_server, Role.CHAIR)
    page.goto("/")
    follow(page.get_by_role("link", name="Read it and say"))
    page.get_by_label("Yes: this was decided, and this was my part").check()
    follow(page.get_by_role("button", name="Give my word"))
    enter(secretariat, page, live_server, Role.SECRETARY)


def name_una(page: Page) -> None:
    """Name whom a decision admits."""
    page.get_by_label("Applications or persons, chosen below").check()
    press(page.locator("summary", has_text="Persons"))
    page.get_by_label("Person 1: whole name, or member number").fill("Una Bell")
    page.get_by_label("Person 1: what it says of them").select_option("They are admitted, as their papers ask")
    page.get_by_label("Person 1: constituency").select_option("Workforce: Care staff")


def test_a_member_is_admitted_and_leaves_in_a_browser(page: Page, secretariat: Secretariat, live_server: str) -> None:
    enter(secretariat, page, live_server, Role.SECRETARY)
    page.goto("/people/new")
    page.get_by_label("Name, as they write it").fill("Una Bell")
    page.get_by_label("It is confirmed that they are an adult").check()
    follow(page.get_by_role("button", name="Enter the person"))
    seen = barriers(page)
    una = page.url
    page.goto("/decisions/new")
    page.get_by_label("A general meeting").check()
    page.get_by_label("Where it stands in the minutes").fill("GM/1")
    page.get_by_label("What was decided", exact=True).fill("To admit those listed.")
    name_una(page)
    press(page.locator("summary", has_text="Somebody voted otherwise"))
    page.get_by_label("How Cath Chair took part").select_option("Was there and did not vote")
    follow(page.get_by_role("button", name="Enter the decision"))
    seen += barriers(page)
    say_that_it_is_so(page, secretariat, live_server)
    page.goto(una)
    follow(page.get_by_role("link", name="Enter as a member"))
    seen += barriers(page)
    page.get_by_label("Constituency").select_option("Workforce: Care staff")
    page.get_by_label("Decision that admits them").select_option(index=1)
    follow(page.get_by_role("button", name="Enter the member"))
    seen += barriers(page)
    follow(page.get_by_role("link", name="Record that it ended"))
    seen += barriers(page)
    page.get_by_label("They resigned").check()
    follow(page.get_by_role("button", name="Record the end"))

    expect(page.get_by_text("No longer a member. They resigned")).to_be_visible()
    assert seen == []


def test_somebody_is_found_while_typing_and_reached_by_the_keyboard(
    page: Page, secretariat: Secretariat, live_server: str, scripts: str
) -> None:
    enter(secretariat, page, live_server, Role.SECRETARY)
    page.goto("/members")
    field = page.get_by_label("Name or member number")

    field.press_sequentially("cath")

    if scripts == "without scripts":
        follow(page.get_by_role("button", name="Look"))
        expect(page.get_by_role("link", name="Cath Chair")).to_be_visible()
        return
    suggested = page.get_by_role("link", name="Cath Chair Number 2")
    expect(page.get_by_role("status").filter(has_text="1 could be meant")).to_be_attached()
    expect(suggested).to_be_visible()
    assert barriers(page) == []
    field.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(suggested).to_be_hidden()
    field.press_sequentially("erine")
    expect(page.get_by_text("Nobody is called so").first).to_be_visible()
    field.fill("chair")
    expect(suggested).to_be_visible()
    field.press("ArrowDown")
    follow(page.locator(":focus"))
    expect(page.get_by_role("heading", name="Cath Chair")).to_be_visible()
    assert "cath" not in page.url.lower()
