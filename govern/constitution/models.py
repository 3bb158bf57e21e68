"""Tables of the mutual and its rule book."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from govern.constitution.rules import Body, LegalForm, Matter, Mode, Third, Vote
from govern.core.db import Base, one_of
from govern.core.languages import LocalText

GUARDS = (
    "mutual_keeps_its_mode",
    "mutual_is_kept",
    "rule_set_is_append_only",
    "rule_set_registration_is_append_only",
    "discarded_draft_is_append_only",
    "discarded_draft_was_never_registered",
    "discarded_draft_was_never_proposed",
    "discarded_draft_is_not_registered",
    "decision_is_append_only",
    "reference_of_a_vote_is_its_own",
    "decision_participant_is_append_only",
    "decision_confirmation_is_append_only",
    "nobody_denies_their_own_vote",
    "vote_as_word_is_append_only",
    "word_is_of_a_vote_by_name",
    "minutes_word_is_append_only",
    "minutes_word_is_anothers",
    "minutes_word_is_of_a_chair",
    "decision_subject_is_append_only",
    "subject_is_fixed_with_the_decision",
    "subject_is_of_its_application",
    "plan_is_adopted_whole",
    "plan_is_not_born_adopted",
    "adopted_plan_stays",
    "adopted_plan_is_kept",
    "adopted_plan_takes_no_seat",
    "brand_is_append_only",
    "seat_stays",
    "adopted_plan_loses_no_seat",
)


class Mutual(Base):
    """The governed body. One database holds one mutual."""

    __tablename__ = "mutual"
    __table_args__ = (
        CheckConstraint("singleton = 1", name="one_mutual_in_a_database"),
        one_of("legal_form", LegalForm),
        one_of("mode", Mode),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    singleton: Mapped[int] = mapped_column(unique=True, default=1)
    name: Mapped[str]
    registered_number: Mapped[str | None]
    legal_form: Mapped[str]
    mode: Mapped[str] = mapped_column(comment="real, demo or rehearsal; never changed")
    time_zone: Mapped[str] = mapped_column(comment="IANA name; every close is an instant in it")
    languages: Mapped[list[str]] = mapped_column(comment="the first is the one written in by default")
    telephone: Mapped[str] = mapped_column(comment="on every page")
    text_relay: Mapped[str] = mapped_column(comment="text-relay form of the number, on every page")
    founded_at: Mapped[datetime]


class Brand(Base):
    """A colour that the mutual's pages had from some time on. The one chosen last holds."""

    __tablename__ = "brand"
    __table_args__ = (CheckConstraint("length(accent) = 7", name="accent_is_a_colour"),)

    n: Mapped[int] = mapped_column(primary_key=True, comment="order of choosing")
    id: Mapped[UUID] = mapped_column(unique=True, default=uuid4)
    accent: Mapped[str] = mapped_column(comment="#rrggbb; of links and buttons by day")
    chosen_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    chosen_at: Mapped[datetime]


class Decision(Base):
    """What a body decided, as its minutes have it. Never changed."""

    __tablename__ = "decision"
    __table_args__ = (one_of("body", Body),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    body: Mapped[str]
    decided_on: Mapped[date]
    minute_reference: Mapped[str]
    text: Mapped[str]
    rule_set_id: Mapped[UUID | None] = mapped_column(ForeignKey("rule_set.id"), comment="NULL for the founders' own")
    entered_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    entered_at: Mapped[datetime]


class DecisionParticipant(Base):
    """A person's part in a decision: there, stood back, for or against."""

    __tablename__ = "decision_participant"
    __table_args__ = (
        one_of("vote", Vote),
        CheckConstraint("vote = 'none' OR is_present", name="only_those_present_vote"),
        CheckConstraint("vote = 'none' OR NOT is_recused", name="those_who_stood_back_do_not_vote"),
    )

    decision_id: Mapped[UUID] = mapped_column(ForeignKey("decision.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    is_present: Mapped[bool]
    is_recused: Mapped[bool] = mapped_column(default=False)
    vote: Mapped[str] = mapped_column(default=Vote.NONE)


class DecisionSubject(Base):
    """A person, and perhaps their application, that a decision is about. Written before the decision, and never after.

    Source: domain 2.8 INV-42.
    """

    __tablename__ = "decision_subject"
    __table_args__ = (
        ForeignKeyConstraint(["decision_id"], ["decision.id"], name="fk_decision_subject_fixed_with_the_decision",
                             deferrable=True, initially="DEFERRED"),
        ForeignKeyConstraint(["sub_constituency_id", "constituency_id"],
                             ["sub_constituency.id", "sub_constituency.constituency_id"]),
        one_of("matter", Matter),
        CheckConstraint("(matter IN ('admission', 'refusal', 'readmission', 'move')) = (constituency_id IS NOT NULL)",
                        name="whoever_goes_has_a_home"),
        CheckConstraint("application_id IS NULL OR matter IN ('admission', 'refusal')",
                        name="application_is_admitted_or_refused"),
        CheckConstraint("matter <> 'refusal' OR application_id IS NOT NULL", name="refusal_is_of_an_application"),
        Index("ix_decision_subject_person", "person_id"),
    )  # fmt: skip

    decision_id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    matter: Mapped[str] = mapped_column(primary_key=True)
    application_id: Mapped[UUID | None] = mapped_column(ForeignKey("membership_application.id"))
    constituency_id: Mapped[UUID | None] = mapped_column(ForeignKey("constituency.id"))
    sub_constituency_id: Mapped[UUID | None]


class DecisionConfirmation(Base):
    """A participant's own word on what the minutes say of them: that it is so, or that it is not."""

    __tablename__ = "decision_confirmation"
    __table_args__ = (
        ForeignKeyConstraint(
            ["decision_id", "person_id"], ["decision_participant.decision_id", "decision_participant.person_id"]
        ),
    )

    decision_id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    is_so: Mapped[bool]
    confirmed_at: Mapped[datetime]


class MinutesWord(Base):
    """The word of the chair on what somebody else entered from the minutes: that it is so, or that it is not."""

    __tablename__ = "minutes_word"

    decision_id: Mapped[UUID] = mapped_column(ForeignKey("decision.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    is_so: Mapped[bool]
    said_at: Mapped[datetime]


class VoteAsWord(Base):
    """A vote that a participant gave by name from an account of their own: it is their word on what came of it.

    Source: decision 0029.
    """

    __tablename__ = "vote_as_word"
    __table_args__ = (
        ForeignKeyConstraint(
            ["decision_id", "person_id"], ["decision_participant.decision_id", "decision_participant.person_id"]
        ),
        ForeignKeyConstraint(["division_id", "elector_id"], ["division_mark.division_id", "division_mark.elector_id"]),
    )

    decision_id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    division_id: Mapped[UUID]
    elector_id: Mapped[UUID]


class RuleSet(Base):
    """One version of the rules. It never changes; a change is a later version."""

    __tablename__ = "rule_set"
    __table_args__ = (
        CheckConstraint("version >= 1", name="versions_count_from_one"),
        CheckConstraint("length(digest) = 64", name="digest_is_sha256_hex"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    version: Mapped[int] = mapped_column(unique=True)
    parameters: Mapped[dict[str, Any]] = mapped_column(comment="every value of constitution.parameters, by name")
    digest: Mapped[str] = mapped_column(comment="SHA-256 of the parameters' canonical JSON")
    drafted_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    drafted_at: Mapped[datetime]


class RuleSetRegistration(Base):
    """The decision and the day by which a version of the rules took legal effect."""

    __tablename__ = "rule_set_registration"

    rule_set_id: Mapped[UUID] = mapped_column(ForeignKey("rule_set.id"), primary_key=True)
    decision_id: Mapped[UUID] = mapped_column(ForeignKey("decision.id"))
    registered_on: Mapped[date]
    recorded_at: Mapped[datetime]


class DiscardedDraft(Base):
    """That a draft of the rules, which nobody had proposed, was discarded."""

    __tablename__ = "discarded_draft"

    rule_set_id: Mapped[UUID] = mapped_column(ForeignKey("rule_set.id"), primary_key=True)
    discarded_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    discarded_at: Mapped[datetime]


class Constituency(Base):
    """Members who elect, or are represented, together."""

    __tablename__ = "constituency"
    __table_args__ = (one_of("third", Third),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[LocalText]
    third: Mapped[str | None] = mapped_column(comment="the third it fills; NULL where it fills none")
    precedence: Mapped[int] = mapped_column(unique=True, comment="1 is tried first when a person could be in two")


class SubConstituency(Base):
    """A part of a constituency with a seat of its own."""

    __tablename__ = "sub_constituency"
    __table_args__ = (UniqueConstraint("constituency_id", "code"), UniqueConstraint("id", "constituency_id"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    constituency_id: Mapped[UUID] = mapped_column(ForeignKey("constituency.id"))
    code: Mapped[str]
    name: Mapped[LocalText]


class BoardPlan(Base):
    """The seats of the board. One number for all three thirds, so that they cannot differ."""

    __tablename__ = "board_plan"
    __table_args__ = (
        UniqueConstraint("id", "seats_per_third"),
        CheckConstraint("seats_per_third BETWEEN 1 AND 20", name="each_third_has_a_seat"),
        CheckConstraint("(adopted_on IS NULL) = (decision_id IS NULL)", name="adopted_by_a_decision"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    seats_per_third: Mapped[int]
    adopted_on: Mapped[date | None] = mapped_column(unique=True)
    decision_id: Mapped[UUID | None] = mapped_column(ForeignKey("decision.id"))


class Seat(Base):
    """A place on the board that belongs to a third, and perhaps to a part of a constituency."""

    __tablename__ = "seat"
    __table_args__ = (
        ForeignKeyConstraint(["plan_id", "seats_per_third"], ["board_plan.id", "board_plan.seats_per_third"]),
        UniqueConstraint("plan_id", "third", "number"),
        one_of("third", Third),
        CheckConstraint("number BETWEEN 1 AND seats_per_third", name="no_third_is_larger"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    plan_id: Mapped[UUID]
    seats_per_third: Mapped[int]
    third: Mapped[str]
    number: Mapped[int]
    constituency_id: Mapped[UUID | None] = mapped_column(ForeignKey("constituency.id"))
    sub_constituency_id: Mapped[UUID | None] = mapped_column(ForeignKey("sub_constituency.id"))
