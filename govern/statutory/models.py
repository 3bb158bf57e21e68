"""Tables of what statute asks beside a vote: two meetings, an instrument that members sign, what is filed.

Source: CCBSA 2014 ss.111, 113, 119-121; domain 2.8 INV-21, 5.4, 5.11.
"""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column

from govern.core.db import Base, one_of
from govern.core.languages import LocalText
from govern.motions.matters import Section
from govern.statutory.callings import Given
from govern.statutory.rules import Capacity

GUARDS = (
    "statutory_course_is_append_only",
    "statutory_notice_is_append_only",
    "section_is_of_the_matter",
    "motion_has_the_matter_of_its_section",
    "statutory_matter_has_its_course",
    "second_notice_follows_the_first_vote",
    "notice_names_no_day_before_its_motion",
    "statutory_notice_says_where_and_how",
    "statutory_notice_counts_from_its_entry",
    "sent_notice_is_delivered_two_days_later",
    "statutory_notice_leaves_its_clear_days",
    "meeting_follows_the_entry_of_its_notice",
    "notice_comes_before_its_vote",
    "first_division_has_its_notice",
    "confirming_division_has_its_notice",
    "instrument_signature_is_append_only",
    "only_an_instrument_is_signed",
    "signature_is_of_no_day_to_come",
    "member_signs_once",
    "denied_signature_is_not_entered_again",
    "signature_strike_is_append_only",
    "signature_that_was_sent_is_not_taken_back",
    "own_signature_is_struck_by_who_signed",
    "declaration_is_of_no_day_to_come",
    "repeated_declaration_is_of_no_day_to_come",
    "repeated_declaration_is_append_only",
    "declaration_is_repeated_on_a_later_day",
    "statutory_declaration_is_append_only",
    "declaration_denial_is_append_only",
    "own_declaration_is_denied_by_who_made_it",
    "declaration_upheld_is_append_only",
    "declaration_is_upheld_against_another",
    "statutory_filing_is_append_only",
    "copy_is_signed_by_the_chair",
    "copy_is_signed_by_who_was_in_the_chair",
    "sent_copy_bears_both_hands",
    "instrument_goes_with_its_declaration",
    "instrument_is_signed_by_three_quarters",
    "statutory_registration_is_append_only",
)


class StatutoryCourse(Base):
    """A resolution or an instrument whose course statute lays down."""

    __tablename__ = "statutory_course"
    __table_args__ = (
        one_of("section", Section),
        CheckConstraint("(section = '119') = (motion_id IS NULL)", name="instrument_is_signed_and_not_moved"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    section: Mapped[str]
    motion_id: Mapped[UUID | None] = mapped_column(ForeignKey("motion.id"), unique=True)
    title: Mapped[LocalText]
    begun_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    begun_at: Mapped[datetime]


class StatutoryNotice(Base):
    """The notice of one of the two meetings; a later one for the same meeting replaces it.

    A notice of before says neither where its meeting is held nor how it was given.
    """

    __tablename__ = "statutory_notice"
    __table_args__ = (
        CheckConstraint("meeting IN (1, 2)", name="there_are_two_meetings"),
        CheckConstraint("n >= 1", name="numbers_count_from_one"),
        CheckConstraint("given_on < meeting_on", name="notice_comes_before"),
        one_of("given", Given),
        CheckConstraint("given_on <= counts_from", name="notice_counts_once_it_is_given"),
        CheckConstraint("clear_days >= 1", name="notice_has_clear_days"),
        CheckConstraint("(given = 'otherwise') = (told <> '')", name="other_way_is_told"),
        CheckConstraint(
            "(meeting = 1) = (earliest_on IS NULL) AND (meeting = 1) = (latest_on IS NULL)",
            name="second_meeting_has_a_window",
        ),
        CheckConstraint(
            "meeting = 1 OR (earliest_on <= meeting_on AND meeting_on <= latest_on)",
            name="second_meeting_is_in_its_window",
        ),
    )

    course_id: Mapped[UUID] = mapped_column(ForeignKey("statutory_course.id"), primary_key=True)
    meeting: Mapped[int] = mapped_column(primary_key=True)
    n: Mapped[int] = mapped_column(primary_key=True)
    given: Mapped[str | None]
    told: Mapped[str | None] = mapped_column(comment="by whom and how, where it was not sent from here")
    given_on: Mapped[date] = mapped_column(comment="when it was sent, or counts as delivered where it was not")
    counts_from: Mapped[date | None] = mapped_column(comment="the day of its delivery, or of its entry if later")
    clear_days: Mapped[int | None] = mapped_column(comment="that the rules ask for between the two days")
    meeting_on: Mapped[date]
    place: Mapped[str | None] = mapped_column(comment="where, at what hour, and how to take part")
    earliest_on: Mapped[date | None]
    latest_on: Mapped[date | None]
    entered_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    entered_at: Mapped[datetime]


class InstrumentSignature(Base):
    """A member's signature under an instrument of dissolution; once it is taken back, another can be entered."""

    __tablename__ = "instrument_signature"
    __table_args__ = (ForeignKeyConstraint(["membership_id", "person_id"], ["membership.id", "membership.person_id"]),)

    course_id: Mapped[UUID] = mapped_column(ForeignKey("statutory_course.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    n: Mapped[int] = mapped_column(primary_key=True, default=1)
    membership_id: Mapped[UUID]
    signed_on: Mapped[date]
    entered_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    entered_at: Mapped[datetime]


class Struck(StrEnum):
    """Why a signature does not count: its bearer says that they did not sign, or it was entered by mistake."""

    DENIED = "denied"
    TAKEN_BACK = "taken_back"


class SignatureStrike(Base):
    """That a signature does not count any more."""

    __tablename__ = "signature_strike"
    __table_args__ = (
        one_of("why", Struck),
        CheckConstraint("(why = 'taken_back') = (reason <> '')", name="signature_taken_back_says_why"),
        ForeignKeyConstraint(
            ["course_id", "person_id", "n"],
            ["instrument_signature.course_id", "instrument_signature.person_id", "instrument_signature.n"],
            name="fk_signature_strike_is_of_a_signature",
        ),
    )

    course_id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    n: Mapped[int] = mapped_column(primary_key=True)
    why: Mapped[str]
    reason: Mapped[str] = mapped_column(comment="what was wrong with an entry that was taken back")
    entered_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    struck_at: Mapped[datetime]


class StatutoryDeclaration(Base):
    """Who declared that the Act was complied with, as secretary or as one of the members."""

    __tablename__ = "statutory_declaration"
    __table_args__ = (one_of("capacity", Capacity),)

    course_id: Mapped[UUID] = mapped_column(ForeignKey("statutory_course.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    capacity: Mapped[str]
    made_on: Mapped[date]
    entered_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    entered_at: Mapped[datetime]


class RepeatedDeclaration(Base):
    """That somebody declared again, because they first did so before the instrument was approved."""

    __tablename__ = "repeated_declaration"
    __table_args__ = (
        CheckConstraint("n >= 2", name="first_declaration_is_no_repetition"),
        ForeignKeyConstraint(["course_id", "person_id"],
                             ["statutory_declaration.course_id", "statutory_declaration.person_id"],
                             name="fk_repeated_declaration_is_of_a_declaration"),
    )  # fmt: skip

    course_id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    n: Mapped[int] = mapped_column(primary_key=True)
    made_on: Mapped[date]
    entered_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    entered_at: Mapped[datetime]


class DeclarationDenial(Base):
    """That somebody who was entered as having declared says that they did not, themselves or as an officer heard it."""

    __tablename__ = "declaration_denial"
    __table_args__ = (
        ForeignKeyConstraint(["course_id", "person_id"],
                             ["statutory_declaration.course_id", "statutory_declaration.person_id"],
                             name="fk_declaration_denial_is_of_a_declaration"),
    )  # fmt: skip

    course_id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    entered_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    denied_at: Mapped[datetime]


class DeclarationUpheld(Base):
    """That somebody says, against what an officer entered for them, that they did declare: it counts again."""

    __tablename__ = "declaration_upheld"
    __table_args__ = (
        ForeignKeyConstraint(["course_id", "person_id"],
                             ["statutory_declaration.course_id", "statutory_declaration.person_id"],
                             name="fk_declaration_upheld_is_of_a_declaration"),
    )  # fmt: skip

    course_id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    upheld_at: Mapped[datetime]


class StatutoryFiling(Base):
    """What was sent to the registrar, when, and whose hands it bears."""

    __tablename__ = "statutory_filing"
    __table_args__ = (
        CheckConstraint("chair_id IS NULL OR chair_id <> secretary_id", name="signed_and_countersigned_by_two"),
    )

    course_id: Mapped[UUID] = mapped_column(ForeignKey("statutory_course.id"), primary_key=True)
    sent_on: Mapped[date]
    due_on: Mapped[date | None] = mapped_column(comment="the last day that statute gives; NULL where it gives none")
    chair_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), comment="who chaired the second meeting")
    secretary_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    is_signed_on_paper: Mapped[bool | None] = mapped_column(comment="NULL where it was sent before this was asked")
    entered_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    entered_at: Mapped[datetime]


class StatutoryRegistration(Base):
    """The day from which it has effect."""

    __tablename__ = "statutory_registration"

    course_id: Mapped[UUID] = mapped_column(ForeignKey("statutory_filing.course_id"), primary_key=True)
    registered_on: Mapped[date]
    entered_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    entered_at: Mapped[datetime]
