"""Two records of one person become one: proposed, decided by somebody else, undone within fourteen days.

No row of either record is changed: what is said of the one that goes stays readable, and nobody is entered under it.

Source: product 2, point 31; domain 2.8 INV-13.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from govern.audit import service as audit
from govern.audit.service import Happening
from govern.core import lookup
from govern.core.actors import Actor
from govern.core.errors import NotFound
from govern.core.waiting import Heap
from govern.register import persons, queries
from govern.register.merging_refusals import (
    MergeDecided,
    MergedIsMember,
    MergeProposed,
    OneRecord,
    OwnMerge,
    OwnRecord,
    UndoTooLate,
)
from govern.register.models import Person, PersonMerge, PersonVersion

CAN_BE_UNDONE = timedelta(days=14)
MOST = 50


def propose(session: Session, *, kept_id: UUID, merged_id: UUID, actor: Actor, at: datetime) -> PersonMerge:
    """Propose that two records are of one person.

    :param kept_id: the record under which they are known from then on.
    :raises OneRecord: they are one record.
    :raises OwnRecord: one of them is the actor's.
    :raises NotFound: nobody has one of these ids.
    :raises MergeProposed: one of them is merged, or the two wait.
    """
    if kept_id == merged_id:
        raise OneRecord
    _ensure_not_own(actor, kept_id, merged_id)
    if any(session.get(Person, one, with_for_update=True) is None for one in sorted((kept_id, merged_id))):
        raise NotFound
    if session.scalar(select(PersonMerge.id).where(_stands(), _is_of(kept_id, merged_id)).limit(1)) is not None:
        raise MergeProposed
    merge = PersonMerge(kept_id=kept_id, merged_id=merged_id, proposed_by=actor.person_id, proposed_at=at)
    session.add(merge)
    session.flush()
    _record(session, "merge.proposed", merge, actor=actor, at=at)
    return merge


def decide(session: Session, merge_id: UUID, *, is_one_person: bool, actor: Actor, at: datetime) -> PersonMerge:
    """Decide that two records are of one person, or of two.

    Whether either is on a frozen roll is asked above this room: `consequences.merging`.

    :raises MergeDecided: it was decided before.
    :raises OwnMerge: the actor proposed it.
    :raises OwnRecord: one of the records is the actor's.
    :raises MergedIsMember: the record that is to go has a membership.
    """
    merge = find(session, merge_id)
    if merge.decided_at is not None:
        raise MergeDecided
    if merge.proposed_by == actor.person_id:
        raise OwnMerge
    _ensure_not_own(actor, merge.kept_id, merge.merged_id)
    if is_one_person:
        today = persons.local_date(session, at=at)
        if (number := queries.active_number(session, merge.merged_id, on=today)) is not None:
            raise MergedIsMember(number)
        merge.undo_until = at + CAN_BE_UNDONE
    merge.decided_by, merge.decided_at = actor.person_id, at
    session.flush()
    if is_one_person:
        _record(session, "merge.decided", merge, actor=actor, at=at)
    else:
        _record(session, "merge.refused", merge, actor=actor, at=at)
    return merge


def undo(session: Session, merge_id: UUID, *, actor: Actor, at: datetime) -> PersonMerge:
    """Undo a merge: both records are of use again.

    :raises UndoTooLate: its days are over, or there is no merge to undo.
    :raises OwnRecord: one of the records is the actor's.
    """
    merge = find(session, merge_id)
    if merge.undo_until is None or merge.undone_at is not None:
        raise UndoTooLate(None)
    if at > merge.undo_until:
        raise UndoTooLate(merge.undo_until)
    _ensure_not_own(actor, merge.kept_id, merge.merged_id)
    merge.undone_by, merge.undone_at = actor.person_id, at
    session.flush()
    _record(session, "merge.undone", merge, actor=actor, at=at)
    return merge


def find(session: Session, merge_id: UUID) -> PersonMerge:
    """Return one proposal, locked so that it is decided once.

    :raises NotFound: there is none of this id.
    """
    return lookup.locked(session, PersonMerge, merge_id)


def waiting(session: Session) -> Heap:
    """Return how many proposals wait for a second person, and since when."""
    undecided = select(func.count(), func.min(PersonMerge.proposed_at)).where(PersonMerge.decided_at.is_(None))
    return Heap(*session.execute(undecided).one())


def listed(session: Session) -> Sequence[PersonMerge]:
    """Return what was proposed, the newest first."""
    return session.scalars(select(PersonMerge).order_by(PersonMerge.proposed_at.desc()).limit(MOST)).all()


@dataclass(frozen=True, kw_only=True)
class Pair:
    """Two records that resemble each other, the one recorded first first."""

    first: PersonVersion
    second: PersonVersion


def pairs(session: Session) -> list[Pair]:
    """Return records that could be of one person, and on which nobody has proposed or decided anything.

    By the same name and birth date, or the same name and e-mail address.

    Source: domain 2.8 INV-13.
    """
    one, other = aliased(PersonVersion), aliased(PersonVersion)
    known = select(PersonMerge.id).where(
        or_(
            and_(PersonMerge.kept_id == one.person_id, PersonMerge.merged_id == other.person_id),
            and_(PersonMerge.kept_id == other.person_id, PersonMerge.merged_id == one.person_id),
        ),
        PersonMerge.undone_at.is_(None),
    )
    is_now = and_(*(each.superseded_at.is_(None) & each.valid_to.is_(None) for each in (one, other)))
    found: dict[tuple[UUID, UUID], Pair] = {}
    for alike in (
        one.match_birth == other.match_birth,
        and_(one.match_email == other.match_email, one.sort_name == other.sort_name),
    ):
        rows = session.execute(
            select(one, other)
            .join(other, and_(alike, one.person_id < other.person_id))
            .where(is_now, ~known.exists())
            .order_by(one.sort_name)
            .limit(MOST)
        )
        for pair in rows:
            first, second = sorted(pair, key=lambda version: version.recorded_at)
            found.setdefault((pair[0].person_id, pair[1].person_id), Pair(first=first, second=second))
    return list(found.values())[:MOST]


def is_merged_away(session: Session, person_id: UUID) -> bool:
    """Say whether a person is known under another record now."""
    return kept_instead(session, person_id) is not None


def kept_instead(session: Session, person_id: UUID) -> UUID | None:
    """Return the record into which this one was merged, or None where it was not; a kept record is never merged on."""
    merged = select(PersonMerge.kept_id).where(
        PersonMerge.merged_id == person_id, PersonMerge.undo_until.is_not(None), PersonMerge.undone_at.is_(None)
    )
    return session.scalar(merged.limit(1))


def _stands() -> ColumnElement[bool]:
    """Return the condition that a proposal waits, or is a merge that is not undone."""
    return and_(
        PersonMerge.undone_at.is_(None), or_(PersonMerge.decided_at.is_(None), PersonMerge.undo_until.is_not(None))
    )


def _is_of(kept_id: UUID, merged_id: UUID) -> ColumnElement[bool]:
    """Return the condition that a proposal takes away either record, or keeps the one that is to go."""
    both = (kept_id, merged_id)
    return or_(PersonMerge.merged_id.in_(both), PersonMerge.kept_id == merged_id)


def _ensure_not_own(actor: Actor, *records: UUID) -> None:
    """Refuse whoever one of the records is of."""
    if actor.person_id in records:
        raise OwnRecord


def _record(session: Session, event: str, merge: PersonMerge, *, actor: Actor, at: datetime) -> None:
    """Journal what became of it: ids alone."""
    facts = {"merge": merge.id, "merged": merge.merged_id}
    audit.record(session, Happening(event=event, subject_id=merge.kept_id, facts=facts), actor=actor, at=at)
