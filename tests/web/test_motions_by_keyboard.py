"""A motion on its way by keyboard alone: whoever has no pointer sees where they are, and is led on after each deed."""

from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from govern.motions.rules import State
from tests.makers.motions import TEXT
from tests.web.halls import Hall

MOST_TABS = 40
# What has the focus shows it by an edge of five pixels that nothing cuts off, lies within the window, and nothing lies
# over its middle.
WHERE = """
(wanted) => {
  const one = document.activeElement, box = one.getClientRects()[0];
  const above = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  let around = one.parentElement;
  while (around && getComputedStyle(around).overflowX === "visible") around = around.parentElement;
  const isWhole = !around || around.getBoundingClientRect().left <= box.left - 5;
  const isEdged = getComputedStyle(one).outlineStyle !== "none" && isWhole;
  return [one === wanted, isEdged && (one.contains(above) || above?.contains(one)), one.outerHTML.slice(0, 120)];
}
"""


@dataclass
class Keys:
    """The keyboard of somebody on a page."""

    page: Page

    def reach(self, wanted: Locator) -> None:
        """Go on from stop to stop until the focus is where it is wanted, and hold each to being seen."""
        for _ in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            is_there, is_seen, stop = wanted.evaluate(WHERE)
            assert is_seen, stop
            if is_there:
                return
        raise AssertionError(f"the focus never came to {wanted}")

    def pass_the_menu(self) -> None:
        """Follow the first link of the page to its main part."""
        self.page.keyboard.press("Tab")
        expect(self.page.get_by_role("link", name="Skip to the main part")).to_be_focused()
        self.page.keyboard.press("Enter")

    def follow(self, wanted: Locator) -> None:
        """Reach a link or a button that brings another page, and press it."""
        self.reach(wanted)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def is_told(self, words: str) -> None:
        """Find the focus on what was done, before the main part."""
        told = self.page.get_by_role("status").filter(has_text=words)
        expect(told).to_be_focused()


def test_a_motion_is_proposed_seconded_and_put_on_the_agenda_by_keyboard_alone(
    page: Page, hall: Hall, live_server: str
) -> None:
    keys = Keys(page)
    page.emulate_media(reduced_motion="reduce")  # else a page is still on its way to what has the focus
    hall.enter(page, hall.chamber.members[0], address=live_server)
    page.goto("/motions")
    keys.pass_the_menu()
    keys.follow(page.get_by_role("link", name="Propose a motion"))
    _is_led_to_what_is_wrong(keys)
    _types_the_motion(keys)

    hall.enter(page, hall.chamber.members[1], address=live_server)
    page.goto("/motions")
    keys.pass_the_menu()
    keys.follow(page.get_by_role("link", name="Saturdays"))
    keys.follow(page.get_by_role("link", name="Support this motion"))
    keys.follow(page.get_by_role("button", name="Second this motion"))
    keys.is_told("You stand behind this motion now.")

    hall.sit(hall.chamber.members[2]).send(f"/{hall.motion()}/support", part="supporter")
    hall.enter(page, hall.chamber.secretary.person_id, address=live_server)
    page.goto(f"/motions/{hall.motion()}")
    keys.pass_the_menu()
    keys.follow(page.get_by_role("link", name="Put it on the agenda"))
    keys.follow(page.get_by_role("button", name="Put it on the agenda"))
    keys.is_told("The motion is on the agenda.")
    assert hall.state() is State.ADMITTED_TO_AGENDA


def _is_led_to_what_is_wrong(keys: Keys) -> None:
    """Send an empty motion twice: each time the focus comes to what is wrong, told in the order of the page."""
    page = keys.page
    keys.pass_the_menu()
    keys.follow(page.get_by_role("button", name="Propose it"))
    wrong = page.get_by_role("alert")
    expect(wrong).to_be_focused()
    expect(wrong.get_by_role("link")).to_have_text(
        ["Enter a title.", "Enter what is to be decided.", "Choose which of these it is, or none of them."]
    )
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Title")).to_be_focused()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(wrong).to_be_focused()


def _types_the_motion(keys: Keys) -> None:
    """Follow the last fault to its field, choose, and type the words on the way round."""
    page = keys.page
    keys.reach(page.get_by_role("link", name="Choose which of these it is"))
    page.keyboard.press("Enter")
    expect(page.get_by_label("Is it one of these?")).to_be_focused()
    page.keyboard.press("ArrowDown")
    for label, words in (("The motion", TEXT), ("Title", "Saturdays")):
        while page.locator(":focus").evaluate("one => one.labels?.[0]?.innerText") != label:
            page.keyboard.press("Shift+Tab")
        page.keyboard.type(words)
    keys.reach(page.get_by_role("radio").first)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    keys.follow(page.get_by_role("button", name="Propose it"))
    keys.is_told("Your motion is proposed.")
