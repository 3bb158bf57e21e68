"""Review and cast: the path that every vote takes, as short as it can be.

The ballot is sealed when the review page is made, and travels there, bound to its poll and its
elector. Casting writes a mark and a sealed ballot, and nothing else: no journal, no outbox, no time.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Date, Uuid, bindparam, case, exists, insert, literal, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from govern.ballots import queries, rules, sealing
from govern.ballots.entitlement import is_still_entitled
from govern.ballots.models import BoxedBallot, Doubt, Mark, MarkKind, Poll, PollOption, TenderedBallot
from govern.ballots.refusals import (
    AlreadyVoted,
    BallotCopied,
    BallotNotOurs,
    NoLongerEntitled,
    NotOnRoll,
    RankingNotValid,
    VotingNotOpen,
)
from govern.ballots.sealing import SealedBallot
from govern.constitution.models import Mutual
from govern.core import clock
from govern.core.db import AnyRow, AnySelect, table_of
from govern.core.errors import NotFound
from govern.rolls.models import RollEntry


@dataclass(frozen=True, kw_only=True)
class Desk:
    """What the polling desk holds: the secret that binds review pages, and the key that signs receipts."""

    secret: str
    receipt_key: Ed25519PrivateKey


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """Proof that a sealed ballot is in the box, and of nothing else.

    :param words: four words and two digits, for people.
    :param h: 64 hexadecimal digits.
    :param signature: Ed25519 over h, hexadecimal.
    """

    words: str
    h: str
    signature: str


@dataclass(frozen=True, kw_only=True)
class Elector:
    """Somebody on a poll's roll, known by a credential."""

    poll_id: UUID
    elector_id: UUID


def review(session: Session, elector: Elector, *, ranking: Sequence[int], desk: Desk, at: datetime) -> str:
    """Seal a ranking and return it as the review page carries it.

    Nothing is stored: the page is the only place where it is.

    :param ranking: option numbers, first preference first; empty for a blank vote.
    :raises VotingNotOpen: `at` is outside the poll's hours.
    :raises RankingNotValid: it names an option twice, or one that is not on the paper.
    :raises NotOnRoll: the elector is not on the poll's roll.
    """
    poll = queries.find(session, elector.poll_id)
    if not queries.hours(poll).is_open(at):
        raise VotingNotOpen(opens_at=poll.opens_at, closes_at=poll.closes_at, at=at)
    entry = session.get(RollEntry, (poll.roll_id, elector.elector_id))
    if entry is None:
        raise NotOnRoll
    numbers = session.scalars(select(PollOption.number).where(PollOption.poll_id == poll.id)).all()
    if not rules.is_valid_ranking(ranking, numbers):
        raise RankingNotValid
    return _sealed_for(poll, entry, ranking, desk)


def _sealed_for(poll: Poll, entry: RollEntry, ranking: Sequence[int], desk: Desk) -> str:
    assert poll.eid is not None
    assert poll.pad_len is not None
    assert poll.box_key is not None
    ballot = sealing.seal(
        ranking, eid=poll.eid, elector_class=entry.elector_class, pad_len=poll.pad_len, box_key=poll.box_key
    )
    return sealing.bind(ballot, poll_id=str(poll.id), elector_id=str(entry.elector_id), secret=desk.secret)


def cast(
    session: Session, elector: Elector, *, reviewed: str, desk: Desk, clock_now: Callable[[], datetime]
) -> Receipt:
    """Mark the elector and put the sealed ballot in the box; both or neither.

    The same form sent again gets the same answer again, however often and however late. The clock is
    read after the poll's lock is granted, so that what waited behind the close comes after it.

    :param reviewed: what `review` returned for this elector.
    :raises BallotNotOurs: it was not made for this elector and this poll.
    :raises VotingNotOpen: it came before the opening, or at or after the close.
    :raises AlreadyVoted: the elector's first ballot, another one, stands.
    :raises NotOnRoll, NoLongerEntitled: see there.
    :raises BallotCopied: this sealed ballot is in the box, and this elector was not marked.

    Source: decisions, "Roll, mark, cast"; ballots 2, "Cast"; INV-14.
    """
    opened = sealing.unbind(
        reviewed, poll_id=str(elector.poll_id), elector_id=str(elector.elector_id), secret=desk.secret
    )
    if opened is None:
        raise BallotNotOurs
    poll = session.connection().execute(_POLL, {"poll": elector.poll_id}).one_or_none()
    if poll is None or poll.eid is None:
        raise NotFound
    elector_class, scheme, c = opened
    ballot = sealing.named(c, eid=poll.eid, elector_class=elector_class, scheme=scheme)
    _put_in(session, poll, elector, ballot, clock_now())
    return receipt(ballot, eid=poll.eid, desk=desk)


def receipt(ballot: SealedBallot, *, eid: str, desk: Desk) -> Receipt:
    """Return the receipt of a sealed ballot; the same for the same ballot, always."""
    signature = sealing.sign_receipt(ballot.h, eid=eid, elector_class=ballot.elector_class, key=desk.receipt_key)
    return Receipt(words=sealing.receipt_words(ballot.h), h=ballot.h.hex(), signature=signature.hex())


def _put_in(session: Session, poll: AnyRow, elector: Elector, ballot: SealedBallot, at: datetime) -> None:
    """Mark and box, or find that this very ballot was boxed before, or refuse."""
    if not queries.hours(poll).is_open(at):
        if not queries.is_boxed(session, elector.poll_id, ballot.h):
            raise VotingNotOpen(opens_at=poll.opens_at, closes_at=poll.closes_at, at=at)
        return
    kind = _mark(session, poll, elector, at)
    if kind is None:
        _ensure_same_ballot(session, poll, elector, ballot)
    elif not _box(session, poll, elector, ballot, kind):
        raise BallotCopied


def _mark(session: Session, poll: AnyRow, elector: Elector, at: datetime) -> str | None:
    """Take the elector's one place and return the kind of mark, or None if it is not to be had.

    One statement decides: of casts, strikes and papers that come at once, one inserts.
    """
    on = clock.local_date(at, poll.time_zone)
    facts = {"poll": elector.poll_id, "elector": elector.elector_id, "roll": poll.roll_id, "today": on}
    connection = session.connection()
    return connection.execute(_mark_statement(connection.dialect.name), facts).scalar_one_or_none()


def _box(session: Session, poll: AnyRow, elector: Elector, ballot: SealedBallot, kind: str) -> bool:
    """Put the ballot in the box, or among the tendered; False if this very ballot is there already."""
    connection = session.connection()
    row = {
        "poll_id": elector.poll_id,
        "h": ballot.h,
        "scheme": ballot.scheme,
        "c": ballot.c,
        "class": ballot.elector_class,
    }
    if kind == MarkKind.TENDERED:
        connection.execute(insert(_TENDERED), row | {"elector_id": elector.elector_id, "roll_id": poll.roll_id})
        return True
    return connection.execute(_box_statement(connection.dialect.name), row).scalar_one_or_none() is not None


def _ensure_same_ballot(session: Session, poll: AnyRow, elector: Elector, ballot: SealedBallot) -> None:
    """Pass if the elector sent this very ballot before; else say why it was not taken.

    :raises AlreadyVoted, NoLongerEntitled, NotOnRoll: whichever is true.
    """
    kind = queries.mark_of(session, elector.poll_id, elector.elector_id)
    if kind is None:
        on_roll = session.get(RollEntry, (poll.roll_id, elector.elector_id)) is not None
        raise NoLongerEntitled if on_roll else NotOnRoll
    if kind == MarkKind.STRUCK:
        raise NoLongerEntitled
    if not queries.is_boxed(session, elector.poll_id, ballot.h):
        raise AlreadyVoted


# Tables, not classes: these statements run for every vote, and no object is ever made of what they find.
_POLLS, _ENTRIES, _DOUBTS = table_of(Poll), table_of(RollEntry), table_of(Doubt)
_MARKS, _BOX, _TENDERED = (table_of(it) for it in (Mark, BoxedBallot, TenderedBallot))
_POLL = (
    select(
        *(_POLLS.c[name] for name in ("opens_at", "closes_at", "armed_at", "sealed_at", "roll_id", "eid")),
        select(table_of(Mutual).c.time_zone).scalar_subquery().label("time_zone"),
    )
    .where(_POLLS.c.id == bindparam("poll", type_=Uuid()))
    .with_for_update(read=True, of=_POLLS)
)


def _entitled() -> AnySelect:
    """Select the elector's mark-to-be, if she is on the roll and still has the right that put her there."""
    entries = _ENTRIES.c
    today = bindparam("today", type_=Date())
    poll = bindparam("poll", type_=Uuid())
    in_doubt = exists().where(_DOUBTS.c.poll_id == poll, _DOUBTS.c.elector_id == entries.elector_id)
    kind = case((in_doubt, literal(str(MarkKind.TENDERED))), else_=literal(str(MarkKind.ONLINE)))
    return select(poll, entries.elector_id, entries.roll_id, kind).where(
        entries.roll_id == bindparam("roll", type_=Uuid()),
        entries.elector_id == bindparam("elector", type_=Uuid()),
        is_still_entitled(entries, today),
    )


_INSERT: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


@lru_cache
def _mark_statement(dialect: str) -> Any:
    """Return the statement that takes an elector's place, once for each engine."""
    columns = ["poll_id", "elector_id", "roll_id", "kind"]
    chosen = _INSERT[dialect](_MARKS).from_select(columns, _entitled())
    return chosen.on_conflict_do_nothing(index_elements=["poll_id", "elector_id"]).returning(_MARKS.c.kind)


@lru_cache
def _box_statement(dialect: str) -> Any:
    """Return the statement that puts a sealed ballot in the box, once for each engine."""
    return _INSERT[dialect](_BOX).on_conflict_do_nothing(index_elements=["h"]).returning(_BOX.c.h)
