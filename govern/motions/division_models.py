"""Tables of divisions: the counted votes on motions and amendments, each on a roll of its own.

A secret division is a poll with its box (`ballots`). A recorded one keeps who said what; in a show of hands two
tellers count, and what is kept of an elector is only that they were in the room.

Source: domain 2.8 B, 5.3; decisions, "Roll, mark, cast".
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, ForeignKeyConstraint, UniqueConstraint, func
from sqlalchemy.ext.hybrid import hybrid_method, hybrid_property
from sqlalchemy.orm import Mapped, mapped_column

from govern.constitution.rules import Vote
from govern.core.clock import local_date
from govern.core.db import Base, one_of
from govern.deciding.rules import Casting
from govern.motions.rules import Ask, Bar

GUARDS = (
    "division_is_kept",
    "called_division_stays",
    "matter_has_its_majority",
    "vote_is_open_ten_minutes",
    "box_is_open_ten_minutes",
    "vote_stays_open_as_long_as_told",
    "second_call_follows_a_first",
    "division_chair_is_append_only",
    "board_has_a_day_to_answer",
    "chair_is_named_at_the_call",
    "chair_holds_the_office_at_the_call",
    "casting_vote_is_append_only",
    "casting_vote_comes_before_the_outcome",
    "casting_vote_is_of_a_chair_in_office",
    "casting_vote_is_an_electors",
    "casting_vote_is_declared_by_its_chair",
    "division_bar_is_append_only",
    "bars_are_named_before_the_roll",
    "barred_person_is_on_no_roll",
    "division_mark_stays",
    "marks_are_given_while_the_division_is_open",
    "vote_by_name_is_ones_own",
    "account_of_a_vote_is_the_voters_own",
    "vote_by_a_code_waits_for_a_second_officer",
    "vote_by_a_written_address_says_by_whom",
    "hands_count_is_append_only",
    "hands_are_counted_by_two",
    "division_outcome_is_append_only",
    "division_is_declared_after_its_close",
    "outcome_is_of_the_frozen_roll",
    "tally_adds_up_before_it_is_declared",
    "clock_declares_only_a_lapse",
    "secret_tally_stays_in_its_box",
    "applicant_calls_no_vote_on_their_admission",
    "applicant_is_not_in_the_chair_of_their_admission",
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


class DivisionChair(Base):
    """Who is in the chair of a vote at a meeting, from its call."""

    __tablename__ = "division_chair"
    __table_args__ = (UniqueConstraint("division_id", "person_id"),)

    division_id: Mapped[UUID] = mapped_column(ForeignKey("division.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    named_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    named_at: Mapped[datetime]


class CastingVote(Base):
    """How whoever was in the chair decided between equal votes."""

    __tablename__ = "casting_vote"
    __table_args__ = (
        ForeignKeyConstraint(["division_id", "person_id"], ["division_chair.division_id", "division_chair.person_id"]),
        one_of("casting", Casting),
    )

    division_id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID]
    casting: Mapped[str]
    given_at: Mapped[datetime]


class DivisionBar(Base):
    """Somebody who would have been an elector of a division and is not, and why."""

    __tablename__ = "division_bar"
    __table_args__ = (one_of("bar", Bar),)

    division_id: Mapped[UUID] = mapped_column(ForeignKey("division.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    bar: Mapped[str] = mapped_column(primary_key=True)


class DivisionMark(Base):
    """An elector's one place in a division: what they said by name, or that they were in the room.

    Who wrote down the address by whose link the voter came stands where the printer of a code does (decision 0041).
    """

    __tablename__ = "division_mark"
    __table_args__ = (
        ForeignKeyConstraint(["division_id", "roll_id"], ["division.id", "division.roll_id"]),
        ForeignKeyConstraint(["roll_id", "elector_id"], ["roll_entry.roll_id", "roll_entry.elector_id"]),
        CheckConstraint("way IN ('recorded', 'hands')", name="way_is_known"),
        one_of("vote", (Vote.FOR, Vote.AGAINST, Vote.ABSTAINED)),
        CheckConstraint("(way = 'recorded') = (vote IS NOT NULL)", name="hands_are_not_kept_by_name"),
    )

    division_id: Mapped[UUID] = mapped_column(primary_key=True)
    elector_id: Mapped[UUID] = mapped_column(primary_key=True)
    roll_id: Mapped[UUID]
    way: Mapped[str]
    vote: Mapped[str | None]
    entered_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"), comment="the elector, or who kept the room")
    entered_at: Mapped[datetime]
    account_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("account.id"), comment="opened for the voter, who voted from it"
    )
    printed_by: Mapped[UUID | None] = mapped_column(
        ForeignKey("person.id"), comment="who printed the code by which the voter came"
    )


class HandsCount(Base):
    """What one teller counted of a show of hands, in one class."""

    __tablename__ = "hands_count"
    __table_args__ = (
        CheckConstraint("votes_for >= 0 AND votes_against >= 0 AND abstained >= 0", name="counts_are_not_negative"),
    )

    division_id: Mapped[UUID] = mapped_column(ForeignKey("division.id"), primary_key=True)
    teller_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    attempt: Mapped[int] = mapped_column(primary_key=True, comment="counted anew where two tellers differed")
    elector_class: Mapped[str] = mapped_column("class", primary_key=True)
    votes_for: Mapped[int]
    votes_against: Mapped[int]
    abstained: Mapped[int]
    entered_at: Mapped[datetime]


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
