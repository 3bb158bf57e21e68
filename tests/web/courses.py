"""A course that statute lays down at the door: begun, noticed and voted on."""

from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from govern.core.languages import LocalText
from govern.divisions.models import DivisionChair
from govern.motions.rules import Kind, State
from tests.calendar import A_DAY, TODAY
from tests.makers import resolutions
from tests.raw import unguard
from tests.web.officers import words_of
from tests.web.secretariat import Clerk, Secretariat

FIRST_ON, SECOND_ON = TODAY + 22 * A_DAY, date(2026, 7, 23)


def at(day: date) -> datetime:
    """Return ten in the morning of a day."""
    return datetime.combine(day, time(10), ZoneInfo("Europe/London"))


def begun(secretariat: Secretariat, clerk: Clerk, section: str = "113") -> tuple[str, UUID]:
    """Begin a conversion, or what goes by another section, and return the address of its page and its motion."""
    motion = secretariat.write(
        lambda session: (
            resolutions.motion(
                session, kind=Kind.SPECIAL, title=LocalText(en="Convert"), states=(State.ADMITTED_TO_AGENDA,)
            ).id
        )
    )
    answer = clerk.send(
        "/statutory/new", section=section, motion=str(motion), is_dormant="y" if section == "120" else ""
    )
    assert answer.status_code == 303, words_of(answer)
    return str(answer.location), motion


def noticed(clerk: Clerk, address: str, meeting: int, delivered_on: str, meeting_on: str) -> TestResponse:
    """Enter the notice of a meeting that was given by post."""
    facts = {"place": "The town hall, at seven.", "given": "otherwise", "told": "By post."}
    return clerk.send(f"{address}/notices/{meeting}", delivered_on=delivered_on, meeting_on=meeting_on, **facts)


def has_no_form(page: TestResponse) -> bool:
    """Say whether a page asks for nothing, and says why."""
    main = page.text.partition("<main")[2].partition("</main>")[0]
    return "This cannot be done now" in words_of(page) and "<form" not in main


def voted(secretariat: Secretariat, motion_id: UUID, *states: State, on: date, chair: UUID | None = None) -> None:
    """Let a meeting vote, and take the motion to where its vote leads."""

    def vote(session: Session) -> None:
        held = resolutions.division(
            session, motion_id, {"workforce": (30, 4)}, at=at(on), is_confirming=states == (State.CONFIRMED,)
        )
        if chair:
            unguard(session, "division_chair")
            facts = {"named_by": chair, "named_at": at(on)}
            session.add(DivisionChair(division_id=held.division_id, person_id=chair, **facts))
        for state in states:
            resolutions.step(session, motion_id, state, on=on)

    secretariat.write(vote)
