"""Whatever somebody with the database's password changes under a signed head is found."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from govern.audit import rules
from govern.audit import service as audit
from govern.audit.models import Disposal, JournalEntry, JournalHead
from govern.audit.service import Happening
from govern.audit.verify import Content, verify
from govern.core.actors import CLOCKWORK
from govern.core.canonical import digest
from govern.register.models import PersonVersion
from tests import calendar
from tests.make import Make
from tests.raw import unguard

KEY = Ed25519PrivateKey.from_private_bytes(b"the journal's key, for the tests")


def content(version: PersonVersion) -> dict[str, Any]:
    """Return what a version says of a person."""
    return {"name": version.name, "postal_address": version.postal_address, "valid_from": version.valid_from}


def contents(session: Session) -> Iterator[Content]:
    """Give the subject and the digest of every person's version as it stands."""
    session.expire_all()
    for version in session.scalars(select(PersonVersion)):
        yield version.person_id, digest(content(version), salt=version.salt)


def found(session: Session, **told: Any) -> list[str]:
    """Return what the verifier finds, in words."""
    return [str(finding) for finding in verify(session, key=KEY.public_key(), contents=contents(session), **told)]


@pytest.fixture
def people(session: Session, make: Make) -> list[UUID]:
    """Five people in the register, journalled, under one head; and one more under a second."""
    for turn in range(6):
        person = make.person()
        version = session.scalars(select(PersonVersion).where(PersonVersion.person_id == person.id)).one()
        happening = Happening(
            event="person.entered",
            subject_id=person.id,
            facts={"version": version.id},
            content=content(version),
            salt=version.salt,
        )
        audit.record(session, happening, actor=CLOCKWORK, at=calendar.AT)
        if turn >= 4:
            audit.sign_head(session, key=KEY, occasion="hourly", at=calendar.AT + turn * calendar.AN_HOUR)
    return list(session.scalars(select(PersonVersion.person_id).order_by(PersonVersion.name)))


def change(session: Session, table: str, statement: str, **facts: Any) -> None:
    """Change rows as a database administrator would: the guard first."""
    unguard(session, table)
    named = {name: fact.hex if isinstance(fact, UUID) else fact for name, fact in facts.items()}
    session.execute(text(statement), named)


def test_a_journal_that_nobody_touched_verifies(session: Session, people: list[UUID]) -> None:
    assert found(session) == []


def test_an_empty_journal_verifies(session: Session) -> None:
    assert found(session) == []


@pytest.mark.invariant("INV-12")
def test_a_name_changed_past_the_journal_is_found(session: Session, people: list[UUID]) -> None:
    change(session, "person_version", "UPDATE person_version SET name = 'Eve' WHERE person_id = :id", id=people[2])

    assert found(session) == [f"What the register says of {people[2]} was changed past the journal."]


@pytest.mark.invariant("INV-12")
def test_a_person_entered_past_the_journal_is_found(session: Session, make: Make, people: list[UUID]) -> None:
    stranger = make.person()

    assert found(session) == [f"The register has an entry on {stranger.id} that the journal does not know."]


@pytest.mark.invariant("INV-12")
def test_a_person_removed_past_the_journal_is_found(session: Session, people: list[UUID]) -> None:
    change(session, "person_version", "DELETE FROM person_version WHERE person_id = :id", id=people[2])

    assert found(session) == [f"An entry on {people[2]} is gone from the register."]


def test_what_two_people_gave_leave_to_dispose_of_is_not_missed(
    session: Session, make: Make, people: list[UUID]
) -> None:
    version = session.scalars(select(PersonVersion.id).where(PersonVersion.person_id == people[2])).one()
    leave = {"reason": "retention ended", "first_person_id": people[0], "second_person_id": people[1]}
    session.add(Disposal(record_id=version, disposed_at=calendar.AT, **leave))
    session.flush()

    session.execute(text("DELETE FROM person_version WHERE person_id = :id"), {"id": people[2].hex})

    assert found(session) == []


@pytest.mark.parametrize(
    "column",
    [
        pytest.param("event = 'person.left'", id="what happened"),
        pytest.param("at = '2026-06-01 09:00:00.000001'", id="when"),
        pytest.param("actor_id = subject_id", id="who did it"),
        pytest.param("subject_id = NULL, content_digest = NULL", id="to whom"),
        pytest.param("""facts = '{"version": "another"}'""", id="a fact"),
        pytest.param("""facts = '{"share": 0.5}'""", id="a fact of a kind that is never written"),
        pytest.param("facts = '[]'", id="no facts at all"),
    ],
)
def test_any_part_of_an_entry_that_was_changed_is_found(session: Session, people: list[UUID], column: str) -> None:
    seq = session.scalar(text("SELECT min(seq) FROM journal_entry"))

    change(session, "journal_entry", f"UPDATE journal_entry SET {column} WHERE seq = :seq", seq=seq)

    assert f"Entry {seq} of the journal was changed after it was written." in found(session)
    assert "The first 5 entries of the journal are not those that were signed." in found(session)


def test_an_entry_changed_together_with_its_leaf_is_found_by_the_heads(session: Session, people: list[UUID]) -> None:
    change(session, "journal_entry", "UPDATE journal_entry SET event = 'person.left', leaf = leaf")
    _recompute_leaves(session)

    assert found(session) == [
        "The first 5 entries of the journal are not those that were signed.",
        "The first 6 entries of the journal are not those that were signed.",
    ]


def _recompute_leaves(session: Session) -> None:
    """Do what a careful forger would: make every leaf fit its changed entry."""
    rows = session.execute(text("SELECT seq FROM journal_entry")).scalars().all()
    for seq in rows:
        entry = session.get_one(JournalEntry, seq, populate_existing=True)
        told = {"facts": entry.facts, "content_digest": entry.content_digest}
        leaf = rules.leaf(
            at=entry.at, event=entry.event, actor_id=entry.actor_id, subject_id=entry.subject_id, told=told
        )
        session.execute(
            text("UPDATE journal_entry SET leaf = :leaf WHERE seq = :seq"), {"leaf": leaf.hex(), "seq": seq}
        )


def test_a_removed_entry_is_found(session: Session, people: list[UUID]) -> None:
    change(session, "journal_entry", "DELETE FROM journal_entry WHERE seq = (SELECT max(seq) - 1 FROM journal_entry)")

    findings = found(session)

    assert "The entry at place 4 of the journal was removed." in findings
    assert "The first 5 entries of the journal are not those that were signed." in findings


def test_an_entry_removed_with_its_place_is_found(session: Session, people: list[UUID]) -> None:
    change(session, "journal_leaf", "DELETE FROM journal_leaf WHERE position = 1")

    findings = found(session)

    assert "The journal has 5 places up to number 5, so entries were removed from it." in findings
    assert "The first 5 entries of the journal are not those that were signed." in findings


def test_entries_that_changed_places_are_found(session: Session, people: list[UUID]) -> None:
    change(session, "journal_leaf", "UPDATE journal_leaf SET position = 99 WHERE position = 0")
    session.execute(text("UPDATE journal_leaf SET position = 0 WHERE position = 1"))
    session.execute(text("UPDATE journal_leaf SET position = 1 WHERE position = 99"))

    assert "The first 5 entries of the journal are not those that were signed." in found(session)


@pytest.mark.parametrize(
    "change_of",
    ["root = replace(root, substr(root, 1, 1), 'x')", "signature = 'no signature'", "at = '2030-01-01 00:00:00'"],
)
def test_a_head_that_was_changed_is_found(session: Session, people: list[UUID], change_of: str) -> None:
    change(session, "journal_head", f"UPDATE journal_head SET {change_of} WHERE size = 5")

    assert "The head over 5 entries is not signed by this installation." in found(session)


@pytest.mark.parametrize("size", [-1, 0, 3])
def test_a_head_signed_with_another_key_is_found(session: Session, people: list[UUID], size: int) -> None:
    _forge_head(session, size=size, root="00" * 32, at=calendar.AT)

    assert f"The head over {size} entries is not signed by this installation." in found(session)


def _forge_head(session: Session, *, size: int, root: str, at: datetime) -> None:
    forged = Ed25519PrivateKey.generate().sign(rules.head_message(size=size, root=root, at=at)).hex()
    session.add(JournalHead(size=size, root=root, at=at, occasion="hourly", signature=forged))
    session.flush()


def test_a_journal_cut_short_is_found_by_a_head_kept_elsewhere(session: Session, people: list[UUID]) -> None:
    kept = {head.size: head.root for head in session.scalars(select(JournalHead))}
    for table, last in (("journal_head", "size > 5"), ("journal_leaf", "position > 4")):
        change(session, table, f"DELETE FROM {table} WHERE {last}")
    change(session, "journal_entry", "DELETE FROM journal_entry WHERE seq NOT IN (SELECT seq FROM journal_leaf)")
    change(session, "person_version", "DELETE FROM person_version WHERE person_id = :id", id=people[5])

    assert found(session) == []
    assert found(session, witnessed=kept) == ["The first 6 entries are not those of the head that was kept elsewhere."]


def test_a_head_that_agrees_with_one_kept_elsewhere_is_no_finding(session: Session, people: list[UUID]) -> None:
    kept = {head.size: head.root for head in session.scalars(select(JournalHead))}

    assert found(session, witnessed=kept) == []


def test_a_row_is_found_however_its_subject_is_counted(session: Session, make: Make, people: list[UUID]) -> None:
    twice = [*contents(session), next(contents(session))]

    findings = verify(session, key=KEY.public_key(), contents=twice)

    assert [str(finding) for finding in findings] == [
        f"The register has an entry on {twice[0][0]} that the journal does not know."
    ]


def test_a_stranger_in_the_contents_is_named(session: Session, people: list[UUID]) -> None:
    stranger = uuid4()

    findings = verify(session, key=KEY.public_key(), contents=[*contents(session), (stranger, "00" * 32)])

    assert [str(finding) for finding in findings] == [
        f"The register has an entry on {stranger} that the journal does not know."
    ]
