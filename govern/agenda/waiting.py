"""What waits for those who keep the agenda, declare votes, or keep time.

Source: product 4 (S1).
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govern.backing import service as backing
from govern.ballots.models import Credential
from govern.core.waiting import Heap
from govern.divisions import boxes, declaring, tallying, weighing
from govern.motions import queries
from govern.motions.division_models import Division, DivisionOutcome
from govern.motions.models import Motion
from govern.motions.rules import Ask, State, Way
from govern.rolls.models import Roll


def undeclared(session: Session, *, at: datetime) -> Sequence[tuple[Division, Motion]]:
    """Return the votes that are over and of which nobody has declared what came, the first that ended first."""
    query = (
        select(Division, Motion)
        .join(Motion, Motion.id == Division.motion_id)
        .outerjoin(DivisionOutcome, DivisionOutcome.division_id == Division.id)
        .where(Division.is_over(at=at), DivisionOutcome.division_id.is_(None))
    )
    return [(division, motion) for division, motion in session.execute(query.order_by(Division.ended_at, Division.id))]


def closing(session: Session, *, at: datetime) -> Sequence[tuple[Division, Motion]]:
    """Return the votes that are called and not over, the next to close first."""
    query = select(Division, Motion).join(Motion, Motion.id == Division.motion_id).where(~Division.is_over(at=at))
    return [(division, motion) for division, motion in session.execute(query.order_by(Division.ended_at, Division.id))]


def unlinked(session: Session, *, at: datetime) -> Sequence[tuple[Division, Motion]]:
    """Return the secret votes under way in which some electors have no link that works, the next to close first."""
    live = select(func.count()).where(Credential.poll_id == Division.poll_id, Credential.revoked_at.is_(None))
    query = (
        select(Division, Motion)
        .join(Motion, Motion.id == Division.motion_id)
        .join(Roll, Roll.id == Division.roll_id)
        .where(Division.poll_id.is_not(None), ~Division.is_over(at=at), live.scalar_subquery() < Roll.electors)
    )
    return [(division, motion) for division, motion in session.execute(query.order_by(Division.ended_at, Division.id))]


class Next(StrEnum):
    """What comes next for a vote that is over: its box opened, a decision on it, its hands counted, or its outcome."""

    OPENING = "opening"
    DECISION = "decision"
    COUNT = "count"
    DECLARATION = "declaration"


def next_of(session: Session, division: Division, *, at: datetime) -> Next:
    """Return what comes next for a vote that is over."""
    if division.ask == Ask.SECRET and not boxes.is_open(session, division):
        return Next.DECISION if boxes.waits_for_a_decision(session, division) else Next.OPENING
    is_counted = division.ask != Ask.HANDS or tallying.tally(session, division.id, at=at).adds_up
    return Next.DECLARATION if is_counted else Next.COUNT


def over(session: Session, *, at: datetime) -> Mapping[Next, Heap]:
    """Return how many votes are over and not declared, and since when, by what comes next for them."""
    ended: dict[Next, list[datetime]] = {}
    for division, _motion in undeclared(session, at=at):
        ended.setdefault(next_of(session, division, at=at), []).append(division.ended_at)
    return {step: Heap(len(since), since[0]) for step, since in ended.items()}


def lapsing(session: Session, *, at: datetime) -> Sequence[UUID]:
    """Return the votes on resolutions in writing whose hour is over and that were not agreed in time."""
    return [
        division.id
        for division, motion in undeclared(session, at=at)
        if motion.way == Way.WRITTEN
        and division.amendment_n is None
        and division.closes_at <= at
        and not weighing.weigh(session, division, tallying.tally(session, division.id, at=at)).is_carried
    ]


def agreed(session: Session, *, at: datetime) -> Sequence[UUID]:
    """Return the votes on resolutions in writing that are open and agreed, whatever the others say."""
    query = select(Division).where(Division.is_open(at=at), Division.is_binding)
    return [
        one.id
        for one in session.scalars(query.order_by(Division.closes_at))
        if declaring.is_agreed(session, one, at=at)
    ]


def for_the_agenda(session: Session, *, at: datetime) -> Heap:
    """Return how many motions have enough behind them and are neither on the agenda nor refused, and since when."""
    ready = [
        line
        for line in queries.in_state(session, State.SUBMITTED)
        if backing.standing(session, line.motion, at=at).is_enough
    ]
    return Heap(len(ready), ready[0].dated_on if ready else None)
