"""A member's own pages keep nobody out, at any width, by day and in the dark, with and without scripts."""

from playwright.sync_api import Page

from govern.elections.rules import State
from tests.browser import follow
from tests.calendar import DURING, OPENS_AT
from tests.make import Make
from tests.web.officers import Office
from tests.web.senses import obstacles

PATHS = ("/me", "/me/vote-check", "/me/details", "/me/details/email", "/me/details/name", "/me/history")


def test_a_member_goes_through_their_own_pages_and_resigns(page: Page, office: Office, live_server: str) -> None:
    with office.database.writing() as session:
        make = Make(session)
        person = make.person(name="Dee Dowd", email="dee@example.org").id
        make.membership(person_id=person, constituency_id=office.made.election.constituency_id)
        session.commit()
    office.carry_to(State.ARMED)
    office.sit(at=OPENS_AT).send("/links")
    cookie = office.sit_as(person, at=DURING).client.get_cookie("govern")
    assert cookie is not None
    page.context.add_cookies([{"name": "govern", "value": cookie.value, "url": live_server}])

    for path in PATHS:
        page.goto(path)
        assert obstacles(page) == [], path
    page.goto("/me")
    follow(page.get_by_role("button", name="Send me my link again"))
    assert page.get_by_role("status").inner_text().startswith("If you have not voted yet, a new link is on its way")
    follow(page.get_by_role("link", name="Resign"))
    assert obstacles(page) == []
    page.get_by_label("Day on which it ends").fill("2026-10-01")
    page.get_by_label("I want to end my membership").check()
    follow(page.get_by_role("button", name="Resign"))
    follow(page.get_by_role("link", name="You have resigned for Thursday 1 October 2026. Take it back"))
    assert obstacles(page) == []
    follow(page.get_by_role("button", name="Take it back and stay a member"))
    follow(page.get_by_role("link", name="Resign"))
    page.get_by_label("I want to end my membership").check()
    follow(page.get_by_role("button", name="Resign"))

    assert "You have resigned." in page.get_by_role("status").inner_text()
