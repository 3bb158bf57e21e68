"""Table of connections: who is something to whom, over which days, as known when.

Two people's relation is itself personal, so it stands in the version row alone, and goes with it
when the row is disposed of. There is no anchor beside it.

Source: domain 2.8, *connected person*; UK GDPR Art. 5(1)(c) and (d).
"""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from govern.core.db import Base, one_of
from govern.register.connection_rules import SYMMETRICAL, WRITTEN

GUARDS = (
    "connection_is_only_superseded",
    "connection_is_kept",
    "connection_does_not_overlap",
    "connection_joins_whom_it_can",
)
_SYMMETRICAL = ", ".join(f"'{kind}'" for kind in SYMMETRICAL)


class Connection(Base):
    """One person is something to another over a span of days, as known over a span of time."""

    __tablename__ = "connection"
    __table_args__ = (
        one_of("kind", WRITTEN),
        CheckConstraint("person_id <> other_id", name="joins_two"),
        CheckConstraint(f"kind NOT IN ({_SYMMETRICAL}) OR person_id < other_id",
                        name="is_written_from_one_end"),
        CheckConstraint("valid_to IS NULL OR valid_from < valid_to", name="begins_before_it_ends"),
        CheckConstraint("superseded_at IS NULL OR recorded_at <= superseded_at", name="recorded_before_superseded"),
        Index("uq_connection_current", "connection_id", unique=True,
              sqlite_where=text("superseded_at IS NULL"), postgresql_where=text("superseded_at IS NULL")),
        Index("ix_connection_person", "person_id"),
        Index("ix_connection_other", "other_id"),
    )  # fmt: skip

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    connection_id: Mapped[UUID] = mapped_column(comment="the same in every version of one connection")
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), comment="who is this to the other")
    kind: Mapped[str]
    other_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    recorded_at: Mapped[datetime]
    superseded_at: Mapped[datetime | None]
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    salt: Mapped[str] = mapped_column(comment="of the digest that the journal holds")
