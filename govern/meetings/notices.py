"""Read the notices of the meetings that vote on motions: which holds, since when it counts, for which day.

Source: domain 5.1, 5.11; domain 2.8 INV-26.
"""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from govern.constitution import queries as constitution
from govern.core.clock import local_date
from govern.meetings.models import MotionNotice
from govern.meetings.refusals import MeetingNotNoticed, MeetingTooSoon, NotOnTheDayOfItsMeeting
from govern.motions.models import Motion
from govern.motions.rules import Deciders, Way
from govern.statutory import courses
from govern.statutory import service as statutory
from govern.statutory.rules import clear_days, first_day_after_notice


def needs_one(session: Session, motion: Motion) -> bool:
    """Say whether a motion is voted on at a general meeting; what goes by a course has the notices of that."""
    is_at_meeting = motion.way == Way.MEETING and motion.deciders == Deciders.MEMBERS
    return is_at_meeting and courses.of_motion(session, motion.id) is None


def of_motion(session: Session, motion_id: UUID) -> Sequence[MotionNotice]:
    """Return the notices of a motion, first to last; the last holds."""
    query = select(MotionNotice).where(MotionNotice.motion_id == motion_id)
    return session.scalars(query.order_by(MotionNotice.n)).all()


def holding(session: Session, motion_id: UUID) -> MotionNotice | None:
    """Return the notice that holds, if one was given."""
    given = of_motion(session, motion_id)
    return given[-1] if given else None


def noticed_on(session: Session, motion_id: UUID) -> date | None:
    """Return the day on which the notice that holds was given, or entered where that is later.

    Source: domain 2.8 INV-26: by the rules of that day it is read who decides.
    """
    notice = holding(session, motion_id)
    if notice is None:
        return None
    return max(notice.given_on, local_date(notice.entered_at, constitution.mutual(session).time_zone))


def first_given_on(session: Session, motion: Motion) -> date | None:
    """Return the day on which members were first called to vote on a motion, by its own notice or by its course's."""
    given = [one.given_on for one in of_motion(session, motion.id)]
    course = courses.of_motion(session, motion.id)
    return min(
        given + [one.given_on for one in (courses.notices(session, course.id, 1) if course else [])], default=None
    )


def ensure_on_its_day(
    session: Session, motion: Motion, *, is_confirming: bool = False, is_second_call: bool, on: date
) -> None:
    """Refuse a vote of the members at a meeting of which no notice was given, or on another day than the meeting's.

    A meeting to which too few came is called a second time on a later day.

    :param on: the day on which it opens.
    :raises MeetingNotNoticed, FirstNoticeMissing, NoticeMissing: there is no notice of that meeting.
    :raises NotOnTheDayOfItsMeeting, NotOnItsDay: it was called for another day.

    Source: domain 5.1; CA 2006 ss.307, 311; CCBSA 2014 ss.111(2), 113(2), 120(2).
    """
    if not needs_one(session, motion) or is_confirming:
        meeting = 2 if is_confirming else 1
        statutory.ensure_on_its_day(session, motion.id, meeting=meeting, is_second_call=is_second_call, on=on)
        return
    notice = holding(session, motion.id)
    if notice is None:
        raise MeetingNotNoticed
    if on != notice.meeting_on and not (is_second_call and on > notice.meeting_on):
        raise NotOnTheDayOfItsMeeting(notice.meeting_on)


def ensure_long_enough(session: Session, motion: Motion, *, needed: int) -> None:
    """Refuse a vote at a meeting of which notice was too short, by the rules in force when it was given.

    :raises MeetingTooSoon: fewer clear days lie between.

    Source: domain 5.1, 5.11; domain 2.8 INV-27.
    """
    notice = holding(session, motion.id) if needs_one(session, motion) else None
    if notice is None:
        return
    left = clear_days(notice.counts_from, notice.meeting_on)
    if left < needed:
        earliest = first_day_after_notice(notice.counts_from, days=needed)
        raise MeetingTooSoon(days=left, needed=needed, earliest=earliest)
