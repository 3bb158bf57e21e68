"""Every page of the ground in a real browser: by keyboard, narrow, in forced colours, with and without scripts."""

import pytest
from playwright.sync_api import Page, expect

from govern.accounts import rules
from govern.accounts import service as accounts
from govern.accounts.models import Account
from govern.core import clock
from govern.core.actors import Role
from tests.browser import barriers, follow, press
from tests.make import Make
from tests.web.senses import obstacles

FOR_EVERYBODY = ("/", "/sign-in", "/sign-in/sent", "/sign-in/links/x", "/accessibility", "/privacy", "/nothing")
FOR_THE_ADMINISTRATOR = ("/", "/account", "/offices", "/offices/new", "/accounts", "/accounts/new")


def signed_in(page: Page, make: Make, role: Role) -> Account:
    """Let somebody who holds an office sign in by the button of a link."""
    account = make.account()
    make.office(role, person_id=account.person_id)
    token = accounts.make_link(make.session, email=account.email, at=clock.now())
    make.known_to_all()
    page.goto(f"/sign-in/links/{token}")
    follow(page.get_by_role("button", name="Continue"))
    return account


@pytest.fixture
def administrator(page: Page, make: Make) -> Account:
    """Somebody who may grant offices, signed in."""
    make.mutual()
    return signed_in(page, make, Role.ADMINISTRATOR)


def test_pages_for_everybody_keep_nobody_out(page: Page, make: Make) -> None:
    make.mutual()
    make.known_to_all()

    for path in FOR_EVERYBODY:
        page.goto(path)
        assert obstacles(page) == [], path
        assert page.locator("h1").count() == 1, path


def test_pages_for_the_administrator_keep_nobody_out(page: Page, administrator: Account) -> None:
    for path in FOR_THE_ADMINISTRATOR:
        page.goto(path)
        assert obstacles(page) == [], path
        assert page.locator("h1").count() == 1, path


def test_in_forced_colours_buttons_keep_their_edges(page: Page, administrator: Account) -> None:
    page.emulate_media(forced_colors="active")
    page.goto("/offices/new")

    border = page.get_by_role("button", name="Grant the office").evaluate("one => getComputedStyle(one).borderTopWidth")

    assert border == "2px"
    assert barriers(page) == []


def test_the_first_tab_leads_past_the_menu(page: Page) -> None:
    page.goto("/sign-in")

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the main part")).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.locator("main")).to_be_focused()


def test_what_is_wrong_takes_the_focus_and_leads_to_its_field(page: Page) -> None:
    page.goto("/sign-in")
    follow(page.get_by_role("button", name="Send me a link"))

    expect(page.get_by_role("alert")).to_be_focused()
    assert barriers(page) == []
    press(page.get_by_role("link", name="Enter your e-mail address."))
    field = page.locator("#email")
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_attribute("aria-describedby", "email-hint email-wrong")


def test_every_choice_is_read_out_with_its_question(page: Page, administrator: Account) -> None:
    page.goto("/offices/new")

    question = page.get_by_role("group", name="Office")

    expect(question.get_by_role("radio")).to_have_count(6)
    expect(question.get_by_role("radio", name="returning officer")).to_be_visible()


def test_an_office_is_granted_by_keyboard_alone(page: Page, administrator: Account, make: Make) -> None:
    account = make.account()
    make.known_to_all()
    page.goto("/offices/new")
    follow(page.get_by_role("button", name="Grant the office"))
    expect(page.get_by_role("alert")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("radio").first).to_be_focused()

    page.get_by_role("radio", name="secretary").focus()
    page.keyboard.press("Space")
    page.locator("#email").focus()
    page.keyboard.type(account.email)
    page.keyboard.press("Enter")

    expect(page.get_by_role("status")).to_contain_text("The office is granted")
    expect(page.get_by_role("row", name="secretary")).to_contain_text(account.email)


def test_the_foot_carries_the_telephone_and_the_text_relay(page: Page, administrator: Account) -> None:
    page.goto("/account")

    footer = page.get_by_role("contentinfo")
    expect(footer).to_contain_text("01632 960000")
    expect(footer).to_contain_text("18001 01632 960000")


def test_signing_out_works_from_every_page(page: Page, administrator: Account) -> None:
    page.goto("/offices")
    follow(page.get_by_role("button", name="Sign out"))

    page.goto("/offices")

    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_a_reader_with_scripts_is_warned_and_can_stay(page: Page, administrator: Account, scripts: str) -> None:
    page.clock.install()
    page.set_viewport_size({"width": 320, "height": 480})
    page.emulate_media(reduced_motion="reduce")
    page.goto("/offices/new")
    warning = page.locator("#session-warning")
    expect(warning).to_be_hidden()

    page.clock.fast_forward(int((rules.IDLE_LIMIT - rules.WARNING).total_seconds() * 1000) + 1000)

    if scripts == "with scripts":
        expect(warning).to_be_visible()
        assert barriers(page) == []
        main = page.get_by_role("button", name="Grant the office")
        page.locator("#email").focus()
        while not main.evaluate("one => one === document.activeElement"):
            page.keyboard.press("Tab")
        shown, over = main.bounding_box(), warning.bounding_box()
        assert shown is not None
        assert over is not None
        assert shown["y"] + shown["height"] <= over["y"]
        press(page.get_by_role("button", name="Stay signed in"))
        expect(main).to_be_focused()
    expect(warning).to_be_hidden()


def test_a_page_loads_nothing_from_elsewhere_and_breaks_no_policy(page: Page, administrator: Account) -> None:
    complaints: list[str] = []
    addresses: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("request", lambda asked: addresses.append(asked.url))

    for path in FOR_THE_ADMINISTRATOR:
        page.goto(path)

    assert complaints == []
    assert {address.split("/")[2].split(":")[0] for address in addresses} == {"localhost"}


@pytest.fixture
def secretary(page: Page, make: Make) -> Account:
    """A secretary, whose menu is the longest, signed in."""
    make.mutual(name="Calder Valley Care Mutual Ltd")
    return signed_in(page, make, Role.SECRETARY)


def test_on_a_phone_a_long_menu_is_folded_and_opens_by_keyboard(page: Page, secretary: Account) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto("/")
    expect(page.get_by_role("link", name="Decisions")).to_be_hidden()
    expect(page.get_by_role("banner")).to_contain_text(", secretary")

    page.locator("summary", has_text="Menu").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    expect(page.get_by_role("link", name="Board", exact=True)).to_be_focused()
    expect(page.get_by_role("link", name="Motions", exact=True).first).to_be_visible()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    menu = page.get_by_role("navigation", name="Main").bounding_box()
    assert menu is not None
    assert menu["width"] > 300
    assert menu["height"] < 740 / 3
    assert barriers(page) == []


def test_on_a_phone_a_short_menu_is_one_line_below_a_short_name(page: Page, make: Make) -> None:
    make.mutual(name="Calder")
    make.known_to_all()
    page.set_viewport_size({"width": 360, "height": 740})

    page.goto("/")

    house = page.get_by_role("link", name="Calder", exact=True).bounding_box()
    menu = page.get_by_role("navigation", name="Main").bounding_box()
    assert house is not None
    assert menu is not None
    assert menu["y"] >= house["y"] + house["height"]
    assert menu["height"] < 48


def test_on_a_desk_the_longest_menu_is_one_line(page: Page, secretary: Account) -> None:
    page.goto("/")

    menu = page.get_by_role("navigation", name="Main").bounding_box()

    assert menu is not None
    assert menu["height"] < 48


def test_what_is_wrong_with_a_figure_leaves_the_row_of_a_class_as_it_was(page: Page, make: Make) -> None:
    make.mutual()
    make.known_to_all()
    figures = "classes-0-name=Workers&classes-0-in_favour=5&classes-0-against=x&classes-1-name=Users"
    page.goto(f"/would-this-carry?rule=electoral-college&{figures}")

    first, second = (
        [box for one in row.locator("input").all() if (box := one.bounding_box())]
        for row in page.locator("fieldset.figures").all()[:2]
    )

    expect(page.locator("fieldset.figures .wrong")).to_have_count(1)
    assert len({box["y"] for box in first}) == 1
    assert [(box["x"], box["width"]) for box in first] == [(box["x"], box["width"]) for box in second]
    assert barriers(page) == []
