"""Which declarations that the Act was complied with count: those made once the instrument was approved.

Source: CCBSA 2014 s.121(2), (3).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govern.statutory import denials
from govern.statutory.models import DeclarationDenial, RepeatedDeclaration, StatutoryDeclaration
from govern.statutory.rules import DECLARING_MEMBERS, Capacity


@dataclass(frozen=True, kw_only=True)
class Made:
    """A declaration of which no denial stands.

    :ivar made_on: the day on which it was last made.
    :ivar times: how often it was.
    """

    person_id: UUID
    capacity: Capacity
    made_on: date
    times: int

    def is_early(self, approved_on: date | None) -> bool:
        """Say whether it was made before the instrument was approved, so that it has to be made again."""
        return approved_on is None or self.made_on < approved_on


def made(session: Session, course_id: UUID) -> Sequence[Made]:
    """Return who declared that the Act was complied with, but for whoever says that they did not."""
    first, again = StatutoryDeclaration, RepeatedDeclaration
    denied = select(DeclarationDenial.person_id).where(denials.stands()).exists()
    query = (
        select(first.person_id, first.capacity, first.made_on, func.max(again.made_on), func.count(again.n))
        .outerjoin(again, (again.course_id == first.course_id) & (again.person_id == first.person_id))
        .where(first.course_id == course_id, ~denied)
        .group_by(first.person_id, first.capacity, first.made_on, first.entered_at)
        .order_by(first.made_on, first.entered_at)
    )
    return [
        Made(person_id=who, capacity=Capacity(capacity), made_on=max(once, repeated or once), times=1 + times)
        for who, capacity, once, repeated, times in session.execute(query)
    ]


def enough_on(declared: Sequence[Made]) -> date | None:
    """Return the day on which the secretary and the last of three members had declared; None while they have not."""
    by_secretary = [one.made_on for one in declared if one.capacity is Capacity.SECRETARY]
    by_members = sorted(one.made_on for one in declared if one.capacity is Capacity.MEMBER)
    if not by_secretary or len(by_members) < DECLARING_MEMBERS:
        return None
    return max(min(by_secretary), by_members[DECLARING_MEMBERS - 1])
