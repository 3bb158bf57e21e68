"""Tables of elections.

What state an election is in is its last step. Each step begins where the one before it ended, and
the database keeps that chain.
"""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import JSON, CheckConstraint, ForeignKey, ForeignKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from govern.constitution.rules import CandidateOrder
from govern.core.chain import Step, follow_each_other
from govern.core.db import Base, one_of
from govern.core.languages import LocalText
from govern.elections.rules import ARROWS, State

GUARDS = (
    "election_step_is_append_only",
    "election_is_kept",
    "noticed_election_stays",
    "candidate_stays",
    "candidate_is_kept",
    "nominations_closed_to_candidates",
    "candidate_category_is_append_only",
    "nominations_closed_to_categories",
    "election_count_is_append_only",
    "declaration_is_append_only",
)


class Election(Base):
    """An election of directors by one constituency, or one part of it."""

    __tablename__ = "election"
    __table_args__ = (
        ForeignKeyConstraint(["sub_constituency_id", "constituency_id"],
                             ["sub_constituency.id", "sub_constituency.constituency_id"]),
        one_of("candidate_order", CandidateOrder),
        CheckConstraint("seats >= 1", name="at_least_one_seat"),
        CheckConstraint("opens_at < closes_at", name="opens_before_closing"),
        CheckConstraint("nominations_close_at < opens_at", name="nominations_close_before_opening"),
        CheckConstraint("length(lot_seed) >= 1", name="lots_are_fixed_in_the_notice"),
        CheckConstraint("term_starts_on < term_ends_on", name="term_starts_before_it_ends"),
    )  # fmt: skip

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    title: Mapped[LocalText]
    constituency_id: Mapped[UUID] = mapped_column(ForeignKey("constituency.id"))
    sub_constituency_id: Mapped[UUID | None]
    seats: Mapped[int]
    rule_set_id: Mapped[UUID] = mapped_column(ForeignKey("rule_set.id"), comment="pinned when noticed")
    rule: Mapped[str] = mapped_column(comment="name of the counting rule: scottish-2011")
    candidate_order: Mapped[str]
    lot_seed: Mapped[str] = mapped_column(comment="fixed in the notice; lots are SHA-256 of it with each number")
    nominations_close_at: Mapped[datetime]
    roll_date: Mapped[date]
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    term_starts_on: Mapped[date]
    term_ends_on: Mapped[date]
    poll_id: Mapped[UUID | None] = mapped_column(ForeignKey("poll.id"), unique=True)


class ElectionStep(Step, Base):
    """One arrow of an election's life: a deed with its date, its actor and its instant."""

    __tablename__ = "election_step"
    __table_args__ = (
        *follow_each_other("election_step", "election_id", states=State, begins="= 'planned'", arrows=ARROWS),
    )  # fmt: skip

    election_id: Mapped[UUID] = mapped_column(ForeignKey("election.id"), primary_key=True)
    note: Mapped[str] = mapped_column(default="")


class Candidate(Base):
    """Somebody who stands. The name accepted here is the name on ballot, count and declaration."""

    __tablename__ = "candidate"
    __table_args__ = (
        UniqueConstraint("election_id", "person_id"),
        CheckConstraint("number >= 1", name="numbers_count_from_one"),
        CheckConstraint("length(name) BETWEEN 1 AND 200", name="has_a_name"),
        CheckConstraint("(withdrawn_on IS NULL) = (withdrawn_reason IS NULL)", name="withdrawn_for_a_reason"),
    )

    election_id: Mapped[UUID] = mapped_column(ForeignKey("election.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, comment="count number: the order of entry")
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    name: Mapped[str]
    sort_name: Mapped[str]
    statement: Mapped[LocalText]
    received_at: Mapped[datetime] = mapped_column(comment="when the nomination reached the returning officer")
    entered_at: Mapped[datetime]
    entered_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    withdrawn_on: Mapped[date | None]
    withdrawn_reason: Mapped[str | None]


class CandidateCategory(Base):
    """A category that a candidate belongs to, where the rules limit how many of it are elected together."""

    __tablename__ = "candidate_category"
    __table_args__ = (
        ForeignKeyConstraint(["election_id", "number"], ["candidate.election_id", "candidate.number"]),
        CheckConstraint("length(category) BETWEEN 1 AND 60", name="category_has_a_name"),
    )

    election_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    category: Mapped[str] = mapped_column(primary_key=True, comment="as the rules name it")


class ElectionCount(Base):
    """The count of an election: made twice, by two code paths, and stored only because they agreed."""

    __tablename__ = "election_count"
    __table_args__ = (CheckConstraint("length(record_sha256) = 64", name="record_digest_is_sha256_hex"),)

    election_id: Mapped[UUID] = mapped_column(ForeignKey("election.id"), primary_key=True)
    record: Mapped[str] = mapped_column(comment="the count record, as JSON")
    record_sha256: Mapped[str]
    counted_at: Mapped[datetime]


class Declaration(Base):
    """What the returning officer declared. Never changed."""

    __tablename__ = "declaration"

    election_id: Mapped[UUID] = mapped_column(ForeignKey("election.id"), primary_key=True)
    declared_at: Mapped[datetime]
    declared_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    elected: Mapped[list[int]] = mapped_column(comment="candidate numbers, in order of election")
    lost: Mapped[list[int] | None] = mapped_column(
        JSON(none_as_null=True),
        comment="numbers of the elected who had left by the declaration; NULL before this was told",
    )
    electors: Mapped[int]
    ballots: Mapped[int] = mapped_column(comment="in the box")
    valid: Mapped[int]
    blank: Mapped[int]
    unreadable: Mapped[int]
    tendered_refused: Mapped[int]
    late_ends: Mapped[int | None] = mapped_column(
        comment="ballots of electors whose right had ended, as was learned later; NULL before this was counted"
    )
    is_contested: Mapped[bool]
    record_sha256: Mapped[str | None]
