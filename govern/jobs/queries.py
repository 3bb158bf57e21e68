"""Questions about work left for later."""

from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import Session

from govern.core.waiting import Heap
from govern.jobs.models import Job, OutgoingMail
from govern.jobs.rules import MOST_ATTEMPTS


def given_up(session: Session) -> int:
    """Return how many jobs have failed as often as they are tried."""
    given_up_jobs = select(func.count()).select_from(Job).where(Job.done_at.is_(None), Job.attempts >= MOST_ATTEMPTS)
    return session.scalar(given_up_jobs) or 0


def unsent(session: Session, *, made_before: datetime) -> Heap:
    """Return how many messages were made before an instant and have not gone, and since when."""
    waiting = select(func.count(), func.min(OutgoingMail.made_at)).where(
        OutgoingMail.sent_at.is_(None), OutgoingMail.recipient.is_not(None), OutgoingMail.made_at < made_before
    )
    return Heap(*session.execute(waiting).one())


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
