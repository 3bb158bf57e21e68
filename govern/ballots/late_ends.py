"""An elector's right ends while a poll is under way, or is learned to have ended: what that does to her ballot.

Nothing is ever extracted from a box. Who has not voted loses her place; whose ballot is in the box keeps it, and
the declaration states how many such ballots there are.

Source: INV-24; domain 10, cases 2 and 9; decisions, "Roll, mark, cast".
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govern.audit import service as audit
from govern.audit.service import Happening
from govern.ballots import closing, queries, rules
from govern.ballots.models import LateEnd, MarkKind, Poll
from govern.constitution import queries as constitution
from govern.core import clock
from govern.core.actors import Actor
from govern.register.models import Membership
from govern.rolls.models import RollEntry


@dataclass(frozen=True, kw_only=True)
class Ended:
    """What became of a membership's place in the polls whose roll it is on.

    :param struck: polls in which she had not voted, and can no longer.
    :param stands: polls in which her ballot stands, though her right had ended, or may have, when she cast it.
    """

    struck: tuple[UUID, ...]
    stands: tuple[UUID, ...]


def end(session: Session, member: Membership, *, on: date, reason: str, actor: Actor, at: datetime) -> Ended:
    """Take a membership's unused places away, and flag the ballots that were cast without the right, or may be.

    Marks have no time. A right that ended on or before the day the poll opened was gone for certain when she
    voted; one that ended while votes were taken may have been; one that ended after the last vote was not.

    :param on: first day without the right.
    :param reason: a code, such as the ground of a cessation.
    """
    struck, stands = [], []
    for poll, elector_id in places(session, member):
        if _strike(session, poll, elector_id, reason=reason, actor=actor, at=at):
            struck.append(poll.id)
        elif _flag(session, poll, elector_id, on=on, actor=actor, at=at):
            stands.append(poll.id)
    return Ended(struck=tuple(struck), stands=tuple(stands))


def places(session: Session, member: Membership) -> list[tuple[Poll, UUID]]:
    """Return every poll on whose roll a membership is, with its elector there."""
    rows = session.execute(
        select(Poll, RollEntry.elector_id)
        .join(RollEntry, RollEntry.roll_id == Poll.roll_id)
        .where(RollEntry.number == member.member_no, RollEntry.membership_id == member.id)
    )
    return [(poll, elector_id) for poll, elector_id in rows]


def _strike(session: Session, poll: Poll, elector_id: UUID, *, reason: str, actor: Actor, at: datetime) -> bool:
    """Take an unused place away: the credential opens it no longer. Before the arming the register alone does so."""
    if poll.armed_at is None:
        return False
    return closing.strike(session, poll.id, elector_id, reason=reason, actor=actor, at=at)


def _flag(session: Session, poll: Poll, elector_id: UUID, *, on: date, actor: Actor, at: datetime) -> bool:
    """Note that a ballot stands whose elector's right had ended, or may have, when it was cast."""
    kind = queries.mark_of(session, poll.id, elector_id)
    zone = constitution.mutual(session).time_zone
    doubt = rules.doubt_of_late_end(
        on, opened_on=clock.local_date(poll.opens_at, zone), last_on=clock.local_date(min(at, poll.closes_at), zone)
    )
    if kind not in (MarkKind.ONLINE, MarkKind.PAPER) or doubt is None:
        return False
    if session.get(LateEnd, (poll.id, elector_id)) is not None:
        return True
    is_certain = doubt is rules.Doubtful.FOR_CERTAIN
    session.add(
        LateEnd(
            poll_id=poll.id,
            elector_id=elector_id,
            roll_id=poll.roll_id,
            ended_on=on,
            is_certain=is_certain,
            learned_at=at,
        )
    )
    session.flush()
    told = {"elector": elector_id, "ended_on": on, "is_certain": is_certain}
    audit.record(session, Happening(event="ballot.stood", subject_id=poll.id, facts=told), actor=actor, at=at)
    return True


def number(session: Session, poll_id: UUID) -> int:
    """Return how many ballots of a poll stand though the elector's right had ended, or may have, at the cast."""
    return session.scalar(select(func.count()).select_from(LateEnd).where(LateEnd.poll_id == poll_id)) or 0
