"""Read the journal."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govern.audit.models import JournalEntry, JournalHead, JournalLeaf
from govern.core.paging import PAGE_SIZE, Page, nearest, offset
from govern.core.waiting import Heap


def entries(session: Session, page: int = 1) -> Page[JournalEntry]:
    """Return a page of the journal, newest first; the last where it has fewer."""
    total = session.scalar(select(func.count()).select_from(JournalEntry)) or 0
    number = nearest(page, total=total)
    rows = session.scalars(
        select(JournalEntry).order_by(JournalEntry.seq.desc()).offset(offset(number)).limit(PAGE_SIZE)
    ).all()
    return Page(list(rows), number, total)


def unsigned(session: Session, *, before: datetime) -> Heap:
    """Return how many entries were made before an instant and stand under no signed head, and since when."""
    placed = select(func.coalesce(func.max(JournalLeaf.seq), 0)).scalar_subquery()
    waiting = select(func.count(), func.min(JournalEntry.at)).where(JournalEntry.seq > placed, JournalEntry.at < before)
    return Heap(*session.execute(waiting).one())


def heads(session: Session, most: int = 50) -> Sequence[JournalHead]:
    """Return the newest signed heads."""
    return session.scalars(select(JournalHead).order_by(JournalHead.size.desc()).limit(most)).all()
