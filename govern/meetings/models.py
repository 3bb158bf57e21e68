"""Table of the notices by which members are called to the meeting that votes on a motion.

A resolution whose course statute lays down has the notices of its course (`statutory.models`) instead.

Source: domain 5.1, 5.11.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from govern.core.db import Base, one_of
from govern.statutory.callings import Given

GUARDS = (
    "motion_notice_is_append_only",
    "motion_notice_names_no_day_before_its_motion",
    "motion_notice_counts_from_its_entry",
    "motion_notice_leaves_its_clear_days",
    "motion_notice_is_of_members_at_a_meeting",
    "motion_notice_comes_before_its_vote",
    "vote_at_a_general_meeting_has_its_notice",
    "vote_at_a_meeting_ends_with_its_day",
)


class MotionNotice(Base):
    """Notice of the meeting that votes on a motion; a later one replaces it while nobody has voted."""

    __tablename__ = "motion_notice"
    __table_args__ = (
        one_of("given", Given),
        CheckConstraint("n >= 1", name="numbers_count_from_one"),
        CheckConstraint("clear_days >= 1", name="notice_has_clear_days"),
        CheckConstraint("given_on <= counts_from", name="notice_counts_once_it_is_given"),
        CheckConstraint("(given = 'otherwise') = (told <> '')", name="other_way_is_told"),
    )

    motion_id: Mapped[UUID] = mapped_column(ForeignKey("motion.id"), primary_key=True)
    n: Mapped[int] = mapped_column(primary_key=True)
    given: Mapped[str]
    told: Mapped[str] = mapped_column(comment="by whom and how, where it was not sent from here")
    given_on: Mapped[date]
    counts_from: Mapped[date] = mapped_column(comment="the day of its delivery, or of its entry where that is later")
    meeting_on: Mapped[date]
    place: Mapped[str] = mapped_column(comment="where, at what hour, and how to take part")
    clear_days: Mapped[int] = mapped_column(comment="that the rules ask for between the two days")
    entered_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    entered_at: Mapped[datetime]
