"""A head carries on from the one before, where that one is ours, and otherwise stands on every entry."""

import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import event, select, text
from sqlalchemy.orm import Session

from govern.audit import service as audit
from govern.audit.models import JournalEntry, JournalHead, JournalLeaf
from govern.audit.service import Happening
from govern.audit.verify import verify
from govern.core import merkle
from govern.core.actors import CLOCKWORK
from tests import calendar
from tests.raw import unguard

KEY = Ed25519PrivateKey.from_private_bytes(b"the journal's key, for the tests")
ANOTHER = Ed25519PrivateKey.from_private_bytes(b"somebody else's key, for a test.")


def signed(session: Session, *, entries: int, key: Ed25519PrivateKey = KEY) -> JournalHead:
    """Write entries, and sign a head over all there are."""
    happenings = [Happening(event="x.done") for _ in range(entries)]
    audit.record_many(session, happenings, actor=CLOCKWORK, at=calendar.AT)
    head = audit.sign_head(session, key=key, occasion="hourly", at=calendar.AT)
    assert head is not None
    return head


def leaves(session: Session) -> list[bytes]:
    """Return every leaf, in the order of its place."""
    placed = select(JournalEntry.leaf).join(JournalLeaf, JournalLeaf.seq == JournalEntry.seq)
    return [bytes.fromhex(leaf) for leaf in session.scalars(placed.order_by(JournalLeaf.position))]


@pytest.mark.parametrize("batches", [[1], [1, 1], [2, 1, 1], [3, 5, 8], [7, 1, 64, 2], [1] * 9], ids=str)
def test_each_head_has_the_root_of_every_entry_so_far(session: Session, batches: list[int]) -> None:
    roots = {head.size: head.root for head in (signed(session, entries=entries) for entries in batches)}

    for size, root in roots.items():
        assert root == merkle.root(leaves(session)[:size]).hex()
    assert verify(session, key=KEY.public_key()) == []


def test_a_head_asks_only_for_the_entries_since_the_one_before(session: Session) -> None:
    signed(session, entries=50)
    asked: list[tuple[str, Any]] = []
    event.listen(session.connection(), "before_cursor_execute", lambda *about: asked.append((about[2], about[3])))

    signed(session, entries=2)

    read = [facts for statement, facts in asked if statement.startswith("SELECT journal_entry.leaf")]
    assert [list(facts.values() if isinstance(facts, dict) else facts) for facts in read] == [[50]]


@pytest.mark.parametrize(
    "peaks", [None, [], ["00" * 32, "11" * 32], ["no digest"], [7]], ids=["none", "empty", "false", "no hex", "number"]
)
def test_false_peaks_lead_nobody_astray(session: Session, peaks: list[object] | None) -> None:
    head = signed(session, entries=6)
    unguard(session, "journal_head")
    told = {"peaks": None if peaks is None else json.dumps(peaks), "size": head.size}
    session.execute(text("UPDATE journal_head SET peaks = :peaks WHERE size = :size"), told)
    session.expire_all()

    later = signed(session, entries=3)

    assert later.root == merkle.root(leaves(session)).hex()
    assert verify(session, key=KEY.public_key()) == []


def test_a_head_that_another_signed_is_not_carried_on_from(session: Session) -> None:
    signed(session, entries=6, key=ANOTHER)

    later = signed(session, entries=3)

    assert later.root == merkle.root(leaves(session)).hex()
    assert [str(one) for one in verify(session, key=KEY.public_key())] == [
        "The head over 6 entries is not signed by this installation."
    ]


def test_an_entry_changed_under_a_head_is_found_though_later_heads_carry_on(session: Session) -> None:
    signed(session, entries=6)
    unguard(session, "journal_entry")
    session.execute(text("UPDATE journal_entry SET event = 'y.done' WHERE seq = (SELECT min(seq) FROM journal_entry)"))

    signed(session, entries=3)

    found = [str(one) for one in verify(session, key=KEY.public_key())]
    assert any("was changed after it was written" in one for one in found)
    assert "The first 6 entries of the journal are not those that were signed." in found
    assert "The first 9 entries of the journal are not those that were signed." in found
