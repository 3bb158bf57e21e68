"""A change of e-mail address that waits: made, confirmed once, forgotten."""

import secrets
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from govern.accounts import rules
from govern.accounts.models import EmailChange
from govern.accounts.refusals import LinkNotUsable
from govern.accounts.service import TOKEN_BYTES


def begin(session: Session, person_id: UUID, email: str, *, at: datetime) -> str:
    """Let a new address wait, instead of any other that waited, and return the token that confirms it."""
    session.execute(delete(EmailChange).where(EmailChange.person_id == person_id))
    token = secrets.token_urlsafe(TOKEN_BYTES)
    waiting = EmailChange(
        token_hash=rules.digest_of(token),
        person_id=person_id,
        email=email,
        made_at=at,
        expires_at=at + rules.LINK_LASTS,
    )
    session.add(waiting)
    session.flush()
    return token


def take(session: Session, person_id: UUID, token: str, *, at: datetime) -> str:
    """Return the address that a token confirms for its own person, and forget it.

    The token came to the new address, and the person is signed in: neither alone is enough.

    :raises LinkNotUsable: it was used, is too old, was never made, or is another person's.
    """
    email: str | None = session.scalar(
        delete(EmailChange)
        .where(
            EmailChange.token_hash == rules.digest_of(token),
            EmailChange.person_id == person_id,
            EmailChange.expires_at > at,
        )
        .returning(EmailChange.email)
    )
    if email is None:
        raise LinkNotUsable
    return email


def forget(session: Session, *, before: datetime) -> None:
    """Forget addresses that nobody confirmed in time."""
    session.execute(delete(EmailChange).where(EmailChange.expires_at <= before))
