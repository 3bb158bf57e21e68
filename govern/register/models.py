"""Tables of the register.

Persons and memberships are anchors; what is said of them stands in version rows with two time
axes: when it was so (`valid_from`, `valid_to`, dates, half-open) and when it was known
(`recorded_at`, `superseded_at`, instants). The only change that the database allows to a version is
to supersede it, once.

Source: Companies Act 2006 s.113(6A); Co-operative and Community Benefit Societies Act 2014 s.30.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from govern.core.db import Base, one_of

# Named here too, for rooms that know the register by its tables.
from govern.register.rules import Acting as Acting
from govern.register.rules import CaseOutcome as CaseOutcome
from govern.register.rules import Ground as Ground
from govern.register.rules import Hearing as Hearing
from govern.register.rules import LetterKind as LetterKind
from govern.register.rules import OpeningFault as OpeningFault
from govern.register.rules import PersonKind as PersonKind
from govern.register.rules import Standing as Standing

GUARDS = (
    "person_stays",
    "person_version_is_only_superseded",
    "person_version_is_kept",
    "person_version_does_not_overlap",
    "membership_stays",
    "membership_version_is_only_superseded",
    "membership_version_is_kept",
    "membership_version_does_not_overlap",
    "one_person_has_one_membership",
    "entry_waits_for_the_second_approver",
    "entry_is_not_backdated",
    "approved_opening_stays",
    "opening_is_approved_by_a_member",
    "opening_is_kept",
    "suspension_has_its_end",
    "expulsion_rests_on_its_case",
    "expelled_return_by_a_meeting",
    "expulsion_case_only_goes_on",
    "expulsion_case_is_kept",
    "expulsion_is_a_meetings",
    "readmission_is_append_only",
    "readmission_is_a_meetings",
    "member_letter_is_append_only",
    "one_acts_for_a_membership",
    "stand_in_is_only_superseded",
    "stand_in_is_kept",
    "nobody_stands_in_for_themselves",
    "joint_holder_only_leaves",
    "joint_holder_is_kept",
    "joint_holder_is_another_person",
)


class Person(Base):
    """A human or a body known to the mutual. Being known gives no right to anything."""

    __tablename__ = "person"
    __table_args__ = (one_of("kind", PersonKind),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    kind: Mapped[str] = mapped_column(default=PersonKind.HUMAN)


class PersonVersion(Base):
    """A person's particulars over a span of days, as known over a span of time."""

    __tablename__ = "person_version"
    __table_args__ = (
        CheckConstraint("valid_to IS NULL OR valid_from < valid_to", name="begins_before_it_ends"),
        CheckConstraint("superseded_at IS NULL OR recorded_at <= superseded_at", name="recorded_before_superseded"),
        CheckConstraint("length(name) BETWEEN 1 AND 200", name="has_a_name"),
        Index("uq_person_version_current", "person_id", "valid_from", unique=True,
              sqlite_where=text("superseded_at IS NULL"), postgresql_where=text("superseded_at IS NULL")),
        Index("ix_person_version_match_email", "match_email"),
        Index("ix_person_version_sort_name", "sort_name"),
    )  # fmt: skip

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    name: Mapped[str] = mapped_column(comment="as they write it; printed so on every paper")
    sort_name: Mapped[str] = mapped_column(comment="what an alphabetical list goes by")
    postal_address: Mapped[str | None] = mapped_column(comment="chosen by the member, care-of allowed")
    email: Mapped[str | None]
    email_purposes: Mapped[list[str]] = mapped_column(default=list, comment="what the address was given for")
    birth_on: Mapped[date | None] = mapped_column(comment="only while an age limit matters")
    adult_confirmed_on: Mapped[date | None]
    match_email: Mapped[str | None] = mapped_column(comment="keyed HMAC of the normalised address")
    match_birth: Mapped[str | None] = mapped_column(comment="keyed HMAC of name and birth date")
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    recorded_at: Mapped[datetime]
    superseded_at: Mapped[datetime | None]
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    decision_id: Mapped[UUID | None] = mapped_column(ForeignKey("decision.id"))
    salt: Mapped[str] = mapped_column(comment="of the digest that the journal holds")


class OpeningBatch(Base):
    """A register that existed before Govern, brought in by one person and approved or refused by another."""

    __tablename__ = "opening_batch"
    __table_args__ = (
        CheckConstraint("approved_by IS NULL OR approved_by <> uploaded_by", name="approved_by_somebody_else"),
        CheckConstraint("(approved_by IS NULL) = (approved_at IS NULL)", name="approval_has_an_instant"),
        CheckConstraint("(approved_at IS NULL) = (entered_on IS NULL)", name="approval_has_a_date"),
        CheckConstraint("approved_at IS NULL OR withdrawn_at IS NULL", name="approved_or_withdrawn"),
        CheckConstraint("length(file_sha256) = 64", name="file_digest_is_sha256_hex"),
        CheckConstraint("refused_by IS NULL OR refused_by <> uploaded_by", name="refused_by_somebody_else"),
        CheckConstraint("(refused_by IS NULL) = (refused_at IS NULL)", name="refusal_has_an_instant"),
        CheckConstraint("(refused_at IS NULL) = (refusal_reason IS NULL)", name="refusal_has_a_reason"),
        CheckConstraint(
            "refused_at IS NULL OR (approved_at IS NULL AND withdrawn_at IS NULL)", name="refused_and_nothing_else"
        ),
        one_of("refusal_reason", OpeningFault),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    file_sha256: Mapped[str]
    entries: Mapped[int]
    uploaded_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    uploaded_at: Mapped[datetime]
    approved_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    approved_at: Mapped[datetime | None]
    entered_on: Mapped[date | None] = mapped_column(comment="local date of the approval; no entry counts before it")
    withdrawn_at: Mapped[datetime | None]
    file_name: Mapped[str | None] = mapped_column(comment="as it was uploaded")
    refused_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    refused_at: Mapped[datetime | None]
    refusal_reason: Mapped[str | None]
    refusal_note: Mapped[str | None] = mapped_column(comment="what to mend, in words")

    @property
    def waits(self) -> bool:
        """Say whether nobody has decided on it yet."""
        return self.approved_at is None and self.withdrawn_at is None and self.refused_at is None


class OpeningEntry(Base):
    """One line of an opening register, waiting for its second approver. Removed when it is decided."""

    __tablename__ = "opening_entry"

    batch_id: Mapped[UUID] = mapped_column(ForeignKey("opening_batch.id"), primary_key=True)
    line: Mapped[int] = mapped_column(primary_key=True, comment="line of the file, counted from 1")
    particulars: Mapped[dict[str, Any]]


class Membership(Base):
    """A place in the register of members. Its number is never used again."""

    __tablename__ = "membership"
    __table_args__ = (
        UniqueConstraint("id", "person_id"),
        CheckConstraint("member_no >= 1", name="numbers_count_from_one"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    member_no: Mapped[int] = mapped_column(unique=True)
    member_since: Mapped[date] = mapped_column(comment="date entered as a member; may be before Govern")


class MembershipVersion(Base):
    """What the register says of a membership over a span of days, as known over a span of time."""

    __tablename__ = "membership_version"
    __table_args__ = (
        ForeignKeyConstraint(["membership_id", "person_id"], ["membership.id", "membership.person_id"]),
        ForeignKeyConstraint(["sub_constituency_id", "constituency_id"],
                             ["sub_constituency.id", "sub_constituency.constituency_id"]),
        one_of("standing", Standing),
        CheckConstraint("valid_to IS NULL OR valid_from < valid_to", name="begins_before_it_ends"),
        CheckConstraint("superseded_at IS NULL OR recorded_at <= superseded_at", name="recorded_before_superseded"),
        CheckConstraint("(standing = 'ceased') = (ground IS NOT NULL)", name="cessation_has_its_ground"),
        CheckConstraint("standing = 'ceased' OR decision_id IS NOT NULL OR batch_id IS NOT NULL",
                        name="entry_rests_on_a_decision"),
        Index("uq_membership_version_current", "membership_id", "valid_from", unique=True,
              sqlite_where=text("superseded_at IS NULL"), postgresql_where=text("superseded_at IS NULL")),
        Index("ix_membership_version_constituency", "constituency_id", "sub_constituency_id", "valid_from"),
        Index("ix_membership_version_person", "person_id"),
        Index("ix_membership_version_expelled", "person_id",
              sqlite_where=text("ground = 'expelled'"), postgresql_where=text("ground = 'expelled'")),
    )  # fmt: skip

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    membership_id: Mapped[UUID]
    person_id: Mapped[UUID]
    constituency_id: Mapped[UUID] = mapped_column(ForeignKey("constituency.id"))
    sub_constituency_id: Mapped[UUID | None]
    standing: Mapped[str]
    ground: Mapped[str | None]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    recorded_at: Mapped[datetime]
    superseded_at: Mapped[datetime | None]
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    decision_id: Mapped[UUID | None] = mapped_column(ForeignKey("decision.id"))
    batch_id: Mapped[UUID | None] = mapped_column(ForeignKey("opening_batch.id"))
    salt: Mapped[str] = mapped_column(comment="of the digest that the journal holds")


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


class StandIn(Base):
    """Who acts for a membership over a span of days: at most one person at a time.

    Source: Companies Act 2006 s.323; domain 2.6.
    """

    __tablename__ = "stand_in"
    __table_args__ = (
        one_of("acting", Acting),
        CheckConstraint("valid_to IS NULL OR valid_from < valid_to", name="begins_before_it_ends"),
        CheckConstraint("superseded_at IS NULL OR recorded_at <= superseded_at", name="recorded_before_superseded"),
        CheckConstraint("resolved_on <= valid_from", name="resolved_before_acting"),
        Index("uq_stand_in_current", "membership_id", "valid_from", unique=True,
              sqlite_where=text("superseded_at IS NULL"), postgresql_where=text("superseded_at IS NULL")),
    )  # fmt: skip

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    membership_id: Mapped[UUID] = mapped_column(ForeignKey("membership.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    acting: Mapped[str]
    authority: Mapped[str] = mapped_column(comment="where the resolution, agreement or grant is to be found")
    resolved_on: Mapped[date]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    recorded_at: Mapped[datetime]
    superseded_at: Mapped[datetime | None]
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    salt: Mapped[str] = mapped_column(comment="of the digest that the journal holds")


class JointHolder(Base):
    """Somebody who holds a membership together with the person it is entered for, who is the first named.

    Source: domain 2.6; Companies Act 2006 s.113(5): joint holders are one member.
    """

    __tablename__ = "joint_holder"
    __table_args__ = (
        UniqueConstraint("membership_id", "place"),
        CheckConstraint("place >= 2", name="first_named_is_the_member"),
        CheckConstraint("left_on IS NULL OR from_on < left_on", name="begins_before_it_ends"),
    )

    membership_id: Mapped[UUID] = mapped_column(ForeignKey("membership.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    place: Mapped[int] = mapped_column(comment="order of the names; 1 is the member")
    from_on: Mapped[date]
    left_on: Mapped[date | None] = mapped_column(comment="first day on which they hold it no longer")
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]
