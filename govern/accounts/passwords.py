"""Passwords: argon2id, and the same work whether or not there is an account.

The cost is OWASP's minimum of 19 MiB, 2 passes, 1 lane; see the decision on passwords.

Source: OWASP Password Storage Cheat Sheet, argon2id.
"""

from functools import cache
from uuid import UUID

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from govern.accounts.models import Account
from govern.accounts.rules import PASSWORD_MAX, plain_address

MEMORY_KIB = 19 * 1024
PASSES = 2
LANES = 1
_HASHER = PasswordHasher(time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=LANES)


def hash_of(password: str) -> str:
    """Return the argon2id hash of a password, with its salt and its cost."""
    return _HASHER.hash(password)


def account_with(session: Session, *, email: str, password: str) -> UUID | None:
    """Return the open account that has this address and this password, or None.

    Somebody unknown, or somebody without a password, costs as much time as somebody known. Ask
    outside a writing transaction: the hash takes longer than anybody should wait for a lock.
    """
    found = session.execute(
        select(Account.id, Account.password_hash).where(
            Account.email == plain_address(email), Account.closed_at.is_(None)
        )
    ).one_or_none()
    stored = found.password_hash if found is not None else None
    matches = _matches(stored or _nobodys_hash(), password[: PASSWORD_MAX + 1])
    return found.id if found is not None and stored is not None and matches else None


@cache
def _nobodys_hash() -> str:
    """Return a hash that no account has, made once."""
    return hash_of("nobody has this password")


def _matches(stored: str, password: str) -> bool:
    """Say whether a password has this hash."""
    try:
        return _HASHER.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False
