"""The table of objections that came on paper, by telephone or in person, as an officer entered them.

Source: decision 0040, *who is named is heard*: also whoever has neither e-mail nor an account.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from govern.core.db import Base, one_of
from govern.motions.interest_models import LONGEST
from govern.motions.rules import Came

GUARDS = (
    "objection_entered_is_append_only",
    "objection_entered_is_to_a_naming",
    "objection_came_before_it_was_entered",
)


class ObjectionEntered(Base):
    """What somebody said against having no vote on a motion, as an officer heard or read it."""

    __tablename__ = "objection_entered"
    __table_args__ = (
        one_of("came_by", Came),
        CheckConstraint("entered_by <> person_id", name="is_entered_by_another"),
        CheckConstraint(f"length(reason) BETWEEN 1 AND {LONGEST}", name="says_why"),
    )

    motion_id: Mapped[UUID] = mapped_column(ForeignKey("motion.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    came_on: Mapped[date]
    came_by: Mapped[str]
    reason: Mapped[str]
    entered_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    entered_at: Mapped[datetime]
    salt: Mapped[str] = mapped_column(comment="of the digest that the journal holds")

    @property
    def objected_at(self) -> datetime:
        """Return since when it can be ruled on."""
        return self.entered_at
