"""Read a frozen roll."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govern.core import lookup
from govern.rolls.models import Roll, RollEntry


def find(session: Session, roll_id: UUID) -> Roll:
    """Return a roll.

    :raises NotFound: there is none of that id.
    """
    return lookup.find(session, Roll, roll_id)


def electors_by_class(session: Session, roll_id: UUID) -> dict[str, int]:
    """Return how many electors each class has, by its code."""
    rows = session.execute(
        select(RollEntry.elector_class, func.count())
        .where(RollEntry.roll_id == roll_id)
        .group_by(RollEntry.elector_class)
    )
    return dict(rows.all())


def lines(session: Session, roll_id: UUID) -> Sequence[tuple[UUID, UUID, int, str]]:
    """Return (elector_id, person_id, number, class) of every elector, in order of number."""
    rows = session.execute(
        select(RollEntry.elector_id, RollEntry.person_id, RollEntry.number, RollEntry.elector_class)
        .where(RollEntry.roll_id == roll_id)
        .order_by(RollEntry.number)
    )
    return rows.all()
