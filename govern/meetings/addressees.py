"""Who is called to a general meeting, and where each is reached: every member, the suspended too, and every director.

Source: domain 2.4, 5.1; CA 2006 s.310.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, null, select, union_all
from sqlalchemy.orm import Session, aliased

from govern.board import queries as board
from govern.motions.models import Motion
from govern.register import queries as register
from govern.register import reach, stand_ins
from govern.register.models import Membership, MembershipVersion, Person, PersonVersion, StandIn
from govern.register.queries import holds_on, was_known
from govern.register.rules import Purpose


@dataclass(frozen=True, kw_only=True)
class Called:
    """Somebody who is called to a meeting. An e-mail address that was not given for notices is left out.

    :ivar votes_for: the member in whose stead they are called, who is another.
    """

    name: str
    postal_address: str | None
    email: str | None
    language: str | None
    formats: Sequence[str] | None
    votes_for: str | None = None


def of_meeting(session: Session, motion: Motion, *, on: date) -> list[Called]:
    """Return everybody who is called to the meeting that votes on a motion, as they are reached on a day.

    Whoever casts a member's vote on that day is called in their stead. To a vote of one class its members are called.
    """
    found = list(_members(session, motion, on=on))
    members = {person_id for person_id, _ in found}
    others = [one for one in board.directors_on(session, on) if one not in members]
    directors = (register.person_on(session, one, on=on) for one in others)
    return [one for _, one in found] + [_reached(one) for one in directors if one is not None]


def is_called(session: Session, motion: Motion, person_id: UUID, *, on: date) -> bool:
    """Say whether somebody is called to the meeting that votes on a motion, for themselves or in a member's stead."""
    called = _members(session, motion, on=on, reader_id=person_id)
    return next(called, None) is not None or person_id in board.directors_on(session, on)


def unreached(session: Session, motion: Motion, *, on: date, known_at: datetime | None = None) -> list[UUID]:
    """Return who is called and was reached by nothing that was sent on a day, neither they nor their stand-in.

    :param known_at: by the addresses that were on record at that instant; without it, by those that are now.
    """
    members = (
        select(Membership.person_id, Membership.id.label("membership_id"))
        .join(MembershipVersion, MembershipVersion.membership_id == Membership.id)
        .where(register.is_active_on(on), *_of_class(motion))
    )
    own = members.subquery()
    directors = select(Person.id, null()).where(
        Person.id.in_(board.directors_on(session, on)), Person.id.not_in(select(own.c.person_id))
    )
    called = union_all(members, directors).subquery()
    found = reach.unreached(
        select(called.c.person_id, called.c.membership_id), Purpose.NOTICES, on=on, known_at=known_at
    )
    return [person_id for person_id, _ in session.execute(found)]


def _of_class(motion: Motion) -> list[ColumnElement[bool]]:
    """Return the condition that a member is of the class to which a motion is put, if it is put to one."""
    return [] if motion.constituency_id is None else [MembershipVersion.constituency_id == motion.constituency_id]


def _members(
    session: Session, motion: Motion, *, on: date, reader_id: UUID | None = None
) -> Iterator[tuple[UUID, Called]]:
    """Yield each member by their id, with whoever is called for them.

    :param reader_id: those alone who are called in this person, if one is named.
    """
    member = aliased(PersonVersion)
    query = (
        select(Membership.person_id, PersonVersion, StandIn.id, member.name)
        .join(MembershipVersion, MembershipVersion.membership_id == Membership.id)
        .outerjoin(StandIn, and_(StandIn.membership_id == Membership.id, stand_ins.votes_on(on)))
        .join(PersonVersion, PersonVersion.person_id == func.coalesce(StandIn.person_id, Membership.person_id))
        .join(member, member.person_id == Membership.person_id)
        .where(
            register.is_active_on(on),
            *(holds_on(one, on) for one in (PersonVersion, member)),
            *(was_known(one, None) for one in (PersonVersion, member)),
            *_of_class(motion),
        )
        .order_by(Membership.member_no)
    )
    if reader_id is not None:
        query = query.where(PersonVersion.person_id == reader_id)
    for person_id, reader, stand_in, name in session.execute(query):
        yield person_id, _reached(reader, votes_for=name if stand_in else None)


def _reached(reader: PersonVersion, *, votes_for: str | None = None) -> Called:
    return Called(
        name=reader.name,
        postal_address=reader.postal_address,
        email=reader.email if Purpose.NOTICES in (reader.email_purposes or ()) else None,
        language=reader.language,
        formats=reader.formats,
        votes_for=votes_for,
    )
