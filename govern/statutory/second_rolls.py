"""Compare the rolls of the two meetings of a statutory resolution.

Source: domain 2.8 INV-21.
"""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govern.motions.division_models import Division
from govern.rolls.models import RollEntry


def additions(session: Session, motion_id: UUID) -> int | None:
    """Return how many are on the roll of the second vote and were not on that of the first; None before the second.

    Source: domain 2.8 INV-21: with the moratorium it is nobody.
    """
    rolls = [_roll(session, motion_id, is_confirming=confirming) for confirming in (False, True)]
    if None in rolls:
        return None
    before = select(RollEntry.person_id).where(RollEntry.roll_id == rolls[0])
    added = select(func.count()).select_from(RollEntry)
    return session.scalar(added.where(RollEntry.roll_id == rolls[1], RollEntry.person_id.not_in(before))) or 0


def _roll(session: Session, motion_id: UUID, *, is_confirming: bool) -> UUID | None:
    query = select(Division.roll_id).where(
        Division.motion_id == motion_id, Division.amendment_n.is_(None), Division.is_confirming.is_(is_confirming)
    )
    return session.scalar(query.order_by(Division.n.desc()).limit(1))
