"""Tables of who was named in a motion by another: who says that it is so, and whose naming was taken back.

Source: domain 2.8; decision 0040.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from govern.core.db import Base, one_of
from govern.motions.rules import Part

GUARDS = (
    "objection_is_ruled_on_before_the_vote",
    "ruling_answers_a_naming",
    "naming_agreement_is_append_only",
    "agreement_is_to_a_naming",
    "naming_taken_back_is_append_only",
    "naming_is_taken_back_before_the_vote",
    "naming_leaves_time_to_object",
)


class NamingAgreement(Base):
    """The own word of somebody who was named in a motion by another: it is so."""

    __tablename__ = "naming_agreement"

    motion_id: Mapped[UUID] = mapped_column(ForeignKey("motion.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    agreed_at: Mapped[datetime]


class NamingTakenBack(Base):
    """That somebody is no longer named in a motion: who named them, or the chair, took it back before the call."""

    __tablename__ = "naming_taken_back"
    __table_args__ = (one_of("part", Part),)

    motion_id: Mapped[UUID] = mapped_column(ForeignKey("motion.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    part: Mapped[str] = mapped_column(primary_key=True)
    taken_back_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    taken_back_at: Mapped[datetime]
