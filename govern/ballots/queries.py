"""Read polls, papers, marks and opened ballots."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Uuid, bindparam, exists, func, select
from sqlalchemy.orm import Session

from govern.ballots import rules
from govern.ballots.models import (
    BoxedBallot,
    ClosedMark,
    Mark,
    MarkKind,
    OpenedBallot,
    Poll,
    PollOption,
    SealedBallot,
    TenderedBallot,
)
from govern.core import lookup
from govern.core.db import AnyRow, table_of
from govern.core.languages import LocalText

# Built once: it is asked at every cast.
_POLLS, _TENDERED = table_of(Poll).c, table_of(TenderedBallot).c
_IS_TENDERED = exists().where(
    _TENDERED.poll_id == _POLLS.id, _TENDERED.elector_id == bindparam("elector", type_=Uuid())
)
_TOLD = select(
    _POLLS.decides, _POLLS.title, _POLLS.eid, _POLLS.closes_at, _POLLS.custody, _IS_TENDERED.label("is_tendered")
).where(_POLLS.id == bindparam("poll", type_=Uuid()))


def find(session: Session, poll_id: UUID) -> Poll:
    """Return a poll.

    :raises NotFound: there is none of that id.
    """
    return lookup.find(session, Poll, poll_id)


def rolls(session: Session) -> dict[UUID, UUID]:
    """Return the roll of every poll."""
    return dict(session.execute(select(Poll.id, Poll.roll_id)).all())


def locked(session: Session, poll_id: UUID) -> Poll:
    """Return a poll that nobody else can change, or cast into, until the transaction ends.

    :raises NotFound: there is none of that id.
    """
    return lookup.locked(session, Poll, poll_id)


@dataclass(frozen=True, kw_only=True)
class Told:
    """What the answer to a cast says of its poll.

    :ivar is_tendered: the ballot is kept apart, because the elector's right to vote is in doubt.
    """

    decides: str
    title: LocalText
    eid: str
    closes_at: datetime
    custody: str
    is_tendered: bool


def told_of(session: Session, poll_id: UUID, elector_id: UUID) -> Told:
    """Return what the answer to an elector's cast says of its poll, without the object that stands for it."""
    row = session.connection().execute(_TOLD, {"poll": poll_id, "elector": elector_id}).one()
    return Told(**row._mapping)


def hours(poll: Poll | AnyRow) -> rules.VotingHours:
    """Return when a poll takes ballots.

    :param poll: the poll, or a row with its four instants.
    """
    return rules.VotingHours(
        opens_at=poll.opens_at, closes_at=poll.closes_at, armed_at=poll.armed_at, sealed_at=poll.sealed_at
    )


def options(session: Session, poll_id: UUID) -> Sequence[PollOption]:
    """Return the lines of the paper, in the order in which they stand on it."""
    return session.scalars(select(PollOption).where(PollOption.poll_id == poll_id).order_by(PollOption.position)).all()


@dataclass(frozen=True)
class Turnout:
    """How many have voted. Exact figures are for after the close; before it, `coarse` is what is shown."""

    electors: int
    marked: int
    step: int = 25

    @property
    def coarse(self) -> int:
        """Return the marks rounded down to a step, so that nobody can watch one person vote.

        Source: ballots 2, "What leaks": turnout only with a granularity of 25 or more.
        """
        return self.marked - self.marked % self.step


def turnout(session: Session, poll: Poll, *, electors: int) -> Turnout:
    """Return how many of `electors` have a mark that stands for a ballot."""
    table = ClosedMark if poll.sealed_at is not None else Mark
    voted = (MarkKind.ONLINE, MarkKind.PAPER, MarkKind.TENDERED)
    marked = session.scalar(
        select(func.count()).select_from(table).where(table.poll_id == poll.id, table.kind.in_(voted))
    )
    return Turnout(electors=electors, marked=marked or 0)


def closed_marks(session: Session, poll_id: UUID) -> dict[str, int]:
    """Return how many marks of each kind a sealed poll has."""
    rows = session.execute(
        select(ClosedMark.kind, func.count()).where(ClosedMark.poll_id == poll_id).group_by(ClosedMark.kind)
    )
    return dict(rows.all())


def mark_of(session: Session, poll_id: UUID, elector_id: UUID) -> str | None:
    """Return the kind of an elector's mark, or None."""
    for table in (Mark, ClosedMark):
        kind = session.scalar(select(table.kind).where(table.poll_id == poll_id, table.elector_id == elector_id))
        if kind is not None:
            return kind
    return None


def is_boxed(session: Session, poll_id: UUID, h: bytes) -> bool:
    """Say whether a sealed ballot is in the box, open or sealed, or was tendered."""
    return any(
        session.scalar(select(table.h).where(table.poll_id == poll_id, table.h == h)) is not None
        for table in (BoxedBallot, SealedBallot, TenderedBallot)
    )


def rankings(session: Session, poll_id: UUID) -> dict[tuple[int, ...], int]:
    """Return every ranking in an opened box with how often it was cast; () are the blank votes."""
    rows = session.execute(
        select(OpenedBallot.ranking, func.count())
        .where(OpenedBallot.poll_id == poll_id)
        .group_by(OpenedBallot.ranking)
        .order_by(OpenedBallot.ranking)
    )
    return {rules.from_spelled(ranking): count for ranking, count in rows}


def open_since(session: Session, *, at: datetime) -> datetime | None:
    """Return when the first of the polls opened that are open now; None where none is."""
    is_open = (Poll.armed_at.is_not(None), Poll.opens_at <= at, at < Poll.closes_at, Poll.sealed_at.is_(None))
    return session.scalar(select(func.min(Poll.opens_at)).where(*is_open))


def has_open_poll(session: Session) -> bool:
    """Say whether any poll is armed and not sealed, so that ballots may come at any moment."""
    return (
        session.scalar(select(Poll.id).where(Poll.armed_at.is_not(None), Poll.sealed_at.is_(None)).limit(1)) is not None
    )
