"""Tables of who was named in a motion and could be sent nothing of it, and who told them.

Source: decision 0040; domain 2.8 INV-02.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column

from govern.core.db import Base, one_of
from govern.motions.rules import Came, Part

GUARDS = (
    "unsent_naming_is_append_only",
    "named_by_word_is_append_only",
    "another_than_who_named_tells",
    "whoever_nothing_reached_was_told",
)


class UnsentNaming(Base):
    """That nothing could be sent to somebody of their being named in a motion, when they were."""

    __tablename__ = "unsent_naming"
    __table_args__ = (one_of("part", Part),)

    motion_id: Mapped[UUID] = mapped_column(ForeignKey("motion.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    part: Mapped[str] = mapped_column(primary_key=True)
    noted_at: Mapped[datetime]


class NamedByWord(Base):
    """That a second officer told somebody that they are named, whom nothing reached. Their days run from then."""

    __tablename__ = "named_by_word"
    __table_args__ = (
        one_of("told_by_way", Came),
        CheckConstraint("told_by <> person_id", name="is_told_by_another"),
        ForeignKeyConstraint(["motion_id", "person_id", "part"],
                             ["unsent_naming.motion_id", "unsent_naming.person_id", "unsent_naming.part"],
                             name="fk_named_by_word_is_of_an_unsent_naming"),
    )  # fmt: skip

    motion_id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    part: Mapped[str] = mapped_column(primary_key=True)
    told_by_way: Mapped[str]
    told_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    told_at: Mapped[datetime]
