"""Ballot links and letter codes: minted from the frozen roll, kept only as keyed hashes."""

import hmac
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, String, bindparam, func, insert, select, update
from sqlalchemy.orm import Session

from govern.audit import service as audit
from govern.audit.service import Happening
from govern.ballots import queries
from govern.ballots.casting import Elector
from govern.ballots.models import Credential, Mark
from govern.ballots.refusals import CredentialNotKnown, NoOtherLink, NotOnRoll, PollNotReady
from govern.core import codes
from govern.core.actors import Actor
from govern.core.db import table_of
from govern.core.words import say
from govern.rolls.models import RollEntry

BATCH = 5_000
One = TypeVar("One")
# Built once: it is asked at every cast.
_CREDENTIALS = table_of(Credential).c
_HELD = select(_CREDENTIALS.poll_id, _CREDENTIALS.elector_id).where(
    _CREDENTIALS.token_hash == bindparam("digest", type_=String()), _CREDENTIALS.revoked_at.is_(None)
)


@dataclass(frozen=True, kw_only=True)
class Minted:
    """A credential at the one moment when its code is known."""

    elector_id: UUID
    code: str


def mint(
    session: Session, poll_id: UUID, *, secret: str, actor: Actor, at: datetime, but_for: Collection[UUID] = ()
) -> list[Minted]:
    """Make a code for every elector who has none, and return them; they cannot be shown again.

    :param but_for: electors who wait for theirs.
    :raises PollNotReady: the roll is not frozen.

    Source: INV-39: credentials are minted only from the frozen roll, once.
    """
    poll = queries.locked(session, poll_id)
    if poll.frozen_at is None:
        raise PollNotReady(say("The roll is not frozen yet. Freeze it, then make the voting links."))
    live = select(Credential.elector_id).where(Credential.poll_id == poll_id, Credential.revoked_at.is_(None))
    without = select(RollEntry.elector_id).where(RollEntry.roll_id == poll.roll_id, RollEntry.elector_id.not_in(live))
    waiting = frozenset(but_for)
    electors = (elector for elector in session.scalars(without) if elector not in waiting)
    minted = [Minted(elector_id=elector, code=codes.fresh()) for elector in electors]
    _store(session, minted, poll_id=poll_id, roll_id=poll.roll_id, secret=secret)
    told = {"credentials": len(minted)}
    audit.record(session, Happening(event="credentials.minted", subject_id=poll_id, facts=told), actor=actor, at=at)
    return minted


def reissue(session: Session, elector: Elector, *, secret: str, actor: Actor, at: datetime) -> Minted:
    """Revoke an elector's code and make another, unless a ballot has been received.

    :raises NoOtherLink: her place is taken, so a new code would open nothing.
    :raises NotOnRoll: she is not on the poll's roll.

    Source: NHS foundation trust model election rules, rules 29-32; INV-39.
    """
    poll = queries.locked(session, elector.poll_id)
    if session.get(RollEntry, (poll.roll_id, elector.elector_id)) is None:
        raise NotOnRoll
    if queries.mark_of(session, elector.poll_id, elector.elector_id) is not None:
        raise NoOtherLink
    session.execute(
        update(Credential)
        .where(
            Credential.poll_id == elector.poll_id,
            Credential.elector_id == elector.elector_id,
            Credential.revoked_at.is_(None),
        )
        .values(revoked_at=at)
    )
    minted = Minted(elector_id=elector.elector_id, code=codes.fresh())
    _store(session, [minted], poll_id=elector.poll_id, roll_id=poll.roll_id, secret=secret)
    told = {"elector": elector.elector_id}
    audit.record(
        session, Happening(event="credential.reissued", subject_id=elector.poll_id, facts=told), actor=actor, at=at
    )
    return minted


def revoke_unused(session: Session, poll_id: UUID, electors: Sequence[UUID], *, actor: Actor, at: datetime) -> None:
    """Revoke the codes of those of these electors who have not voted.

    Source: NHS foundation trust model election rules, rules 29-32; INV-39.
    """
    queries.locked(session, poll_id)
    told = {"credentials": unused(session, poll_id, electors)}
    for batch in _batches(electors):
        session.execute(update(Credential).where(*_is_unused(poll_id, batch)).values(revoked_at=at))
    audit.record(session, Happening(event="credentials.revoked", subject_id=poll_id, facts=told), actor=actor, at=at)


def unused(session: Session, poll_id: UUID, electors: Sequence[UUID]) -> int:
    """Return how many of these electors have a code that works, and have not voted."""
    counts = (
        session.scalar(select(func.count()).select_from(Credential).where(*_is_unused(poll_id, batch)))
        for batch in _batches(electors)
    )
    return sum(count or 0 for count in counts)


def _is_unused(poll_id: UUID, electors: Sequence[UUID]) -> tuple[ColumnElement[bool], ...]:
    voted = select(Mark.elector_id).where(Mark.poll_id == poll_id)
    return (
        Credential.poll_id == poll_id,
        Credential.elector_id.in_(electors),
        Credential.revoked_at.is_(None),
        Credential.elector_id.not_in(voted),
    )


def digest_of(code: str, *, secret: str) -> str:
    """Return what is stored of a code, as 64 hexadecimal digits.

    Keyed, for 59 bits alone could be tried out by whoever reads the table.

    :param code: as typed; case, spaces and dashes do not matter.
    """
    return hmac.new(secret.encode(), f"credential:{codes.plain(code)}".encode(), sha256).hexdigest()


def elector_of(session: Session, digest: str) -> Elector:
    """Return the elector whom a credential stands for. Looking changes nothing; it works until she has voted.

    :param digest: see digest_of.
    :raises CredentialNotKnown: it opens nothing, or has been replaced.
    """
    found = session.connection().execute(_HELD, {"digest": digest}).one_or_none()
    if found is None:
        raise CredentialNotKnown
    return Elector(poll_id=found.poll_id, elector_id=found.elector_id)


def _store(session: Session, minted: list[Minted], *, poll_id: UUID, roll_id: UUID, secret: str) -> None:
    for batch in _batches(minted):
        rows = [
            {
                "token_hash": digest_of(one.code, secret=secret),
                "poll_id": poll_id,
                "roll_id": roll_id,
                "elector_id": one.elector_id,
            }
            for one in batch
        ]
        session.execute(insert(table_of(Credential)), rows)


def _batches(whole: Sequence[One]) -> Iterable[Sequence[One]]:
    return (whole[start : start + BATCH] for start in range(0, len(whole), BATCH))
