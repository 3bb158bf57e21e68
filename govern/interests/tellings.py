"""Somebody was named in a motion, and nothing reaches them: another officer tells them, and their days run from then.

Nobody's time to object runs out unseen. Whoever cannot be told at all is named no longer, or heard at a meeting.

Source: decision 0040; domain 2.8 INV-02: one officer's word alone takes nobody's vote.
"""

from uuid import UUID

from sqlalchemy.orm import Session

from govern.audit import service as audit
from govern.audit.service import Happening
from govern.core.actors import Deed
from govern.interests import queries as interest_queries
from govern.interests import service as interests
from govern.interests import standing_back
from govern.interests.refusals import AlreadyCalled, MotionDecided, NobodyToTell, TellsOwnNaming
from govern.interests.telling_models import NamedByWord, UnsentNaming
from govern.motions import queries
from govern.motions.rules import UNDECIDED, Came, Part


def note_unsent(session: Session, motion_id: UUID, person_id: UUID, part: Part, deed: Deed) -> UnsentNaming:
    """Write down that nothing could be sent to whoever was named just now."""
    made = UnsentNaming(motion_id=motion_id, person_id=person_id, part=part.value, noted_at=deed.at)
    session.add(made)
    session.flush()
    _record(session, "motion.naming_unsent", motion_id, deed, person=person_id)
    return made


def untold(session: Session, motion_id: UUID) -> frozenset[UUID]:
    """Return who was named, was sent nothing of it, and was told by nobody yet."""
    told = interest_queries.told_by_word(session, motion_id)
    return frozenset(person for (person, _part), at in told.items() if at is None)


def tell(session: Session, motion_id: UUID, person_id: UUID, way: Came, deed: Deed) -> list[NamedByWord]:
    """Write down that the actor told somebody, by word or on paper, that they are named. It is not dated back.

    :raises MotionDecided, AlreadyCalled: it is too late.
    :raises NobodyToTell: they were sent the news, or told.
    :raises TellsOwnNaming: the actor named them, has their office from whoever did, or takes no part in the motion.
    """
    queries.locked(session, motion_id)
    ensure_may_tell(session, motion_id, person_id, deed)
    found = interest_queries.told_by_word(session, motion_id)
    parts = [part for (person, part), at in found.items() if person == person_id and at is None]
    key = {"motion_id": motion_id, "person_id": person_id, "told_by": deed.actor.person_id, "told_at": deed.at}
    made = [NamedByWord(part=part.value, told_by_way=way.value, **key) for part in parts]
    session.add_all(made)
    session.flush()
    _record(session, "motion.named_by_word", motion_id, deed, person=person_id, way=way.value)
    return made


def ensure_may_tell(session: Session, motion_id: UUID, person_id: UUID, deed: Deed) -> None:
    """Refuse to tell whoever knows, too late, or by whoever named them; raises as `tell` does."""
    if queries.vote_goes_on(session, motion_id):
        raise AlreadyCalled
    if queries.state(session, motion_id) not in UNDECIDED:
        raise MotionDecided
    if person_id not in untold(session, motion_id):
        raise NobodyToTell
    named_by = interest_queries.who_named(session, motion_id, person_id)
    apart = standing_back.interested(session, motion_id, at=deed.at)
    if deed.actor.person_id in named_by | apart | {person_id} or interests.is_appointed_by(session, deed, named_by):
        raise TellsOwnNaming


def _record(session: Session, event: str, motion_id: UUID, deed: Deed, **facts: object) -> None:
    happening = Happening(event=event, subject_id=motion_id, facts=facts)
    audit.record(session, happening, actor=deed.actor, at=deed.at)
