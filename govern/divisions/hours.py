"""When voting ends at the latest, and when a vote at a meeting can be ended first.

A box closes at its hour and not before, so that at a meeting whoever calls the vote tells the hour.

Source: domain 5.3, 5.5; decision 0033.
"""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from govern.constitution.rulebook import RuleBook
from govern.divisions.refusals import HoursNotPossible
from govern.motions.models import Motion
from govern.motions.rules import Ask, Deciders, Way

# Who is not in the room finds a vote at a meeting, reads it and gives theirs.
LEAST_MINUTES = 10


def closes_at(motion: Motion, wanted: datetime | None, book: RuleBook, *, today: date, zone: ZoneInfo) -> datetime:
    """Return when voting ends; a written resolution of members lapses when its days are over.

    :raises HoursNotPossible: nobody says when.

    Source: CA 2006 s.297: so many days, beginning with the day of circulation.
    """
    if motion.way == Way.WRITTEN and motion.deciders == Deciders.MEMBERS:
        return datetime.combine(today + timedelta(days=book.written_resolution_days), time.min, zone)
    if wanted is None:
        raise HoursNotPossible
    return wanted


def ensure_possible(
    ask: Ask, *, at: datetime, opens_at: datetime, closes_at: datetime, may_end_at: datetime | None
) -> None:
    """Refuse hours that do not come one after the other.

    A vote is open for as long as its call tells, and a box for the least minutes.

    :param at: when it is called.
    :raises HoursNotPossible: it would close before it opens, or too soon after, or has opened before it is called.
    """
    least = opens_at + timedelta(minutes=LEAST_MINUTES) if ask is Ask.SECRET else opens_at
    is_long_enough = (may_end_at or least) <= closes_at
    if not at <= opens_at < closes_at or not is_long_enough:
        raise HoursNotPossible


def may_end_at(motion: Motion, ask: Ask, *, opens_at: datetime, least_minutes: int) -> datetime | None:
    """Return when the chair can first end a vote at a meeting. Another, and a box, end at their own hour alone.

    :param least_minutes: as many as the call tells; fewer than the least are taken for it.
    """
    if motion.way != Way.MEETING or ask is Ask.SECRET:
        return None
    return opens_at + timedelta(minutes=max(least_minutes, LEAST_MINUTES))
