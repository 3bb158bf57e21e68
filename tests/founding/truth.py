"""What must never be so: that somebody who is none of the loyal is a member, in whatever guise, or decides who is.

Asked past all queries of the product, in one statement.
"""

from collections.abc import Collection
from datetime import date
from functools import cache
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Date,
    Select,
    Uuid,
    and_,
    bindparam,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from govern.accounts.models import Account
from govern.admissions.models import MembershipApplication, RulingPart
from govern.divisions.models import DivisionMark
from govern.motions.division_models import Division
from govern.motions.models import Motion, MotionConcern
from govern.register.models import JointHolder, Membership, MembershipVersion, Person, PersonVersion, StandIn
from govern.register.rules import PersonKind, Standing
from govern.rolls.models import RollEntry
from tests.calendar import TODAY

People = BindParameter[UUID]
THEIR_NAME, THEIR_MAIL = "Outsider %", "%@example.net"


def members_in_guise(session: Session, loyal: Collection[UUID], *, since: date = TODAY) -> list[str]:
    """Return in which ways somebody else is a member, or has a part in deciding who is; nothing while all is well.

    :param loyal: the true members, and whom they would have. Nobody else is to be one, whatever their record is called.
    :param since: the day from which on nobody else is one.
    """
    return list(session.scalars(_ways(), {"loyal": list(loyal), "since": since}))


@cache
def _ways() -> CompoundSelect[str]:
    """Return the statement, which is asked after every deed of every sequence."""
    loyal = bindparam("loyal", type_=Uuid(), expanding=True)
    return union_all(
        _entered(loyal, bindparam("since", type_=Date())),
        _joint(loyal),
        _voting(loyal),
        _written_over(loyal),
        _signing_in(loyal),
        _voting_as_a_director(),
        _ruling_on_themselves(),
        _on_the_roll_about_themselves(),
        _on_the_roll_of_the_franchise(loyal),
    )


def _entered(loyal: People, since: BindParameter[date]) -> Select[str]:
    """Return the SELECT of memberships of others that stand, or will, on any day: so of every roll."""
    return select(literal("is entered")).where(
        MembershipVersion.person_id.not_in(loyal),
        MembershipVersion.standing != Standing.CEASED,
        MembershipVersion.superseded_at.is_(None),
        or_(MembershipVersion.valid_to.is_(None), MembershipVersion.valid_to > since),
    )


def _joint(loyal: People) -> Select[str]:
    return select(literal("holds with a member")).where(JointHolder.person_id.not_in(loyal))


def _voting(loyal: People) -> Select[str]:
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


def _written_over(loyal: People) -> Select[str]:
    is_theirs: ColumnElement[bool] = or_(PersonVersion.name.like(THEIR_NAME), PersonVersion.email.like(THEIR_MAIL))
    return select(literal("bears a member's record")).where(PersonVersion.person_id.in_(loyal), is_theirs)


def _signing_in(loyal: People) -> Select[str]:
    return select(literal("signs in as a member")).where(
        Account.person_id.in_(loyal), Account.email.like(THEIR_MAIL), Account.closed_at.is_(None)
    )


def _voting_as_a_director() -> Select[str]:
    """Return the SELECT of votes on the board that were given by a printed code."""
    return (
        select(literal("votes as a director"))
        .select_from(DivisionMark)
        .join(Division, Division.id == DivisionMark.division_id)
        .join(Motion, Motion.id == Division.motion_id)
        .where(Motion.deciders == "board", DivisionMark.printed_by.is_not(None))
    )


def _ruling_on_themselves() -> Select[str]:
    """Return the SELECT of parts that applicants had, by vote or in the quorum, in what was decided on them."""
    has_a_part = and_(RulingPart.is_present, RulingPart.is_recused.is_(False))
    return (
        select(literal("decides on themselves"))
        .select_from(RulingPart)
        .join(MembershipApplication, MembershipApplication.id == RulingPart.application_id)
        .where(RulingPart.person_id == MembershipApplication.person_id, or_(RulingPart.vote != "none", has_a_part))
    )


def _on_the_roll_about_themselves() -> Select[str]:
    """Return the SELECT of those on the roll of a vote on whether they are admitted: so in its denominators."""
    return (
        select(literal("votes on themselves"))
        .select_from(RollEntry)
        .join(Division, Division.roll_id == RollEntry.roll_id)
        .join(MotionConcern, MotionConcern.motion_id == Division.motion_id)
        .where(MotionConcern.concern == "applicant", MotionConcern.person_id == RollEntry.person_id)
    )


def _on_the_roll_of_the_franchise(loyal: People) -> Select[str]:
    """Return the SELECT of others on the roll of a vote on who may be a member, or vote."""
    return (
        select(literal("votes on the franchise"))
        .select_from(RollEntry)
        .join(Division, Division.roll_id == RollEntry.roll_id)
        .join(Motion, Motion.id == Division.motion_id)
        .where(Motion.kind == "franchise", RollEntry.person_id.not_in(loyal))
    )
