"""Somebody joins in a real browser, on a phone and at a desk, with scripts and without, from Join to "We have it"."""

from playwright.sync_api import Page
from sqlalchemy import select
from sqlalchemy.orm import Session

from govern.accounts import service as accounts
from govern.admissions import applications
from govern.core import clock
from govern.jobs.models import OutgoingMail
from tests.admissions.house import House, refuses
from tests.browser import follow
from tests.make import Make
from tests.makers.constitution import refusal_of
from tests.web.applicants import LINK
from tests.web.senses import obstacles


def heading(page: Page) -> str:
    return page.get_by_role("heading", level=1).inner_text()


def on(page: Page, button: str) -> list[str]:
    """Press a button, and return what would keep somebody out of the page that it brings."""
    follow(page.get_by_role("button", name=button))
    return obstacles(page)


def questions(page: Page) -> list[str]:
    """Answer every question, go back once halfway, and return what would keep somebody out."""
    seen = on(page, "Continue")
    assert page.get_by_role("alert").inner_text().endswith("Choose one of these. Which group are you in?")
    page.locator("#group-2").check()
    seen += on(page, "Continue")
    page.get_by_label("Your name").fill("Nia Newcomer")
    page.get_by_label("E-mail address", exact=True).fill("nia@example.org")
    page.get_by_label("Postal address").fill("2 Example Street")
    seen += on(page, "Continue")
    page.get_by_label("or over").check()
    seen += on(page, "Continue")
    page.get_by_label("I care for somebody who gets support.").check()
    page.get_by_label("Where is the proof kept?").fill("the letter of 3 May")
    follow(page.get_by_role("button", name="Back"))
    follow(page.get_by_role("button", name="Continue"))
    assert page.get_by_label("Where is the proof kept?").input_value() == "the letter of 3 May"
    page.get_by_label("Since when?").fill("2020-03-03")
    page.get_by_label("How many hours a week?").fill("6")
    seen += on(page, "Continue")
    page.get_by_label("How many pounds?").fill("25")
    return seen + on(page, "Continue")


def link_sent(session: Session) -> str:
    """Return the link that the only letter holds."""
    found = LINK.search(session.scalars(select(OutgoingMail.body)).one() or "")
    session.commit()
    assert found is not None
    return found[0]


def test_somebody_joins_from_the_home_page_to_the_received_one(
    page: Page, app: object, session: Session, make: Make
) -> None:
    House(session, make)
    make.known_to_all()
    page.goto("/")
    follow(page.get_by_role("link", name="How to join"))
    seen = obstacles(page)
    follow(page.get_by_role("link", name="Ask to join"))

    seen += obstacles(page) + questions(page)
    assert heading(page) == "Check what you wrote"
    seen += on(page, "Send it")
    page.goto(link_sent(session))
    seen += obstacles(page) + on(page, "Yes, I ask to join")

    assert heading(page) == "We have it"
    assert seen == []


def test_the_pages_of_a_refusal_and_an_appeal_keep_nobody_out(
    page: Page, app: object, session: Session, make: Make, live_server: str
) -> None:
    house = House(session, make)
    account = make.account()
    application = house.applied(account.person_id, at=clock.now())
    make.known_to_all()
    sign_in(page, make, account.email or "")
    seen = []
    for path in ("/me", "/me/application", "/me/application/withdrawal"):
        page.goto(path)
        seen += obstacles(page)
    applications.take_up(session, application.id, deed=house.deed(at=clock.now()))
    applications.refer_back(session, application.id, "Which contract is it?", deed=house.deed(at=clock.now()))
    make.known_to_all()
    for path in ("/me/application", "/me/application/answer"):
        page.goto(path)
        seen += obstacles(page)
    applications.answer(session, application.id, deed=house.deed(at=clock.now()))
    on = clock.local_date(clock.now(), "Europe/London")
    house.rule(house.decided(on=on, about=[refusal_of(application)]), refuses(application), at=clock.now())
    make.known_to_all()
    page.goto("/me/application")
    seen += obstacles(page)
    follow(page.get_by_role("link", name="Appeal"))
    seen += obstacles(page)
    page.get_by_label("Why do you think it is wrong?").fill("It was renewed in April.")
    follow(page.get_by_role("button", name="Send my appeal"))
    seen += obstacles(page)

    assert "We have your appeal. It waits to be heard." in page.get_by_role("main").inner_text()
    assert seen == []


def sign_in(page: Page, make: Make, email: str) -> None:
    """Sign in by a link, as whoever has the account."""
    token = accounts.make_link(make.session, email=email, at=clock.now())
    make.known_to_all()
    page.goto(f"/sign-in/links/{token}")
    follow(page.get_by_role("button", name="Continue"))
