"""Accounts and signing in.

A sign-in is not written into the journal: kept for ever, the times at which people came would help
to guess who voted when.
"""

import secrets
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import Session

from govern.accounts import codes, queries, rules
from govern.accounts.models import Account, AccountSession, SignInAttempt, SignInCode, SignInLink
from govern.accounts.passwords import hash_of
from govern.accounts.refusals import (
    AccountClosed,
    AccountExists,
    AddressNotUsable,
    LastAdministrator,
    LinkNotUsable,
    PasswordNotAccepted,
    TooManyTries,
)
from govern.audit import service as audit
from govern.audit.service import Happening
from govern.core.actors import Actor
from govern.core.db import lock_table, lock_word
from govern.jobs import service as jobs

TOKEN_BYTES = 32
SEND_LINK = "sign_in_link.send"


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """One try to sign in, as it is counted: keyed hashes, never the address or where it came from."""

    address: str
    origin: str


def open_account(session: Session, *, person_id: UUID, email: str, actor: Actor, at: datetime) -> Account:
    """Give a person a way to sign in, or give it back to them. It carries no power.

    :raises AddressNotUsable: mail could not be sent to it.
    :raises AccountExists: the person or the address has one.
    """
    address = rules.plain_address(email)
    if not rules.is_address(address):
        raise AddressNotUsable
    lock_table(session, Account)
    account = _free_for(session, person_id, address, at=at)
    account.email, account.opened_at, account.closed_at, account.password_hash = address, at, None, None
    account.opened_by = actor.person_id
    session.add(account)
    session.flush()
    _record(session, "account.opened", account.id, actor=actor, at=at, person_id=str(person_id))
    return account


def _free_for(session: Session, person_id: UUID, address: str, *, at: datetime) -> Account:
    """Return an account for a person at an address: a new one, or one of theirs that is closed or has no address.

    Whoever is signed in by the latter may have come by an address that others share, and is signed out.

    :raises AccountExists: the person or the address has one.
    """
    wanted = select(Account).where(or_(Account.person_id == person_id, Account.email == address))
    match session.scalars(wanted).all():
        case []:
            return Account(person_id=person_id)
        case [own] if own.person_id == person_id and (own.closed_at is not None or own.email is None):
            _sign_out_for_good(session, own.id, at=at)
            return own
    raise AccountExists


def account_by_register(session: Session, person_id: UUID, *, on: date, at: datetime) -> Account | None:
    """Return the account by which the register's address signs somebody in, made when it is first asked for.

    Not for whoever holds an office, or has an account with an address of its own: the register's address is what the
    secretary and the person write, and must not open what an administrator opened. A closed account stays closed.

    It is nobody's deed and gives nobody anything, and when somebody first came would help to guess when they voted:
    so, as a sign-in, it is not journalled.

    :param on: the mutual's own date.

    Source: decision 0011; INV-12.
    """
    if not queries.can_sign_in_by_register(session, person_id, on=on):
        return None
    own = session.scalar(select(Account).where(Account.person_id == person_id))
    if own is None:
        own = Account(person_id=person_id, opened_at=at)
        session.add(own)
        session.flush()
    return own


def end_ways_in(session: Session, person_id: UUID, *, at: datetime, but_for: str = "") -> None:
    """End whatever came by an address that is the person's no longer: links that wait, and who is signed in by one.

    An account with an address of its own is left alone.

    :param but_for: the token of a session that stays.
    """
    own = session.scalar(select(Account.id).where(Account.person_id == person_id, Account.email.is_(None)))
    if own is not None:
        _sign_out_for_good(session, own, at=at, but_for=but_for)


def _sign_out_for_good(session: Session, account_id: UUID, *, at: datetime, but_for: str = "") -> None:
    """Sign an account out, and spend the links that would sign it in again."""
    end_sessions(session, account_id, at=at, but_for=but_for)
    waiting = update(SignInLink).where(SignInLink.account_id == account_id, SignInLink.spent_at.is_(None))
    session.execute(waiting.values(spent_at=at).execution_options(synchronize_session=False))
    printed = update(SignInCode).where(
        SignInCode.account_id == account_id, SignInCode.spent_at.is_(None), SignInCode.revoked_at.is_(None)
    )
    session.execute(printed.values(revoked_at=at).execution_options(synchronize_session=False))


def close_account(session: Session, account: Account, *, on: date, actor: Actor, at: datetime) -> None:
    """End an account and everything signed in by it. Its offices are ended apart from it.

    :param on: the mutual's own date.
    :raises AccountClosed: it was closed before.
    :raises LastAdministrator: nobody who can sign in could grant offices any more.
    """
    lock_table(session, Account)
    if not queries.can_be_administered_without(session, account.person_id, on=on):
        raise LastAdministrator
    closed = session.scalar(
        update(Account)
        .where(Account.id == account.id, Account.closed_at.is_(None))
        .values(closed_at=at)
        .returning(Account.id)
    )
    if closed is None:
        raise AccountClosed
    end_sessions(session, account.id, at=at)
    _record(session, "account.closed", account.id, actor=actor, at=at)


def count_try(session: Session, attempt: Attempt, *, at: datetime) -> None:
    """Count one try, before it is known how it ends.

    :raises TooManyTries: the address or the origin has used up its tries; nothing more is counted.
    """
    _count(session, attempt.address, limit=rules.TRIES_PER_ADDRESS, at=at)
    _count(session, attempt.origin, limit=rules.TRIES_PER_ORIGIN, at=at)


def take_back_try(session: Session, attempt: Attempt, *, at: datetime) -> None:
    """Take back the one try that was counted at an instant: it ended well, and guessed nothing.

    Whoever has an account of their own gains no guesses at another's by it: each failed try stays counted.
    """
    for subject in (attempt.address, attempt.origin):
        counted = select(SignInAttempt.id).where(SignInAttempt.subject_hash == subject, SignInAttempt.at == at).limit(1)
        session.execute(delete(SignInAttempt).where(SignInAttempt.id == counted.scalar_subquery()))


def count_wrong_code(session: Session, origin: str, *, at: datetime) -> None:
    """Count one voting code that opened nothing.

    Right codes are not counted: a whole workplace may vote from one address of the network.

    :param origin: keyed hash of where it came from.
    :raises TooManyTries: wrong codes from there are used up.
    """
    _count(session, origin, limit=rules.TRIES_PER_ORIGIN, at=at)


def count_request(session: Session, subject: str, *, at: datetime) -> None:
    """Count one request of somebody signed in for what is sent to them, so that nobody can be flooded or kept waiting.

    :param subject: keyed hash of what is asked for and by whom.
    :raises TooManyTries: their requests are used up.
    """
    _count(session, subject, limit=rules.TRIES_PER_ADDRESS, at=at)


def _count(session: Session, subject: str, *, limit: int, at: datetime) -> None:
    """Count one try of a subject. Two at once would not see each other, so they wait for each other."""
    lock_word(session, subject)
    since = at - rules.ATTEMPT_WINDOW
    session.execute(delete(SignInAttempt).where(SignInAttempt.subject_hash == subject, SignInAttempt.at <= since))
    tries = select(func.count()).where(SignInAttempt.subject_hash == subject)
    if (session.scalar(tries) or 0) >= limit:
        raise TooManyTries
    session.add(SignInAttempt(subject_hash=subject, at=at))


def forget_tries(session: Session, *, before: datetime) -> None:
    """Remove the counted tries from before an instant."""
    session.execute(delete(SignInAttempt).where(SignInAttempt.at < before))


def ask_for_link(session: Session, *, email: str, language: str, attempt: Attempt, at: datetime) -> None:
    """Leave it to the worker to send a link, if an account or the register has this address.

    The work here is the same for every address, so neither the answer nor its speed tells.

    :param attempt: its origin counted apart from tries of a password.
    :raises TooManyTries: the address has used up its tries, or the origin its requests.
    """
    _count(session, attempt.address, limit=rules.TRIES_PER_ADDRESS, at=at)
    _count(session, attempt.origin, limit=rules.LINKS_PER_ORIGIN, at=at)
    payload = {"email": rules.plain_address(email), "language": language}
    jobs.queue(session, kind=SEND_LINK, payload=payload, due_at=at)


def make_link(session: Session, *, email: str, at: datetime) -> str | None:
    """Make a link for the account with this address and return its token, or None without one.

    Only the token's digest is stored.
    """
    address = rules.plain_address(email)
    account_id = session.scalar(select(Account.id).where(Account.email == address, Account.closed_at.is_(None)))
    return None if account_id is None else link_for(session, account_id, at=at)


def link_for(session: Session, account_id: UUID, *, at: datetime, written_by: UUID | None = None) -> str:
    """Make a link for an account and return its token. Only the token's digest is stored.

    :param written_by: who wrote down the address that it goes to, where it is not its person's own word.
    """
    token = secrets.token_urlsafe(TOKEN_BYTES)
    link = SignInLink(
        token_hash=rules.digest_of(token),
        account_id=account_id,
        made_at=at,
        expires_at=at + rules.LINK_LASTS,
        written_by=written_by,
    )
    session.add(link)
    return token


def sign_in_by_link(session: Session, token: str, *, at: datetime, instead_of: str | None = None) -> tuple[str, UUID]:
    """Use up a link; return the token for the cookie of the session that it begins, and whose account it opens.

    Who came by a link to an address that somebody else wrote down speaks for nobody yet, as by a printed code.

    :raises LinkNotUsable: see `spend_link`.

    Source: INV-40; decision 0041.
    """
    account_id = spend_link(session, token, at=at)
    link = session.get_one(SignInLink, rules.digest_of(token))
    code = codes.keep_link(session, link, at=at) if link.written_by else None
    return start_session(session, account_id, at=at, instead_of=instead_of, code=code), account_id


def spend_link(session: Session, token: str, *, at: datetime) -> UUID:
    """Use up a link and return whose account it opens.

    One statement decides: of two that come at the same moment, one signs in.

    :raises LinkNotUsable: it was used, is too old, or was never made.
    """
    open_accounts = select(Account.id).where(Account.closed_at.is_(None))
    account_id = session.scalar(
        update(SignInLink)
        .where(
            SignInLink.token_hash == rules.digest_of(token),
            SignInLink.spent_at.is_(None),
            SignInLink.expires_at > at,
            SignInLink.account_id.in_(open_accounts),
        )
        .values(spent_at=at)
        .returning(SignInLink.account_id)
        .execution_options(synchronize_session=False)
    )
    if account_id is None:
        raise LinkNotUsable
    return account_id


def start_session(
    session: Session, account_id: UUID, *, at: datetime, instead_of: str | None = None, code: str | None = None
) -> str:
    """Sign an account in and return the token for its cookie. Only the digest is stored.

    :param instead_of: the token that the browser had until now; its session ends.
    :param code: digest of the printed code by which they came; whoever came before by another is signed out.
    """
    if instead_of:
        end_session(session, instead_of, at=at)
    if code is not None:
        end_sessions(session, account_id, at=at)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    digest = rules.digest_of(token)
    session.add(AccountSession(token_hash=digest, account_id=account_id, started_at=at, seen_at=at, code_hash=code))
    return token


def note_seen(session: Session, token: str, *, at: datetime) -> None:
    """Write down that somebody is still there."""
    session.execute(_live_sessions(AccountSession.token_hash == rules.digest_of(token)).values(seen_at=at))


def end_session(session: Session, token: str, *, at: datetime) -> None:
    """Sign one browser out. Doing it twice changes nothing."""
    session.execute(_live_sessions(AccountSession.token_hash == rules.digest_of(token)).values(ended_at=at))


def end_sessions(session: Session, account_id: UUID, *, at: datetime, but_for: str = "") -> None:
    """Sign an account out everywhere.

    :param but_for: the token of a session that stays.
    """
    kept = rules.digest_of(but_for)
    ended = _live_sessions(AccountSession.account_id == account_id, AccountSession.token_hash != kept)
    session.execute(ended.values(ended_at=at))


def set_password(session: Session, account_id: UUID, *, password: str, actor: Actor, at: datetime) -> None:
    """Give an account a password beside its links.

    :raises PasswordNotAccepted: too short, or longer than is read.
    """
    if not rules.PASSWORD_MIN <= len(password) <= rules.PASSWORD_MAX:
        raise PasswordNotAccepted
    session.execute(update(Account).where(Account.id == account_id).values(password_hash=hash_of(password)))
    _record(session, "account.password_set", account_id, actor=actor, at=at)


def _live_sessions(*which: Any) -> Any:
    """Return the start of an UPDATE of sessions that have not ended."""
    return (
        update(AccountSession)
        .where(AccountSession.ended_at.is_(None), *which)
        .execution_options(synchronize_session=False)
    )


def _record(session: Session, event: str, subject_id: UUID, *, actor: Actor, at: datetime, **facts: str) -> None:
    """Write an account's deed into the journal."""
    audit.record(session, Happening(event=event, subject_id=subject_id, facts=facts), actor=actor, at=at)
