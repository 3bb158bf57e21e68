"""The officers' pages in a real browser, with scripts and without: nothing keeps anybody out, all fits."""

import csv
import re
from datetime import datetime

from playwright.sync_api import Page, expect

from govern.elections.rules import State
from tests.browser import barriers, follow, press
from tests.calendar import A_DAY, AFTER, AN_HOUR, AT, OPENS_AT
from tests.web.officers import Office
from tests.web.senses import obstacles

NARROW, WIDE = 320, 1280
HEIGHT = 900
# One page of each kind: all steps share a template.
PLANNED = (
    "/elections", "/elections/new", "/elections/timetable?closes_on=2026-09-17", "{}", "{}/timetable", "{}/notice",
)  # fmt: skip
STANDING = ("/", "{}", "{}/nominations/new", "{}/candidates/1/withdrawal")
CLOSED = ("{}/roll/freezing",)
FROZEN = ("{}", "{}/arming", "{}/links", "{}/links/replacement", "{}/links/letters", "{}/doubts", "{}/doubts/new")
COUNTED = ("{}/count", "{}/declaration")
DECLARED = ("{}", "{}/timetable", "{}/lots", "/results", "/results/{id}", "/board?on=2026-12-01", "/journal")


def ensure_open_to_all(page: Page, office: Office, addresses: tuple[str, ...]) -> None:
    """Open pages, and hold each to every sense, and to one heading."""
    for address in addresses:
        page.goto(address.format(office.path, id=office.made.election.id))
        assert obstacles(page) == [], address
        expect(page.locator("h1")).to_have_count(1)


def look(page: Page, office: Office, live_server: str, *, at: datetime) -> None:
    """Sign the returning officer in at a time."""
    office.enter(page, at=at, address=live_server)


def test_the_pages_of_planning_and_nominations_keep_nobody_out(office: Office, page: Page, live_server: str) -> None:
    look(page, office, live_server, at=AT + AN_HOUR)
    ensure_open_to_all(page, office, PLANNED)
    office.carry_to(State.NOMINATIONS_OPEN)
    look(page, office, live_server, at=AT + 2 * AN_HOUR)
    ensure_open_to_all(page, office, STANDING)


def test_the_pages_of_the_poll_keep_nobody_out(office: Office, page: Page, live_server: str) -> None:
    office.carry_to(State.WITHDRAWALS_CLOSED)
    look(page, office, live_server, at=OPENS_AT - AN_HOUR)
    ensure_open_to_all(page, office, CLOSED)
    office.sit(at=OPENS_AT - AN_HOUR).send("/roll/freezing")
    ensure_open_to_all(page, office, FROZEN)


def test_the_pages_of_the_count_and_the_result_keep_nobody_out(office: Office, page: Page, live_server: str) -> None:
    office.carry_to(State.COUNTING, rankings=[[1, 2], [2, 1], [3, 2], [2], []])
    look(page, office, live_server, at=AFTER + AN_HOUR)
    ensure_open_to_all(page, office, COUNTED)
    office.sit(at=AFTER + AN_HOUR).send("/declaration")
    ensure_open_to_all(page, office, DECLARED)


def test_a_refusal_takes_the_focus_and_keeps_what_was_typed(office: Office, page: Page, live_server: str) -> None:
    office.carry_to(State.NOMINATIONS_OPEN)
    look(page, office, live_server, at=AT + 2 * AN_HOUR)

    page.goto(f"{office.path}/nominations/closing")
    page.get_by_label("Note for the record").fill("All are in.")
    follow(page.get_by_role("button", name="Close nominations"))

    expect(page.get_by_role("alert")).to_contain_text("Come back then.")
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_label("Note for the record")).to_have_value("All are in.")
    assert barriers(page) == []


def test_the_letters_are_saved_as_a_file_from_the_page(office: Office, page: Page, live_server: str) -> None:
    office.carry_to(State.WITHDRAWALS_CLOSED)
    office.sit(at=OPENS_AT - AN_HOUR).send("/roll/freezing")
    look(page, office, live_server, at=OPENS_AT - AN_HOUR)
    page.goto(f"{office.path}/links")
    follow(page.get_by_role("button", name="Make and send the links"))

    with page.expect_download() as saved:
        press(page.get_by_role("link", name="Save the letters as a file"))

    with saved.value.path().open(encoding="utf-8-sig", newline="") as file:
        written = list(csv.reader(file))
    assert saved.value.suggested_filename == "letters.csv"
    assert len(written) == 6
    assert barriers(page) == []


def test_an_officer_takes_the_main_step_from_the_page_of_the_election(
    office: Office, page: Page, live_server: str
) -> None:
    look(page, office, live_server, at=AT + A_DAY)
    page.goto(office.path)

    follow(page.get_by_role("link", name="Publish the notice of election"))
    page.get_by_label("I publish this notice of election.").check()
    follow(page.get_by_role("button", name="Publish the notice"))

    expect(page.get_by_role("status")).to_contain_text("The notice is published.")
    expect(page.get_by_role("link", name="Open nominations")).to_be_visible()
    assert office.state() == State.NOTICE_PUBLISHED


def test_the_board_keeps_its_roles_on_a_narrow_screen(office: Office, page: Page) -> None:
    office.carry_to(State.DECLARED, rankings=[[1, 2], [2, 1], [3, 2], [2], []])
    page.set_viewport_size({"width": NARROW, "height": HEIGHT})

    page.goto("/board?on=2026-12-01")

    workforce = page.get_by_role("table", name="Workforce")
    expect(workforce.get_by_role("row")).to_have_count(3)
    expect(workforce.get_by_role("rowheader")).to_have_count(2)
    expect(page.get_by_role("img")).to_have_attribute("aria-label", re.compile("Workforce: 1 of 2 seats filled."))


def test_the_line_of_an_election_says_where_it_is(office: Office, page: Page, live_server: str) -> None:
    office.carry_to(State.ARMED)
    look(page, office, live_server, at=OPENS_AT)

    page.goto(office.path)

    expect(page.locator("[aria-current=step]")).to_have_count(1)
    expect(page.locator("[aria-current=step]")).to_contain_text("poll open")
