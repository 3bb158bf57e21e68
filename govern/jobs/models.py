"""Tables of work to be done later."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from govern.core.db import Base

GUARDS: tuple[str, ...] = ()


class Job(Base):
    """One piece of work: claimed by one worker at a time, tried again if it fails."""

    __tablename__ = "job"
    __table_args__ = (
        CheckConstraint("attempts >= 0", name="attempts_are_counted"),
        Index("ix_job_due", "done_at", "due_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    kind: Mapped[str]
    payload: Mapped[dict[str, Any]]
    due_at: Mapped[datetime]
    claimed_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    done_at: Mapped[datetime | None]
    failure: Mapped[str | None] = mapped_column(comment="kind of the last failure; never its text")


class OutgoingMail(Base):
    """A message on its way. Address and text are wiped once it has gone."""

    __tablename__ = "outgoing_mail"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    recipient: Mapped[str | None]
    subject: Mapped[str]
    body: Mapped[str | None]
    made_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]


class LetterToPrint(Base):
    """A letter on its way to a printer. Name, address and text are wiped once it is printed."""

    __tablename__ = "letter_to_print"
    __table_args__ = (
        CheckConstraint("(printed_at IS NULL) = (body IS NOT NULL) AND (body IS NULL) = (name IS NULL)"
                        " AND (body IS NULL) = (address IS NULL)", name="printed_letter_is_wiped"),
        Index("ix_letter_to_print_waiting", "printed_at", "made_at"),
    )  # fmt: skip

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    name: Mapped[str | None]
    address: Mapped[str | None]
    language: Mapped[str]
    formats: Mapped[list[str]] = mapped_column(comment="how its reader wants it: large_print")
    subject: Mapped[str]
    body: Mapped[str | None]
    made_at: Mapped[datetime]
    printed_at: Mapped[datetime | None]
