"""Read interests in motions: who is interested and by what, who objects, and what was ruled on that.

Source: domain 2.8, *interested in an admission*; domain 5.6.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Uuid, and_, bindparam, exists, or_, select
from sqlalchemy.orm import Session

from govern.core.canonical import digest
from govern.interests.models import MotionInterest, MotionObjection, NamingAgreement, ObjectionEntered, ObjectionRuling
from govern.interests.telling_models import NamedByWord, UnsentNaming
from govern.motions import queries
from govern.motions.models import MotionConcern, NamingTakenBack
from govern.motions.rules import Ground, Heard, Part

Objection = MotionObjection | ObjectionEntered
Said = MotionConcern | MotionInterest | Objection | ObjectionRuling

# What every deed and every page asks of a motion, often several times: built once.
_OF_MOTION = bindparam("motion_id", type_=Uuid())
_TAKEN_BACK = exists().where(
    NamingTakenBack.motion_id == _OF_MOTION,
    NamingTakenBack.person_id == MotionInterest.person_id,
    NamingTakenBack.part == Part.INTEREST,
)
_INTERESTS = (
    select(MotionInterest)
    .where(MotionInterest.motion_id == _OF_MOTION, or_(MotionInterest.ground == Ground.OWN_WORD, ~_TAKEN_BACK))
    .order_by(MotionInterest.named_at, MotionInterest.person_id)
)
_CLEARED = select(ObjectionRuling.person_id).where(
    ObjectionRuling.motion_id == _OF_MOTION, ObjectionRuling.has_vote.is_(True)
)
_RULINGS = select(ObjectionRuling).where(ObjectionRuling.motion_id == _OF_MOTION)
_OBJECTIONS = select(MotionObjection).where(MotionObjection.motion_id == _OF_MOTION)


def of_motion(session: Session, motion_id: UUID) -> Sequence[MotionInterest]:
    """Return every interest in a motion that is on record and not taken back, in the order in which they came."""
    return session.scalars(_INTERESTS, {"motion_id": motion_id}).all()


def has_declared(session: Session, motion_id: UUID, person_id: UUID | None) -> bool:
    """Say whether somebody has declared their own interest in a motion."""
    return any(one.person_id == person_id and one.ground == Ground.OWN_WORD for one in of_motion(session, motion_id))


def standing_back(session: Session, motion_id: UUID) -> frozenset[UUID]:
    """Return who is interested in a motion: by their own word, or named and not cleared of it by a ruling."""
    cleared = cleared_in(session, motion_id)
    return frozenset(
        one.person_id
        for one in of_motion(session, motion_id)
        if one.ground == Ground.OWN_WORD or one.person_id not in cleared
    )


def cleared_in(session: Session, motion_id: UUID) -> frozenset[UUID]:
    """Return who objected to being named in a motion, and has their vote by a ruling."""
    return frozenset(session.scalars(_CLEARED, {"motion_id": motion_id}))


def objections(session: Session, motion_id: UUID) -> dict[UUID, Objection]:
    """Return who objected to being named in a motion: in words of their own, or else as an officer entered it."""
    found = session.scalars(select(ObjectionEntered).where(ObjectionEntered.motion_id == motion_id))
    return {one.person_id: one for one in found} | own_objections(session, motion_id)


def own_objections(session: Session, motion_id: UUID) -> dict[UUID, MotionObjection]:
    """Return who objected themselves to being named in a motion."""
    return {one.person_id: one for one in session.scalars(_OBJECTIONS, {"motion_id": motion_id})}


def entered_for(session: Session, motion_id: UUID, person_id: UUID | None) -> ObjectionEntered | None:
    """Return the objection of somebody as an officer entered it."""
    return session.get(ObjectionEntered, (motion_id, person_id)) if person_id else None


def rulings(session: Session, motion_id: UUID) -> dict[UUID, ObjectionRuling]:
    """Return what was ruled on objections, by whose they are."""
    return {one.person_id: one for one in session.scalars(_RULINGS, {"motion_id": motion_id})}


def waiting(session: Session, motion_id: UUID) -> list[Objection]:
    """Return the objections to a naming that stands, on which nobody has ruled."""
    ruled = rulings(session, motion_id)
    return [
        one
        for person, one in objections(session, motion_id).items()
        if person not in ruled and is_named_by_another(session, motion_id, person)
    ]


def unruled(session: Session) -> Sequence[Objection]:
    """Return the objections in all motions on which nobody has ruled, the first first; some are too late for it."""
    own, entered = MotionObjection, ObjectionEntered
    found: list[Objection] = [
        *session.scalars(select(entered).where(~_is_ruled_on(entered.motion_id, entered.person_id))),
        *session.scalars(select(own).where(~_is_ruled_on(own.motion_id, own.person_id))),
    ]
    of_each = {(one.motion_id, one.person_id): one for one in found}
    return sorted(of_each.values(), key=lambda one: (one.objected_at, one.person_id))


def _is_ruled_on(motion_id: Any, person_id: Any) -> ColumnElement[bool]:
    ruled = ObjectionRuling
    return exists().where(ruled.motion_id == motion_id, ruled.person_id == person_id)


def heard(session: Session, motion_id: UUID, person_id: UUID | None) -> Heard | None:
    """Return how far somebody was heard who was named by another; None for whoever has no vote on their own word."""
    if person_id is None or not is_named_by_another(session, motion_id, person_id):
        return None
    if has_agreed(session, motion_id, person_id) or has_declared(session, motion_id, person_id):
        return None
    if person_id in rulings(session, motion_id):
        return Heard.RULED_ON
    return Heard.OBJECTS if person_id in objections(session, motion_id) else Heard.NAMED


def was_taken_back(session: Session, motion_id: UUID, person_id: UUID, part: Part) -> bool:
    """Say whether somebody was named in a motion in this part, and that was taken back."""
    return session.get(NamingTakenBack, (motion_id, person_id, part)) is not None


def has_agreed(session: Session, motion_id: UUID, person_id: UUID) -> bool:
    """Say whether somebody who was named said that it is so."""
    return session.get(NamingAgreement, (motion_id, person_id)) is not None


def is_named_by_another(session: Session, motion_id: UUID, person_id: UUID) -> bool:
    """Say whether somebody was named in a motion by another, on whose word alone it rests.

    Who applies for what a motion is about has said so with the application.
    """
    return bool(who_named(session, motion_id, person_id))


def who_named(session: Session, motion_id: UUID, person_id: UUID) -> frozenset[UUID]:
    """Return which others named somebody in a motion, as interested or as whom it is about."""
    return frozenset(one.named_by for one in _named_by_others(session, motion_id, person_id))


def first_named_at(session: Session, motion_id: UUID, person_id: UUID) -> datetime:
    """Return when another first named somebody in a motion, who is named in it by another."""
    return min(one.named_at for one in _named_by_others(session, motion_id, person_id))


def last_named_at(session: Session, motion_id: UUID, person_id: UUID) -> datetime:
    """Return when another last named somebody in a motion, who is named in it by another."""
    return max(one.named_at for one in _named_by_others(session, motion_id, person_id))


def told_by_word(session: Session, motion_id: UUID) -> dict[tuple[UUID, Part], datetime | None]:
    """Return who was named so that nothing could be sent to them, in what part, and when another officer told them."""
    told = and_(
        *(getattr(NamedByWord, name) == getattr(UnsentNaming, name) for name in ("motion_id", "person_id", "part"))
    )
    query = select(UnsentNaming.person_id, UnsentNaming.part, NamedByWord.told_at).outerjoin(NamedByWord, told)
    rows = session.execute(query.where(UnsentNaming.motion_id == motion_id))
    return {
        (person, Part(part)): told_at
        for person, part, told_at in rows
        if not was_taken_back(session, motion_id, person, Part(part))
    }


def motions_naming(session: Session, person_id: UUID) -> frozenset[UUID]:
    """Return the motions in which somebody was ever named by another, also where that was taken back."""
    tables: tuple[type[MotionInterest | MotionConcern], ...] = (MotionInterest, MotionConcern)
    return frozenset(
        motion_id
        for table in tables
        for motion_id in session.scalars(
            select(table.motion_id).where(table.person_id == person_id, table.named_by != person_id)
        )
    )


def _named_by_others(session: Session, motion_id: UUID, person_id: UUID) -> list[MotionInterest | MotionConcern]:
    about = [one for one in queries.concerns(session, motion_id) if one.application_id is None]
    named: list[MotionInterest | MotionConcern] = [*of_motion(session, motion_id), *about]
    return [one for one in named if one.person_id == person_id != one.named_by]


def contents(session: Session) -> Iterator[tuple[UUID, str]]:
    """Give the motion and the salted digest of all that was said of interests, to be held against the journal.

    Source: INV-12.
    """
    said: list[Said] = [
        *session.scalars(select(MotionConcern).where(MotionConcern.salt.is_not(None))),
        *session.scalars(select(MotionInterest)),
        *session.scalars(select(MotionObjection)),
        *session.scalars(select(ObjectionEntered)),
        *session.scalars(select(ObjectionRuling)),
    ]
    for one in said:
        yield one.motion_id, digest(content_of(one), salt=one.salt or "")


def content_of(one: Said) -> dict[str, str]:
    """Return what was said, of which the journal holds a digest alone."""
    return {"extent": one.extent or ""} if isinstance(one, MotionInterest | MotionConcern) else {"reason": one.reason}
