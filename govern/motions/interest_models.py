"""Tables of interests in a motion: who said that they have one, who was named by another, and who objects to that.

Source: domain 2.8, *interested in an admission*; domain 5.6, 5.10.
"""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from govern.core.db import Base, one_of
from govern.motions.rules import Ground

GUARDS = (
    "motion_interest_is_append_only",
    "another_names_an_interest_before_the_vote",
    "motion_objection_is_append_only",
    "objection_ruling_is_append_only",
    "objection_is_ruled_on_by_another",
    "division_departure_is_append_only",
    "departure_rests_on_ones_own_word",
    "who_has_voted_stays",
    "who_left_gives_no_vote",
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


class MotionObjection(Base):
    """What somebody says against having no vote on a motion."""

    __tablename__ = "motion_objection"
    __table_args__ = (CheckConstraint(f"length(reason) BETWEEN 1 AND {LONGEST}", name="says_why"),)

    motion_id: Mapped[UUID] = mapped_column(ForeignKey("motion.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    reason: Mapped[str]
    objected_at: Mapped[datetime]
    salt: Mapped[str] = mapped_column(comment="of the digest that the journal holds")


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


class DivisionDeparture(Base):
    """An elector who declared an interest while voting went on, before they voted: they are in no figure of it."""

    __tablename__ = "division_departure"
    __table_args__ = (
        ForeignKeyConstraint(["division_id", "roll_id"], ["division.id", "division.roll_id"]),
        ForeignKeyConstraint(["roll_id", "elector_id"], ["roll_entry.roll_id", "roll_entry.elector_id"]),
    )

    division_id: Mapped[UUID] = mapped_column(primary_key=True)
    elector_id: Mapped[UUID] = mapped_column(primary_key=True)
    roll_id: Mapped[UUID]
    left_at: Mapped[datetime]
