"""Tables of what the registrar answered, as one officer entered it and another compared it with the paper.

Source: CCBSA 2014 ss.16, 111(7), 113(7), 121(5).
"""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from govern.core.db import Base

GUARDS = (
    "registration_report_is_append_only",
    "registration_is_reported_once",
    "registration_word_is_append_only",
    "registration_is_confirmed_by_another",
    "statutory_registration_is_confirmed",
    "registration_of_rules_is_confirmed",
)


class RegistrationReport(Base):
    """That the registrar registered a statutory resolution, or rules, as a paper says that somebody has in hand."""

    __tablename__ = "registration_report"
    __table_args__ = (
        CheckConstraint("(course_id IS NULL) <> (rule_set_id IS NULL)", name="registration_is_of_one_thing"),
        CheckConstraint("reference <> ''", name="registration_names_its_paper"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    course_id: Mapped[UUID | None] = mapped_column(ForeignKey("statutory_filing.course_id"))
    rule_set_id: Mapped[UUID | None] = mapped_column(ForeignKey("rule_set.id"))
    registered_on: Mapped[date]
    reference: Mapped[str] = mapped_column(comment="by which the registrar's answer is found again")
    entered_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    entered_at: Mapped[datetime]


class RegistrationWord(Base):
    """The word of somebody else on what was entered of a registration: that the paper says so, or that it does not."""

    __tablename__ = "registration_word"

    report_id: Mapped[UUID] = mapped_column(ForeignKey("registration_report.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    is_so: Mapped[bool]
    said_at: Mapped[datetime]
