"""Give notice of the meeting that votes on a motion, and fix its day.

Source: domain 5.1, 5.11; CA 2006 ss.307-311, 360.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from govern.constitution import queries as constitution
from govern.core.actors import Deed
from govern.interests import standing_back
from govern.meetings import closing_days, notices
from govern.meetings.models import MotionNotice
from govern.meetings.refusals import MeetingTooSoon, NoNoticeNeeded, NoticeBeforeItsMotion
from govern.motions import majorities, overtaking, queries, steps
from govern.motions.models import Motion
from govern.motions.rules import CAN_BE_PUT, State
from govern.statutory import callings
from govern.statutory.callings import Notice
from govern.statutory.rules import MeetingDays, clear_days


def give(session: Session, motion_id: UUID, notice: Notice, deed: Deed) -> MotionNotice:
    """Enter the notice of the meeting that votes on a motion; a later one replaces it while nobody has voted.

    :raises Refusal: as `ensure_may_be_given` raises.
    :raises TextChanged: another text stands now than the actor read.
    :raises NoticeBeforeItsMotion: it names a day before the motion was proposed.
    :raises MeetingTooSoon: fewer clear days than the rules give members of such business.

    Source: domain 5.1, 5.11.
    """
    motion = queries.locked(session, motion_id)
    ensure_may_be_given(session, motion, deed)
    steps.ensure_read(session, motion_id, notice.read)
    days = meeting_days(session, motion, delivered_on=notice.delivered_on, at=deed.at)
    today = constitution.today(session, at=deed.at)
    if (notice.delivered_on or today) < (proposed_on := queries.proposed_on(session, motion_id)):
        raise NoticeBeforeItsMotion(proposed_on)
    left = clear_days(days.given_on, notice.meeting_on)
    if left < days.needed:
        raise MeetingTooSoon(days=left, needed=days.needed, earliest=days.earliest)
    n = len(notices.of_motion(session, motion_id)) + 1
    given = MotionNotice(motion_id=motion_id, n=n, **notice.on_record(days, deed, today=today))
    told = {name: getattr(given, name) for name in ("n", "given", "given_on", "counts_from", "meeting_on")}
    return steps.keep(session, motion_id, given, deed, event="motion.noticed", **told)


def ensure_may_be_given(session: Session, motion: Motion, deed: Deed) -> None:
    """Refuse notice of what is not voted on at a general meeting, is not on the agenda, or is voted on now.

    :raises NoNoticeNeeded: no general meeting votes on it, or it has the notices of its course.
    :raises MotionStepOutOfOrder: it is not on the agenda.
    :raises DivisionGoesOn: a vote on it is called, and not declared.
    :raises MotionOvertaken: the rules that it would bring can never come into force.
    :raises OfficerStandsBack: the actor takes no part in it.
    """
    if not notices.needs_one(session, motion):
        raise NoNoticeNeeded
    steps.ensure_in(session, motion.id, *CAN_BE_PUT, wanted=State.PUT)
    steps.ensure_no_vote_goes_on(session, motion.id)
    overtaking.ensure_not_overtaken(session, motion)
    standing_back.ensure_free(session, motion.id, deed.actor, at=deed.at)


def meeting_days(session: Session, motion: Motion, *, delivered_on: date | None, at: datetime) -> MeetingDays:
    """Return on which days a meeting can be held that votes on a motion, with a notice that is entered at an instant.

    :param delivered_on: None where it is sent from here now.
    """
    today = constitution.today(session, at=at)
    counts_from = callings.counts_from(delivered_on, today=today)
    return MeetingDays(given_on=counts_from, needed=days_needed(session, motion, on=today))


def days_needed(session: Session, motion: Motion, *, on: date) -> int:
    """Return how many clear days' notice the rules in force on a day give of a motion."""
    asked = majorities.asked_of(session, motion, is_amendment=False, is_confirming=False)
    return closing_days.notice_days(asked, constitution.rule_book_on(session, on=on))
