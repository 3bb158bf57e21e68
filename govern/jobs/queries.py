"""Questions about work left for later."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govern.jobs.models import Job
from govern.jobs.rules import MOST_ATTEMPTS


def given_up(session: Session) -> int:
    """Return how many jobs have failed as often as they are tried."""
    given_up_jobs = select(func.count()).select_from(Job).where(Job.done_at.is_(None), Job.attempts >= MOST_ATTEMPTS)
    return session.scalar(given_up_jobs) or 0
