"""Tables of admissions.

What state an application is in is its last step, as with elections. What a body decided on it stands in a
ruling of its own with everybody's part as it counts there, also where one resolution was over many.

Source: domain 2.1, 2.8, 9.0b.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from govern.admissions.rules import (
    ARROWS,
    DECIDED,
    REFUSING,
    Channel,
    FactKind,
    Interest,
    ReasonCode,
    State,
    Undertaking,
)
from govern.constitution.rules import Vote
from govern.core.chain import Step, follow_each_other
from govern.core.db import Base, one_of

GUARDS = (
    "submitted_application_stays",
    "application_is_kept",
    "application_step_is_append_only",
    "admission_is_carried",
    "only_a_denied_decision_is_undone",
    "nobody_enters_themselves",
    "officer_says_how_they_know_of_a_withdrawal",
    "decider_does_not_enter_alone",
    "a_member_said_that_it_is_so",
    "nobody_named_denies_it",
    "entry_waits_for_the_deciders_word",
    "entry_is_carried_without_the_interested",
    "after_the_decision_one_stands_back_oneself",
    "admission_ruling_is_append_only",
    "ruling_is_of_the_body",
    "ruling_is_named_by_its_decision",
    "denied_decision_rules_on_nobody",
    "decision_is_applied_once_for_a_person",
    "ruling_part_is_append_only",
    "ruling_is_closed",
    "nobody_rules_on_their_own_application",
    "those_who_stand_back_have_no_part",
    "appeal_is_heard_by_others",
    "application_evidence_is_append_only",
    "evidence_verification_is_append_only",
    "nobody_certifies_themselves",
    "proof_is_seen_by_another",
    "application_recusal_is_append_only",
    "application_recommendation_is_append_only",
    "undertaking_given_is_append_only",
    "entry_rests_on_an_application",
)


def _states(states: frozenset[State]) -> str:
    return ", ".join(f"'{state}'" for state in sorted(states))


class MembershipApplication(Base):
    """A request to be admitted to one constituency. It stays as it was submitted."""

    __tablename__ = "membership_application"
    __table_args__ = (
        ForeignKeyConstraint(["sub_constituency_id", "constituency_id"],
                             ["sub_constituency.id", "sub_constituency.constituency_id"]),
        one_of("channel", Channel),
        one_of("undertaking", Undertaking),
        CheckConstraint("amount_pence >= 0 AND (undertaking = 'none') = (amount_pence = 0)", name="asks_for_an_amount"),
        Index("ix_membership_application_person", "person_id"),
        Index("ix_membership_application_source_mark", "source_mark"),
    )  # fmt: skip

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    constituency_id: Mapped[UUID] = mapped_column(ForeignKey("constituency.id"))
    sub_constituency_id: Mapped[UUID | None]
    channel: Mapped[str]
    undertaking: Mapped[str] = mapped_column(comment="what they will give: a share, a guarantee")
    amount_pence: Mapped[int]
    submitted_at: Mapped[datetime | None] = mapped_column(comment="when it was received; NULL for a draft")
    source_mark: Mapped[str | None] = mapped_column(comment="keyed digest of where it came from, to see many from one")
    entered_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    entered_at: Mapped[datetime]


class ApplicationStep(Step, Base):
    """One arrow of an application's life: a deed with its date, its actor and its instant."""

    __tablename__ = "application_step"
    __table_args__ = (
        *follow_each_other("application_step", "application_id", states=State, begins="IN ('draft', 'submitted')",
                           arrows=ARROWS),
        UniqueConstraint("membership_id"),
        ForeignKeyConstraint(["application_id", "decision_id"],
                             ["admission_ruling.application_id", "admission_ruling.decision_id"],
                             name="fk_application_step_rests_on_a_ruling"),
        CheckConstraint(f"(to_state IN ({_states(DECIDED)})) = (decision_id IS NOT NULL)", name="decided_by_a_body"),
        CheckConstraint("(to_state = 'entered') = (membership_id IS NOT NULL)", name="entry_makes_a_membership"),
        CheckConstraint("to_state = 'lapsed' OR actor_id IS NOT NULL", name="silence_admits_nobody"),
        CheckConstraint(f"(to_state IN ({_states(REFUSING)})) = (reason IS NOT NULL)", name="refusal_has_its_reason"),
        CheckConstraint(f"to_state NOT IN ({_states(REFUSING)}) OR length(words) BETWEEN 1 AND 2000",
                        name="reason_is_told_in_words"),
        one_of("reason", ReasonCode),
        Index("ix_application_step_decision", "decision_id"),
    )  # fmt: skip

    application_id: Mapped[UUID] = mapped_column(ForeignKey("membership_application.id"), primary_key=True)
    dated_on: Mapped[date] = mapped_column(sort_order=5, comment="the day it happened")
    decision_id: Mapped[UUID | None] = mapped_column(ForeignKey("decision.id"))
    membership_id: Mapped[UUID | None] = mapped_column(ForeignKey("membership.id"))
    reason: Mapped[str | None]
    words: Mapped[str] = mapped_column(default="", comment="to the applicant")
    salt: Mapped[str] = mapped_column(comment="of the digest that the journal holds")


class AdmissionRuling(Base):
    """What a body decided on one application, and what the votes came to there."""

    __tablename__ = "admission_ruling"
    __table_args__ = (
        CheckConstraint("outcome IN ('admitted', 'refused')", name="outcome_is_known"),
        CheckConstraint("votes_for >= 0 AND votes_against >= 0 AND present >= needed", name="was_quorate"),
        Index("ix_admission_ruling_decision", "decision_id"),
    )

    application_id: Mapped[UUID] = mapped_column(ForeignKey("membership_application.id"), primary_key=True)
    decision_id: Mapped[UUID] = mapped_column(ForeignKey("decision.id"), primary_key=True)
    outcome: Mapped[str]
    votes_for: Mapped[int]
    votes_against: Mapped[int]
    present: Mapped[int] = mapped_column(comment="there, and free to decide on this one")
    needed: Mapped[int] = mapped_column(comment="the quorum; 0 where the body has none by number")
    is_home_represented: Mapped[bool] = mapped_column(comment="a director of the constituency was there and free")
    is_told_apart: Mapped[bool] = mapped_column(comment="found to be another than the member whom they resemble")
    is_in_founders_time: Mapped[bool] = mapped_column(comment="the board that members elected could not act yet")
    condition_on: Mapped[date | None] = mapped_column(comment="day from which every criterion holds, if later")
    not_shown: Mapped[list[str]] = mapped_column(comment="criteria that nothing stated showed either way")
    ruled_at: Mapped[datetime]


class RulingPart(Base):
    """Somebody's part in the decision on one application, as it counts there."""

    __tablename__ = "ruling_part"
    __table_args__ = (
        ForeignKeyConstraint(["application_id", "decision_id"],
                             ["admission_ruling.application_id", "admission_ruling.decision_id"]),
        one_of("vote", Vote),
        one_of("interest", Interest),
        CheckConstraint("vote = 'none' OR is_present", name="only_those_present_vote"),
        CheckConstraint("vote = 'none' OR NOT is_recused", name="those_who_stood_back_do_not_vote"),
        CheckConstraint("interest IS NULL OR vote = 'none'", name="those_with_an_interest_do_not_vote"),
        CheckConstraint("interest IS NULL OR is_recused OR NOT is_present", name="those_with_an_interest_stand_back"),
    )  # fmt: skip

    application_id: Mapped[UUID] = mapped_column(primary_key=True)
    decision_id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    is_present: Mapped[bool]
    is_recused: Mapped[bool]
    vote: Mapped[str]
    interest: Mapped[str | None]


class ApplicationEvidence(Base):
    """What an application states: that somebody qualifies, and where the proof is kept. Never a diagnosis."""

    __tablename__ = "application_evidence"
    __table_args__ = (
        one_of("kind", FactKind),
        CheckConstraint("(kind LIKE '%_since') = (day IS NOT NULL)", name="since_has_its_day"),
        CheckConstraint("(kind = 'hours_a_week') = (number IS NOT NULL)", name="hours_have_their_number"),
        CheckConstraint("number IS NULL OR number BETWEEN 0 AND 168", name="a_week_has_its_hours"),
        CheckConstraint("length(kept_at) BETWEEN 1 AND 200", name="proof_is_kept_somewhere"),
        Index("ix_application_evidence_application", "application_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    application_id: Mapped[UUID] = mapped_column(ForeignKey("membership_application.id"))
    kind: Mapped[str]
    day: Mapped[date | None]
    number: Mapped[int | None]
    kept_at: Mapped[str] = mapped_column(comment="where the proof is kept: personnel file 114")
    stated_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    stated_at: Mapped[datetime]
    salt: Mapped[str] = mapped_column(comment="of the digest that the journal holds")


class EvidenceVerification(Base):
    """Somebody without an interest has seen the proof of a fact."""

    __tablename__ = "evidence_verification"

    evidence_id: Mapped[UUID] = mapped_column(ForeignKey("application_evidence.id"), primary_key=True)
    verified_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    verified_at: Mapped[datetime]


class ApplicationRecusal(Base):
    """Somebody stands back from one application."""

    __tablename__ = "application_recusal"

    application_id: Mapped[UUID] = mapped_column(ForeignKey("membership_application.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]


class ApplicationRecommendation(Base):
    """What somebody who checked an application recommends to the body that decides."""

    __tablename__ = "application_recommendation"
    __table_args__ = (
        CheckConstraint("length(words) BETWEEN 1 AND 2000", name="recommendation_says_why"),
        Index("ix_application_recommendation_application", "application_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    application_id: Mapped[UUID] = mapped_column(ForeignKey("membership_application.id"))
    recommended_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    is_for: Mapped[bool]
    words: Mapped[str]
    recommended_at: Mapped[datetime]
    salt: Mapped[str] = mapped_column(comment="of the digest that the journal holds")


class UndertakingGiven(Base):
    """The share was paid for, or the guarantee signed."""

    __tablename__ = "undertaking_given"
    __table_args__ = (
        CheckConstraint("undertaking IN ('share', 'guarantee')", name="undertaking_is_known"),
        CheckConstraint("amount_pence > 0", name="gives_an_amount"),
    )

    application_id: Mapped[UUID] = mapped_column(ForeignKey("membership_application.id"), primary_key=True)
    undertaking: Mapped[str]
    amount_pence: Mapped[int]
    given_on: Mapped[date]
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]


class UnconfirmedApplication(Base):
    """What somebody wrote who wants to join, until they open the link that went to their address. No officer sees it.

    It makes nobody known, and is forgotten when it is confirmed, or was not in time.
    """

    __tablename__ = "unconfirmed_application"
    __table_args__ = (
        CheckConstraint("made_at < expires_at", name="made_before_it_expires"),
        Index("ix_unconfirmed_application_email", "email"),
    )

    token_hash: Mapped[str] = mapped_column(primary_key=True, comment="SHA-256 of the token, hexadecimal")
    email: Mapped[str] = mapped_column(comment="lower case")
    written: Mapped[dict[str, Any]] = mapped_column(comment="the answers, as they were given")
    source_mark: Mapped[str] = mapped_column(comment="keyed digest of where it came from")
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
