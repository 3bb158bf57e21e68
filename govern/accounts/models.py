"""Tables of sign-in and of offices. An account carries no power; an office does."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from govern.core.actors import OFFICES
from govern.core.db import Base, one_of

GUARDS = (
    "sign_in_link_is_spent_once",
    "link_says_who_wrote_its_address",
    "sign_in_code_is_spent_once",
    "letter_is_handed_by_a_second_officer",
    "letter_handing_stays",
    "account_is_opened_by_another_than_wrote_its_address",
    "nobody_comes_into_an_office_by_the_register",
    "office_holding_only_ends",
    "office_holding_is_kept",
    "offices_that_exclude_each_other",
    "founding_office_needs_no_grantor",
)


class Account(Base):
    """A way for one person to sign in.

    One that was opened for somebody has an address of its own. Anybody else whom the register knows signs in by the
    address there, which the whole household may share.
    """

    __tablename__ = "account"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), unique=True)
    email: Mapped[str | None] = mapped_column(
        unique=True, comment="lower case; NULL where the register holds what the person signs in with"
    )
    password_hash: Mapped[str | None] = mapped_column(comment="argon2id; NULL where only links are used")
    opened_at: Mapped[datetime]
    opened_by: Mapped[UUID | None] = mapped_column(
        ForeignKey("person.id"), comment="NULL at the founding, and by the register"
    )
    closed_at: Mapped[datetime | None]


class SignInLink(Base):
    """A link that signs one person in, once. Opening it spends nothing; the button does."""

    __tablename__ = "sign_in_link"
    __table_args__ = (CheckConstraint("made_at < expires_at", name="made_before_it_expires"),)

    token_hash: Mapped[str] = mapped_column(primary_key=True, comment="SHA-256 of the token, hexadecimal")
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True)
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    spent_at: Mapped[datetime | None]
    written_by: Mapped[UUID | None] = mapped_column(
        ForeignKey("person.id"),
        comment="who wrote down the address that it went to; NULL where it is its person's own word",
    )


LIVE = text("spent_at IS NULL AND revoked_at IS NULL")


class SignInCode(Base):
    """A code on paper that signs in somebody who has no e-mail address, once.

    A link to an address that somebody else wrote down is kept here once it was used: who wrote the address can have
    come by it, as who prints a code can.
    """

    __tablename__ = "sign_in_code"
    __table_args__ = (
        CheckConstraint("made_at < expires_at", name="made_before_it_expires"),
        CheckConstraint("spent_at IS NULL OR revoked_at IS NULL", name="used_or_replaced"),
        CheckConstraint("NOT is_link OR spent_at IS NOT NULL", name="link_is_kept_once_used"),
        Index("uq_sign_in_code_live", "account_id", unique=True, sqlite_where=LIVE, postgresql_where=LIVE),
    )

    code_hash: Mapped[str] = mapped_column(primary_key=True, comment="keyed SHA-256 of the code, hexadecimal")
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    made_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    spent_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    is_link: Mapped[bool] = mapped_column(
        default=False, comment="was a link that was used, to an address that its maker wrote down"
    )


class LetterHanding(Base):
    """That a letter with a code came into the hands of whom it is for, as a second officer heard from them.

    It is said of a code that was used: whoever printed it could have used it first. Before that it lets somebody read,
    and speak for nobody.
    """

    __tablename__ = "letter_handing"
    __table_args__ = (
        CheckConstraint(
            "handed_as IN ('scrutineer', 'returning_officer', 'chair', 'director')", name="is_said_in_another_office"
        ),
    )

    code_hash: Mapped[str] = mapped_column(ForeignKey("sign_in_code.code_hash"), primary_key=True)
    handed_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    handed_as: Mapped[str] = mapped_column(comment="the office of whoever says so; a director who is a member")
    handed_on: Mapped[date]
    handed_at: Mapped[datetime]


class AccountSession(Base):
    """One signed-in browser. Kept here, so that it can be ended from here.

    A link to an address that somebody else wrote down is kept among the codes, and it began with that code then.
    """

    __tablename__ = "account_session"

    token_hash: Mapped[str] = mapped_column(primary_key=True, comment="SHA-256 of the cookie's token, hexadecimal")
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True)
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    code_hash: Mapped[str | None] = mapped_column(comment="of the printed code that it began with")


class SignInAttempt(Base):
    """A failed try to sign in, kept for minutes, to slow a guesser down."""

    __tablename__ = "sign_in_attempt"
    __table_args__ = (Index("ix_sign_in_attempt_subject_at", "subject_hash", "at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    subject_hash: Mapped[str] = mapped_column(comment="keyed hash of the address tried, or of where from")
    at: Mapped[datetime]


class OfficeHolding(Base):
    """A person in an office, from a day until a day."""

    __tablename__ = "office_holding"
    __table_args__ = (
        one_of("office", OFFICES),
        CheckConstraint("until_on IS NULL OR from_on <= until_on", name="begins_before_it_ends"),
        CheckConstraint("granted_by IS NULL OR granted_by <> person_id", name="nobody_grants_themselves_an_office"),
        Index("ix_office_holding_person", "person_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    office: Mapped[str]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    from_on: Mapped[date]
    until_on: Mapped[date | None] = mapped_column(comment="first day without the office; NULL while held")
    granted_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), comment="NULL at the founding only")
    granted_at: Mapped[datetime]
    ended_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))


class EmailChange(Base):
    """A new address that waits until whoever is to have it confirms it from there."""

    __tablename__ = "email_change"
    __table_args__ = (CheckConstraint("made_at < expires_at", name="made_before_it_expires"),)

    token_hash: Mapped[str] = mapped_column(primary_key=True, comment="SHA-256 of the token, hexadecimal")
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), unique=True)
    email: Mapped[str]
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
