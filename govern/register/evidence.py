"""What the register says now, as digests, to be held against what the journal was told.

Source: INV-12; Co-operative and Community Benefit Societies Act 2014 s.30(6): precautions against
falsification, and for its discovery.
"""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from govern.audit.service import Happening
from govern.core.canonical import digest
from govern.register.versions import ANCHOR, superseding, told

BATCH = 5_000


def contents(session: Session) -> Iterator[tuple[UUID, str]]:
    """Give the subject and the salted digest of every version, and of every superseding, as they stand."""
    for table in ANCHOR:
        rows = session.execute(select(table).order_by(table.c[ANCHOR[table]]), execution_options={"yield_per": BATCH})
        for row in map(dict[str, Any], rows.mappings()):
            yield _digested(told(table, row, event=""))
            if row["superseded_at"] is not None:
                yield _digested(superseding(table, row, event=""))


def _digested(happening: Happening) -> tuple[UUID, str]:
    assert happening.subject_id is not None
    assert happening.content is not None
    assert happening.salt is not None
    return happening.subject_id, digest(happening.content, salt=happening.salt)
