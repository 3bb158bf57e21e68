"""Questions about work left for later."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import Session

from govern.core.paging import PAGE_SIZE
from govern.core.waiting import Heap
from govern.jobs.models import Job, OutgoingMail
from govern.jobs.rules import DELIVER, MOST_ATTEMPTS, REFUSED


def given_up(session: Session) -> int:
    """Return how many jobs have failed as often as they are tried."""
    given_up_jobs = select(func.count()).select_from(Job).where(Job.done_at.is_(None), Job.attempts >= MOST_ATTEMPTS)
    return session.scalar(given_up_jobs) or 0


def unsent(session: Session, *, made_before: datetime, but: Collection[UUID] = ()) -> Heap:
    """Return how many messages were made before an instant and have not gone, and since when.

    :param but: messages that are told of elsewhere.
    """
    waiting = select(func.count(), func.min(OutgoingMail.made_at)).where(
        *_is_waiting(made_before), OutgoingMail.id.not_in(but)
    )
    return Heap(*session.execute(waiting).one())


def refused(session: Session, *, made_before: datetime) -> Sequence[OutgoingMail]:
    """Return the messages, the oldest first, that the mail server of their address would not take at the last try.

    A server may refuse a stranger once and take the same an hour later: give it that time.
    """
    told = select(Job.payload).where(Job.kind == DELIVER, Job.done_at.is_(None), Job.failure == REFUSED)
    ids = [UUID(payload["mail_id"]) for payload in session.scalars(told.order_by(Job.due_at).limit(PAGE_SIZE))]
    waiting = select(OutgoingMail).where(*_is_waiting(made_before), OutgoingMail.id.in_(ids))
    return session.scalars(waiting.order_by(OutgoingMail.made_at)).all()


def _is_waiting(made_before: datetime) -> tuple[ColumnElement[bool], ...]:
    return (OutgoingMail.sent_at.is_(None), OutgoingMail.recipient.is_not(None), OutgoingMail.made_at < made_before)


def is_due(session: Session, *, at: datetime) -> bool:
    """Say whether there is work to claim. Asking takes no lock; claiming does."""
    return bool(session.scalar(select(exists().where(*claimable(at)))))


def claimable(at: datetime) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions of work that can be claimed: due, not done, not given up, in nobody's hands."""
    return (
        Job.done_at.is_(None),
        Job.due_at <= at,
        Job.attempts < MOST_ATTEMPTS,
        or_(Job.claimed_until.is_(None), Job.claimed_until <= at),
    )
