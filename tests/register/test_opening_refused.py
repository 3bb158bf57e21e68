"""A file that the second officer refuses: why, by whom, and nothing of it is entered."""

import pytest
from sqlalchemy import Uuid, bindparam, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from govern.audit.models import JournalEntry
from govern.core.actors import Actor
from govern.register import opening
from govern.register.models import Membership, OpeningBatch, OpeningEntry
from govern.register.opening_refusals import OpeningDecided, OwnRefusal
from govern.register.rules import OpeningFault
from tests.register.test_opening import APPROVED_AT, approved, chair, count, officers, secretary, uploaded

__all__ = ["chair", "officers", "secretary"]


def refused(session: Session, batch: OpeningBatch, actor: Actor, *, note: str = "") -> OpeningBatch:
    """Refuse a batch, two days later."""
    return opening.refuse(session, batch.id, reason=OpeningFault.NOT_MEMBERS, note=note, actor=actor, at=APPROVED_AT)


@pytest.mark.invariant("INV-10")
def test_a_second_person_refuses_a_file_and_says_why(session: Session, secretary: Actor, chair: Actor) -> None:
    batch = uploaded(session, secretary)

    refused(session, batch, chair, note="Line 3 left in March.")

    assert (batch.refused_by, batch.refusal_reason, batch.refusal_note) == (
        chair.person_id,
        OpeningFault.NOT_MEMBERS,
        "Line 3 left in March.",
    )
    assert (count(session, OpeningEntry), count(session, Membership)) == (0, 0)
    told = session.scalars(select(JournalEntry).where(JournalEntry.event == "opening.refused")).one()
    assert told.facts == {"entries": 2, "file": batch.file_sha256, "reason": "not_members"}


def test_a_refused_file_cannot_be_approved_any_more(session: Session, secretary: Actor, chair: Actor) -> None:
    batch = refused(session, uploaded(session, secretary), chair)

    with pytest.raises(OpeningDecided, match="This file has been approved, refused or withdrawn already"):
        approved(session, batch, chair)

    assert count(session, Membership) == 0


def test_nobody_refuses_their_own_upload(session: Session, secretary: Actor) -> None:
    batch = uploaded(session, secretary)

    with pytest.raises(OwnRefusal, match="You uploaded this file yourself"):
        refused(session, batch, secretary)

    assert batch.waits


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("refused_by = uploaded_by, refused_at = uploaded_at, refusal_reason = 'other_file'", "somebody_else"),
        ("refused_by = :chair", "refusal_has_an_instant"),
        ("refused_by = :chair, refused_at = uploaded_at", "refusal_has_a_reason"),
        ("refused_by = :chair, refused_at = uploaded_at, refusal_reason = 'a whim'", "refusal_reason_is_known"),
        (
            "refused_by = :chair, refused_at = uploaded_at, refusal_reason = 'other_file', withdrawn_at = uploaded_at",
            "refused_and_nothing_else",
        ),
    ],
)
def test_the_database_keeps_a_refusal_whole(
    session: Session, secretary: Actor, chair: Actor, change: str, constraint: str
) -> None:
    uploaded(session, secretary)
    statement = text(f"UPDATE opening_batch SET {change}")

    with pytest.raises(IntegrityError, match=constraint):
        session.execute(
            statement.bindparams(bindparam("chair", chair.person_id, type_=Uuid())) if ":chair" in change else statement
        )


def test_the_database_keeps_a_refused_opening(session: Session, secretary: Actor, chair: Actor) -> None:
    refused(session, uploaded(session, secretary), chair)

    with pytest.raises(IntegrityError, match="approved_opening_stays"):
        session.execute(text("UPDATE opening_batch SET refusal_note = 'Nothing was wrong.'"))
