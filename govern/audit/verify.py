"""Check the journal against itself, against heads held elsewhere, and against the rows it speaks of.

Whoever can write to the database can drop a guard and change a row. What they cannot do is sign: so
every leaf is computed again from its entry, every head's root from the leaves, and every digest of
content is looked for among the rows as they stand.

Source: domain 2.8 INV-12; Co-operative and Community Benefit Societies Act 2014 s.30(6).
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import Result, Row, func, select
from sqlalchemy.orm import Session

from govern.audit import rules
from govern.audit.models import Disposal, JournalEntry, JournalHead, JournalLeaf
from govern.core.merkle import roots_at
from govern.core.words import Sentence, say, say_many

BATCH = 5_000
Content = tuple[UUID, str]
ENTRY = (
    JournalEntry.at,
    JournalEntry.event,
    JournalEntry.actor_id,
    JournalEntry.subject_id,
    JournalEntry.facts,
    JournalEntry.content_digest,
)


def verify(
    session: Session,
    *,
    key: Ed25519PublicKey,
    contents: Iterable[Content] = (),
    witnessed: Mapping[int, str] | None = None,
) -> list[Sentence]:
    """Return what is wrong with the journal and the rows it speaks of; nothing if all is as it was signed.

    :param key: the public half of the key that signs heads.
    :param contents: (subject_id, digest) of every row of the register as it stands: the subject and
        the digest, salted with the row's own salt, that the journal was told when it was written.
    :param witnessed: size to root of heads that somebody outside has kept, 64 hexadecimal digits.
    """
    return [
        *_changed_entries(session),
        *_misplaced_entries(session),
        *_false_heads(session, key, witnessed or {}),
        *_changed_contents(session, contents),
    ]


def _leaf(entry: Row[Any]) -> bytes:
    """Return the leaf that an entry, as it stands, would have; nothing if it holds what we never write."""
    told = {"facts": entry.facts, "content_digest": entry.content_digest}
    try:
        return rules.leaf(
            at=entry.at, event=entry.event, actor_id=entry.actor_id, subject_id=entry.subject_id, told=told
        )
    except TypeError:
        return b""


def _changed_entries(session: Session) -> Iterator[Sentence]:
    """Find entries that no longer say what their leaf was computed from."""
    rows = session.execute(
        select(JournalEntry.seq, JournalEntry.leaf, *ENTRY).order_by(JournalEntry.seq),
        execution_options={"yield_per": BATCH},
    )
    for entry in rows:
        if _leaf(entry).hex() != entry.leaf:
            yield say("Entry %(seq)s of the journal was changed after it was written.", seq=str(entry.seq))


def _misplaced_entries(session: Session) -> Iterator[Sentence]:
    """Find gaps between places, and places of entries that are not there."""
    places, last = session.execute(select(func.count(), func.max(JournalLeaf.position))).one()
    if places and places != last + 1:
        yield say_many(
            "The journal has %(count)s place up to number %(last)s, so entries were removed from it.",
            "The journal has %(count)s places up to number %(last)s, so entries were removed from it.",
            count=places,
            last=str(last),
        )
    lost = session.scalars(
        select(JournalLeaf.position)
        .outerjoin(JournalEntry, JournalEntry.seq == JournalLeaf.seq)
        .where(JournalEntry.seq.is_(None))
        .order_by(JournalLeaf.position)
    )
    for position in lost:
        yield say("The entry at place %(position)s of the journal was removed.", position=str(position))


def _false_heads(session: Session, key: Ed25519PublicKey, witnessed: Mapping[int, str]) -> Iterator[Sentence]:
    """Find heads that were not signed by the installation, or do not stand for the entries as they are."""
    heads = {head.size: head for head in session.scalars(select(JournalHead).order_by(JournalHead.size))}
    for head in heads.values():
        if not rules.is_signed(head.signature, key, size=head.size, root=head.root, at=head.at):
            yield say_many(
                "The head over %(count)s entry is not signed by this installation.",
                "The head over %(count)s entries is not signed by this installation.",
                count=head.size,
            )
    with _placed_entries(session) as entries:
        roots = dict(roots_at(map(_leaf, entries), sorted(heads.keys() | witnessed.keys())))
    for size, head in heads.items():
        if roots.get(size, b"").hex() != head.root:
            yield say_many(
                "The first entry of the journal is not the one that was signed.",
                "The first %(count)s entries of the journal are not those that were signed.",
                count=size,
            )
    for size, root in witnessed.items():
        if roots.get(size, b"").hex() != root:
            yield say_many(
                "The first entry is not that of the head that was kept elsewhere.",
                "The first %(count)s entries are not those of the head that was kept elsewhere.",
                count=size,
            )


def _placed_entries(session: Session) -> Result[Any]:
    """Return the entries as they stand, in the order of their places."""
    return session.execute(
        select(*ENTRY).join(JournalLeaf, JournalLeaf.seq == JournalEntry.seq).order_by(JournalLeaf.position),
        execution_options={"yield_per": BATCH},
    )


def _changed_contents(session: Session, contents: Iterable[Content]) -> Iterator[Sentence]:
    """Find rows that the journal knows otherwise or not at all, and entries whose rows are gone."""
    unexplained = Counter(contents)
    gone: Counter[Content] = Counter()
    disposed = {str(record) for record in session.scalars(select(Disposal.record_id))}
    for entry in _told_of_content(session):
        told = (entry.subject_id, entry.content_digest)
        if unexplained[told]:
            unexplained[told] -= 1
        elif _version(entry) not in disposed:
            gone[told] += 1
    yield from _differences({subject for subject, _ in +unexplained}, {subject for subject, _ in gone})


def _version(entry: Row[Any]) -> str | None:
    """Return the id of the version row that an entry speaks of, by which leave to dispose of it is given."""
    match entry.facts:
        case {"version": str(version)}:
            return version
    return None


def _told_of_content(session: Session) -> Iterable[Row[Any]]:
    return session.execute(
        select(JournalEntry.subject_id, JournalEntry.content_digest, JournalEntry.facts).where(
            JournalEntry.content_digest.is_not(None)
        ),
        execution_options={"yield_per": BATCH},
    )


def _differences(found: set[UUID], lost: set[UUID]) -> Iterator[Sentence]:
    """Say of each subject how its rows differ from what the journal was told."""
    for subject in sorted(found & lost):
        yield say("What the register says of %(record)s was changed past the journal.", record=str(subject))
    for subject in sorted(found - lost):
        yield say("The register has an entry on %(record)s that the journal does not know.", record=str(subject))
    for subject in sorted(lost - found):
        yield say("An entry on %(record)s is gone from the register.", record=str(subject))
