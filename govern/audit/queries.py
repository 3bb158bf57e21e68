"""Read the journal."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govern.audit.models import JournalEntry, JournalHead
from govern.core.paging import PAGE_SIZE, Page, offset


def entries(session: Session, page: int = 1) -> Page[JournalEntry]:
    """Return a page of the journal, newest first."""
    total = session.scalar(select(func.count()).select_from(JournalEntry)) or 0
    rows = session.scalars(
        select(JournalEntry).order_by(JournalEntry.seq.desc()).offset(offset(page)).limit(PAGE_SIZE)
    ).all()
    return Page(list(rows), page, total)


def heads(session: Session, most: int = 50) -> Sequence[JournalHead]:
    """Return the newest signed heads."""
    return session.scalars(select(JournalHead).order_by(JournalHead.size.desc()).limit(most)).all()
