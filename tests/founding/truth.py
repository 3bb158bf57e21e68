"""What must never be so: that somebody who is none of the loyal is a member, in whatever guise.

Asked past all queries of the product, in one statement.
"""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import ColumnElement, Select, literal, or_, select, union_all
from sqlalchemy.orm import Session

from govern.accounts.models import Account
from govern.register.models import JointHolder, Membership, MembershipVersion, Person, PersonVersion, StandIn
from govern.register.rules import PersonKind, Standing

THEIR_NAME, THEIR_MAIL = "Outsider %", "%@example.net"


def members_in_guise(session: Session, loyal: Collection[UUID]) -> list[str]:
    """Return in which ways somebody else is a member; nothing while all is well.

    :param loyal: the true members. Nobody else is to be one, whatever their record is called.
    """
    ways = union_all(_entered(loyal), _joint(loyal), _voting(loyal), _written_over(loyal), _signing_in(loyal))
    return list(session.scalars(ways))


def _entered(loyal: Collection[UUID]) -> Select[str]:
    """Return the SELECT of memberships of others that stand, or will, on any day: so of every roll."""
    return select(literal("is entered")).where(
        MembershipVersion.person_id.not_in(loyal),
        MembershipVersion.standing != Standing.CEASED,
        MembershipVersion.superseded_at.is_(None),
    )


def _joint(loyal: Collection[UUID]) -> Select[str]:
    return select(literal("holds with a member")).where(JointHolder.person_id.not_in(loyal))


def _voting(loyal: Collection[UUID]) -> Select[str]:
    """Return the SELECT of others who act for a human's membership. Who represents the dead has no vote."""
    return (
        select(literal("votes for a member"))
        .select_from(StandIn)
        .join(Membership, Membership.id == StandIn.membership_id)
        .join(Person, Person.id == Membership.person_id)
        .where(
            Person.kind == PersonKind.HUMAN,
            StandIn.person_id.not_in(loyal),
            StandIn.acting != "personal_representative",
            StandIn.superseded_at.is_(None),
        )
    )


def _written_over(loyal: Collection[UUID]) -> Select[str]:
    is_theirs: ColumnElement[bool] = or_(PersonVersion.name.like(THEIR_NAME), PersonVersion.email.like(THEIR_MAIL))
    return select(literal("bears a member's record")).where(PersonVersion.person_id.in_(loyal), is_theirs)


def _signing_in(loyal: Collection[UUID]) -> Select[str]:
    return select(literal("signs in as a member")).where(
        Account.person_id.in_(loyal), Account.email.like(THEIR_MAIL), Account.closed_at.is_(None)
    )
