"""Tables of interests: those on the register of interests, and those declared in one decision.

Source: domain 1.8, 5.6; Companies Act 2006 ss.177, 185.
"""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from govern.core.clock import A_DAY
from govern.core.db import Base, one_of
from govern.register.interest_rules import Nature

GUARDS = (
    "interest_is_only_superseded",
    "interest_is_kept",
    "interest_declaration_stays",
)
LONGEST = 500


class Interest(Base):
    """An interest of a person over a span of days, as known over a span of time."""

    __tablename__ = "interest"
    __table_args__ = (
        one_of("nature", Nature),
        CheckConstraint("valid_to IS NULL OR valid_from < valid_to", name="begins_before_it_ends"),
        CheckConstraint("superseded_at IS NULL OR recorded_at <= superseded_at", name="recorded_before_superseded"),
        CheckConstraint(f"length(extent) BETWEEN 1 AND {LONGEST}", name="says_in_what"),
        Index("uq_interest_current", "interest_id", unique=True,
              sqlite_where=text("superseded_at IS NULL"), postgresql_where=text("superseded_at IS NULL")),
        Index("ix_interest_person", "person_id"),
    )  # fmt: skip

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    interest_id: Mapped[UUID] = mapped_column(comment="the same in every version of one interest")
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    nature: Mapped[str]
    extent: Mapped[str]
    is_general_notice: Mapped[bool]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    recorded_at: Mapped[datetime]
    superseded_at: Mapped[datetime | None]
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    salt: Mapped[str] = mapped_column(comment="of the digest that the journal holds")

    @property
    def last_on(self) -> date | None:
        """Return the last day on which they have it."""
        return None if self.valid_to is None else self.valid_to - A_DAY


class InterestDeclaration(Base):
    """What somebody said in one decision: I have an interest in this. Never changed."""

    __tablename__ = "interest_declaration"
    __table_args__ = (
        ForeignKeyConstraint(
            ["decision_id", "person_id"],
            ["decision_participant.decision_id", "decision_participant.person_id"],
            name="fk_interest_declaration_by_a_participant",
        ),
        UniqueConstraint("decision_id", "person_id"),
        CheckConstraint(f"length(extent) BETWEEN 1 AND {LONGEST}", name="says_in_what"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    decision_id: Mapped[UUID]
    person_id: Mapped[UUID]
    extent: Mapped[str]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    salt: Mapped[str] = mapped_column(comment="of the digest that the journal holds")
