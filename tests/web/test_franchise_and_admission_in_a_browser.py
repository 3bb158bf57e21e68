"""Two motions in a real browser that not everybody's vote decides: on the franchise, and on somebody's admission."""

from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from govern.admissions import steps
from govern.admissions.rules import State as Stage
from govern.backing import service as backing
from govern.constitution.models import RuleSetRegistration
from govern.core.db import Database
from govern.motions.rules import Backing, Kind, State
from tests.browser import HEIGHT, WIDTH, follow
from tests.calendar import AN_HOUR, AT
from tests.make import Make
from tests.web.halls import Hall, hall_of
from tests.web.senses import ENLARGE, NARROW, SPACED, obstacles

QUORUM = {"number": 10, "share": "4/5", "per_constituency": 1}
# Notice of today counts two days later, and 21 clear days lie between that and the meeting.
MEETS = AT + timedelta(24)
LATER, AFTER = MEETS + AN_HOUR, MEETS + 2 * AN_HOUR


def ensure_no_table_scrolls(page: Page) -> None:
    """Look at the figures on a narrow screen with doubled text: they stand below each other there."""
    page.set_viewport_size({"width": NARROW, "height": HEIGHT})
    page.evaluate(ENLARGE, SPACED)
    wider = page.evaluate("[...document.querySelectorAll('.table')].map((one) => one.scrollWidth - one.clientWidth)")
    page.evaluate(ENLARGE, "")
    page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
    assert len(wider) > 1
    assert max(wider) <= 0


def stand_behind_and_move(page: Page, hall: Hall, *, address: str) -> None:
    """Let the second member second the motion, and the secretary give notice of its meeting and record its moving."""
    with hall.database.writing() as session:
        second = hall.chamber.members[1]
        backing.back(session, hall.motion(), second, Backing.SECONDER, hall.chamber.own(second))
        session.commit()
    hall.enter(page, hall.chamber.secretary.person_id, address=address)
    page.goto(f"/motions/{hall.motion()}")
    press_through(page, "Put it on the agenda")
    follow(page.get_by_role("link", name="Give notice of its meeting"))
    assert obstacles(page) == []
    page.get_by_label("Day of the meeting").fill("2026-06-25")
    page.get_by_label("Where it is held").fill("The town hall, at seven.")
    follow(page.get_by_role("button", name="Give notice"))
    expect(page.get_by_text("Notice is given, and the day of the meeting is fixed.")).to_be_visible()
    expect(page.get_by_text("A meeting votes on it on Thursday 25 June 2026.")).to_be_visible()
    hall.enter(page, hall.chamber.secretary.person_id, address=address, at=MEETS)
    page.goto(f"/motions/{hall.motion()}")
    press_through(page, "Record that it is moved")


def press_through(page: Page, words: str) -> None:
    """Go to a deed on the page of a motion, and do it."""
    follow(page.get_by_role("link", name=words))
    follow(page.get_by_role("main").get_by_role("button"))


def call(page: Page, hall: Hall, how: str, *, address: str) -> UUID:
    """Let the chair call the vote, and return which it is."""
    hall.enter(page, hall.chamber.chair.person_id, address=address, at=MEETS)
    page.goto(f"/motions/{hall.motion()}")
    follow(page.get_by_role("link", name="Call the vote"))
    assert obstacles(page) == []
    page.get_by_label(how).check()
    follow(page.get_by_role("button", name="Call the vote"))
    return UUID(page.url.rsplit("/", 1)[1])


def declare(page: Page, hall: Hall, division: UUID, *, address: str) -> None:
    """Let the chair end the vote and declare what came of it."""
    hall.enter(page, hall.chamber.chair.person_id, address=address, at=AFTER)
    page.goto(f"/divisions/{division}")
    follow(page.get_by_role("link", name="End the vote"))
    follow(page.get_by_role("main").get_by_role("button"))
    page.goto(f"/divisions/{division}")
    follow(page.get_by_role("link", name="Declare what came of it"))
    page.get_by_label("I declare that this motion is carried.").check()
    follow(page.get_by_role("button", name="Declare it"))


def vote(page: Page, hall: Hall, person: UUID, division: UUID, choice: str, *, address: str) -> None:
    """Let a member vote by name."""
    hall.enter(page, person, address=address, at=LATER)
    page.goto(f"/divisions/{division}")
    page.get_by_label(choice).check()
    follow(page.get_by_role("button", name="Review my vote"))
    follow(page.get_by_role("button", name="Give my vote"))


def proposed_draft(page: Page, hall: Hall, *, address: str) -> str:
    """Let the secretary draft a cap on the vote of the service users and propose it; return where the draft is."""
    hall.enter(page, hall.chamber.secretary.person_id, address=address)
    page.goto("/rules/new")
    page.locator("[name=class_vote_cap__service_user]").fill("1/3")
    follow(page.get_by_role("button", name="Keep the draft"))
    draft = page.url
    follow(page.get_by_role("link", name="Propose it to the members"))
    expect(page.get_by_text("So it is put as a change of the franchise")).to_be_visible()
    page.get_by_label("Member number").fill(str(hall.number_of(0)))
    follow(page.get_by_role("button", name="Propose it"))
    return draft


def ensure_no_further(page: Page, hall: Hall, draft: str) -> None:
    """See that the draft can be neither sent to the registrar nor registered."""
    page.goto(f"{draft}/filing")
    refused = page.get_by_role("main")
    expect(refused.get_by_role("button")).to_have_count(0)
    expect(refused).to_contain_text("“Service users” has not consented to what this change takes from it.")
    expect(refused).to_contain_text("A change needs the consent of each class from which it takes something")
    page.goto(f"{draft}/registration")
    expect(refused.get_by_role("button")).to_have_count(0)
    expect(refused).to_contain_text("This change has not been sent to the registrar.")
    with hall.database.reading() as session:
        assert session.get(RuleSetRegistration, UUID(draft.rsplit("/", 1)[1])) is None


@pytest.mark.invariant("INV-26", "INV-29")
def test_a_change_of_the_franchise_that_one_class_does_not_consent_to_is_carried_and_goes_no_further(
    page: Page, app: Flask, database: Database, monkeypatch: pytest.MonkeyPatch, make: Make, live_server: str
) -> None:
    hall = hall_of(app, database, monkeypatch, make, concurrent_majority_matters=[], gm_quorum=QUORUM)
    draft = proposed_draft(page, hall, address=live_server)
    stand_behind_and_move(page, hall, address=live_server)
    division = call(page, hall, "By name, on these pages", address=live_server)
    changed = page.get_by_role("main").locator("dl", has_text="Most of the vote that a class can have")
    expect(changed).to_contain_text("added: Service users: 1/3")
    for person in hall.chamber.members[:4]:
        vote(page, hall, person, division, "For the motion", address=live_server)
    vote(page, hall, hall.chamber.members[4], division, "Against the motion", address=live_server)
    declare(page, hall, division, address=live_server)

    expect(page.get_by_text("Carried: 4 for, 1 against")).to_be_visible()
    assert hall.state() is State.CARRIED
    hall.enter(page, hall.chamber.secretary.person_id, address=live_server, at=AFTER)
    page.goto(draft)
    main = page.get_by_role("main")
    expect(main).to_contain_text("It is not sent before each constituency below has consented.")
    expect(page.get_by_role("row", name="Service users Most of the")).to_contain_text("0 for, 1 against")
    assert obstacles(page) == []
    ensure_no_further(page, hall, draft)


def ensure_shown_as_barred(page: Page, hall: Hall, *, address: str) -> None:
    """See that the chair is told who has no vote, and why, before the vote is called."""
    hall.enter(page, hall.chamber.chair.person_id, address=address, at=MEETS)
    page.goto(f"/motions/{hall.motion()}/divisions/new")
    barred = page.get_by_role("table", name="Who has no vote, and why")
    expect(barred).to_contain_text("the motion is about their own admission")


def ensure_told_why(page: Page, hall: Hall, applicant: UUID, division: UUID, *, address: str) -> None:
    """See that the applicant's own page gives them no vote, and names the rule."""
    hall.enter(page, applicant, address=address, at=LATER)
    page.goto(f"/divisions/{division}")
    main = page.get_by_role("main")
    expect(main).to_contain_text("This motion is about your own admission, so you have no vote on it.")
    expect(main).to_contain_text("Nobody votes on what is about themselves")
    expect(page.get_by_role("button", name="Review my vote")).to_have_count(0)
    expect(main).to_contain_text("If you think this is wrong, call us and ask for a review.")
    expect(main).to_contain_text("1: the motion is about their own admission")
    assert obstacles(page) == []
    page.goto(f"/motions/{hall.motion()}")
    expect(page.get_by_role("link", name="I have an interest in it")).to_have_count(0)


@pytest.mark.invariant("INV-17", "INV-33")
def test_whoever_asks_to_be_admitted_has_no_vote_on_it_and_is_in_no_figure(
    page: Page, app: Flask, database: Database, monkeypatch: pytest.MonkeyPatch, make: Make, live_server: str
) -> None:
    hall = hall_of(app, database, monkeypatch, make, admission_decider="general_meeting", gm_quorum=QUORUM)
    applicant = hall.chamber.members[4]
    home = hall.chamber.home.id
    asked = make.application(state=Stage.UNDER_CHECK, person_id=applicant, constituency_id=home).id
    hall.chamber.submitted(hall.chamber.proposal(kind=Kind.ADMISSION))
    make.known_to_all()
    hall.enter(page, hall.chamber.secretary.person_id, address=live_server)
    page.goto(f"/motions/{hall.motion()}/people")
    page.get_by_label("Whose application it is").select_option(str(asked))
    follow(page.get_by_role("button", name="Name them"))
    stand_behind_and_move(page, hall, address=live_server)
    ensure_shown_as_barred(page, hall, address=live_server)
    division = call(page, hall, "By name, on these pages", address=live_server)

    ensure_told_why(page, hall, applicant, division, address=live_server)
    for person in (*hall.chamber.members[:3], hall.chamber.members[5]):
        vote(page, hall, person, division, "For the motion", address=live_server)
    declare(page, hall, division, address=live_server)

    expect(page.get_by_text("Carried: 4 for, 0 against")).to_contain_text("Quorum: 4 took part; needed 4")
    expect(page.get_by_role("row", name="Together")).to_contain_text("of 5")
    ensure_no_table_scrolls(page)
    assert hall.state() is State.CARRIED
    with hall.database.reading() as session:
        assert steps.state(session, asked) is Stage.ADMITTED
    hall.enter(page, hall.chamber.secretary.person_id, address=live_server, at=AFTER)
    page.goto(f"/applications/{asked}")
    expect(page.get_by_role("main")).to_contain_text("admitted")
