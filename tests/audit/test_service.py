"""What happened is written once, stands under signed heads, and can be checked."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import select
from sqlalchemy.orm import Session

from govern.audit import rules
from govern.audit import service as audit
from govern.audit.models import JournalEntry, JournalHead, JournalLeaf
from govern.audit.service import Happening
from govern.audit.verify import verify
from govern.core.actors import CLOCKWORK, Actor
from govern.core.merkle import inclusion_path, is_included
from tests import calendar
from tests.make import Make

KEY = Ed25519PrivateKey.from_private_bytes(b"the journal's key, for the tests")


def record(session: Session, *events: str, at: datetime = calendar.AT) -> None:
    """Write one entry for each event."""
    audit.record_many(session, [Happening(event=event) for event in events], actor=CLOCKWORK, at=at)


def sign(session: Session, at: datetime = calendar.AT) -> JournalHead | None:
    """Sign a head."""
    return audit.sign_head(session, key=KEY, occasion="hourly", at=at)


def test_an_entry_says_what_happened_to_whom_by_whom_and_when(session: Session, make: Make) -> None:
    clerk, person = make.person(), make.person()
    happening = Happening(event="person.entered", subject_id=person.id, facts={"number": 7, "on": calendar.TODAY})

    audit.record(session, happening, actor=Actor(person_id=clerk.id), at=calendar.AT)

    entry = session.scalars(select(JournalEntry)).one()
    assert (entry.event, entry.actor_id, entry.subject_id, entry.at) == (
        "person.entered",
        clerk.id,
        person.id,
        calendar.AT,
    )
    assert entry.facts == {"number": 7, "on": "2026-06-01"}


@pytest.mark.parametrize(
    "facts",
    [
        pytest.param({"on": date(2026, 6, 1), "at": calendar.AT, "id": UUID(int=7)}, id="dates, instants and ids"),
        pytest.param({"ids": [UUID(int=7), UUID(int=8)]}, id="a list of ids"),
        pytest.param({"by": {"b": 1, "a": {"on": date(2026, 6, 1)}}}, id="facts within facts"),
        pytest.param({"name": "é \u2028 \U0001f600", "\ufb33": 1, "\U0001f600": 2}, id="letters beyond ASCII"),
        pytest.param({"count": 2**60, "is_late": True, "note": None}, id="a large number, yes, and nothing"),
    ],
)
def test_the_leaf_can_be_computed_again_from_what_is_stored(session: Session, facts: dict[str, Any]) -> None:
    audit.record(session, Happening(event="x.tried", facts=facts), actor=CLOCKWORK, at=calendar.AT)
    sign(session)
    session.expire_all()

    assert verify(session, key=KEY.public_key()) == []


def test_content_is_kept_as_a_salted_digest_only(session: Session) -> None:
    happening = Happening(event="person.entered", content={"name": "Ada Ash"}, salt="5a" * 32)

    audit.record(session, happening, actor=CLOCKWORK, at=calendar.AT)

    entry = session.scalars(select(JournalEntry)).one()
    assert "Ada" not in str(vars(entry))
    assert entry.content_digest is not None
    assert len(entry.content_digest) == 64


@pytest.mark.parametrize("salt", [None, ""])
def test_content_without_a_salt_is_not_written(session: Session, salt: str | None) -> None:
    happening = Happening(event="person.entered", content={"name": "Ada Ash"}, salt=salt)

    with pytest.raises(AssertionError):
        audit.record(session, happening, actor=CLOCKWORK, at=calendar.AT)


def test_a_head_speaks_for_every_entry_so_far(session: Session) -> None:
    record(session, "a.done", "b.done", "c.done")

    head = sign(session)

    assert head is not None
    assert head.size == 3
    KEY.public_key().verify(bytes.fromhex(head.signature), rules.head_message(size=3, root=head.root, at=calendar.AT))


def test_every_entry_can_be_proved_to_stand_under_the_head(session: Session) -> None:
    record(session, *(f"n{number}.done" for number in range(9)))
    head = sign(session)
    assert head is not None
    leaves = [
        bytes.fromhex(leaf)
        for leaf in session.scalars(
            select(JournalEntry.leaf)
            .join(JournalLeaf, JournalLeaf.seq == JournalEntry.seq)
            .order_by(JournalLeaf.position)
        )
    ]

    root = bytes.fromhex(head.root)

    assert all(
        is_included(leaf, position, 9, inclusion_path(leaves, position), root) for position, leaf in enumerate(leaves)
    )


def test_no_head_is_signed_when_nothing_is_new(session: Session) -> None:
    record(session, "a.done")
    sign(session)

    assert sign(session, calendar.AFTER) is None


def test_places_go_by_what_is_there_and_not_by_an_entrys_own_number(session: Session) -> None:
    record(session, "a.done", "b.done")
    late = session.scalars(select(JournalEntry).order_by(JournalEntry.seq)).first()
    assert late is not None
    session.add(JournalLeaf(position=0, seq=late.seq + 1))
    session.flush()

    sign(session)

    assert list(session.scalars(select(JournalLeaf.seq).order_by(JournalLeaf.position))) == [late.seq + 1, late.seq]


@pytest.mark.parametrize(
    ("since", "expected"),
    [
        pytest.param(calendar.AN_HOUR - calendar.A_SECOND, False, id="a second less than an hour after"),
        pytest.param(calendar.AN_HOUR, True, id="an hour after"),
        pytest.param(calendar.A_DAY, True, id="a day after"),
    ],
)
def test_a_head_is_due_an_hour_after_the_last(session: Session, since: Any, expected: bool) -> None:
    record(session, "a.done")
    sign(session)
    record(session, "b.done")

    assert audit.head_is_due(session, calendar.AT + since) is expected


def test_no_head_is_due_over_nothing_new(session: Session) -> None:
    assert not audit.head_is_due(session, calendar.AT)

    record(session, "a.done")
    sign(session)

    assert not audit.head_is_due(session, calendar.AFTER)


def test_the_first_entry_is_due_its_head_at_once(session: Session) -> None:
    record(session, "a.done")

    assert audit.head_is_due(session, calendar.AT)


def test_a_hundred_thousand_entries_are_one_call(session: Session) -> None:
    record(session, *["a.done"] * (audit.BATCH + 1))

    head = sign(session)

    assert head is not None
    assert head.size == audit.BATCH + 1
