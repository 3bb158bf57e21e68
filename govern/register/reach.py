"""Whom neither post nor e-mail reaches, of those to whom something has to be sent.

An address serves for what it was given for, so that whoever gave one to vote with gets no notices there.

Source: domain 5.1, *to whom*; CA 2006 ss.291, 310; CCBSA 2014 s.30(2)(b).
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Select, String, and_, cast, func, not_, select
from sqlalchemy.orm import Session

from govern.core.db import AnySelect
from govern.core.paging import Page
from govern.register import queries, stand_ins
from govern.register.models import Membership, MembershipVersion, PersonVersion, StandIn
from govern.register.queries import Line
from govern.register.rules import Purpose


def unreached(among: AnySelect, purpose: Purpose, *, on: date, known_at: datetime | None = None) -> Select[UUID, UUID]:
    """Return the SELECT of (person_id, membership_id) of whom, of some people, nothing that is sent on a day reaches.

    Whoever casts a member's vote is written to in their stead.

    :param among: with the columns person_id and membership_id, which is NULL for whoever is there as a director.
    :param known_at: by the addresses that were on record at that instant; without it, by those that are now.
    """
    some = among.subquery()
    stands_in = and_(StandIn.membership_id == some.c.membership_id, stand_ins.votes_on(on))
    reader = func.coalesce(StandIn.person_id, some.c.person_id)
    return (
        select(some.c.person_id, some.c.membership_id)
        .outerjoin(StandIn, stands_in)
        .where(reader.in_(_without_address(purpose, on=on, known_at=known_at)))
    )


def members(session: Session, purpose: Purpose, *, on: date, page: int = 1) -> Page[Line]:
    """Return one page of the register of a day, of those alone whom nothing reaches."""
    return queries.members(session, on=on, page=page, among=_of_members(purpose, on=on))


def how_many(session: Session, purpose: Purpose, *, on: date) -> int:
    """Return how many members of a day nothing reaches."""
    return session.scalar(select(func.count()).select_from(_of_members(purpose, on=on).subquery())) or 0


def without_post(session: Session, *, on: date, page: int = 1) -> Page[Line]:
    """Return one page of the register of a day, of those alone for whom it holds no postal address.

    Source: CCBSA 2014 s.30(2): the register holds the names and postal addresses of the members.
    """
    return queries.members(session, on=on, page=page, among=_without_post(on))


def how_many_without_post(session: Session, *, on: date) -> int:
    """Return for how many members of a day the register holds no postal address."""
    return session.scalar(select(func.count()).select_from(_without_post(on).subquery())) or 0


def _without_post(on: date) -> Select[UUID]:
    """Return the SELECT of the memberships of a day without a postal address."""
    return (
        select(Membership.id)
        .join(MembershipVersion, MembershipVersion.membership_id == Membership.id)
        .join(PersonVersion, PersonVersion.person_id == Membership.person_id)
        .where(
            queries.is_active_on(on),
            queries.holds_on(PersonVersion, on),
            queries.was_known(PersonVersion, None),
            func.coalesce(PersonVersion.postal_address, "") == "",
        )
    )


def _of_members(purpose: Purpose, *, on: date) -> Select[UUID]:
    everybody = (
        select(Membership.person_id, Membership.id.label("membership_id"))
        .join(MembershipVersion, MembershipVersion.membership_id == Membership.id)
        .where(queries.is_active_on(on))
    )
    found = unreached(everybody, purpose, on=on).subquery()
    return select(found.c.membership_id)


def _without_address(purpose: Purpose, *, on: date, known_at: datetime | None) -> Select[UUID]:
    """Return the SELECT of the people who gave neither a postal address nor an e-mail address for this.

    The same as `rules.ballot_email` and the address, asked of all people in one statement.
    """
    version = PersonVersion
    is_for_this = cast(version.email_purposes, String).contains(f'"{purpose.value}"', autoescape=True)
    has_email = and_(func.coalesce(version.email, "") != "", is_for_this)
    return select(version.person_id).where(
        queries.holds_on(version, on),
        queries.was_known(version, known_at),
        func.coalesce(version.postal_address, "") == "",
        not_(has_email),
    )
