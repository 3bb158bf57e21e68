"""Tables of motions: what is proposed, who stands behind it, how it goes, and what would change it.

What state a motion is in is its last step, as with elections. That it was put, and what came of it, is in
`division_models`; how a vote goes is in `divisions.models`.

Source: domain 5, 9.0b.
"""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from govern.constitution.parameters.board import ReservedMatter
from govern.core.chain import Step, follow_each_other
from govern.core.db import Base, one_of
from govern.core.languages import LocalText
from govern.motions import (
    division_models,
    rule_change_models,
)
from govern.motions.rules import ARROWS, AboutWhat, Backing, Concern, Deciders, Kind, Part, State, Way

GUARDS = (
    "motion_is_kept",
    "motion_before_a_vote_stays",
    "matter_has_its_kind",
    "matter_of_a_society_is_its_meetings",
    "drafted_rules_are_a_change_of_the_rules",
    "motion_text_is_append_only",
    "text_before_a_vote_stays",
    "motion_backing_is_only_withdrawn",
    "motion_backing_is_kept",
    "applicant_backs_no_admission_of_theirs",
    "who_entered_a_name_stays_on_record",
    "applicant_takes_no_step_of_their_admission",
    "motion_concern_is_append_only",
    "concern_is_named_before_the_vote",
    "naming_tells_its_ground",
    "naming_taken_back_is_append_only",
    "naming_is_taken_back_before_the_vote",
    "motion_is_about_whom_its_matter_has",
    "motion_step_is_append_only",
    "amendment_is_append_only",
    "amendment_seconding_is_append_only",
    "amendment_is_seconded_by_another",
    "amendment_outcome_is_append_only",
    "slip_ruling_is_append_only",
    "slip_is_ruled_on_by_another",
    "slip_is_ruled_on_before_it_is_agreed",
    "words_of_the_notice_take_only_slips",
    "seconding_withdrawal_is_append_only",
    "only_a_seconder_takes_their_name_back",
    "name_is_put_to_the_text_that_stands",
    "moved_motion_is_withdrawn_with_leave",
    "motion_translation_is_append_only",
    "translation_ruling_is_append_only",
    "translation_is_confirmed_by_another",
    "text_that_others_stand_behind_stays",
    "text_that_was_backed_stays_on_record",
    "amendment_is_withdrawn_by_its_proposer",
    "motion_stays_while_a_vote_goes_on",
    "noticed_motion_is_not_ruled_out",
    "who_signs_in_says_it_themselves",
    "amendment_stays_while_a_vote_goes_on",
    "amendment_goes_as_its_vote_went",
    *division_models.GUARDS,
    *rule_change_models.GUARDS,
)


class Motion(Base):
    """A proposal before a body. Once a vote on it is called, it stays as it is."""

    __tablename__ = "motion"
    __table_args__ = (
        one_of("kind", Kind),
        one_of("deciders", Deciders),
        one_of("way", Way),
        one_of("matter", ReservedMatter),
        CheckConstraint("number >= 1", name="numbers_count_from_one"),
        CheckConstraint("(kind = 'class') = (constituency_id IS NOT NULL)", name="class_motion_has_its_class"),
        CheckConstraint("kind <> 'board' OR deciders = 'board'", name="board_motion_is_the_boards"),
        CheckConstraint("kind NOT IN ('special', 'extraordinary', 'class', 'franchise') OR deciders = 'members'",
                        name="members_alone_decide_it"),
        CheckConstraint("deciders = 'members' OR way <> 'ballot'", name="board_is_not_balloted"),
    )  # fmt: skip

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    number: Mapped[int] = mapped_column(unique=True, comment="by which people speak of it: motion 12")
    kind: Mapped[str]
    deciders: Mapped[str]
    way: Mapped[str]
    matter: Mapped[str | None] = mapped_column(comment="the reserved or concurrent matter that it is, if it is one")
    majority: Mapped[str | None] = mapped_column(comment="name of a rule of motions.deciding; NULL for the kind's own")
    constituency_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("constituency.id"), comment="whose consent it asks for, where it is a class motion"
    )
    title: Mapped[LocalText]
    reasons: Mapped[LocalText] = mapped_column(comment="the proposer's explanation")
    rule_set_id: Mapped[UUID | None] = mapped_column(ForeignKey("rule_set.id"), comment="pinned when notice is given")
    changes_to_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("rule_set.id"), comment="the drafted rules that it would bring into force"
    )
    submitted_at: Mapped[datetime]


class MotionText(Base):
    """One version of what a motion proposes, in each language that it is written in."""

    __tablename__ = "motion_text"
    __table_args__ = (CheckConstraint("version >= 1", name="versions_count_from_one"),)

    motion_id: Mapped[UUID] = mapped_column(ForeignKey("motion.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[LocalText]
    written_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime]


class MotionTranslation(Base):
    """A text that others stand behind, given in a further language. It is no part of it until it is found right."""

    __tablename__ = "motion_translation"
    __table_args__ = (
        ForeignKeyConstraint(["motion_id", "base_version"], ["motion_text.motion_id", "motion_text.version"],
                             name="fk_motion_translation_is_of_a_text"),
        CheckConstraint("n >= 1", name="numbers_count_from_one"),
    )  # fmt: skip

    motion_id: Mapped[UUID] = mapped_column(primary_key=True)
    n: Mapped[int] = mapped_column(primary_key=True)
    base_version: Mapped[int]
    text: Mapped[LocalText] = mapped_column(comment="in the languages that the motion is not written in")
    written_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime]


class TranslationRuling(Base):
    """What somebody other than its author found of a translation: that it says the same, or that it does not."""

    __tablename__ = "translation_ruling"
    __table_args__ = (
        ForeignKeyConstraint(["motion_id", "n"], ["motion_translation.motion_id", "motion_translation.n"]),
        CheckConstraint("is_right OR length(reason) >= 1", name="reason_is_told"),
    )

    motion_id: Mapped[UUID] = mapped_column(primary_key=True)
    n: Mapped[int] = mapped_column(primary_key=True)
    is_right: Mapped[bool]
    reason: Mapped[str] = mapped_column(default="")
    ruled_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    ruled_at: Mapped[datetime]


class MotionBacking(Base):
    """Somebody who stands behind a motion: proposes, seconds or supports it."""

    __tablename__ = "motion_backing"
    __table_args__ = (
        one_of("backing", Backing),
        ForeignKeyConstraint(["motion_id", "text_version"], ["motion_text.motion_id", "motion_text.version"],
                             name="fk_motion_backing_is_to_a_text"),
        Index("uq_motion_backing_proposer", "motion_id", unique=True,
              sqlite_where=text("backing = 'proposer' AND withdrawn_at IS NULL"),
              postgresql_where=text("backing = 'proposer' AND withdrawn_at IS NULL")),
        Index("uq_motion_backing_seconder", "motion_id", unique=True,
              sqlite_where=text("backing = 'seconder' AND withdrawn_at IS NULL"),
              postgresql_where=text("backing = 'seconder' AND withdrawn_at IS NULL")),
    )  # fmt: skip

    motion_id: Mapped[UUID] = mapped_column(ForeignKey("motion.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    backing: Mapped[str]
    text_version: Mapped[int | None] = mapped_column(comment="that they read; NULL before it was kept")
    given_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    entered_by: Mapped[UUID | None] = mapped_column(
        ForeignKey("person.id"), comment="who wrote it; NULL before it was kept"
    )


class MotionConcern(Base):
    """Somebody whom a motion is about, and who has no vote on it."""

    __tablename__ = "motion_concern"
    __table_args__ = (one_of("concern", Concern), one_of("about_what", AboutWhat))

    motion_id: Mapped[UUID] = mapped_column(ForeignKey("motion.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    concern: Mapped[str]
    application_id: Mapped[UUID | None] = mapped_column(ForeignKey("membership_application.id"))
    named_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    named_at: Mapped[datetime]
    about_what: Mapped[str | None] = mapped_column(comment="NULL where it was not asked for when they were named")
    extent: Mapped[str | None] = mapped_column(comment="what it decides about them, in words")
    salt: Mapped[str | None] = mapped_column(comment="of the digest that the journal holds")


class NamingTakenBack(Base):
    """That somebody is no longer named in a motion: who named them, or the chair, took it back before the call."""

    __tablename__ = "naming_taken_back"
    __table_args__ = (one_of("part", Part),)

    motion_id: Mapped[UUID] = mapped_column(ForeignKey("motion.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    part: Mapped[str] = mapped_column(primary_key=True)
    taken_back_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    taken_back_at: Mapped[datetime]


class MotionStep(Step, Base):
    """One arrow of a motion's life: a deed with its date, its actor and its instant."""

    __tablename__ = "motion_step"
    __table_args__ = (
        *follow_each_other("motion_step", "motion_id", states=State, begins="= 'submitted'", arrows=ARROWS),
        CheckConstraint("to_state NOT IN ('inadmissible', 'referred', 'withdrawn') OR length(note) >= 1",
                        name="reason_is_told"),
    )  # fmt: skip

    motion_id: Mapped[UUID] = mapped_column(ForeignKey("motion.id"), primary_key=True)
    decision_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("decision.id"), comment="the decision that a motion carried became"
    )
    leave_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("decision.id"), comment="the decision by which those who decide let it be withdrawn once moved"
    )
    note: Mapped[str] = mapped_column(default="")


class Amendment(Base):
    """A change to a motion, proposed as the whole text that it would make of it."""

    __tablename__ = "amendment"
    __table_args__ = (
        ForeignKeyConstraint(["motion_id", "base_version"], ["motion_text.motion_id", "motion_text.version"],
                             name="fk_amendment_changes_a_text"),
        CheckConstraint("n >= 1", name="numbers_count_from_one"),
    )  # fmt: skip

    motion_id: Mapped[UUID] = mapped_column(ForeignKey("motion.id"), primary_key=True)
    n: Mapped[int] = mapped_column(primary_key=True, comment="in the order of filing")
    base_version: Mapped[int] = mapped_column(comment="the version that it was written against")
    text: Mapped[LocalText]
    reasons: Mapped[LocalText]
    is_clerical: Mapped[bool] = mapped_column(
        comment="corrects a slip and no more: all that a special resolution bears"
    )
    proposed_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    seconded_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    filed_at: Mapped[datetime]


class AmendmentSeconding(Base):
    """The own word of whoever seconds an amendment; one on paper names its seconder as it is filed."""

    __tablename__ = "amendment_seconding"
    __table_args__ = (ForeignKeyConstraint(["motion_id", "n"], ["amendment.motion_id", "amendment.n"]),)

    motion_id: Mapped[UUID] = mapped_column(primary_key=True)
    n: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    given_at: Mapped[datetime]


class SecondingWithdrawal(Base):
    """A seconder's own word that they second an amendment no longer. It waits for another seconder."""

    __tablename__ = "seconding_withdrawal"
    __table_args__ = (ForeignKeyConstraint(["motion_id", "n"], ["amendment.motion_id", "amendment.n"]),)

    motion_id: Mapped[UUID] = mapped_column(primary_key=True)
    n: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    withdrawn_at: Mapped[datetime]


class SlipRuling(Base):
    """The ruling of the chair on whether an amendment that is said to correct a slip does so, and no more.

    Source: Re Moorgate Mercantile Holdings [1980] 1 WLR 227; domain 5.3.
    """

    __tablename__ = "slip_ruling"
    __table_args__ = (
        ForeignKeyConstraint(["motion_id", "n"], ["amendment.motion_id", "amendment.n"]),
        CheckConstraint("length(reason) >= 1", name="reason_is_told"),
    )

    motion_id: Mapped[UUID] = mapped_column(primary_key=True)
    n: Mapped[int] = mapped_column(primary_key=True)
    is_slip: Mapped[bool]
    reason: Mapped[str]
    ruled_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    ruled_at: Mapped[datetime]


class AmendmentOutcome(Base):
    """What became of an amendment."""

    __tablename__ = "amendment_outcome"
    __table_args__ = (
        ForeignKeyConstraint(["motion_id", "n"], ["amendment.motion_id", "amendment.n"]),
        CheckConstraint("outcome IN ('accepted', 'carried', 'lost', 'withdrawn', 'fell')", name="outcome_is_known"),
        ForeignKeyConstraint(["motion_id", "made_version"], ["motion_text.motion_id", "motion_text.version"],
                             name="fk_amendment_outcome_made_a_text"),
        CheckConstraint("(outcome IN ('accepted', 'carried')) = (made_version IS NOT NULL)",
                        name="agreed_makes_a_text"),
        CheckConstraint("outcome NOT IN ('carried', 'lost') OR division_id IS NOT NULL", name="voted_in_a_division"),
    )  # fmt: skip

    motion_id: Mapped[UUID] = mapped_column(primary_key=True)
    n: Mapped[int] = mapped_column(primary_key=True)
    outcome: Mapped[str]
    made_version: Mapped[int | None] = mapped_column(comment="the text that it made of the motion")
    division_id: Mapped[UUID | None] = mapped_column(ForeignKey("division.id"))
    note: Mapped[str] = mapped_column(default="")
    settled_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    settled_at: Mapped[datetime]
