"""Tables of the journal. None of them can be changed or emptied; the database refuses it."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from govern.core.db import Base, LongInteger

GUARDS = (
    "journal_entry_is_append_only",
    "journal_leaf_is_append_only",
    "journal_head_is_append_only",
    "disposal_is_append_only",
)


class JournalEntry(Base):
    """One thing that happened. Ids, codes and a salted digest; never a name or an address."""

    __tablename__ = "journal_entry"
    __table_args__ = (
        CheckConstraint("length(leaf) = 64", name="leaf_is_sha256_hex"),
        CheckConstraint("content_digest IS NULL OR length(content_digest) = 64", name="content_digest_is_sha256_hex"),
    )

    seq: Mapped[int] = mapped_column(LongInteger, primary_key=True, autoincrement=True)
    at: Mapped[datetime]
    event: Mapped[str] = mapped_column(comment="past tense, subject first: roll.frozen")
    actor_id: Mapped[UUID | None] = mapped_column(comment="the person; NULL for clockwork")
    subject_id: Mapped[UUID | None] = mapped_column(comment="what it happened to")
    facts: Mapped[dict[str, Any]] = mapped_column(comment="ids and codes only")
    content_digest: Mapped[str | None] = mapped_column(comment="salted digest of the row's content; the salt is there")
    leaf: Mapped[str] = mapped_column(comment="see audit.rules.leaf")


class JournalLeaf(Base):
    """The place of an entry in the Merkle log. Given in batches, so that no entry waits for another."""

    __tablename__ = "journal_leaf"

    position: Mapped[int] = mapped_column(LongInteger, primary_key=True, autoincrement=False)
    seq: Mapped[int] = mapped_column(LongInteger, ForeignKey("journal_entry.seq"), unique=True)


class JournalHead(Base):
    """A signed statement of what the first `size` entries were."""

    __tablename__ = "journal_head"
    __table_args__ = (CheckConstraint("length(root) = 64", name="root_is_sha256_hex"),)

    size: Mapped[int] = mapped_column(LongInteger, primary_key=True, autoincrement=False)
    root: Mapped[str]
    at: Mapped[datetime]
    occasion: Mapped[str] = mapped_column(comment="hourly, roll.frozen, poll.sealed, election.declared")
    signature: Mapped[str] = mapped_column(comment="Ed25519 over audit.rules.head_message, hexadecimal")
    peaks: Mapped[list[str] | None] = mapped_column(comment="roots of its full subtrees, the largest first")


class Disposal(Base):
    """Leave to remove one record's content, given by two people. The journal's leaf stays."""

    __tablename__ = "disposal"
    __table_args__ = (CheckConstraint("first_person_id <> second_person_id", name="given_by_two_people"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    record_id: Mapped[UUID] = mapped_column(unique=True)
    reason: Mapped[str]
    first_person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    second_person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    disposed_at: Mapped[datetime]
