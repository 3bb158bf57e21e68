"""Write the journal, and sign its heads."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import exists, func, insert, literal, select
from sqlalchemy.orm import Session

from govern.audit import rules
from govern.audit.models import JournalEntry, JournalHead, JournalLeaf
from govern.core.actors import Actor
from govern.core.bulk import insert_all
from govern.core.canonical import digest, spelled
from govern.core.db import lock_table, table_of
from govern.core.merkle import grown, root_over

BATCH = 10_000
HEADS_EVERY = timedelta(hours=1)


@dataclass(frozen=True, kw_only=True)
class Happening:
    """One thing to write into the journal.

    :param event: past tense, subject first: `roll.frozen`.
    :param facts: ids, codes, dates and counts. Never a name, an address or a choice.
    :param content: personal content, of which only a digest is kept, salted with the register row's `salt`.
    """

    event: str
    subject_id: UUID | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    content: Mapping[str, Any] | None = None
    salt: str | None = None


def record(session: Session, happening: Happening, *, actor: Actor, at: datetime) -> None:
    """Write one entry into the journal."""
    record_many(session, [happening], actor=actor, at=at)


def record_many(session: Session, happenings: Iterable[Happening], *, actor: Actor, at: datetime) -> None:
    """Write entries into the journal, in their order, by the same actor at the same instant."""
    batch: list[dict[str, Any]] = []
    for happening in happenings:
        batch.append(_entry(happening, actor, at))
        if len(batch) == BATCH:
            insert_all(session, table_of(JournalEntry), batch)
            batch = []
    if batch:
        insert_all(session, table_of(JournalEntry), batch)


def _entry(happening: Happening, actor: Actor, at: datetime) -> dict[str, Any]:
    """Return the row of one entry. Content without a salt could be guessed from its digest."""
    told: dict[str, Any] = {"facts": spelled(happening.facts), "content_digest": None}
    if happening.content is not None:
        assert happening.salt
        told["content_digest"] = digest(happening.content, salt=happening.salt)
    leaf = rules.leaf(
        at=at, event=happening.event, actor_id=actor.person_id, subject_id=happening.subject_id, told=told
    )
    return {
        "at": at,
        "event": happening.event,
        "actor_id": actor.person_id,
        "subject_id": happening.subject_id,
        "leaf": leaf.hex(),
        **told,
    }


def sign_head(session: Session, *, key: Ed25519PrivateKey, occasion: str, at: datetime) -> JournalHead | None:
    """Give every entry its place and sign a head over all of them; None if there is nothing new.

    :param occasion: why now: `hourly`, `roll.frozen`, `poll.sealed`, `election.declared`.
    """
    if not _place_new_entries(session):
        return None
    peaks, size = _signed_so_far(session, key)
    peaks, size = grown(peaks, size, _leaves_from(session, size))
    tree = root_over(peaks).hex()
    head = JournalHead(
        size=size,
        root=tree,
        at=at,
        occasion=occasion,
        signature=key.sign(rules.head_message(size=size, root=tree, at=at)).hex(),
        peaks=[peak.hex() for peak in peaks],
    )
    session.add(head)
    session.flush()
    return head


def _signed_so_far(session: Session, key: Ed25519PrivateKey) -> tuple[list[bytes], int]:
    """Return the peaks and the size of the newest head, to carry on from.

    Only where we signed it and its peaks are those of its root. Otherwise nothing, so that every leaf
    is asked for: whoever changed the head is found out, and the next one stands on the entries.
    """
    head = session.scalar(select(JournalHead).order_by(JournalHead.size.desc()).limit(1))
    if head is None or not rules.is_signed(
        head.signature, key.public_key(), size=head.size, root=head.root, at=head.at
    ):
        return [], 0
    try:
        peaks = [bytes.fromhex(peak) for peak in head.peaks or ()]
    except (TypeError, ValueError):
        return [], 0
    return (peaks, head.size) if root_over(peaks).hex() == head.root else ([], 0)


def _leaves_from(session: Session, position: int) -> Iterator[bytes]:
    """Give the leaves from a place on, in the order of their places."""
    rows = session.scalars(
        select(JournalEntry.leaf)
        .join(JournalLeaf, JournalLeaf.seq == JournalEntry.seq)
        .where(JournalLeaf.position >= position)
        .order_by(JournalLeaf.position),
        execution_options={"yield_per": BATCH},
    )
    return map(bytes.fromhex, rows)


def head_is_due(session: Session, at: datetime) -> bool:
    """Say whether there are entries under no head, and the newest head is an hour old or there is none.

    Source: decisions, "Tests and time": heads at least hourly.
    """
    newest = session.scalar(select(func.max(JournalHead.at)))
    if newest is not None and at - newest < HEADS_EVERY:
        return False
    placed = select(JournalLeaf.seq).where(JournalLeaf.seq == JournalEntry.seq)
    return bool(session.scalar(select(exists().where(~placed.exists()).select_from(JournalEntry))))


def _place_new_entries(session: Session) -> int:
    """Give a place to each entry that has none, and return how many there were.

    An entry whose transaction began earlier may be committed later, so places go by what is there,
    not by the entry's own number. One gives places at a time; who waited sees what the other gave.
    """
    lock_table(session, JournalLeaf)
    last = session.scalar(select(func.max(JournalLeaf.position)))
    taken = 0 if last is None else last + 1
    new = (
        select(
            (func.row_number().over(order_by=JournalEntry.seq) + literal(taken - 1)).label("position"), JournalEntry.seq
        )
        .outerjoin(JournalLeaf, JournalLeaf.seq == JournalEntry.seq)
        .where(JournalLeaf.seq.is_(None))
    )
    session.execute(insert(table_of(JournalLeaf)).from_select(["position", "seq"], new))
    newest = session.scalar(select(func.max(JournalLeaf.position)))
    return 0 if newest is None else newest + 1 - taken
