"""A member proposes, another seconds and a third words it otherwise: at any width, by keyboard, without scripts."""

from playwright.sync_api import Page

from govern.motions.rules import State
from tests.browser import follow
from tests.makers.motions import TEXT
from tests.web.halls import Hall
from tests.web.senses import obstacles


def test_members_bring_a_motion_on_its_way(page: Page, hall: Hall, live_server: str) -> None:
    _propose(page, hall, address=live_server)
    _stand_behind(page, hall, address=live_server)
    hall.enter(page, hall.chamber.secretary.person_id, address=live_server)
    page.goto(f"/motions/{hall.motion()}")
    follow(page.get_by_role("link", name="Put it on the agenda"))
    assert obstacles(page) == []
    follow(page.get_by_role("button", name="Put it on the agenda"))
    _word_otherwise(page, hall, address=live_server)

    assert "Saturdays" in page.locator("del").inner_text()
    assert "Sundays" in page.locator("ins").inner_text()
    assert obstacles(page) == []
    assert hall.state() is State.ADMITTED_TO_AGENDA
    hall.enter(page, hall.chamber.secretary.person_id, address=live_server)
    page.goto(f"/motions/{hall.motion()}")
    assert page.get_by_role("link", name="Refer it").is_visible()
    page.emulate_media(media="print")
    assert not page.get_by_role("link", name="Refer it").is_visible()
    page.emulate_media(media="screen")


def _propose(page: Page, hall: Hall, *, address: str) -> None:
    """Let the first member propose a motion, and press its button by the keyboard."""
    hall.enter(page, hall.chamber.members[0], address=address)
    page.goto("/me")
    follow(page.get_by_role("main").get_by_role("link", name="Motions"))
    assert obstacles(page) == []
    follow(page.get_by_role("link", name="Propose a motion"))
    assert obstacles(page) == []
    page.get_by_label("Title").fill("Saturdays")
    page.get_by_label("The motion").fill(TEXT)
    page.get_by_label("Is it one of these?").select_option("No, it is none of these")
    page.get_by_role("button", name="Propose it").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.get_by_role("heading", level=1).inner_text() == "Saturdays"
    assert obstacles(page) == []


def _stand_behind(page: Page, hall: Hall, *, address: str) -> None:
    """Let the second member second it, and the third support it."""
    hall.enter(page, hall.chamber.members[1], address=address)
    page.goto(f"/motions/{hall.motion()}")
    follow(page.get_by_role("link", name="Support this motion"))
    assert "It still needs somebody to second it, and 1 more supporter." in page.get_by_role("main").inner_text()
    assert obstacles(page) == []
    follow(page.get_by_role("button", name="Second this motion"))
    hall.enter(page, hall.chamber.members[2], address=address)
    page.goto(f"/motions/{hall.motion()}/support")
    follow(page.get_by_role("button", name="Support this motion"))


def _word_otherwise(page: Page, hall: Hall, *, address: str) -> None:
    """Let the third member propose another wording, seconded by the fourth."""
    hall.enter(page, hall.chamber.members[2], address=address)
    page.goto(f"/motions/{hall.motion()}")
    follow(page.get_by_role("link", name="Propose another wording"))
    assert obstacles(page) == []
    page.get_by_label("The motion").fill(TEXT.replace("Saturdays", "Sundays"))
    follow(page.get_by_role("button", name="Propose this wording"))
    hall.enter(page, hall.chamber.members[3], address=address)
    page.goto(f"/motions/{hall.motion()}")
    follow(page.get_by_role("link", name="Second it"))
    assert obstacles(page) == []
    follow(page.get_by_role("button", name="Second it"))
