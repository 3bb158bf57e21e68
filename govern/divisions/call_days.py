"""Hold the day of a vote to the meeting that it is taken at, and its last day to what the rules leave.

Source: domain 5.1, 5.3, 5.5, 6.5.
"""

from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from govern.constitution import queries as constitution
from govern.core.clock import local_date
from govern.divisions import second_calls
from govern.interests.electorate import Called
from govern.meetings import closing_days, notice_by_law, notices
from govern.motions.choosing import Asked
from govern.motions.models import Motion


def ensure_at_its_meeting(
    session: Session, motion: Motion, *, is_confirming: bool, is_on_wording: bool, call: int, on: date
) -> None:
    """Refuse a vote at a meeting on another day than its notice names, and a second call that is none.

    :param on: the day on which it opens.
    :raises MeetingNotNoticed, NotOnTheDayOfItsMeeting: as `notices.ensure_on_its_day` raises.
    :raises FirstNoticeMissing, NoticeMissing, NotOnItsDay: as `statutory.ensure_on_its_day` raises.
    :raises NoFirstCall, SecondCallTooEarly: as `second_calls.ensure_may_be_held` raises.
    """
    if not is_on_wording:
        notices.ensure_on_its_day(session, motion, is_confirming=is_confirming, is_second_call=call > 1, on=on)
    elif notices.needs_one(session, motion):
        second_calls.ensure_can_meet(session, motion, is_confirming=False, on=on)
    if call > 1:
        second_calls.ensure_may_be_held(session, motion.id, is_confirming=is_confirming, on=on)


def ensure_long_enough(
    session: Session, motion: Motion, asked: Asked, called: Called, *, closes_at: datetime, at: datetime
) -> None:
    """Refuse a vote of which notice was too short, or whose last day the rules do not leave.

    :raises NoticeByLawTooShort: as `notice_by_law.ensure_given` raises.
    :raises MeetingTooSoon: as `notices.ensure_long_enough` raises.
    :raises EndsWithItsMeeting, ClosesTooEarly, ClosesTooLate, ClosesOnDirectors: as `closing_days.ensure_possible`
        raises.
    """
    book, opens_on = called.book, called.opens_on or called.roll_date
    if not asked.is_amendment:
        notice_by_law.ensure_given(session, motion, noticed_on=called.noticed_on, on=opens_on)
        notices.ensure_long_enough(session, motion, needed=closing_days.notice_days(asked, book))
    last_on = local_date(closes_at - timedelta.resolution, constitution.mutual(session).time_zone)
    today = constitution.today(session, at=at)
    closing_days.ensure_possible(asked, book, today=today, opens_on=opens_on, last_on=last_on)
