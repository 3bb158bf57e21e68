"""Tables of how a membership ends, and of the way back in."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from govern.core.db import Base, one_of
from govern.register.ending_rules import CaseOutcome, Hearing, LetterKind, ResignationOutcome

GUARDS = (
    "suspension_has_its_end",
    "decision_is_carried_out_once",
    "expulsion_rests_on_its_case",
    "expelled_return_by_a_meeting",
    "expulsion_case_only_goes_on",
    "expulsion_case_is_kept",
    "expulsion_is_a_meetings",
    "expulsion_is_named_by_its_decision",
    "readmission_is_append_only",
    "readmission_is_a_meetings",
    "readmission_is_named_by_its_decision",
    "member_letter_is_append_only",
    "resignation_only_closes",
    "resignation_is_kept",
)


class ExpulsionCase(Base):
    """A complaint that may cost somebody their membership: notice, hearing, and the vote of a meeting.

    The majority and the notice of the rules are pinned when the notice is served.

    Source: domain 2.3; Co-operatives UK model articles; supporters' trust rules.
    """

    __tablename__ = "expulsion_case"
    __table_args__ = (
        one_of("hearing", Hearing),
        one_of("outcome", CaseOutcome),
        CheckConstraint("length(complaint) BETWEEN 1 AND 5000", name="says_what_is_complained_of"),
        CheckConstraint("(served_on IS NULL) = (hearing_on IS NULL)", name="notice_names_the_hearing"),
        CheckConstraint("(served_on IS NULL) = (earliest_on IS NULL)", name="notice_has_its_length"),
        CheckConstraint("(served_on IS NULL) = (majority_over IS NULL)", name="notice_pins_the_majority"),
        CheckConstraint("(majority_over IS NULL) = (majority_of IS NULL)", name="majority_is_a_fraction"),
        CheckConstraint("served_on IS NULL OR received_on <= served_on", name="served_after_the_complaint"),
        CheckConstraint("hearing_on IS NULL OR earliest_on <= hearing_on", name="hearing_waits_for_the_notice"),
        CheckConstraint("hearing IS NULL OR hearing_on IS NOT NULL", name="heard_after_notice"),
        CheckConstraint("(outcome IS NULL) = (closed_at IS NULL)", name="outcome_has_an_instant"),
        CheckConstraint("outcome IS NULL OR outcome = 'withdrawn' OR (hearing IS NOT NULL AND decision_id IS NOT NULL"
                        " AND votes_for IS NOT NULL AND votes_against IS NOT NULL)", name="heard_before_it_is_decided"),
        CheckConstraint("votes_for IS NULL OR (votes_for >= 0 AND votes_against >= 0)", name="votes_are_counted"),
        CheckConstraint("outcome IS NULL OR outcome <> 'expelled' OR (votes_for > 0 AND"
                        " votes_for * majority_of >= majority_over * (votes_for + votes_against))",
                        name="expelled_by_the_majority"),
        Index("uq_expulsion_case_open", "membership_id", unique=True,
              sqlite_where=text("outcome IS NULL"), postgresql_where=text("outcome IS NULL")),
    )  # fmt: skip

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    membership_id: Mapped[UUID] = mapped_column(ForeignKey("membership.id"))
    complaint: Mapped[str]
    received_on: Mapped[date]
    opened_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    opened_at: Mapped[datetime]
    served_on: Mapped[date | None] = mapped_column(comment="day on which the notice reached the member")
    earliest_on: Mapped[date | None] = mapped_column(comment="first day on which the rules let a meeting hear it")
    hearing_on: Mapped[date | None]
    majority_over: Mapped[int | None] = mapped_column(comment="3 of 3/4")
    majority_of: Mapped[int | None] = mapped_column(comment="4 of 3/4")
    hearing: Mapped[str | None] = mapped_column(comment="how the member was heard, or that they did not come")
    representations: Mapped[str | None]
    decision_id: Mapped[UUID | None] = mapped_column(ForeignKey("decision.id"))
    votes_for: Mapped[int | None]
    votes_against: Mapped[int | None]
    outcome: Mapped[str | None]
    closed_at: Mapped[datetime | None]


class Readmission(Base):
    """The vote of a meeting that takes back somebody who was expelled. The entry then cites its decision.

    Source: INV-23; domain 2.3.
    """

    __tablename__ = "readmission"
    __table_args__ = (
        CheckConstraint("votes_against >= 0", name="votes_are_counted"),
        CheckConstraint("votes_for > 0 AND votes_for * majority_of >= majority_over * (votes_for + votes_against)",
                        name="taken_back_by_the_majority"),
    )  # fmt: skip

    decision_id: Mapped[UUID] = mapped_column(ForeignKey("decision.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    votes_for: Mapped[int]
    votes_against: Mapped[int]
    majority_over: Mapped[int]
    majority_of: Mapped[int]
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]


class MemberLetter(Base):
    """A letter on which an end can rest: a resignation received, or one of ours that brought no answer."""

    __tablename__ = "member_letter"
    __table_args__ = (one_of("kind", LetterKind), Index("ix_member_letter_membership", "membership_id"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    membership_id: Mapped[UUID] = mapped_column(ForeignKey("membership.id"))
    kind: Mapped[str]
    dated_on: Mapped[date] = mapped_column(comment="received, or sent")
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]


class Resignation(Base):
    """A member's word that they leave on a later day. Until then they are a member, and can take it back."""

    __tablename__ = "resignation"
    __table_args__ = (
        one_of("outcome", ResignationOutcome),
        CheckConstraint("given_on < effective_on", name="waits_for_a_later_day"),
        CheckConstraint("(outcome IS NULL) = (closed_at IS NULL)", name="outcome_has_an_instant"),
        Index("uq_resignation_waiting", "membership_id", unique=True,
              sqlite_where=text("outcome IS NULL"), postgresql_where=text("outcome IS NULL")),
    )  # fmt: skip

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    membership_id: Mapped[UUID] = mapped_column(ForeignKey("membership.id"))
    given_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    given_on: Mapped[date]
    given_at: Mapped[datetime]
    effective_on: Mapped[date] = mapped_column(comment="first day on which they are no member")
    outcome: Mapped[str | None]
    closed_at: Mapped[datetime | None]
