"""Tables of divisions: that a motion or an amendment was put, each time to a roll of its own, and what came of it.

How a vote goes, and who has which part in it, is in `divisions.models`.

Source: domain 2.8 B, 5.3; decisions, "Roll, mark, cast".
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, ForeignKeyConstraint, UniqueConstraint, func
from sqlalchemy.ext.hybrid import hybrid_method, hybrid_property
from sqlalchemy.orm import Mapped, mapped_column

from govern.core.clock import local_date
from govern.core.db import Base, one_of
from govern.motions.rules import Ask

GUARDS = (
    "division_is_kept",
    "called_division_stays",
    "matter_has_its_majority",
    "vote_is_open_ten_minutes",
    "box_is_open_ten_minutes",
    "vote_stays_open_as_long_as_told",
    "second_call_follows_a_first",
    "board_has_a_day_to_answer",
    "division_outcome_is_append_only",
    "division_is_declared_after_its_close",
    "outcome_is_of_the_frozen_roll",
    "tally_adds_up_before_it_is_declared",
    "clock_declares_only_a_lapse",
    "secret_tally_stays_in_its_box",
    "applicant_calls_no_vote_on_their_admission",
    "applicant_declares_no_vote_on_their_admission",
)


class Division(Base):
    """One putting of a motion, or of an amendment, to those who decide it."""

    __tablename__ = "division"
    __table_args__ = (
        UniqueConstraint("id", "roll_id"),
        UniqueConstraint("motion_id", "n"),
        ForeignKeyConstraint(["motion_id", "amendment_n"], ["amendment.motion_id", "amendment.n"]),
        ForeignKeyConstraint(["motion_id", "text_version"], ["motion_text.motion_id", "motion_text.version"]),
        one_of("ask", Ask),
        CheckConstraint("n >= 1", name="numbers_count_from_one"),
        CheckConstraint("call >= 1", name="calls_count_from_one"),
        CheckConstraint("opens_at < closes_at", name="opens_before_closing"),
        CheckConstraint("(ask = 'secret') = (poll_id IS NOT NULL)", name="secret_division_has_its_box"),
        CheckConstraint("closed_at IS NULL OR closed_at >= opens_at", name="closed_after_its_opening"),
        CheckConstraint("may_end_at IS NULL OR may_end_at BETWEEN opens_at AND closes_at", name="may_end_while_open"),
        CheckConstraint("NOT is_confirming OR amendment_n IS NULL", name="amendments_are_not_confirmed"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    motion_id: Mapped[UUID] = mapped_column(ForeignKey("motion.id"))
    n: Mapped[int] = mapped_column(comment="counted from 1 within its motion")
    amendment_n: Mapped[int | None]
    text_version: Mapped[int] = mapped_column(comment="the text that is put")
    ask: Mapped[str]
    call: Mapped[int] = mapped_column(comment="1 at the first call of a meeting, 2 at an adjourned one")
    is_confirming: Mapped[bool] = mapped_column(comment="the second meeting of a statutory resolution")
    is_binding: Mapped[bool] = mapped_column(comment="false: a consultation, and called so")
    majority: Mapped[str] = mapped_column(comment="name of a rule of motions.deciding")
    rule_set_id: Mapped[UUID] = mapped_column(ForeignKey("rule_set.id"), comment="in force when notice was given")
    roll_id: Mapped[UUID] = mapped_column(ForeignKey("roll.id"), unique=True)
    poll_id: Mapped[UUID | None] = mapped_column(ForeignKey("poll.id"), unique=True)
    members: Mapped[int] = mapped_column(comment="all members, or all directors, on the roll date")
    called_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    called_at: Mapped[datetime] = mapped_column(comment="when it was circulated or noticed")
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime] = mapped_column(comment="a written resolution lapses then")
    may_end_at: Mapped[datetime | None] = mapped_column(
        comment="when the chair can first end it; NULL where only its hour does"
    )
    closed_at: Mapped[datetime | None] = mapped_column(comment="when it was ended before its hour")

    @hybrid_property
    def ended_at(self) -> datetime:
        """From when nobody can vote any more: its hour, or when it was ended before."""
        return self.closed_at or self.closes_at

    @ended_at.inplace.expression
    @classmethod
    def _ended_at(cls) -> ColumnElement[datetime]:
        return func.coalesce(cls.closed_at, cls.closes_at)

    @hybrid_method
    def is_open(self, *, at: datetime) -> bool:
        """Say whether votes are taken at an instant: from its opening, and no longer at its end."""
        return (self.opens_at <= at) & (self.ended_at > at)

    @hybrid_method
    def is_over(self, *, at: datetime) -> bool:
        """Say whether nobody can vote any more."""
        return self.ended_at <= at

    def held_on(self, *, zone: str) -> date:
        """Return the day of its last instant: that of the meeting, where there was one."""
        return local_date(self.ended_at - datetime.resolution, zone)


class DivisionOutcome(Base):
    """What came of a division: the one tally, the sum in words, and who declared it.

    Of a secret one the tally is empty: what each class said stays in its box.
    """

    __tablename__ = "division_outcome"
    __table_args__ = (CheckConstraint("length(roll_root) = 64", name="roll_root_is_sha256_hex"),)

    division_id: Mapped[UUID] = mapped_column(ForeignKey("division.id"), primary_key=True)
    is_carried: Mapped[bool]
    is_quorate: Mapped[bool]
    tally: Mapped[list[dict[str, Any]]] = mapped_column(comment="by class and way: for, against, abstained, eligible")
    working: Mapped[str] = mapped_column(comment="the sum in words, in the source language")
    sums: Mapped[dict[str, Any]] = mapped_column(comment="codes and facts of the same sum")
    roll_root: Mapped[str] = mapped_column(comment="of the one roll of votes, turnout and denominator")
    declared_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), comment="NULL where the clock did")
    declared_at: Mapped[datetime]
