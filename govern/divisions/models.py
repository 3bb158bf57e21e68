"""Tables of how a vote goes: who is in its chair, who has no vote, who votes and how, who leaves, and what is counted.

A secret division is a poll with its box (`ballots`). A recorded one keeps who said what; in a show of hands two
tellers count, and what is kept of an elector is only that they were in the room.

Source: domain 2.8 B, 5.3; decisions, "Roll, mark, cast".
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from govern.constitution.rules import Vote
from govern.core.db import Base, one_of
from govern.deciding.rules import Casting
from govern.motions.rules import Bar

GUARDS = (
    "division_chair_is_append_only",
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
    "applicant_is_not_in_the_chair_of_their_admission",
    "division_departure_is_append_only",
    "departure_rests_on_ones_own_word",
    "who_has_voted_stays",
    "who_left_gives_no_vote",
)


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
