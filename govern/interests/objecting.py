"""Enter the objection of somebody who gave it on paper, by telephone or in person.

It is held to what the person's own is held to, and stands until they write their own. That they say it is so, or object
no more, nobody enters for them: only what asks for another's ruling.

Source: decision 0040, *who is named is heard*.
"""

import secrets
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from govern.audit import service as audit
from govern.audit.service import Happening
from govern.constitution import queries as constitution
from govern.core.actors import Deed
from govern.core.clock import local_date
from govern.interests import queries as interest_queries
from govern.interests.models import LONGEST, ObjectionEntered
from govern.interests.refusals import (
    InterestUnsaid,
    MotionDecided,
    NobodyNamedThem,
    ObjectionDayNotPossible,
    ObjectionIsOnesOwn,
    ObjectionOnRecord,
)
from govern.motions import queries
from govern.motions.rules import UNDECIDED, Came
from govern.register.versions import SALT_BYTES


@dataclass(frozen=True, kw_only=True)
class Relayed:
    """What somebody said against having no vote, and when and how it came."""

    reason: str
    came_on: date
    came_by: Came


def enter(session: Session, motion_id: UUID, person_id: UUID, relayed: Relayed, deed: Deed) -> ObjectionEntered:
    """Enter that somebody objects to being named by another, as it came.

    Doors call `consequences.naming.enter_objection`, which tells them.

    :raises MotionDecided: it is too late.
    :raises ObjectionIsOnesOwn: it is the actor's own.
    :raises NobodyNamedThem: nobody named them.
    :raises ObjectionOnRecord: they have objected, or it was entered that they do.
    :raises ObjectionDayNotPossible: it came before they were named, or comes only after today.
    :raises InterestUnsaid: it does not say why.
    """
    entered_by = deed.actor.person_id
    assert entered_by is not None
    queries.locked(session, motion_id)
    ensure_may_enter(session, motion_id, person_id, deed)
    _ensure_day(session, motion_id, person_id, relayed, deed)
    made = ObjectionEntered(
        motion_id=motion_id,
        person_id=person_id,
        came_on=relayed.came_on,
        came_by=relayed.came_by.value,
        reason=_reason(relayed),
        entered_by=entered_by,
        entered_at=deed.at,
        salt=secrets.token_hex(SALT_BYTES),
    )
    session.add(made)
    session.flush()
    _record(session, made, deed)
    return made


def _reason(relayed: Relayed) -> str:
    """Return why somebody objects, in words that are some and not too many."""
    reason = relayed.reason.strip()
    if not 1 <= len(reason) <= LONGEST:
        raise InterestUnsaid
    return reason


def ensure_may_enter(session: Session, motion_id: UUID, person_id: UUID, deed: Deed) -> None:
    """Refuse to enter the objection of whoever was not named, or has objected; raises as `enter` does."""
    if queries.state(session, motion_id) not in UNDECIDED:
        raise MotionDecided
    if person_id == deed.actor.person_id:
        raise ObjectionIsOnesOwn
    if not interest_queries.is_named_by_another(session, motion_id, person_id):
        raise NobodyNamedThem
    if person_id in interest_queries.objections(session, motion_id):
        raise ObjectionOnRecord


def _ensure_day(session: Session, motion_id: UUID, person_id: UUID, relayed: Relayed, deed: Deed) -> None:
    today, zone = constitution.today(session, at=deed.at), constitution.mutual(session).time_zone
    named_on = local_date(interest_queries.first_named_at(session, motion_id, person_id), zone)
    if not named_on <= relayed.came_on <= today:
        raise ObjectionDayNotPossible(named_on=named_on)


def _record(session: Session, made: ObjectionEntered, deed: Deed) -> None:
    facts = {"person": made.person_id, "came_on": made.came_on, "came_by": made.came_by}
    content = interest_queries.content_of(made)
    happening = Happening(
        event="motion.objection_entered", subject_id=made.motion_id, facts=facts, content=content, salt=made.salt
    )
    audit.record(session, happening, actor=deed.actor, at=deed.at)
