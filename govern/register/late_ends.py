"""Memberships that officers ended, and not their members."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govern.core.waiting import Heap
from govern.register.models import MembershipVersion
from govern.register.rules import Ground, Standing


def by_officers(session: Session, *, since: datetime) -> Heap:
    """Return how many memberships officers ended since an instant, and since when; who moved is a member still."""
    one = MembershipVersion
    query = select(func.count(one.membership_id.distinct()), func.min(one.recorded_at)).where(
        one.standing == Standing.CEASED,
        one.ground != Ground.CHANGED_CONSTITUENCY,
        one.superseded_at.is_(None),
        one.recorded_at >= since,
        one.recorded_by != one.person_id,
    )
    return Heap(*session.execute(query).one())
