"""Table of postal addresses of which a second officer has heard from their person that they are so."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from govern.core.db import Base

GUARDS = (
    "address_heard_is_append_only",
    "address_is_heard_by_another_than_wrote_it",
    "address_is_heard_by_a_second_officer",
)


class AddressHeard(Base):
    """That a postal address is its person's, as a second officer heard from them; another had written it over."""

    __tablename__ = "address_heard"
    __table_args__ = (
        CheckConstraint(
            "heard_as IN ('scrutineer', 'returning_officer', 'chair', 'director')", name="is_heard_in_another_office"
        ),
    )

    version_id: Mapped[UUID] = mapped_column(ForeignKey("person_version.id"), primary_key=True)
    heard_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    heard_as: Mapped[str] = mapped_column(comment="the office of whoever says so; a director who is a member")
    heard_on: Mapped[date]
    heard_at: Mapped[datetime]
