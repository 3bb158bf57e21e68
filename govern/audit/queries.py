"""Read the journal."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govern.audit.models import JournalEntry, JournalHead
from govern.core.paging import PAGE_SIZE, Page, nearest, offset


def entries(session: Session, page: int = 1) -> Page[JournalEntry]:
    """Return a page of the journal, newest first; the last where it has fewer."""
    total = session.scalar(select(func.count()).select_from(JournalEntry)) or 0
    number = nearest(page, total=total)
    rows = session.scalars(
        select(JournalEntry).order_by(JournalEntry.seq.desc()).offset(offset(number)).limit(PAGE_SIZE)
    ).all()
    return Page(list(rows), number, total)


def heads(session: Session, most: int = 50) -> Sequence[JournalHead]:
    """Return the newest signed heads."""
    return session.scalars(select(JournalHead).order_by(JournalHead.size.desc()).limit(most)).all()
