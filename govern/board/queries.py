"""Read the board: its seats, and who holds them on a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Date, Select, and_, bindparam, exists, func, select
from sqlalchemy.orm import Session

from govern.board import rules
from govern.board.models import AppointmentKind, SeatHolding
from govern.constitution import queries as constitution
from govern.constitution.models import Seat
from govern.core.actors import Role
from govern.core.clock import A_DAY
from govern.core.db import Given
from govern.core.errors import NotFound
from govern.core.waiting import Heap
from govern.register import queries as register
from govern.register.models import PersonVersion

ENDS = func.coalesce(SeatHolding.vacated_on, SeatHolding.ends_on)


@dataclass(frozen=True, kw_only=True)
class SeatLine:
    """A seat, and its holder if it has one.

    :param ends_on: first day after the term.
    :param vacant_since: where nobody holds it, the day its last holder's term ended; None if it never had one.
    """

    seat_id: UUID
    third: str
    number: int
    sub_constituency_id: UUID | None
    holder: str | None
    kind: str | None
    starts_on: date | None
    ends_on: date | None
    vacant_since: date | None

    @property
    def is_held(self) -> bool:
        """Say whether somebody holds it."""
        return self.starts_on is not None

    @property
    def last_on(self) -> date | None:
        """Return the last day of the term."""
        return None if self.ends_on is None else self.ends_on - A_DAY


def vacant(session: Session, *, third: str, sub_constituency_id: UUID | None, term: rules.Term) -> list[rules.Place]:
    """Return the seats of a third, in the plan in force when `term` starts, that nobody holds on a day of it."""
    taken = session.scalars(
        select(SeatHolding.seat_id).where(SeatHolding.starts_on < term.ends_on, term.starts_on < ENDS)
    )
    return rules.seats_open_to(
        [
            rules.Place(seat_id=seat.id, number=seat.number, sub_constituency_id=seat.sub_constituency_id)
            for seat in constitution.seats(session, on=term.starts_on)
            if seat.third == third
        ],
        sub_constituency_id=sub_constituency_id,
        taken=frozenset(taken),
    )


def sits(session: Session, person_id: UUID, *, term: rules.Term) -> bool:
    """Say whether somebody holds a seat of the board on a day of a term."""
    meets = (SeatHolding.starts_on < term.ends_on) & (term.starts_on < ENDS)
    return session.scalar(select(SeatHolding.id).where(SeatHolding.person_id == person_id, meets).limit(1)) is not None


def was_seated_by(session: Session, person_id: UUID, decision_id: UUID) -> bool:
    """Say whether a decision has put somebody into a seat before."""
    seated = select(SeatHolding.id).where(SeatHolding.person_id == person_id, SeatHolding.decision_id == decision_id)
    return session.scalar(seated.limit(1)) is not None


def appointment_of(session: Session, person_id: UUID, *, on: date) -> SeatHolding:
    """Return the seat that the authority gave somebody and that they hold on a day, or will from a later one.

    :raises NotFound: there is none.
    """
    query = select(SeatHolding).where(
        SeatHolding.person_id == person_id, SeatHolding.kind == AppointmentKind.APPOINTED, on < ENDS
    )
    found = session.scalar(query.order_by(SeatHolding.starts_on).limit(1))
    if found is None:
        raise NotFound
    return found


def is_appointed(session: Session, person_id: UUID, *, on: date) -> bool:
    """Say whether somebody holds a seat that the authority gave, on a day or from a later one."""
    given = select(SeatHolding.id).where(
        SeatHolding.person_id == person_id, SeatHolding.kind == AppointmentKind.APPOINTED, on < ENDS
    )
    return session.scalar(given.limit(1)) is not None


def board_on(session: Session, on: date) -> Sequence[SeatLine]:
    """Return every seat of the plan in force on a day with its holder then, third by third."""
    held = and_(SeatHolding.seat_id == Seat.id, SeatHolding.starts_on <= on, on < ENDS)
    named = and_(
        PersonVersion.person_id == SeatHolding.person_id,
        register.holds_on(PersonVersion, on),
        register.was_known(PersonVersion, None),
    )
    planned = [seat.id for seat in constitution.seats(session, on=on)]
    rows = session.execute(
        select(
            Seat.id.label("seat_id"), Seat.third, Seat.number, Seat.sub_constituency_id,
            PersonVersion.name.label("holder"), SeatHolding.kind, SeatHolding.starts_on, SeatHolding.ends_on,
        )
        .outerjoin(SeatHolding, held)
        .outerjoin(PersonVersion, named)
        .where(Seat.id.in_(planned))
        .order_by(Seat.third.desc(), Seat.number)
    )  # fmt: skip
    ended = _last_ends(session, on)
    return [SeatLine(**row._mapping, vacant_since=None if row.starts_on else ended.get(row.seat_id)) for row in rows]


def _last_ends(session: Session, on: date) -> dict[UUID, date]:
    """Return the day on which the last term of each seat ended, of those that had one by a day."""
    ended = select(SeatHolding.seat_id, func.max(ENDS)).where(on >= ENDS).group_by(SeatHolding.seat_id)
    rows = session.execute(ended)
    return dict(rows.all())


def terms_ending(session: Session, *, on: date, by: date) -> Heap:
    """Return how many terms end after a day and up to another, and the last day of the one that ends first."""
    ending = select(func.count(), func.min(ENDS)).where(SeatHolding.starts_on <= on, on < ENDS, by >= ENDS)
    count, ends_on = session.execute(ending).one()
    return Heap(count, ends_on and ends_on - A_DAY)


def directors_on(session: Session, on: date) -> Sequence[UUID]:
    """Return the people who sit on the board on a day."""
    return session.scalars(_sitting(on)).all()


def sat_between(session: Session, since: date, until: date) -> Sequence[UUID]:
    """Return the people who sat on the board on a day of a span, its last day among them."""
    return session.scalars(
        select(SeatHolding.person_id).distinct().where(SeatHolding.starts_on <= until, since < ENDS)
    ).all()


def first_days(session: Session, *, by: date) -> Sequence[date]:
    """Return the days up to and on a day on which a term began, the earliest first."""
    begun = select(SeatHolding.starts_on).distinct().where(SeatHolding.starts_on <= by)
    return session.scalars(begun.order_by(SeatHolding.starts_on)).all()


def has_elected(session: Session, on: date) -> bool:
    """Say whether somebody whom members elected sits on the board on a day."""
    elected = _sitting(on).where(SeatHolding.kind == AppointmentKind.ELECTED)
    return session.scalar(elected.limit(1)) is not None


@dataclass(frozen=True, kw_only=True)
class Sitting:
    """A director on a day.

    :param constituency_id: the one to which the seat belongs, if it belongs to one.
    :param coopted_by: the decision of the board itself by which they sit there; None if others sent them.
    """

    person_id: UUID
    constituency_id: UUID | None
    starts_on: date
    coopted_by: UUID | None


def sitting_on(session: Session, on: date) -> list[Sitting]:
    """Return who sits on the board on a day, for whom, since when and sent by whom."""
    query = select(SeatHolding, Seat.constituency_id).join(Seat, Seat.id == SeatHolding.seat_id)
    return [
        Sitting(
            person_id=held.person_id,
            constituency_id=home,
            starts_on=held.starts_on,
            coopted_by=held.decision_id if held.kind == AppointmentKind.COOPTED else None,
        )
        for held, home in session.execute(query.where(SeatHolding.starts_on <= on, on < ENDS))
    ]


def seated(on: date, *, has_coopted: bool) -> Select[UUID, str, int]:
    """Return the SELECT of (person_id, third, number) of the seats that are held on a day.

    :param has_coopted: whether co-opted people are among them.
    """
    query = (
        select(SeatHolding.person_id, Seat.third, Seat.number)
        .join(Seat, Seat.id == SeatHolding.seat_id)
        .where(SeatHolding.starts_on <= on, on < ENDS)
    )
    return query if has_coopted else query.where(SeatHolding.kind != AppointmentKind.COOPTED)


def is_seated(person_id: ColumnElement[Any], on: Given[date]) -> ColumnElement[bool]:
    """Return the condition that somebody holds a seat on a day, for statements that find the person themselves."""
    return exists().where(SeatHolding.person_id == person_id, SeatHolding.starts_on <= on, on < ENDS)


def seat_of(session: Session, person_id: UUID, *, on: date) -> tuple[Seat, SeatHolding] | None:
    """Return the seat that somebody holds on a day, and how long; None where they hold none."""
    query = (
        select(Seat, SeatHolding)
        .join(SeatHolding, SeatHolding.seat_id == Seat.id)
        .where(SeatHolding.person_id == person_id, SeatHolding.starts_on <= on, on < ENDS)
    )
    row = session.execute(query.limit(1)).one_or_none()
    return None if row is None else (row[0], row[1])


def roles_of(session: Session, person_id: UUID, *, on: date) -> frozenset[Role]:
    """Return whether a person is a director on a day.

    Source: decisions, "Ids, money, people": derived, never granted.
    """
    sits = session.scalar(_seat_of_theirs(), {"person_id": person_id, "on": on})
    return frozenset() if sits is None else frozenset({Role.DIRECTOR})


@cache
def _seat_of_theirs() -> Select[UUID]:
    """Return the SELECT of `roles_of`, which every page asks."""
    sitting = _sitting(bindparam("on", type_=Date()))
    return sitting.where(SeatHolding.person_id == bindparam("person_id")).limit(1)


def _sitting(on: Given[date]) -> Select[UUID]:
    """Return the SELECT of the people who sit on the board on a day; the last day is the one before a term ends."""
    return select(SeatHolding.person_id).where(SeatHolding.starts_on <= on, on < ENDS)
