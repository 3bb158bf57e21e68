"""The table of consents that constituencies gave to changes of the rules.

Source: domain 2.8 INV-29, 5.8, 9.0b.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column

from govern.core.db import Base

GUARDS = (
    "class_consent_is_append_only",
    "consent_is_of_a_division_that_carried",
)


class ClassConsent(Base):
    """The consent of one constituency, and the division in which it gave it."""

    __tablename__ = "class_consent"
    __table_args__ = (
        ForeignKeyConstraint(
            ["motion_id", "constituency_id"], ["affected_class.motion_id", "affected_class.constituency_id"]
        ),
        CheckConstraint("votes_for > votes_against", name="more_were_for_than_against"),
    )

    motion_id: Mapped[UUID] = mapped_column(primary_key=True)
    constituency_id: Mapped[UUID] = mapped_column(primary_key=True)
    division_id: Mapped[UUID] = mapped_column(ForeignKey("division_outcome.division_id"))
    votes_for: Mapped[int | None] = mapped_column(comment="NULL where so few of them voted in secret")
    votes_against: Mapped[int | None]
    recorded_at: Mapped[datetime]
