"""Tables of rolls."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from govern.core.db import Base, one_of

GUARDS = (
    "frozen_roll_stays",
    "frozen_roll_is_kept",
    "frozen_roll_takes_no_elector",
    "roll_entry_stays",
    "roll_entry_is_kept",
)


class Capacity(StrEnum):
    """In what right somebody is on a roll."""

    MEMBER = "member"
    REPRESENTATIVE = "representative"
    DIRECTOR = "director"


class Roll(Base):
    """The list of who may vote in one decision. Until it is frozen it has no entries."""

    __tablename__ = "roll"
    __table_args__ = (
        CheckConstraint("(frozen_at IS NULL) = (root IS NULL)", name="root_once_frozen"),
        CheckConstraint("(frozen_at IS NULL) = (electors IS NULL)", name="counted_once_frozen"),
        CheckConstraint("root IS NULL OR length(root) = 64", name="root_is_sha256_hex"),
        CheckConstraint("length(salt) = 64", name="salt_is_32_bytes_hex"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    roll_date: Mapped[date] = mapped_column(comment="entitlement is tested on this date")
    salt: Mapped[str] = mapped_column(comment="secret that each elector's own salt is derived from")
    bound_to: Mapped[str | None] = mapped_column(comment="eid0 of the poll's manifest, part of every leaf")
    frozen_at: Mapped[datetime | None]
    root: Mapped[str | None] = mapped_column(comment="Merkle root over the entries; see rolls.rules.leaf")
    electors: Mapped[int | None]


class RollEntry(Base):
    """One elector. Written when the roll is frozen, and never touched again."""

    __tablename__ = "roll_entry"
    __table_args__ = (
        UniqueConstraint("roll_id", "number"),
        ForeignKeyConstraint(["membership_id", "person_id"], ["membership.id", "membership.person_id"]),
        one_of("capacity", Capacity),
        CheckConstraint("weight >= 1", name="every_elector_counts"),
        CheckConstraint("(capacity = 'member') <= (membership_id IS NOT NULL)", name="members_have_a_membership"),
        {"sqlite_with_rowid": False},
    )

    roll_id: Mapped[UUID] = mapped_column(ForeignKey("roll.id"), primary_key=True)
    elector_id: Mapped[UUID] = mapped_column(primary_key=True, comment="random; the roll's own name for this person")
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    capacity: Mapped[str]
    membership_id: Mapped[UUID | None]
    number: Mapped[int] = mapped_column(comment="member number, or seat number on a board's roll")
    elector_class: Mapped[str] = mapped_column("class", comment="code of the constituency or class voted in")
    weight: Mapped[int] = mapped_column(default=1)
