"""Who acts for a member: a body's representative, a nominee, one of several joint holders, the executor of the dead.

At most one person acts for a membership at a time, and a membership has one vote whoever casts it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from uuid import UUID

from sqlalchemy import ColumnElement, Date, Select, Uuid, and_, bindparam, func, or_, select, union
from sqlalchemy.orm import Session

from govern.audit import service as audit
from govern.audit.service import Happening
from govern.core import lookup
from govern.core.actors import Actor
from govern.core.db import Given
from govern.register import belonging, persons, queries, versions
from govern.register.ending_refusals import (
    ActingEndsFirst,
    ActsBeforeResolved,
    ActsInPerson,
    AlreadyJoint,
    JoinedByOutsider,
    NobodyActs,
    NotABody,
    NotAJointHolder,
    NotForThisMember,
    OnlyForTheDead,
)
from govern.register.models import JointHolder, Membership, MembershipVersion, Person, StandIn
from govern.register.refusals import NotMemberThen
from govern.register.rules import Acting, Ground, PersonKind
from govern.register.versions import STAND_INS


@dataclass(frozen=True, kw_only=True)
class Authority:
    """A paper by which somebody acts for a member.

    :param paper: where the resolution, agreement or grant is to be found.
    :param until_on: first day without it; None until another is named or it is ended.
    """

    membership_id: UUID
    person_id: UUID
    acting: Acting
    paper: str
    resolved_on: date
    from_on: date
    until_on: date | None = None


def name(session: Session, authority: Authority, *, actor: Actor, at: datetime) -> None:
    """Enter who acts for a member from a day on; whoever did before does so no longer.

    :raises NotABody: a representative or nominee of a human.
    :raises NotForThisMember: the member themselves, or a body.
    :raises NotAJointHolder: joint holders agree on one of themselves.
    :raises OnlyForTheDead: a personal representative of somebody who lives.
    :raises NotMemberThen: the membership had not begun, or had ended.
    :raises ActsBeforeResolved: from before the paper.
    :raises ActingEndsFirst: the end is not after the beginning.

    Source: CA 2006 s.323: a corporation authorises by resolution; s.310(2); domain 2.6; INV-19.
    """
    member = _locked(session, authority.membership_id)
    if authority.from_on < authority.resolved_on:
        raise ActsBeforeResolved(authority.resolved_on)
    if authority.until_on is not None and authority.until_on <= authority.from_on:
        raise ActingEndsFirst
    _ensure_fits(session, member, authority)
    told = {
        "membership_id": member.id,
        "person_id": authority.person_id,
        "acting": authority.acting.value,
        "authority": authority.paper.strip(),
        "resolved_on": authority.resolved_on,
        "valid_from": authority.from_on,
        "valid_to": authority.until_on,
    }
    row = versions.new_row(told, actor=actor, at=at)
    versions.restate(session, STAND_INS, row, event="stand_in.named", actor=actor, at=at)


def _ensure_fits(session: Session, member: Membership, authority: Authority) -> None:
    """Refuse somebody who cannot act for this member in this right."""
    acts = lookup.find(session, Person, authority.person_id)
    if acts.kind != PersonKind.HUMAN or acts.id == member.person_id:
        raise NotForThisMember
    if authority.acting.is_for_a_body and session.get_one(Person, member.person_id).kind != PersonKind.BODY:
        raise NotABody
    if authority.acting is Acting.JOINT_HOLDER and acts.id not in joint_holders(
        session, member.id, on=authority.from_on
    ):
        raise NotAJointHolder
    if authority.acting is Acting.PERSONAL_REPRESENTATIVE:
        if not _has_died(session, member.id):
            raise OnlyForTheDead
    elif not queries.is_active(session, member.id, on=authority.from_on):
        raise NotMemberThen(authority.from_on)


def actings_for(session: Session, membership_id: UUID, *, on: date) -> list[Acting]:
    """Return in which rights somebody could act for a membership on a day; none for a human who holds it alone.

    Source: domain 2.6; CA 2006 ss.310(2), 323.
    """
    member = queries.membership(session, membership_id)
    if _has_died(session, membership_id):
        return [Acting.PERSONAL_REPRESENTATIVE]
    if not queries.is_active(session, membership_id, on=on):
        return []
    if session.get_one(Person, member.person_id).kind == PersonKind.BODY:
        return [one for one in Acting if one.is_for_a_body]
    return [Acting.JOINT_HOLDER] if joint_holders(session, membership_id, on=on) else []


def ensure_can_be_acted_for(session: Session, membership_id: UUID, *, on: date) -> list[Acting]:
    """Return in which rights somebody could act for a membership.

    :raises ActsInPerson: in none.
    """
    found = actings_for(session, membership_id, on=on)
    if not found:
        raise ActsInPerson
    return found


def _has_died(session: Session, membership_id: UUID) -> bool:
    died = select(MembershipVersion.id).where(
        MembershipVersion.membership_id == membership_id,
        MembershipVersion.ground == Ground.DIED,
        MembershipVersion.superseded_at.is_(None),
    )
    return session.scalar(died.limit(1)) is not None


def end(session: Session, membership_id: UUID, *, on: date, actor: Actor, at: datetime) -> None:
    """Enter that nobody acts for a member from a day on.

    :raises NobodyActs: nobody does on that day.

    Source: domain 2.6.
    """
    _locked(session, membership_id)
    if acting_on(session, membership_id, on=on) is None:
        raise NobodyActs(on)
    versions.cut(session, STAND_INS, membership_id, on=on, event="stand_in.ended", actor=actor, at=at)


def acting_on(session: Session, membership_id: UUID, *, on: date) -> StandIn | None:
    """Return who acts for a membership on a day, as we know now; None where the member does."""
    return session.scalar(
        select(StandIn).where(
            StandIn.membership_id == membership_id,
            StandIn.superseded_at.is_(None),
            StandIn.valid_from <= on,
            or_(StandIn.valid_to.is_(None), StandIn.valid_to > on),
        )
    )


def votes_on(on: date) -> ColumnElement[bool]:
    """Return the condition that somebody casts the vote of a membership in the member's stead on a day.

    The same as `voter_of`, asked of all members in one statement.
    """
    return and_(
        StandIn.acting.in_([one.value for one in Acting if one.votes]),
        StandIn.superseded_at.is_(None),
        StandIn.valid_from <= on,
        or_(StandIn.valid_to.is_(None), StandIn.valid_to > on),
    )


def voter_of(session: Session, membership_id: UUID, *, on: date) -> UUID:
    """Return the person who casts a membership's one vote on a day.

    A human who also represents a body has a vote in each capacity, for each is another membership.

    Source: domain 2.6: one vote, first-named unless all agree otherwise; CA 2006 s.323.
    """
    acting = acting_on(session, membership_id, on=on)
    if acting is not None and Acting(acting.acting).votes:
        return acting.person_id
    return queries.membership(session, membership_id).person_id


def carry_over(session: Session, *, old: UUID, new: UUID, on: date, actor: Actor, at: datetime) -> None:
    """Let who holds or acts for a membership do so for the one that follows it, from a day on and on the same paper.

    A joint holder is entered on the word of the member who entered them first. For the old one it stays on record who
    acts: on a roll of before, that is whose vote it is.

    Source: domain 2.1: a change of category ends one membership and begins another, of the same members.
    """
    for holder in _holdings(session, old, on=on):
        follows = JointHolder(
            membership_id=new,
            person_id=holder.person_id,
            place=holder.place,
            from_on=on,
            recorded_by=holder.recorded_by,
            recorded_at=at,
        )
        session.add(follows)
        session.flush()
        told = Happening(event="joint_holder.entered", subject_id=new, facts={"person": holder.person_id})
        audit.record(session, told, actor=actor, at=at)
    acting = acting_on(session, old, on=on)
    if acting is None:
        return
    authority = Authority(
        membership_id=new,
        person_id=acting.person_id,
        acting=Acting(acting.acting),
        paper=acting.authority,
        resolved_on=acting.resolved_on,
        from_on=on,
        until_on=acting.valid_to,
    )
    name(session, authority, actor=actor, at=at)


def add_joint_holder(
    session: Session, membership_id: UUID, person_id: UUID, *, from_on: date, actor: Actor, at: datetime
) -> JointHolder:
    """Enter somebody who holds a membership together with its member, after those named before.

    :raises NotForThisMember: a body, or nobody known.
    :raises AlreadyJoint: named in it before.
    :raises NotMemberThen: the membership had not begun, or had ended.
    :raises JoinedByOutsider: who enters them is no member.

    Source: domain 2.6; CA 2006 s.113(5): joint holders are a single member; INV-42: who holds with a member is one.
    """
    assert actor.person_id is not None
    if not belonging.members_among(session, [actor.person_id], on=persons.local_date(session, at=at)):
        raise JoinedByOutsider
    member = _locked(session, membership_id)
    person = session.get(Person, person_id)
    if person is None or person.kind != PersonKind.HUMAN:
        raise NotForThisMember
    if person_id == member.person_id or session.get(JointHolder, (membership_id, person_id)) is not None:
        raise AlreadyJoint
    if not queries.is_active(session, membership_id, on=from_on):
        raise NotMemberThen(from_on)
    last = session.scalar(select(func.max(JointHolder.place)).where(JointHolder.membership_id == membership_id))
    holder = JointHolder(
        membership_id=membership_id,
        person_id=person_id,
        place=(last or 1) + 1,
        from_on=from_on,
        recorded_by=actor.person_id,
        recorded_at=at,
    )
    session.add(holder)
    session.flush()
    told = Happening(event="joint_holder.entered", subject_id=membership_id, facts={"person": person_id})
    audit.record(session, told, actor=actor, at=at)
    return holder


def tied_now(session: Session, person_id: UUID, *, on: date) -> frozenset[UUID]:
    """Return who shares a membership with somebody on a day, or acts for one of the two, as is known now."""
    return frozenset(session.scalars(_tied_as_known_now(), {"person_id": person_id, "on": on}))


@cache
def _tied_as_known_now() -> Select[UUID]:
    """Return the SELECT of `tied_now`, which is long, and asked many times in one deed."""
    return tied_to(bindparam("person_id", type_=Uuid()), on=bindparam("on", type_=Date()))


def tied_to(person_id: Given[UUID], *, on: Given[date], known_at: datetime | None = None) -> Select[UUID]:
    """Return the SELECT of those who share a membership with somebody on a day, or act for one of the two.

    Who holds a membership together with them; for whose membership they act; and who acts for theirs. A vote of
    any of these is in part their own.

    :param known_at: None for what is known now.

    Source: domain 2.6; domain 2.8 INV-18, INV-19.
    """
    holds = and_(
        JointHolder.from_on <= on,
        or_(JointHolder.left_on.is_(None), JointHolder.left_on > on),
        *([JointHolder.recorded_at <= known_at] if known_at else []),
    )
    acts = and_(
        StandIn.valid_from <= on,
        or_(StandIn.valid_to.is_(None), StandIn.valid_to > on),
        StandIn.superseded_at.is_(None)
        if known_at is None
        else and_(
            StandIn.recorded_at <= known_at, or_(StandIn.superseded_at.is_(None), StandIn.superseded_at > known_at)
        ),
    )
    own = select(Membership.id).where(Membership.person_id == person_id)
    held = select(JointHolder.membership_id).where(JointHolder.person_id == person_id, holds)
    acted = select(StandIn.membership_id).where(StandIn.person_id == person_id, acts)
    everybody = union(
        select(Membership.person_id).where(or_(Membership.id.in_(held), Membership.id.in_(acted))),
        select(JointHolder.person_id).where(
            or_(JointHolder.membership_id.in_(own), JointHolder.membership_id.in_(held)), holds
        ),
        select(StandIn.person_id).where(StandIn.membership_id.in_(own), acts),
    ).subquery()
    return select(everybody.c[0]).where(everybody.c[0] != person_id)


def joint_holders(session: Session, membership_id: UUID, *, on: date) -> list[UUID]:
    """Return who holds a membership on a day beside its member, in the order of the names."""
    return [one.person_id for one in _holdings(session, membership_id, on=on)]


def held_jointly(session: Session, person_id: UUID, *, on: date) -> list[UUID]:
    """Return the memberships, not ended, that somebody holds on a day together with their members."""
    query = select(JointHolder.membership_id).where(
        JointHolder.person_id == person_id,
        JointHolder.from_on <= on,
        or_(JointHolder.left_on.is_(None), JointHolder.left_on > on),
    )
    return [one for one in session.scalars(query) if queries.is_active(session, one, on=on)]


def _holdings(session: Session, membership_id: UUID, *, on: date) -> Sequence[JointHolder]:
    query = select(JointHolder).where(
        JointHolder.membership_id == membership_id,
        JointHolder.from_on <= on,
        or_(JointHolder.left_on.is_(None), JointHolder.left_on > on),
    )
    return session.scalars(query.order_by(JointHolder.place)).all()


def _locked(session: Session, membership_id: UUID) -> Membership:
    """Return a membership that nobody else changes meanwhile.

    :raises NotFound: there is none of this id.
    """
    return lookup.locked(session, Membership, membership_id)
