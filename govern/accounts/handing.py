"""Letters with a code to sign in: a second officer hears from whom each is for that they signed in by it.

So it is with a link to an address that somebody else wrote down, which is kept as a code of theirs once it was used.

Whoever prints a code can come by it, also while the letter is in the post. So it is said of a code that was used: until
then, whoever came by it reads, and neither votes nor signs (decisions 0039, 0041).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from govern.accounts.models import Account, LetterHanding, SignInCode
from govern.accounts.refusals import HandedByAnother, LetterNotConfirmed
from govern.accounts.rules import ABSOLUTE_LIMIT
from govern.audit import service as audit
from govern.audit.service import Happening
from govern.core.actors import Actor, Role
from govern.core.waiting import Heap

SECOND_OFFICERS = (Role.SCRUTINEER, Role.RETURNING_OFFICER, Role.CHAIR)


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A letter with a code by which somebody signed in, of which nobody has said yet that it was whom it is for.

    :ivar code: digest of its code.
    :ivar is_link: whether they came by a link to an address that `made_by` wrote down, and by no letter.
    :ivar is_theirs: whether whoever asks can say so.
    """

    code: str
    person_id: UUID
    made_by: UUID
    used_at: datetime
    is_link: bool
    is_theirs: bool


def ensure_handed(session: Session, actor: Actor) -> None:
    """Refuse to act in somebody's name by a printed code, while nobody else has said that the letter reached them.

    :raises LetterNotConfirmed: it is so.

    Source: INV-40; decision 0039.
    """
    if actor.code is not None and session.get(LetterHanding, actor.code) is None:
        raise LetterNotConfirmed


def came_by_link(session: Session, actor: Actor) -> bool:
    """Say whether somebody came by a link to an address that another wrote down."""
    return bool(session.scalar(select(SignInCode.is_link).where(SignInCode.code_hash == actor.code)))


def printer_of(session: Session, actor: Actor) -> UUID | None:
    """Return who printed the code, or wrote the address, by which somebody came; None where nobody did."""
    if actor.code is None:
        return None
    return session.scalar(select(SignInCode.made_by).where(SignInCode.code_hash == actor.code))


def waiting(session: Session, actor: Actor, *, at: datetime) -> list[Letter]:
    """Return the letters that were used and of which nobody has said yet that they arrived, the oldest use first."""
    codes = (SignInCode.code_hash, SignInCode.made_by, SignInCode.spent_at, SignInCode.is_link)
    query = (
        select(*codes, Account.person_id, _may_say(actor))
        .join(Account, Account.id == SignInCode.account_id)
        .where(*_waits(at))
    )
    rows = session.execute(query.order_by(SignInCode.spent_at, SignInCode.code_hash))
    return [
        Letter(code=code, made_by=made_by, used_at=used_at, is_link=is_link, person_id=person, is_theirs=bool(may_say))
        for code, made_by, used_at, is_link, person, may_say in rows
        if used_at is not None
    ]


def heap(session: Session, *, at: datetime) -> Heap:
    """Return how many letters wait for a second officer, and since when."""
    query = select(func.count(), func.min(SignInCode.spent_at)).where(*_waits(at))
    return Heap(*session.execute(query).one())


def hand_over(
    session: Session, letters: Collection[str], *, office: Role, actor: Actor, on: date, at: datetime
) -> Sequence[LetterHanding]:
    """Put on record that it was whom they are for who signed in by some letters; of all of them, or of none.

    :param letters: digests of their codes.
    :param office: in which the actor says so.
    :param on: the mutual's own date.
    :raises HandedByAnother: one does not wait any more, or is not the actor's to say.

    Source: INV-40; the database holds the same.
    """
    assert actor.person_id is not None
    theirs = {one.code: one for one in waiting(session, actor, at=at) if one.is_theirs}
    if not set(letters) <= set(theirs):
        raise HandedByAnother
    facts = {"handed_by": actor.person_id, "handed_as": office.value, "handed_on": on, "handed_at": at}
    said = [LetterHanding(code_hash=code, **facts) for code in sorted(set(letters))]
    session.add_all(said)
    session.flush()
    for one in said:
        person_id = theirs[one.code_hash].person_id
        happening = Happening(event="sign_in_code.handed", subject_id=person_id, facts={"office": office.value})
        audit.record(session, happening, actor=actor, at=at)
    return said


def _waits(at: datetime) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions of a letter that waits: who came by it can still be there, and nobody has said who."""
    newer = aliased(SignInCode)
    return (
        SignInCode.spent_at.is_not(None),
        SignInCode.spent_at > at - ABSOLUTE_LIMIT,
        ~exists().where(LetterHanding.code_hash == SignInCode.code_hash),
        ~exists().where(newer.account_id == SignInCode.account_id, newer.made_at > SignInCode.made_at),
    )


def _may_say(actor: Actor) -> ColumnElement[bool]:
    """Return the condition that somebody can say of a letter that it arrived."""
    second = aliased(Account)
    let_in = exists().where(second.person_id == actor.person_id, second.opened_by == SignInCode.made_by)
    return and_(~or_(SignInCode.made_by == actor.person_id, Account.person_id == actor.person_id), ~let_in)
