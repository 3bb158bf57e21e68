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

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from govern.core.db import Base, one_of
from govern.register import acting_models, address_models, connection_models, ending_models, interest_models

# Named here too, for rooms that know the register by its tables.
from govern.register.acting_models import BodyMember as BodyMember
from govern.register.acting_models import JointHolder as JointHolder
from govern.register.acting_models import StandIn as StandIn
from govern.register.connection_models import Connection as Connection
from govern.register.ending_models import ExpulsionCase as ExpulsionCase
from govern.register.ending_models import MemberLetter as MemberLetter
from govern.register.ending_models import Readmission as Readmission
from govern.register.ending_models import Resignation as Resignation
from govern.register.ending_rules import CaseOutcome as CaseOutcome
from govern.register.ending_rules import Hearing as Hearing
from govern.register.ending_rules import LetterKind as LetterKind
from govern.register.interest_models import Interest as Interest
from govern.register.interest_models import InterestDeclaration as InterestDeclaration
from govern.register.rules import Acting as Acting
from govern.register.rules import Ground as Ground
from govern.register.rules import OpeningFault as OpeningFault
from govern.register.rules import PersonKind as PersonKind
from govern.register.rules import RequestKind as RequestKind
from govern.register.rules import Standing as Standing

IN_BYTE_ORDER = String().with_variant(String(collation="C"), "postgresql")
LAST_LETTER = "\U0010ffff"  # after all that a name can go on with

GUARDS = (
    "person_stays",
    "person_version_is_only_superseded",
    "person_version_is_kept",
    "person_version_does_not_overlap",
    "member_is_not_written_over",
    "outsiders_code_changes_no_member",
    "membership_stays",
    "membership_version_is_only_superseded",
    "membership_version_is_kept",
    "membership_version_does_not_overlap",
    "one_person_has_one_membership",
    "entry_waits_for_the_second_approver",
    "entry_is_not_backdated",
    "founders_are_entered_at_the_founding",
    "standing_is_named_by_its_decision",
    "approved_opening_stays",
    "opening_is_approved_by_a_member",
    "opening_is_kept",
    *connection_models.GUARDS,
    *interest_models.GUARDS,
    "member_request_is_answered_once",
    "member_request_is_kept",
    "outsiders_code_asks_for_no_name",
    "merge_begins_undecided",
    "merge_stays",
    "merge_is_kept",
    "merge_waits_for_the_roll",
    "merged_record_is_no_member",
    "merged_record_is_not_entered",
    *ending_models.GUARDS,
    *acting_models.GUARDS,
    *address_models.GUARDS,
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
        Index("ix_person_version_person", "person_id"),
        Index("ix_person_version_match_email", "match_email"),
        Index("ix_person_version_match_birth", "match_birth"),
        Index("ix_person_version_sort_name", "sort_name"),
    )  # fmt: skip

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    name: Mapped[str] = mapped_column(comment="as they write it; printed so on every paper")
    sort_name: Mapped[str] = mapped_column(comment="what an alphabetical list goes by")
    postal_address: Mapped[str | None] = mapped_column(comment="chosen by the member, care-of allowed")
    email: Mapped[str | None]
    email_purposes: Mapped[list[str]] = mapped_column(default=list, comment="what the address was given for")
    telephone: Mapped[str | None]
    telephone_purposes: Mapped[list[str] | None] = mapped_column(comment="what the number was given for")
    language: Mapped[str | None] = mapped_column(comment="in which they want to be written to")
    formats: Mapped[list[str] | None] = mapped_column(comment="large print and the like, as they asked")
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


class NameKey(Base):
    """One spelling by which the beginnings of somebody's present name are found. It goes when the version goes."""

    __tablename__ = "name_key"
    __table_args__ = ({"sqlite_with_rowid": False},)

    # In the order of its bytes on both engines, so that a beginning is one stretch of the key.
    key: Mapped[str] = mapped_column(IN_BYTE_ORDER, primary_key=True)
    version_id: Mapped[UUID] = mapped_column(
        ForeignKey("person_version.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class PersonMerge(Base):
    """That two records are of one person: proposed by one officer, decided by another, undone within some days."""

    __tablename__ = "person_merge"
    __table_args__ = (
        CheckConstraint("kept_id <> merged_id", name="two_records"),
        CheckConstraint("decided_by IS NULL OR decided_by <> proposed_by", name="decided_by_somebody_else"),
        CheckConstraint("(decided_by IS NULL) = (decided_at IS NULL)", name="decision_has_an_instant"),
        CheckConstraint("undo_until IS NULL OR decided_at < undo_until", name="merge_can_be_undone"),
        CheckConstraint("(undone_by IS NULL) = (undone_at IS NULL)", name="undoing_has_an_instant"),
        CheckConstraint(
            "undone_at IS NULL OR (undo_until IS NOT NULL AND undone_at <= undo_until)", name="undone_in_time"
        ),
        Index("uq_person_merge_merged_id", "merged_id", unique=True,
              sqlite_where=text("undo_until IS NOT NULL AND undone_at IS NULL"),
              postgresql_where=text("undo_until IS NOT NULL AND undone_at IS NULL")),
    )  # fmt: skip

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    kept_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    merged_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    proposed_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    proposed_at: Mapped[datetime]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    undo_until: Mapped[datetime | None] = mapped_column(comment="only of a merge; NULL where they are two people")
    undone_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    undone_at: Mapped[datetime | None]


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
        Index("ix_membership_version_membership", "membership_id"),
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


class MemberRequest(Base):
    """What somebody asks the secretary about their own record, and the answer."""

    __tablename__ = "member_request"
    __table_args__ = (
        one_of("kind", RequestKind),
        CheckConstraint("length(words) BETWEEN 1 AND 1000", name="says_something"),
        CheckConstraint("answered_by IS NULL OR answered_by <> person_id", name="answered_by_somebody_else"),
        CheckConstraint("(answered_by IS NULL) = (answered_at IS NULL)", name="answer_has_an_instant"),
        CheckConstraint("(answered_at IS NULL) = (answer IS NULL)", name="answer_has_words"),
        Index("uq_member_request_open", "person_id", "kind", unique=True,
              sqlite_where=text("answered_at IS NULL"), postgresql_where=text("answered_at IS NULL")),
    )  # fmt: skip

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str]
    words: Mapped[str] = mapped_column(comment="in their own words; for a name, the new one and why")
    asked_at: Mapped[datetime]
    answered_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None]
    answer: Mapped[str | None]
    salt: Mapped[str] = mapped_column(comment="of the digest that the journal holds")
