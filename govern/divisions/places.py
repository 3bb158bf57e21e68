"""Who has which place on the roll of a vote, and who has left theirs."""

from uuid import UUID

from sqlalchemy import ColumnElement, Uuid, bindparam, func, select
from sqlalchemy.orm import Session

from govern.core.db import table_of
from govern.divisions.models import DivisionDeparture
from govern.motions.division_models import Division
from govern.register.models import Membership
from govern.rolls.models import RollEntry

_MEMBERS = table_of(Membership).c
_NUMBERS = select(_MEMBERS.member_no).where(_MEMBERS.person_id == bindparam("person", type_=Uuid()))


def elector_of(session: Session, roll_id: UUID, person_id: UUID | None) -> UUID | None:
    """Return a person's place on a roll, or None. By their numbers first: a roll can be long."""
    own = select(RollEntry.elector_id).where(RollEntry.roll_id == roll_id, RollEntry.person_id == person_id).limit(1)
    found = session.scalar(own.where(RollEntry.number.in_(numbers_of(session, person_id))))
    return found or session.scalar(own.where(RollEntry.membership_id.is_(None)))


def numbers_of(session: Session, person_id: UUID | None) -> list[int]:
    """Return every member number that somebody has had."""
    return list(session.connection().execute(_NUMBERS, {"person": person_id}).scalars())


def has_left(session: Session, division_id: UUID, elector_id: UUID) -> bool:
    """Say whether an elector has left a vote, for an interest that they declared while it went on."""
    return session.get(DivisionDeparture, (division_id, elector_id)) is not None


def left(session: Session, division: Division) -> dict[str, int]:
    """Return how many electors of each class left a vote that goes on, for an interest that they declared."""
    rows = session.execute(
        select(RollEntry.elector_class, func.count())
        .join(DivisionDeparture, _of_entry())
        .where(DivisionDeparture.division_id == division.id)
        .group_by(RollEntry.elector_class)
    )
    return dict(rows.all())


def who_left(session: Session, division_id: UUID) -> list[UUID]:
    """Return the people who left a vote that goes on, for an interest that they declared."""
    people = select(RollEntry.person_id).join(DivisionDeparture, _of_entry())
    return list(session.scalars(people.where(DivisionDeparture.division_id == division_id).order_by(RollEntry.number)))


def _of_entry() -> ColumnElement[bool]:
    return (DivisionDeparture.roll_id == RollEntry.roll_id) & (DivisionDeparture.elector_id == RollEntry.elector_id)
