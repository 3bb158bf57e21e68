"""Tables of interests in a motion: who said that they have one, who was named by another, who agrees or objects.

Source: domain 2.8, *interested in an admission*; domain 5.6, 5.10; decision 0040.
"""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from govern.core.db import Base, one_of
from govern.interests import telling_models
from govern.motions.rules import Came, Ground

GUARDS = (
    "motion_interest_is_append_only",
    "another_names_an_interest_before_the_vote",
    "motion_objection_is_append_only",
    "objection_ruling_is_append_only",
    "objection_is_ruled_on_by_another",
    "objection_is_ruled_on_before_the_vote",
    "ruling_answers_a_naming",
    "naming_agreement_is_append_only",
    "agreement_is_to_a_naming",
    "naming_leaves_time_to_object",
    "objection_entered_is_append_only",
    "objection_entered_is_to_a_naming",
    "objection_came_before_it_was_entered",
    *telling_models.GUARDS,
)
LONGEST = 500
_OWN = text("named_by = person_id")
_ANOTHERS = text("named_by <> person_id")


class MotionInterest(Base):
    """An interest of somebody in a motion: as they declared it, or as another named it by a ground of the rules."""

    __tablename__ = "motion_interest"
    __table_args__ = (
        one_of("ground", Ground),
        CheckConstraint("(ground = 'own_word') = (named_by = person_id)", name="own_word_is_ones_own"),
        CheckConstraint(f"length(extent) BETWEEN 1 AND {LONGEST}", name="says_in_what"),
        Index("uq_motion_interest_own", "motion_id", "person_id", unique=True,
              sqlite_where=_OWN, postgresql_where=_OWN),
        Index("uq_motion_interest_anothers", "motion_id", "person_id", unique=True,
              sqlite_where=_ANOTHERS, postgresql_where=_ANOTHERS),
    )  # fmt: skip

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    motion_id: Mapped[UUID] = mapped_column(ForeignKey("motion.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    ground: Mapped[str]
    extent: Mapped[str] = mapped_column(comment="in what, in the words of whoever named it")
    named_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    named_at: Mapped[datetime]
    salt: Mapped[str] = mapped_column(comment="of the digest that the journal holds")


class NamingAgreement(Base):
    """The own word of somebody who was named in a motion by another: it is so."""

    __tablename__ = "naming_agreement"

    motion_id: Mapped[UUID] = mapped_column(ForeignKey("motion.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    agreed_at: Mapped[datetime]


class MotionObjection(Base):
    """What somebody says against having no vote on a motion."""

    __tablename__ = "motion_objection"
    __table_args__ = (CheckConstraint(f"length(reason) BETWEEN 1 AND {LONGEST}", name="says_why"),)

    motion_id: Mapped[UUID] = mapped_column(ForeignKey("motion.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    reason: Mapped[str]
    objected_at: Mapped[datetime]
    salt: Mapped[str] = mapped_column(comment="of the digest that the journal holds")


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


class ObjectionRuling(Base):
    """What another officer said of an objection, or of a naming on the day of a meeting: they have a vote, or none."""

    __tablename__ = "objection_ruling"
    __table_args__ = (CheckConstraint(f"length(reason) BETWEEN 1 AND {LONGEST}", name="says_why"),)

    motion_id: Mapped[UUID] = mapped_column(ForeignKey("motion.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    has_vote: Mapped[bool]
    reason: Mapped[str]
    ruled_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    ruled_at: Mapped[datetime]
    salt: Mapped[str] = mapped_column(comment="of the digest that the journal holds")
