"""Bring in a register that existed before: uploaded by one person, approved or refused by another, entered whole.

Until it is approved nothing of it counts. Then its entries are valid from the local date of the
approval, whatever day the file says that a member joined, so that no file reaches back to a roll.

Source: domain 2.8 INV-10.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from govern.audit import service as audit
from govern.audit.service import Happening
from govern.constitution import queries as constitution
from govern.constitution.service import in_turn
from govern.core import lookup
from govern.core.actors import Actor
from govern.core.bulk import insert_all
from govern.core.db import table_of
from govern.core.waiting import Heap
from govern.core.words import Sentence
from govern.register import belonging, opening_entries, opening_file, opening_match, rules
from govern.register.models import OpeningBatch, OpeningEntry
from govern.register.opening_refusals import (
    ApproverIsInFile,
    ApproverNotOfTheMutual,
    Complaint,
    OpeningDecided,
    OpeningNotInOrder,
    OpeningOutOfDate,
    OtherNumberOfEntries,
    OwnRefusal,
    OwnUpload,
)
from govern.register.opening_values import Homes, OpeningLine
from govern.register.rules import OpeningFault, PersonKind
from govern.register.versions import Row


@dataclass(frozen=True, kw_only=True)
class Staged:
    """A file that waits for its second approver.

    :param notes: what was assumed of the file, to be said aloud.
    """

    batch: OpeningBatch
    notes: Sequence[Sentence]


def upload(session: Session, content: bytes, *, file_name: str, match_key: bytes, actor: Actor, at: datetime) -> Staged:
    """Read a file, and keep its lines for a second person to approve.

    :param file_name: by which that person knows the file again.
    :raises OpeningNotInOrder: with every line that cannot be entered; nothing is kept.
    :raises FileTooLarge, TooManyLines, FileIsNotText, FileIsEmpty, HeaderNotUnderstood: of the whole file.
    """
    assert actor.person_id is not None
    today = constitution.today(session, at=at)
    reading = opening_file.read(content, homes=homes(session, on=today), today=today)
    complaints = reading.complaints + _collisions(session, reading.lines, key=match_key)
    if complaints:
        raise OpeningNotInOrder(sorted(complaints, key=lambda one: one.line))
    batch = OpeningBatch(
        file_name=file_name,
        file_sha256=sha256(content).hexdigest(),
        entries=len(reading.lines),
        uploaded_by=actor.person_id,
        uploaded_at=at,
    )
    session.add(batch)
    session.flush()
    insert_all(session, table_of(OpeningEntry), [_staged(batch.id, line) for line in reading.lines])
    _record(session, "opening.uploaded", batch, actor=actor, at=at)
    return Staged(batch=batch, notes=reading.notes)


def check(session: Session, content: bytes, *, match_key: bytes, at: datetime) -> list[Complaint]:
    """Return every complaint about a file, and keep nothing of it.

    :raises FileTooLarge, TooManyLines, FileIsNotText, FileIsEmpty, HeaderNotUnderstood: of the whole file.
    """
    today = constitution.today(session, at=at)
    reading = opening_file.read(content, homes=homes(session, on=today), today=today)
    complaints = reading.complaints + _collisions(session, reading.lines, key=match_key)
    return sorted(complaints, key=lambda one: one.line)


def homes(session: Session, *, on: date) -> Homes:
    """Return the constituencies and parts that a file can name, by code and by each of their names."""
    constituencies = constitution.constituencies(session)
    codes = {one.id: one.code for one in constituencies}
    return Homes(
        constituencies={
            rules.folded(name): one.code for one in constituencies for name in (one.code, *one.name.values())
        },
        parts={
            (codes[part.constituency_id], rules.folded(name)): part.code
            for part in constitution.parts(session)
            for name in (part.code, *part.name.values())
        },
        divided=frozenset(codes[home] for home in constitution.divided_on(session, on=on)),
    )


def _collisions(session: Session, lines: Sequence[OpeningLine], *, key: bytes) -> list[Complaint]:
    known = opening_match.known(session)
    return opening_match.collisions(opening_match.match(lines, known, key=key), known)


def _staged(batch_id: UUID, line: OpeningLine) -> Row:
    """Return the row in which a line waits."""
    told = {name: fact.isoformat() if isinstance(fact, date) else fact for name, fact in asdict(line).items()}
    return {"batch_id": batch_id, "line": told.pop("line"), "particulars": told}


def staged_lines(session: Session, batch_id: UUID) -> list[OpeningLine]:
    """Return the lines that wait in a batch, in the order of the file."""
    rows = session.execute(
        select(OpeningEntry.line, OpeningEntry.particulars)
        .where(OpeningEntry.batch_id == batch_id)
        .order_by(OpeningEntry.line)
    )
    return [_restored(line, particulars) for line, particulars in rows]


def _restored(line: int, told: dict[str, Any]) -> OpeningLine:
    days = {name: told[name] and date.fromisoformat(told[name]) for name in ("member_since", "birth_on")}
    return OpeningLine(line=line, **told | days | {"kind": PersonKind(told["kind"])})


def approve(
    session: Session, batch_id: UUID, *, entries: int, match_key: bytes, actor: Actor, at: datetime
) -> OpeningBatch:
    """Approve somebody else's file, and enter all of it in the register.

    :param entries: the number of entries, as the approver typed it.
    :raises OpeningDecided: approved, refused or withdrawn before.
    :raises OwnUpload: the approver uploaded it.
    :raises ApproverNotOfTheMutual: the approver is neither a member nor a founder.
    :raises OtherNumberOfEntries: the number typed is another.
    :raises ApproverIsInFile: the approver would enter themselves.
    :raises OpeningOutOfDate: the register has changed, and lines no longer fit.

    Source: domain 2.8 INV-01, INV-04, INV-10, INV-13, INV-42.
    """
    assert actor.person_id is not None
    batch = _undecided(session, batch_id)
    if batch.uploaded_by == actor.person_id:
        raise OwnUpload
    if entries != batch.entries:
        raise OtherNumberOfEntries(entries=batch.entries)
    in_turn(session)
    today = constitution.today(session, at=at)
    if not belonging.is_of_the_mutual(session, actor.person_id, on=today):
        raise ApproverNotOfTheMutual
    lines = staged_lines(session, batch_id)
    people = _people(session, lines, approver=actor.person_id, key=match_key)
    batch.approved_by, batch.approved_at, batch.entered_on = actor.person_id, at, today
    session.flush()
    opening_entries.enter(session, batch, list(zip(lines, people, strict=True)), match_key=match_key, actor=actor)
    session.execute(delete(OpeningEntry).where(OpeningEntry.batch_id == batch_id))
    _record(session, "opening.approved", batch, actor=actor, at=at)
    return batch


def refuse(
    session: Session, batch_id: UUID, *, reason: OpeningFault, note: str, actor: Actor, at: datetime
) -> OpeningBatch:
    """Refuse somebody else's file, and remove its lines. The secretary mends it and uploads it again.

    :param note: what to mend, in words. It stays out of the journal, for it may name people.
    :raises OpeningDecided: approved, refused or withdrawn before.
    :raises OwnRefusal: whoever refuses it uploaded it.

    Source: domain 2.8 INV-10.
    """
    batch = _undecided(session, batch_id)
    if batch.uploaded_by == actor.person_id:
        raise OwnRefusal
    batch.refused_by, batch.refused_at = actor.person_id, at
    batch.refusal_reason, batch.refusal_note = reason, note or None
    session.execute(delete(OpeningEntry).where(OpeningEntry.batch_id == batch_id))
    _record(session, "opening.refused", batch, actor=actor, at=at, reason=reason)
    return batch


def withdraw(session: Session, batch_id: UUID, *, actor: Actor, at: datetime) -> OpeningBatch:
    """Take a file back before it is decided on, and remove its lines.

    :raises OpeningDecided: approved, refused or withdrawn before.
    """
    batch = _undecided(session, batch_id)
    batch.withdrawn_at = at
    session.execute(delete(OpeningEntry).where(OpeningEntry.batch_id == batch_id))
    _record(session, "opening.withdrawn", batch, actor=actor, at=at)
    return batch


def _undecided(session: Session, batch_id: UUID) -> OpeningBatch:
    """Return a batch that waits, locked so that it is decided once."""
    batch = lookup.locked(session, OpeningBatch, batch_id)
    if not batch.waits:
        raise OpeningDecided
    return batch


def _people(session: Session, lines: Sequence[OpeningLine], *, approver: UUID, key: bytes) -> list[UUID | None]:
    """Return, for each line, the person whom the register knows already, or None for somebody new."""
    known = opening_match.known(session)
    matched = opening_match.match(lines, known, key=key)
    if complaints := opening_match.collisions(matched, known):
        raise OpeningOutOfDate(complaints)
    people = [one.person_id for one in matched]
    if approver in people:
        raise ApproverIsInFile(line=lines[people.index(approver)].line)
    return people


def batches(session: Session) -> Sequence[OpeningBatch]:
    """Return every file that was uploaded, the newest first."""
    return session.scalars(select(OpeningBatch).order_by(OpeningBatch.uploaded_at.desc())).all()


def batches_among(session: Session, ids: Iterable[UUID]) -> dict[UUID, OpeningBatch]:
    """Return some files by their ids."""
    return {one.id: one for one in session.scalars(select(OpeningBatch).where(OpeningBatch.id.in_(list(ids))))}


def waiting(session: Session) -> Heap:
    """Return how many files wait for somebody to decide on them, and since when."""
    undecided = select(func.count(), func.min(OpeningBatch.uploaded_at)).where(
        OpeningBatch.approved_at.is_(None), OpeningBatch.withdrawn_at.is_(None), OpeningBatch.refused_at.is_(None)
    )
    return Heap(*session.execute(undecided).one())


def is_over(session: Session) -> bool:
    """Say whether a register that existed before was brought in, and no other waits for its approval."""
    approved = select(OpeningBatch.id).where(OpeningBatch.approved_at.is_not(None)).limit(1)
    return session.scalar(approved) is not None and not waiting(session).count


def find(session: Session, batch_id: UUID) -> OpeningBatch:
    """Return one batch.

    :raises NotFound: there is none of this id.
    """
    return lookup.find(session, OpeningBatch, batch_id)


def _record(session: Session, event: str, batch: OpeningBatch, *, actor: Actor, at: datetime, **codes: str) -> None:
    """Journal what happened to a batch: how many entries, and the digest of the file."""
    facts = {"entries": batch.entries, "file": batch.file_sha256, **codes}
    audit.record(session, Happening(event=event, subject_id=batch.id, facts=facts), actor=actor, at=at)
