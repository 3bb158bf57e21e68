"""By whose hand a member is known by another name, or written to at another address.

Whoever could write a member's name and address over with those of somebody else would have made that other person a
member, without any admission; and by the address they would sign in and give a member's word.

Source: the founding brief: nobody becomes a member by the hands of non-members alone; domain 2.8 INV-42.
"""

from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from govern.core.actors import Actor
from govern.register import belonging
from govern.register.models import MemberRequest, PersonVersion
from govern.register.refusals import NotForOthersToChange
from govern.register.rules import Particulars, RequestKind


def ensure_may_change(session: Session, person_id: UUID, told: Particulars, *, actor: Actor, on: date) -> None:
    """Refuse another name or address of mail for somebody of the mutual by the hand of somebody else who is not.

    What was on record of them before may be written again, and the name that they themselves have asked for.

    So is the record of a founder who is no member; but that another founder may change.

    :raises NotForOthersToChange: who changes it is neither they nor a member, nor a founder where they are no member.
    """
    if writes_freely(session, person_id, actor=actor, on=on):
        return
    name = " ".join(told.name.split())
    is_same_name = _was_told(session, person_id, PersonVersion.name, name) or _asked_for(session, person_id, name)
    email = told.email and told.email.strip()
    if is_same_name and (email is None or _was_told(session, person_id, PersonVersion.email, email)):
        return
    raise NotForOthersToChange


def writes_freely(session: Session, person_id: UUID, *, actor: Actor, on: date) -> bool:
    """Say whether any name and address of mail of somebody can be written by an actor's hand."""
    if actor.person_id == person_id or not belonging.is_of_the_mutual(session, person_id, on=on):
        return True
    is_member = belonging.members_among(session, [person_id], on=on)
    among = belonging.members_among if is_member else belonging.of_the_mutual
    return actor.person_id is not None and bool(among(session, [actor.person_id], on=on))


def names_on_record(session: Session, person_id: UUID) -> list[str]:
    """Return by which names somebody was known, the newest first, and which they asked for: anybody may write these."""
    asked = [words.split("\n")[0].strip() for words in session.scalars(_asked(person_id))]
    return list(dict.fromkeys([*_told(session, person_id, PersonVersion.name), *asked]))


def emails_on_record(session: Session, person_id: UUID) -> list[str]:
    """Return at which addresses of mail somebody was known, the newest first: anybody may write these."""
    return list(dict.fromkeys(one for one in _told(session, person_id, PersonVersion.email) if one))


def _told(
    session: Session, person_id: UUID, column: InstrumentedAttribute[str] | InstrumentedAttribute[str | None]
) -> list[str]:
    query = select(column).where(PersonVersion.person_id == person_id)
    return [one for one in session.scalars(query.order_by(PersonVersion.recorded_at.desc())) if one is not None]


def _was_told(session: Session, person_id: UUID, column: InstrumentedAttribute[str | None], words: str) -> bool:
    """Say whether this has been on record of somebody."""
    return _is_there(session, exists().where(PersonVersion.person_id == person_id, column == words))


def _asked_for(session: Session, person_id: UUID, name: str) -> bool:
    """Say whether somebody asked to be called so, and waits for it."""
    return any(words.split("\n")[0].strip() == name for words in session.scalars(_asked(person_id)))


def _asked(person_id: UUID) -> Select[str]:
    return select(MemberRequest.words).where(
        MemberRequest.person_id == person_id,
        MemberRequest.kind == RequestKind.NAME,
        MemberRequest.answered_at.is_(None),
    )


def _is_there(session: Session, condition: ColumnElement[bool]) -> bool:
    return bool(session.scalar(select(condition)))
