"""What the page of a statutory resolution shows: where it is, what comes next, and whether that can be done today."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from uuid import UUID

from govern.access import actor, can
from govern.core import clock, db
from govern.core.actors import Role
from govern.core.words import Sentence, say, say_many
from govern.divisions import second_calls
from govern.divisions import service as divisions
from govern.interests import standing_back
from govern.motions import queries
from govern.motions.matters import Section
from govern.motions.rules import BEFORE_THE_VOTE, CAN_BE_PUT, State
from govern.permissions import Permission
from govern.statutory import conditions, courses, second_rolls
from govern.statutory import service as statutory
from govern.statutory.afterwards import AFTERWARDS, REGISTERED
from govern.statutory.courses import Line
from govern.statutory.models import StatutoryCourse
from govern.statutory.rules import Course, MeetingDays, Stage, Standing, window
from govern.statutory.words import DISSOLVE, DORMANT, FALLS_SHORT, NEEDED, PAPERS, SECTIONS, stages
from govern.web import reach
from govern.web.deeds import deed_now, may
from govern.web.deputies import who_goes_on
from govern.web.motion_ways import STANDS_BACK
from govern.web.steps import today
from govern.web.worked import worked

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

MEETINGS = courses.MEETINGS
READY = frozenset({State.MOVED, State.AMENDED, State.FIRST_CARRIED})


class Hour(StrEnum):
    """When the vote of a meeting is called, seen from today."""

    TO_COME = "to_come"
    TODAY = "today"
    PAST = "past"


@dataclass(frozen=True, kw_only=True)
class Ahead:
    """What stands between a meeting and its vote.

    :ivar hour: None where the meeting is not called.
    :ivar division_id: of a vote that was called and is not declared.
    :ivar may_be_second: too few came to a first vote, and a second call is possible today.
    :ivar wait: what the motion waits for before anybody can vote on it; None where it waits for nothing.
    """

    hour: Hour | None = None
    division_id: UUID | None = None
    wait: Sentence | None = None
    may_be_second: bool = False

    @property
    def can_be_called(self) -> bool:
        """Say whether the vote can be called today."""
        return self.hour is Hour.TODAY and self.division_id is None and self.wait is None


def facts_of(course: StatutoryCourse) -> dict[str, Any]:
    """Return what the page of a course shows."""
    session, on = db.session(), today()
    section, lines, facts = Section(course.section), *_read(session, course, on=on)
    comes_next = next((line for line in lines if line.standing is Standing.NEXT), None)
    apart = standing_back.interested(session, course.motion_id, at=clock.now()) if course.motion_id else frozenset()
    stands_back = actor().person_id in apart
    is_aside = stands_back and can(Permission.STATUTE_LEAD)
    return {
        "course": course,
        "lines": lines,
        "comes_next": comes_next,
        "ahead": _ahead(session, course, comes_next, on=on),
        "is_before_its_agenda": _is_before_its_agenda(session, course),
        "has_failed": any(line.standing is Standing.FAILED for line in lines),
        "section": SECTIONS[section],
        "stages": stages(section),
        "dissolves": section in DISSOLVE,
        "afterwards": AFTERWARDS.get(section, ()),
        "needed": {stage: words for (of, stage), words in NEEDED.items() if of is section},
        "of_the_rules": conditions.of_the_rules(session, course, on=on),
        "papers": PAPERS[section],
        "dormant": DORMANT if section is Section.DORMANT else None,
        "additions": second_rolls.additions(session, course.motion_id) if course.motion_id else None,
        "to_print": {line.stage: reach.letters_left(line.notice) for line in lines if line.notice},
        "noticed_on": courses.first_noticed_on(session, course.motion_id) if course.motion_id else None,
        "facts": facts,
        "falls_short": FALLS_SHORT if facts.falls_short else None,
        "may_lapse": may(lambda: statutory.ensure_may_lapse(session, course, deed_now())),
        "lapses_after": _lapses_after(session, course),
        "registered": REGISTERED,
        "worked": worked,
        "leads": can(Permission.STATUTE_LEAD) and not stands_back,
        "calls": can(Permission.DIVISION_CALL) and not stands_back,
        "aside": STANDS_BACK if is_aside else None,
        "goes_on": who_goes_on(session, apart, Role.SECRETARY) if is_aside else None,
        "signatures_missing": courses.signatures_missing(session, course, on=on),
    }


def _read(session: "Session", course: StatutoryCourse, *, on: "date") -> tuple[list[Line], Course]:
    return courses.lines(session, course, on=on), courses.facts(session, course, on=on)


def _lapses_after(session: "Session", course: StatutoryCourse) -> "date | None":
    """Return the last day for the second meeting, after which it lapses; None while no first meeting carried it."""
    held = courses.first_meeting_on(session, course)
    return window(held).latest if held else None


def _is_before_its_agenda(session: "Session", course: StatutoryCourse) -> bool:
    """Say whether a motion is not on the agenda yet, so that nobody is called to vote on it."""
    if course.motion_id is None:
        return False
    return queries.state(session, course.motion_id) in {*BEFORE_THE_VOTE, State.FELL_INQUORATE} - {*CAN_BE_PUT}


def _ahead(session: "Session", course: StatutoryCourse, line: Line | None, *, on: "date") -> Ahead:
    """Return what stands between the meeting that comes next and its vote."""
    if line is None or course.motion_id is None:
        return Ahead()
    return Ahead(
        hour=_hour(line.called_on, on=on) if line.stage in MEETINGS and line.called_on else None,
        division_id=next((one.id for one, came in divisions.of_motion(session, course.motion_id) if not came), None),
        wait=_wait(queries.state(session, course.motion_id)),
        may_be_second=_may_be_second(session, course.motion_id, line, on=on),
    )


def _may_be_second(session: "Session", motion_id: UUID, line: Line, *, on: "date") -> bool:
    """Say whether the first meeting can be adjourned to today: too few came to it."""
    possible_from = second_calls.earliest(session, motion_id, is_confirming=False)
    return line.stage is Stage.FIRST_MEETING and possible_from is not None and possible_from <= on


def _hour(called_on: "date", *, on: "date") -> Hour:
    if called_on == on:
        return Hour.TODAY
    return Hour.TO_COME if called_on > on else Hour.PAST


def _wait(state: State) -> Sentence | None:
    """Return what a motion waits for before it can be voted on."""
    if state in READY or state not in {*BEFORE_THE_VOTE, State.FELL_INQUORATE}:
        return None
    if state is State.ADMITTED_TO_AGENDA:
        return say("The motion is on the agenda. It is moved at the meeting, and then the vote is called.")
    return say("The motion has to be put on the agenda before it can be voted on.")


def why(days: MeetingDays) -> Sentence:
    """Return on which days a meeting can be held, and why on no others."""
    if days.allowed is None:
        return say_many(
            "The rules ask for %(count)s clear day after the notice. With a notice of %(given)s that is"
            " %(earliest)s or later.",
            "The rules ask for %(count)s clear days after the notice. With a notice of %(given)s that is"
            " %(earliest)s or later.",
            count=days.needed,
            given=days.given_on,
            earliest=days.earliest,
        )
    assert days.last_notice is not None
    if days.is_too_late:
        return say_many(
            "The Act allows %(first)s to %(last)s, and the rules ask for %(count)s clear day after the notice. Notice"
            " had to be given by %(given_by)s, so a notice of %(given)s leaves no day.",
            "The Act allows %(first)s to %(last)s, and the rules ask for %(count)s clear days after the notice. Notice"
            " had to be given by %(given_by)s, so a notice of %(given)s leaves no day.",
            count=days.needed,
            first=days.allowed.earliest,
            last=days.allowed.latest,
            given_by=days.last_notice,
            given=days.given_on,
        )
    return say_many(
        "The Act allows %(first)s to %(last)s, and the rules ask for %(count)s clear day after the notice. With a"
        " notice of %(given)s that is from %(earliest)s on.",
        "The Act allows %(first)s to %(last)s, and the rules ask for %(count)s clear days after the notice. With a"
        " notice of %(given)s that is from %(earliest)s on.",
        count=days.needed,
        first=days.allowed.earliest,
        last=days.allowed.latest,
        given=days.given_on,
        earliest=days.earliest,
    )
