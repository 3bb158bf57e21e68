"""A vote in a real browser: by tapping, by typing, by keyboard, with scripts and without."""

from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy.orm import Session

from tests.ballots.test_entitlement import end_membership
from tests.browser import barriers, follow, press
from tests.make import Make
from tests.makers.voting import OpenPoll
from tests.web.senses import ENLARGE, NARROW, obstacles, overflow

MOST_TABS = 30
DOUBLED = "html { font-size: 225% !important }"
LINES_OF_A_NAME = """
() => [...document.querySelectorAll(".name")]
  .map((one) => Math.round(one.getBoundingClientRect().height / parseFloat(getComputedStyle(one).lineHeight)))
"""


@pytest.fixture
def poll(app: object, make: Make, tmp_path: Path) -> OpenPoll:
    """A poll that is open now, its keys where the app looks for them."""
    return make.open_poll(tmp_path)


def test_a_vote_in_a_browser(page: Page, poll: OpenPoll) -> None:
    page.goto(f"/vote/{poll.codes[0]}")
    seen = barriers(page)
    follow(page.get_by_role("button", name="Yes, continue to my ballot"))
    seen += barriers(page)
    page.get_by_role("textbox", name="Ben").fill("1")
    page.get_by_role("textbox", name="Ada").fill("1")
    follow(page.get_by_role("button", name="Review my vote"))
    seen += barriers(page)
    page.get_by_role("textbox", name="Ada").fill("2")
    follow(page.get_by_role("button", name="Review my vote"))
    seen += barriers(page)
    follow(page.get_by_role("button", name="Cast my vote"))
    seen += barriers(page)

    assert page.get_by_role("heading", level=1).inner_text() == "Your vote is in the box"
    assert seen == []


def test_no_name_on_a_paper_is_broken_on_a_phone_with_doubled_text(page: Page, poll: OpenPoll) -> None:
    page.set_viewport_size({"width": NARROW, "height": 800})
    page.goto(f"/vote/{poll.codes[0]}")
    follow(page.get_by_role("button", name="Yes, continue to my ballot"))

    page.evaluate(ENLARGE, DOUBLED)

    assert set(page.evaluate(LINES_OF_A_NAME)) == {1}
    assert overflow(page) <= 0


def test_no_state_of_voting_keeps_anybody_out(page: Page, poll: OpenPoll) -> None:
    page.goto("/vote")
    seen = obstacles(page)
    follow(page.get_by_role("button", name="Continue"))
    seen += obstacles(page)
    page.goto(f"/vote/{poll.codes[0]}")
    seen += obstacles(page)
    follow(page.get_by_role("button", name="Yes, continue to my ballot"))
    seen += obstacles(page)
    follow(page.get_by_role("button", name="Review my vote"))
    seen += obstacles(page)
    page.get_by_role("textbox", name="Ben").fill("1")
    follow(page.get_by_role("button", name="Review my vote"))
    seen += obstacles(page)
    follow(page.get_by_role("button", name="Cast my vote"))
    seen += obstacles(page)
    page.goto(f"/vote/{poll.codes[0]}")
    expect(page.get_by_role("heading", level=1)).to_have_text("You have voted")
    seen += obstacles(page)

    assert seen == []


def test_why_somebody_cannot_vote_keeps_nobody_out(page: Page, session: Session, poll: OpenPoll) -> None:
    end_membership(session, poll.contest, date(2025, 5, 1))
    session.commit()
    page.goto(f"/vote/{poll.codes[0]}")

    expect(page.get_by_role("heading", level=1)).to_have_text("You cannot vote in this poll")
    assert obstacles(page) == []


def test_a_vote_by_keyboard_alone(page: Page, poll: OpenPoll) -> None:
    page.goto(f"/vote/{poll.codes[0]}")
    tab_to(page, "Yes, continue to my ballot")
    page.keyboard.press("Enter")
    page.wait_for_url("**/vote/ballot")
    tab_to(page, "Ben Number the candidates in order.")
    page.keyboard.type("1")
    tab_to(page, "Review my vote")
    page.keyboard.press("Enter")
    page.wait_for_url("**/vote/review")
    tab_to(page, "Cast my vote")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Your vote is in the box")


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the focus is on what has this accessible name."""
    wanted = page.get_by_role("button", name=name).or_(page.get_by_role("textbox", name=name))
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if wanted.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(f"the focus never came to {name}")


class Finger:
    """Presses things on a page, and counts how often, and how many pages came."""

    def __init__(self, page: Page) -> None:
        """Begin before the first page."""
        self.page, self.taps, self.pages = page, 0, 0
        page.on("framenavigated", self._count)

    def _count(self, _frame: object) -> None:
        self.pages += 1

    def follow(self, name: str) -> None:
        """Press a button that brings another page."""
        follow(self.page.get_by_role("button", name=name))
        self.taps += 1

    def press(self, name: str) -> None:
        """Press a button."""
        press(self.page.get_by_role("button", name=name))
        self.taps += 1

    def number(self, name: str, number: int) -> None:
        """Tap the box beside a name and type one digit."""
        press(self.page.get_by_role("textbox", name=name))
        self.page.keyboard.type(str(number))
        self.taps += 1


def test_three_choices_take_at_most_five_pages_and_eight_taps(page: Page, poll: OpenPoll, scripts: str) -> None:
    finger = Finger(page)
    page.goto(f"/vote/{poll.codes[0]}")
    finger.follow("Yes, continue to my ballot")
    for number, name in enumerate(["Ben", "Ada", "Cai"], start=1):
        if scripts == "with scripts":
            finger.press(f"Choose: {name}")
        else:
            finger.number(name, number)
    finger.follow("Review my vote")
    order = page.locator(".order li").all_inner_texts()
    finger.follow("Cast my vote")

    expect(page.get_by_role("heading", level=1)).to_have_text("Your vote is in the box")
    assert order == ["Ben", "Ada", "Cai"]
    assert finger.pages <= 5
    assert finger.taps <= 8


def test_every_box_is_read_out_with_its_name_and_the_question(page: Page, poll: OpenPoll) -> None:
    page.goto(f"/vote/{poll.codes[0]}")
    follow(page.get_by_role("button", name="Yes, continue to my ballot"))

    boxes = page.get_by_role("textbox")

    expect(boxes).to_have_count(3)
    for name, box in zip(["Ada", "Ben", "Cai"], boxes.all(), strict=True):
        expect(box).to_have_accessible_name(f"{name} Number the candidates in order.")
        expect(box).to_have_attribute("inputmode", "numeric")


def test_a_choice_taken_out_moves_the_later_ones_up(page: Page, poll: OpenPoll, scripts: str) -> None:
    page.goto(f"/vote/{poll.codes[0]}")
    follow(page.get_by_role("button", name="Yes, continue to my ballot"))
    if scripts == "without scripts":
        expect(page.locator(".pick")).to_have_count(0)
        return
    for name in ("Choose: Cai", "Choose: Ada", "Choose: Ben", "Take out: Ada"):
        page.get_by_role("button", name=name).press("Enter")

    numbers = [box.input_value() for box in page.get_by_role("textbox").all()]

    assert numbers == ["", "2", "1"]
    expect(page.get_by_role("status")).to_have_text("Ada is no longer among your choices.")
