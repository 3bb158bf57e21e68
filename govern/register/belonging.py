"""Who belongs to the mutual: member, founder, expelled, or perhaps the same as a member."""

from collections.abc import Iterable
from datetime import date
from functools import cache
from uuid import UUID

from sqlalchemy import Date, Select, and_, bindparam, func, or_, select
from sqlalchemy.orm import Session, aliased

from govern.constitution.models import Decision, DecisionParticipant
from govern.constitution.rules import Body
from govern.core.actors import Role
from govern.register.models import Membership, MembershipVersion, PersonVersion
from govern.register.queries import ACTIVE, is_active_on, was_known
from govern.register.refusals import HasDied
from govern.register.rules import Ground


def roles_of(session: Session, person_id: UUID, *, on: date) -> frozenset[Role]:
    """Return whether a person is a member on a day, as we know now; who is suspended is one still.

    Source: decisions, "Ids, money, people": derived, never granted.
    """
    return frozenset({Role.MEMBER}) if members_among(session, [person_id], on=on) else frozenset()


def is_of_the_mutual(session: Session, person_id: UUID, *, on: date) -> bool:
    """Say whether a person is a member on a day, or one of those who founded the mutual.

    Founders who are no members have a say only until the board that members elected can act; the callers know.

    Source: the founding brief: nobody becomes a member by the hands of non-members alone; domain 2.7.
    """
    return bool(of_the_mutual(session, [person_id], on=on))


def of_the_mutual(session: Session, people: Iterable[UUID], *, on: date) -> frozenset[UUID]:
    """Return which of some people are members on a day, suspended or not, or were among the founders."""
    asked = list(people)
    founders = (
        select(DecisionParticipant.person_id)
        .join(Decision, Decision.id == DecisionParticipant.decision_id)
        .where(DecisionParticipant.person_id.in_(asked), Decision.body == Body.FOUNDERS)
    )
    return members_among(session, asked, on=on) | frozenset(session.scalars(founders))


def members_among(session: Session, people: Iterable[UUID], *, on: date) -> frozenset[UUID]:
    """Return who of some people is a member on a day, suspended or not, as we know now."""
    return frozenset(session.scalars(_members_among(), {"people": list(people), "on": on}))


@cache
def _members_among() -> Select[UUID]:
    """Return the SELECT of `members_among`, which every page asks."""
    among = MembershipVersion.person_id.in_(bindparam("people", expanding=True))
    return select(MembershipVersion.person_id).where(among, is_active_on(bindparam("on", type_=Date())))


def member_since(session: Session, people: Iterable[UUID]) -> dict[UUID, date]:
    """Return since when each of some people has been the member that they last became; others are left out."""
    query = select(Membership.person_id, func.max(Membership.member_since)).where(
        Membership.person_id.in_(list(people))
    )
    return dict(session.execute(query.group_by(Membership.person_id)).all())


def was_expelled(session: Session, person_id: UUID) -> bool:
    """Say whether a membership of this person ended by expulsion, as we know now."""
    expelled = select(MembershipVersion.id).where(
        MembershipVersion.person_id == person_id,
        MembershipVersion.ground == Ground.EXPELLED,
        was_known(MembershipVersion, None),
    )
    return session.scalar(expelled.limit(1)) is not None


def died(session: Session, person_id: UUID) -> UUID | None:
    """Return the membership that ended as its member died, as we know now; None if the register says no such thing.

    Whoever was entered as a member again did not die.
    """
    versions = (MembershipVersion.person_id == person_id, was_known(MembershipVersion, None))
    ended = select(MembershipVersion.membership_id).where(*versions, MembershipVersion.ground == Ground.DIED)
    goes_on = select(MembershipVersion.id).where(
        *versions, MembershipVersion.standing.in_(ACTIVE), MembershipVersion.valid_to.is_(None)
    )
    found = session.scalar(ended.limit(1))
    return None if found is None or session.scalar(goes_on.limit(1)) is not None else found


def ensure_alive(session: Session, person_id: UUID) -> None:
    """Refuse a deed for the living where the register says that somebody died.

    :raises HasDied: it says so.
    """
    if died(session, person_id) is not None:
        raise HasDied


def resembled(session: Session, person_id: UUID, *, on: date) -> int | None:
    """Return the number of a member whose record could be of the same human, or None.

    Two records resemble each other by the same name and birth date, or the same name and address.

    Source: domain 2.8 INV-13.
    """
    mine, theirs = aliased(PersonVersion), aliased(PersonVersion)
    alike = or_(
        theirs.match_birth == mine.match_birth,
        and_(theirs.match_email == mine.match_email, theirs.sort_name == mine.sort_name),
    )
    return session.scalar(
        select(Membership.member_no)
        .join(MembershipVersion, MembershipVersion.membership_id == Membership.id)
        .join(theirs, theirs.person_id == Membership.person_id)
        .join(mine, alike)
        .where(
            mine.person_id == person_id,
            theirs.person_id != person_id,
            mine.superseded_at.is_(None),
            theirs.superseded_at.is_(None),
            is_active_on(on),
        )
        .limit(1)
    )
