"""Who belongs to the admissions committee or to the appeal panel: from when to when, and by which decision.

Source: INV-02: the body that the rules name decides, and nobody else; INV-04: an approver's authority has its day.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from govern.audit import service as audit
from govern.audit.service import Happening
from govern.constitution import queries as constitution
from govern.constitution.rules import Body
from govern.constitution.service import in_turn
from govern.core import lookup
from govern.core.actors import Actor
from govern.core.words import say
from govern.register import belonging, interested
from govern.register.body_refusals import (
    AlreadyOfTheBody,
    AppointsThemselves,
    HasLeftTheBody,
    LeavesBeforeTheyCame,
    NoBodyOfMembers,
)
from govern.register.models import BodyMember
from govern.register.refusals import BeforeTheDecision, NotMemberThen, WrongDecider

OF_MEMBERS = (Body.COMMITTEE, Body.PANEL)
APPOINTING = (Body.BOARD, Body.GENERAL_MEETING)


@dataclass(frozen=True, kw_only=True)
class Appointed:
    """A member's place in a body, by a decision of those who fill it."""

    body: Body
    person_id: UUID
    decision_id: UUID
    from_on: date


def appoint(session: Session, appointed: Appointed, *, actor: Actor, at: datetime) -> BodyMember:
    """Enter that a member belongs to a body from a day on.

    :raises NoBodyOfMembers: this body is filled in another way.
    :raises WrongDecider: neither the board nor a general meeting decided.
    :raises BeforeTheDecision: the day is before the decision.
    :raises AppointsThemselves: they took part in the decision, or are the actor.
    :raises TookPartWhileConnected: somebody connected with them did.
    :raises NotMemberThen: they are no member on that day.
    :raises AlreadyOfTheBody: they belong to it on that day, or from a later one.
    """
    assert actor.person_id is not None
    if appointed.body not in OF_MEMBERS:
        raise NoBodyOfMembers
    if actor.person_id == appointed.person_id:
        raise AppointsThemselves
    in_turn(session)
    _ensure_decided(session, appointed)
    if not belonging.members_among(session, [appointed.person_id], on=appointed.from_on):
        raise NotMemberThen(appointed.from_on)
    held = select(BodyMember.id).where(
        BodyMember.body == appointed.body,
        BodyMember.person_id == appointed.person_id,
        or_(BodyMember.until_on.is_(None), BodyMember.until_on > appointed.from_on),
    )
    if session.scalar(held.limit(1)) is not None:
        raise AlreadyOfTheBody
    row = BodyMember(**vars(appointed), entered_by=actor.person_id, entered_at=at)
    session.add(row)
    session.flush()
    facts = {"body": row.body, "person": row.person_id, "decision": row.decision_id, "from_on": row.from_on}
    audit.record(session, Happening(event="body_member.appointed", subject_id=row.id, facts=facts), actor=actor, at=at)
    return row


def end(session: Session, row_id: UUID, *, until_on: date, actor: Actor, at: datetime) -> None:
    """Enter the first day on which somebody belongs to a body no longer. Once written, it stays.

    :raises NotFound: there is no such line.
    :raises HasLeftTheBody: its end is on record.
    :raises LeavesBeforeTheyCame: the day is before the first.
    """
    row = lookup.locked(session, BodyMember, row_id)
    if row.until_on is not None:
        raise HasLeftTheBody(row.until_on)
    if until_on < row.from_on:
        raise LeavesBeforeTheyCame
    row.until_on, row.ended_by = until_on, actor.person_id
    session.flush()
    facts = {"body": row.body, "person": row.person_id, "until_on": until_on}
    audit.record(session, Happening(event="body_member.ended", subject_id=row.id, facts=facts), actor=actor, at=at)


def _ensure_decided(session: Session, appointed: Appointed) -> None:
    """Refuse a place that was not given by those who may, was given by its owner, or begins before it was given."""
    decision = constitution.decision(session, appointed.decision_id)
    if decision.body not in APPOINTING:
        raise WrongDecider(say("the board, or a general meeting"))
    if appointed.from_on < decision.decided_on:
        raise BeforeTheDecision(decision.decided_on)
    parts = constitution.participants(session, decision.id)
    if any(one.took_part for one in parts if one.person_id == appointed.person_id):
        raise AppointsThemselves
    interested.ensure_none_took_part(session, decision, about=appointed.person_id)


def of_body(session: Session, body: Body, people: Iterable[UUID], *, on: date) -> frozenset[UUID]:
    """Return which of some people belong to a body on a day: appointed by then, not gone, and members still."""
    appointed = select(BodyMember.person_id).where(
        BodyMember.body == body,
        BodyMember.person_id.in_(list(people)),
        BodyMember.from_on <= on,
        or_(BodyMember.until_on.is_(None), BodyMember.until_on > on),
    )
    return belonging.members_among(session, session.scalars(appointed).all(), on=on)


def on_record(session: Session) -> Sequence[BodyMember]:
    """Return everybody who ever belonged to such a body, by body, those who came last first."""
    query = select(BodyMember).order_by(BodyMember.body, BodyMember.from_on.desc(), BodyMember.entered_at.desc())
    return session.scalars(query).all()


def find(session: Session, row_id: UUID) -> BodyMember:
    """Return one line.

    :raises NotFound: there is none of this id.
    """
    return lookup.find(session, BodyMember, row_id)
