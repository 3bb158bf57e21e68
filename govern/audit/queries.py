"""Read the journal."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govern.audit.models import JournalEntry, JournalHead, JournalLeaf
from govern.core.paging import Page, nearest, offset
from govern.core.waiting import Heap

# Each entry folds its facts below it, so that a page of them is longer than one of names.
ENTRIES_SHOWN = 25


def entries(session: Session, page: int = 1) -> Page[JournalEntry]:
    """Return a page of the journal, newest first; the last where it has fewer."""
    total = session.scalar(select(func.count()).select_from(JournalEntry)) or 0
    number = nearest(page, total=total, size=ENTRIES_SHOWN)
    first = offset(number, ENTRIES_SHOWN)
    rows = session.scalars(
        select(JournalEntry).order_by(JournalEntry.seq.desc()).offset(first).limit(ENTRIES_SHOWN)
    ).all()
    return Page(list(rows), number, total, ENTRIES_SHOWN)


def last_at(session: Session, *, event: str, subject_id: UUID) -> datetime | None:
    """Return when something last happened to a subject."""
    query = select(func.max(JournalEntry.at)).where(JournalEntry.event == event, JournalEntry.subject_id == subject_id)
    return session.scalar(query)


def unsigned(session: Session, *, before: datetime) -> Heap:
    """Return how many entries were made before an instant and stand under no signed head, and since when."""
    placed = select(func.coalesce(func.max(JournalLeaf.seq), 0)).scalar_subquery()
    waiting = select(func.count(), func.min(JournalEntry.at)).where(JournalEntry.seq > placed, JournalEntry.at < before)
    return Heap(*session.execute(waiting).one())


def heads(session: Session, most: int = 50) -> Sequence[JournalHead]:
    """Return the newest signed heads."""
    return session.scalars(select(JournalHead).order_by(JournalHead.size.desc()).limit(most)).all()
