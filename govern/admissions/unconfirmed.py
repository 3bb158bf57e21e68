"""What somebody wrote who wants to join, until their address is confirmed: kept, shown to them, taken, forgotten."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from govern.accounts.rules import digest_of, plain_address
from govern.admissions.models import UnconfirmedApplication
from govern.admissions.refusals import NotConfirmable, TooManyUnconfirmed
from govern.core.db import lock_word

LASTS = timedelta(days=3)
MOST_OF_AN_ADDRESS = 10
TOKEN_BYTES = 32


@dataclass(frozen=True, kw_only=True)
class Written:
    """Answers as they were given.

    :param source_mark: keyed digest of where they came from.
    """

    email: str
    answers: dict[str, Any]
    source_mark: str


def keep(session: Session, written: Written, *, at: datetime) -> str:
    """Keep what somebody wrote, and return the token that confirms it. Only its digest is stored.

    :raises TooManyUnconfirmed: as many wait for this address as a large household would send.
    """
    address = plain_address(written.email)
    lock_word(session, f"unconfirmed application of {address}")
    waiting = select(func.count()).where(
        UnconfirmedApplication.email == address, UnconfirmedApplication.expires_at > at
    )
    if (session.scalar(waiting) or 0) >= MOST_OF_AN_ADDRESS:
        raise TooManyUnconfirmed
    token = secrets.token_urlsafe(TOKEN_BYTES)
    row = UnconfirmedApplication(
        token_hash=digest_of(token),
        email=address,
        written=written.answers,
        source_mark=written.source_mark,
        made_at=at,
        expires_at=at + LASTS,
    )
    session.add(row)
    session.flush()
    return token


def find(session: Session, token: str, *, at: datetime) -> Written:
    """Return what a token would confirm. Looking spends nothing: mail scanners open links.

    :raises NotConfirmable: it was used, is too old, or was never made.
    """
    row = session.get(UnconfirmedApplication, digest_of(token))
    if row is None or row.expires_at <= at:
        raise NotConfirmable
    return Written(email=row.email, answers=row.written, source_mark=row.source_mark)


def take(session: Session, token: str, *, at: datetime) -> Written:
    """Return what a token confirms, and forget it. Of two that come at the same moment, one has it.

    :raises NotConfirmable: it was used, is too old, or was never made.
    """
    taken = session.execute(
        delete(UnconfirmedApplication)
        .where(UnconfirmedApplication.token_hash == digest_of(token), UnconfirmedApplication.expires_at > at)
        .returning(UnconfirmedApplication.email, UnconfirmedApplication.written, UnconfirmedApplication.source_mark)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    if taken is None:
        raise NotConfirmable
    return Written(email=taken.email, answers=taken.written, source_mark=taken.source_mark)


def forget(session: Session, *, before: datetime) -> None:
    """Forget what nobody confirmed in time."""
    session.execute(delete(UnconfirmedApplication).where(UnconfirmedApplication.expires_at <= before))
