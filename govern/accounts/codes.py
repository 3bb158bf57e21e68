"""Codes on paper that sign in somebody who has no e-mail address: printed once, used once, kept only as a keyed hash.

A link to an address that somebody else wrote down is kept so too, once used: it speaks as a printed code does.

That one was printed is journalled, and who printed it; that it was used is not, as with every sign-in.
"""

import hmac
from datetime import date, datetime
from hashlib import sha256
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from govern.accounts import queries, rules
from govern.accounts.models import Account, LetterHanding, SignInCode, SignInLink
from govern.accounts.refusals import CodeNotUsable
from govern.audit import service as audit
from govern.audit.service import Happening
from govern.core import codes
from govern.core.actors import Actor


def make(session: Session, account: Account, *, secret: str, actor: Actor, at: datetime) -> str:
    """Make a code for an account that has no address of its own, and return it; the one before opens nothing any more.

    It can be shown only now.
    """
    assert actor.person_id is not None
    assert account.email is None
    session.get_one(Account, account.id, with_for_update=True)
    revoke(session, account.id, at=at)
    code = codes.fresh()
    session.add(
        SignInCode(
            code_hash=digest_of(code, secret=secret),
            account_id=account.id,
            made_by=actor.person_id,
            made_at=at,
            expires_at=at + rules.CODE_LASTS,
        )
    )
    session.flush()
    happening = Happening(event="sign_in_code.printed", subject_id=account.id, facts={"person": account.person_id})
    audit.record(session, happening, actor=actor, at=at)
    return code


def spend(session: Session, code: str, *, secret: str, on: date, at: datetime) -> UUID:
    """Use up a code and return whose account it opens.

    One statement decides: of two that come at the same moment, one signs in.

    :param code: as it was typed.
    :param on: the mutual's own date.
    :raises CodeNotUsable: it was used, replaced, is too old, or was never made; or its owner signs in otherwise now.
    """
    by_register = select(Account.id).where(Account.closed_at.is_(None), Account.email.is_(None))
    account_id = session.scalar(
        update(SignInCode)
        .where(
            SignInCode.code_hash == digest_of(code, secret=secret),
            SignInCode.spent_at.is_(None),
            SignInCode.revoked_at.is_(None),
            SignInCode.expires_at > at,
            SignInCode.account_id.in_(by_register),
        )
        .values(spent_at=at)
        .returning(SignInCode.account_id)
        .execution_options(synchronize_session=False)
    )
    if account_id is None or queries.has_office(session, session.get_one(Account, account_id).person_id, on=on):
        raise CodeNotUsable
    return account_id


def keep_link(session: Session, link: SignInLink, *, at: datetime) -> str:
    """Keep a link that was used, to an address that somebody else wrote down, as a code of theirs; return its digest.

    Source: decision 0041: who wrote the address can have come by it.
    """
    assert link.written_by is not None
    kept = SignInCode(
        code_hash=link.token_hash,
        account_id=link.account_id,
        made_by=link.written_by,
        made_at=link.made_at,
        expires_at=link.expires_at,
        spent_at=at,
        is_link=True,
    )
    session.add(kept)
    session.flush()
    return link.token_hash


def revoke(session: Session, account_id: UUID, *, at: datetime) -> None:
    """Let no code that was printed for an account open it any more."""
    live = update(SignInCode).where(
        SignInCode.account_id == account_id, SignInCode.spent_at.is_(None), SignInCode.revoked_at.is_(None)
    )
    session.execute(live.values(revoked_at=at).execution_options(synchronize_session=False))


def hands(session: Session, person_id: UUID) -> frozenset[UUID]:
    """Return through whose hands the code went by which somebody came last who has no account with its own address.

    Who printed it, and who heard from its reader. Nobody, where they came by none.
    """
    used = (
        select(SignInCode.made_by, LetterHanding.handed_by)
        .join(Account, Account.id == SignInCode.account_id)
        .outerjoin(LetterHanding, LetterHanding.code_hash == SignInCode.code_hash)
        .where(Account.person_id == person_id, Account.email.is_(None), SignInCode.spent_at.is_not(None))
        .order_by(SignInCode.spent_at.desc())
    )
    row = session.execute(used.limit(1)).one_or_none()
    return frozenset(one for one in row if one is not None) if row else frozenset()


def forget(session: Session, *, before: datetime) -> None:
    """Forget codes that are too old to open anything, once no session that began by one can hold either."""
    old = SignInCode.expires_at <= before - rules.ABSOLUTE_LIMIT
    session.execute(delete(LetterHanding).where(LetterHanding.code_hash.in_(select(SignInCode.code_hash).where(old))))
    session.execute(delete(SignInCode).where(old))


def digest_of(code: str, *, secret: str) -> str:
    """Return what is stored of a code, as 64 hexadecimal digits.

    Keyed, for 59 bits alone could be tried out by whoever reads the table.
    """
    return hmac.new(secret.encode(), f"sign-in code:{codes.plain(code)}".encode(), sha256).hexdigest()
