"""Tables of names that an officer entered from paper, and of what their bearers say of it.

Source: domain 2.8 INV-40: nobody acts in somebody else's name.
"""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, ForeignKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column

from govern.core.db import Base, one_of
from govern.motions.rules import Backing

GUARDS = (
    "paper_name_is_append_only",
    "paper_name_is_of_another",
    "paper_name_stands_there",
    "name_entered_for_another_is_on_paper",
    "paper_name_denial_is_append_only",
    "text_is_written_by_its_proposer",
)


class PaperName(Base):
    """The name of somebody under a motion, or under another wording of it, that an officer entered from paper."""

    __tablename__ = "paper_name"
    __table_args__ = (
        one_of("part", Backing),
        ForeignKeyConstraint(["motion_id", "amendment_n"], ["amendment.motion_id", "amendment.n"],
                             name="fk_paper_name_is_under_an_amendment"),
    )  # fmt: skip

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    motion_id: Mapped[UUID] = mapped_column(ForeignKey("motion.id"))
    amendment_n: Mapped[int | None] = mapped_column(comment="the wording that it is under; NULL for the motion itself")
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    part: Mapped[str]
    entered_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    entered_at: Mapped[datetime]


class PaperNameDenial(Base):
    """That somebody says they never put their name there: they themselves, or an officer who heard it from them."""

    __tablename__ = "paper_name_denial"

    paper_name_id: Mapped[UUID] = mapped_column(ForeignKey("paper_name.id"), primary_key=True)
    denied_at: Mapped[datetime]
    entered_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
