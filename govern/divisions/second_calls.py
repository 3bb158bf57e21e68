"""A second call: a vote on a motion for which too few came, held again without asking for some of each class.

Source: domain 6.5; domain 10 case 5.
"""

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govern.constitution import queries as constitution
from govern.core.clock import local_date
from govern.divisions.refusals import NoFirstCall, SecondCallTooEarly
from govern.meetings import notices
from govern.motions.division_models import Division, DivisionOutcome
from govern.motions.models import Motion

CLEAR_DAYS = 5


def ensure_may_be_held(session: Session, motion_id: UUID, *, is_confirming: bool, on: date) -> None:
    """Refuse a second call that follows no first, or comes too soon for those who stayed away to hear of it.

    :param on: the day on which it opens.
    :raises NoFirstCall: no vote at this meeting failed for want of a quorum.
    :raises SecondCallTooEarly: fewer than five clear days have passed since.
    """
    possible_from = earliest(session, motion_id, is_confirming=is_confirming)
    if possible_from is None:
        raise NoFirstCall
    if on < possible_from:
        raise SecondCallTooEarly(possible_from)


def ensure_can_meet(session: Session, motion: Motion, *, is_confirming: bool, on: date) -> None:
    """Refuse to put a motion on a day that is neither that of its meeting nor one for a second call.

    :raises MeetingNotNoticed, FirstNoticeMissing, NoticeMissing: there is no notice of that meeting.
    :raises NotOnTheDayOfItsMeeting, NotOnItsDay: it was called for another day.
    """
    possible_from = earliest(session, motion.id, is_confirming=is_confirming)
    is_second = possible_from is not None and on >= possible_from
    notices.ensure_on_its_day(session, motion, is_confirming=is_confirming, is_second_call=is_second, on=on)


def earliest(session: Session, motion_id: UUID, *, is_confirming: bool) -> date | None:
    """Return the first day of a second call, or None while no vote has failed for want of a quorum.

    :param is_confirming: whether the second meeting of a statutory resolution is meant, which has a first call too.
    """
    ended_at = session.scalar(
        select(func.max(Division.ended_at))
        .join(DivisionOutcome, DivisionOutcome.division_id == Division.id)
        .where(
            Division.motion_id == motion_id,
            Division.is_confirming == is_confirming,
            DivisionOutcome.is_quorate.is_(False),
        )
    )
    if ended_at is None:
        return None
    return local_date(ended_at, constitution.mutual(session).time_zone) + timedelta(days=CLEAR_DAYS + 1)
