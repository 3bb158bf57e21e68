"""Questions about work left for later."""

from datetime import datetime

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session

from govern.jobs.models import Job
from govern.jobs.rules import MOST_ATTEMPTS


def given_up(session: Session) -> int:
    """Return how many jobs have failed as often as they are tried."""
    given_up_jobs = select(func.count()).select_from(Job).where(Job.done_at.is_(None), Job.attempts >= MOST_ATTEMPTS)
    return session.scalar(given_up_jobs) or 0


def is_due(session: Session, *, at: datetime) -> bool:
    """Say whether there is work to claim. Asking takes no lock; claiming does."""
    due = exists().where(
        Job.done_at.is_(None),
        Job.due_at <= at,
        Job.attempts < MOST_ATTEMPTS,
        or_(Job.claimed_until.is_(None), Job.claimed_until <= at),
    )
    return bool(session.scalar(select(due)))
