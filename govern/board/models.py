"""Tables of the board."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from govern.core.db import Base, one_of

GUARDS = (
    "seat_holding_only_ends",
    "seat_holding_is_kept",
    "seat_has_one_holder",
    "person_holds_one_seat",
    "appointment_is_named_by_its_decision",
    "revocation_is_named_by_its_decision",
)


class AppointmentKind(StrEnum):
    """How a seat was filled."""

    ELECTED = "elected"
    APPOINTED = "appointed"
    COOPTED = "coopted"


class Vacancy(StrEnum):
    """Why a seat was vacated before its term ended.

    Source: domain 2.2, 3.4, 6.2; Co-operatives UK model articles.
    """

    MEMBERSHIP_ENDED = "membership_ended"
    RESIGNED = "resigned"
    DIED = "died"
    REVOKED = "revoked"
    OFFICE_ENDED = "office_ended"
    REMOVED = "removed"
    DISQUALIFIED = "disqualified"


class SeatHolding(Base):
    """A person in a seat for a term of office."""

    __tablename__ = "seat_holding"
    __table_args__ = (
        one_of("kind", AppointmentKind),
        CheckConstraint("starts_on < ends_on", name="starts_before_it_ends"),
        CheckConstraint(
            "vacated_on IS NULL OR vacated_on BETWEEN starts_on AND ends_on", name="vacated_within_the_term"
        ),
        CheckConstraint("(vacated_on IS NULL) = (vacated_reason IS NULL)", name="vacated_for_a_reason"),
        one_of("vacated_reason", Vacancy),
        CheckConstraint("condition_office IS NULL OR kind = 'appointed'", name="only_an_appointment_is_conditioned"),
        CheckConstraint("vacated_reason IS NULL OR vacated_reason <> 'office_ended' OR condition_office IS NOT NULL",
                        name="ends_with_an_office_only_if_conditioned"),
        CheckConstraint("vacated_reason IS NULL OR vacated_reason <> 'revoked'"
                        " OR (kind = 'appointed' AND vacated_decision_id IS NOT NULL)",
                        name="revoked_by_who_appointed"),
        CheckConstraint("(kind = 'elected') = (election_id IS NOT NULL)", name="elected_by_an_election"),
        CheckConstraint("kind = 'elected' OR decision_id IS NOT NULL", name="appointed_by_a_decision"),
        Index("ix_seat_holding_seat", "seat_id"),
        Index("ix_seat_holding_person", "person_id"),
    )  # fmt: skip

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    seat_id: Mapped[UUID] = mapped_column(ForeignKey("seat.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str]
    election_id: Mapped[UUID | None] = mapped_column(ForeignKey("election.id"))
    decision_id: Mapped[UUID | None] = mapped_column(ForeignKey("decision.id"))
    starts_on: Mapped[date]
    ends_on: Mapped[date] = mapped_column(comment="first day after the term")
    vacated_on: Mapped[date | None] = mapped_column(comment="first day the seat was empty, if before the end")
    vacated_reason: Mapped[str | None]
    vacated_decision_id: Mapped[UUID | None] = mapped_column(ForeignKey("decision.id"))
    condition_office: Mapped[str | None] = mapped_column(comment="office on which the instrument made it depend")
    recorded_at: Mapped[datetime]
