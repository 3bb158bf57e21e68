"""Read the general meetings to come that vote on motions: when and where, who is called, and what has no notice yet.

Source: domain 5.1; product M2, S1.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from govern.meetings import addressees, notices
from govern.motions import queries
from govern.motions.models import Motion
from govern.motions.queries import MotionLine
from govern.motions.rules import CAN_BE_PUT, State, Way
from govern.statutory import courses


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """A general meeting to come, and the motions on which it votes.

    :ivar place: where, at what hour, and how to take part; empty where the notice on paper alone says so.
    """

    meeting_on: date
    place: str
    motions: Sequence[Motion]


def to_come(session: Session, *, on: date) -> list[Meeting]:
    """Return the meetings of which notice was given, from a day on; the next comes first."""
    return _by_meeting(_called(session, on=on))


def of_person(session: Session, person_id: UUID, *, on: date) -> list[Meeting]:
    """Return the meetings to which somebody is called, as a member, in a member's stead, or as a director."""
    return _by_meeting(
        (day, place, motion)
        for day, place, motion in _called(session, on=on)
        if addressees.is_called(session, motion, person_id, on=on)
    )


def without_notice(session: Session, *, on: date) -> list[MotionLine]:
    """Return the motions on the agenda of a general meeting whose notice is still to be given, the oldest first.

    What goes by a course of the Act waits on the page of that. A meeting whose day is over takes another notice.
    """
    found = []
    for line in queries.in_state(session, *CAN_BE_PUT):
        if notices.needs_one(session, line.motion) and not queries.vote_goes_on(session, line.motion.id):
            given = notices.holding(session, line.motion.id)
            if given is None or given.meeting_on < on:
                found.append(line)
    return found


def to_call(session: Session) -> list[MotionLine]:
    """Return the motions on the agenda that are voted on outside a meeting and wait for that, the oldest first."""
    return [
        line
        for line in queries.in_state(session, *CAN_BE_PUT)
        if line.motion.way != Way.MEETING and not queries.vote_goes_on(session, line.motion.id)
    ]


def _called(session: Session, *, on: date) -> Iterator[tuple[date, str, Motion]]:
    """Yield each motion whose meeting is called and was not held before a day: the day, the place, the motion."""
    for line in queries.in_state(session, *CAN_BE_PUT, State.FIRST_CARRIED):
        day, place = _day_of(session, line)
        if day is not None and day >= on:
            yield day, place, line.motion


def _day_of(session: Session, line: MotionLine) -> tuple[date | None, str]:
    course = courses.of_motion(session, line.motion.id)
    if course is None:
        notice = notices.holding(session, line.motion.id)
        return (notice.meeting_on, notice.place) if notice else (None, "")
    given = courses.notices(session, course.id, 2 if line.state is State.FIRST_CARRIED else 1)
    return (given[-1].meeting_on, given[-1].place or "") if given else (None, "")


def _by_meeting(called: Iterator[tuple[date, str, Motion]]) -> list[Meeting]:
    """Return one meeting of each day and place: a space or a capital more makes no other place."""
    found: dict[tuple[date, str], list[tuple[str, Motion]]] = {}
    for day, place, motion in called:
        found.setdefault((day, " ".join(place.split()).casefold()), []).append((place, motion))
    return [
        Meeting(meeting_on=key[0], place=found[key][0][0], motions=[motion for _, motion in found[key]])
        for key in sorted(found)
    ]
