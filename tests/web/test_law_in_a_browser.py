"""The tracker of a statutory resolution and the register of resolutions in a real browser."""

from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from govern.constitution.models import Constituency
from govern.core.actors import Actor, Deed, Role
from govern.core.keyring import Keyring
from govern.core.languages import LocalText
from govern.divisions import declaring, hands, voting
from govern.divisions import service as divisions
from govern.divisions.hands import Hands
from govern.divisions.service import Call
from govern.motions.matters import Section
from govern.motions.rules import Ask, Kind, State
from govern.rolls.models import RollEntry
from govern.statutory import service as statutory
from govern.statutory.callings import Notice
from tests.browser import follow, press
from tests.calendar import A_DAY, AN_HOUR, AT, TODAY
from tests.makers import admissions, ballots, register, resolutions
from tests.web.secretariat import Secretariat, person_of
from tests.web.senses import obstacles

ELECTORS = 600
FIRST_ON, FIRST_AT = TODAY + 22 * A_DAY, AT + 22 * A_DAY


def enter(secretariat: Secretariat, page: Page, live_server: str, role: Role) -> None:
    """Let an officer sign in in the browser, two hours after the votes were called."""
    cookie = secretariat.sit(role, at=FIRST_AT + 2 * AN_HOUR).client.get_cookie("govern")
    assert cookie is not None
    page.context.clear_cookies()
    page.context.add_cookies([{"name": "govern", "value": cookie.value, "url": live_server}])


def six_hundred(session: Session) -> None:
    """Let there be so many members, two of whom are founders."""
    home = session.scalars(select(Constituency.id).where(Constituency.code == "service_user")).one()
    by, other = person_of(session, role=Role.SECRETARY), person_of(session, role=Role.CHAIR)
    batch = admissions.opened(session, uploaded_by=by, approved_by=other)
    ballots.crowd(session, ELECTORS - 2, constituency_id=home, recorded_by=by, batch_id=batch.id)


def conversion(session: Session, folder: Path, title: str, *, in_favour: int, against: int) -> UUID:
    """Put a conversion to the first meeting, by hands that two tellers count, and return its course."""
    chair = Actor(person_id=person_of(session, role=Role.CHAIR), roles=frozenset({Role.CHAIR}))
    deed = Deed(actor=chair, at=AT)
    states = (State.ADMITTED_TO_AGENDA, State.MOVED)
    motion = resolutions.motion(session, kind=Kind.SPECIAL, title=LocalText(en=title), states=states)
    course = statutory.begin(session, Section.CONVERSION, deed, motion_id=motion.id)
    called = Notice(meeting_on=FIRST_ON, place="The town hall.", delivered_on=TODAY, told="By post.")
    statutory.give_notice(session, course.id, 1, called, deed)
    keys, wanted = Keyring(folder / "keys", folder / "backup"), Call(ask=Ask.HANDS, closes_at=FIRST_AT + AN_HOUR)
    division = divisions.call(session, motion.id, wanted, Deed(actor=chair, at=FIRST_AT), keys=keys)
    roll = (
        select(RollEntry.number).where(RollEntry.roll_id == division.roll_id).order_by(RollEntry.elector_class.desc())
    )
    there = list(session.scalars(roll.limit(in_favour + against)))
    voting.be_in_room(session, division.id, there, actor=chair, at=FIRST_AT)
    sheet = {
        code: Hands(in_favour=count, against=0, abstained=0)
        for code, count in hands.in_the_room(session, division).items()
    }
    users = sheet["service_user"].in_favour
    sheet["service_user"] = Hands(in_favour=users - against, against=against, abstained=0)
    for _ in range(2):
        teller = Actor(person_id=register.person(session).id, roles=frozenset({Role.SCRUTINEER}))
        hands.count(session, division.id, sheet, actor=teller, at=FIRST_AT)
    declaring.declare(session, division.id, Deed(actor=chair, at=FIRST_AT + AN_HOUR))
    return course.id


@pytest.fixture
def votes(secretariat: Secretariat, tmp_path: Path) -> list[UUID]:
    """Three first votes on a conversion: too few came, too few were for, and just enough of both."""

    def held(session: Session) -> list[UUID]:
        six_hundred(session)
        return [
            conversion(session, tmp_path, title, in_favour=in_favour, against=against)
            for title, in_favour, against in (("Too few came", 250, 40), ("Too few for it", 224, 76), ("Just", 225, 75))
        ]

    found: list[UUID] = secretariat.write(held)
    return found


def test_the_pair_of_votes_on_a_conversion_is_told_with_its_sums_and_its_window(
    page: Page, secretariat: Secretariat, live_server: str, votes: list[UUID]
) -> None:
    enter(secretariat, page, live_server, Role.SECRETARY)
    for address in ("/statutory", "/statutory/new", f"/statutory/{votes[2]}", "/resolutions", "/rules/new"):
        page.goto(address)
        assert obstacles(page) == [], address
        expect(page.locator("h1")).to_have_count(1)

    page.goto(f"/statutory/{votes[0]}")
    expect(page.get_by_text("It fails on the turnout: 290 voted for or against, and that is too few.")).to_be_visible()
    expect(page.get_by_text("Nothing. It was not carried.")).to_be_visible()
    page.goto(f"/statutory/{votes[1]}")
    expect(page.get_by_text("It fails on the members who voted: 224 for is too few.")).to_be_visible()
    page.goto(f"/statutory/{votes[2]}")
    expect(page.get_by_text("Carried: 225 for, 75 against")).to_be_visible()
    follow(page.get_by_role("link", name="Give notice of the meeting"))
    page.get_by_label("Where it is held, at what hour").fill("The town hall, at seven.")
    page.get_by_label("Day of the meeting").fill(str(FIRST_ON + timedelta(32)))
    follow(page.get_by_role("button", name="Give notice"))
    expect(page.get_by_role("alert")).to_contain_text("from Tuesday 7 July 2026 to Thursday 23 July 2026")
    page.get_by_label("Day of the meeting").fill(str(FIRST_ON + timedelta(30)))
    follow(page.get_by_role("button", name="Give notice"))
    expect(page.get_by_text("Notice is given, and the day of the meeting is fixed.")).to_be_visible()


def test_a_resolution_is_found_and_its_extract_signed_and_checked(
    page: Page, secretariat: Secretariat, live_server: str, votes: list[UUID]
) -> None:
    enter(secretariat, page, live_server, Role.CHAIR)
    page.goto("/resolutions")
    page.get_by_label("Words in the title, the text or the rule").fill("just")
    follow(page.get_by_role("button", name="Search"))
    expect(page.get_by_text("1 line found.")).to_be_visible()
    follow(page.get_by_role("link", name="Just"))
    seen = obstacles(page)
    follow(page.get_by_role("link", name="Sign an extract"))
    seen += obstacles(page)
    follow(page.get_by_role("button", name="Sign the extract"))

    expect(page.get_by_text("This is what was signed.")).to_be_visible()
    page.context.clear_cookies()
    page.reload()
    expect(page.get_by_text("Carried: 225 for, 75 against")).to_be_visible()
    seen += obstacles(page)
    page.goto("/extracts")
    assert seen + obstacles(page) == []
    with page.expect_download() as saved:
        page.go_back()
        press(page.get_by_role("link", name="Save the extract as a PDF"))
    assert Path(saved.value.path()).read_bytes().startswith(b"%PDF")
