"""The one way in which version rows are written, single or by the hundred thousand, and journalled."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Table, delete, select, update
from sqlalchemy.orm import Session

from govern.audit import service as audit
from govern.audit.service import Happening
from govern.core.actors import Actor
from govern.core.bulk import insert_all
from govern.core.db import table_of
from govern.register.models import Connection, Interest, MembershipVersion, NameKey, PersonVersion, StandIn
from govern.register.rules import Span, search_keys

Row = dict[str, Any]
SALT_BYTES = 32

PERSONS, MEMBERSHIPS, STAND_INS = table_of(PersonVersion), table_of(MembershipVersion), table_of(StandIn)
CONNECTIONS, INTERESTS = table_of(Connection), table_of(Interest)
KEYS = table_of(NameKey)
ANCHOR = {
    PERSONS: "person_id",
    MEMBERSHIPS: "membership_id",
    STAND_INS: "membership_id",
    CONNECTIONS: "connection_id",
    INTERESTS: "interest_id",
}
# What a version says. The journal holds a digest of it, salted with the version's own salt.
CONTENT: dict[Table, tuple[str, ...]] = {
    PERSONS: (
        "name",
        "sort_name",
        "postal_address",
        "email",
        "email_purposes",
        "birth_on",
        "adult_confirmed_on",
        "valid_from",
        "valid_to",
        "recorded_at",
    ),
    MEMBERSHIPS: (
        "person_id",
        "constituency_id",
        "sub_constituency_id",
        "standing",
        "ground",
        "valid_from",
        "valid_to",
        "decision_id",
        "batch_id",
        "recorded_at",
    ),
    STAND_INS: ("person_id", "acting", "authority", "resolved_on", "valid_from", "valid_to", "recorded_at"),
    CONNECTIONS: ("person_id", "kind", "other_id", "valid_from", "valid_to", "recorded_at"),
    INTERESTS: ("person_id", "nature", "extent", "is_general_notice", "valid_from", "valid_to", "recorded_at"),
}


# Said since a later shape of the register, and told only where something is said, so that the digests of before hold.
LATER: dict[Table, tuple[str, ...]] = {
    PERSONS: ("telephone", "telephone_purposes", "language", "formats"),
    MEMBERSHIPS: (),
    CONNECTIONS: (),
    INTERESTS: (),
    STAND_INS: (),
}


def new_row(told: Mapping[str, Any], *, actor: Actor, at: datetime) -> Row:
    """Return a version row that says what it is told, recorded now by this actor."""
    fresh = {"id": uuid4(), "recorded_at": at, "superseded_at": None, "recorded_by": actor.person_id}
    return {**told, **fresh, "salt": secrets.token_hex(SALT_BYTES)}


def write(session: Session, table: Table, rows: Sequence[Row], *, event: str, actor: Actor, at: datetime) -> None:
    """Insert version rows and journal each as `event`."""
    insert_all(session, table, rows)
    if table is PERSONS:
        insert_all(session, KEYS, _keys(rows))
    audit.record_many(session, (told(table, row, event=event) for row in rows), actor=actor, at=at)


def _keys(rows: Sequence[Row]) -> list[Row]:
    """Return the spellings by which these versions of people are found."""
    return [
        {"key": key, "version_id": row["id"]}
        for row in rows
        for key in search_keys(row["name"], sorted_as=row["sort_name"])
    ]


def told(table: Table, row: Mapping[str, Any], *, event: str) -> Happening:
    """Return what the journal is told of a version: ids, and a salted digest of what it says."""
    return Happening(
        event=event,
        subject_id=row[ANCHOR[table]],
        facts={"version": row["id"]},
        content=content_of(table, row),
        salt=row["salt"],
    )


def content_of(table: Table, row: Mapping[str, Any]) -> Row:
    """Return what a version says, as the journal's digest is made of it."""
    return {name: row[name] for name in CONTENT[table]} | {name: row[name] for name in LATER[table] if row.get(name)}


def restate(session: Session, table: Table, row: Row, *, event: str, actor: Actor, at: datetime) -> None:
    """Write a version over all current ones whose days it shares, and keep what is left of those.

    The overlapped rows are superseded, never changed; the days of theirs that the new one does not
    take are written again as they were.

    Source: Companies Act 2006 s.113(6A): old particulars stay, with both dates.
    """
    new = Span(valid_from=row["valid_from"], valid_to=row["valid_to"])
    overlapped = [old for old in current(session, table, row[ANCHOR[table]]) if new.meets(_span(old))]
    _supersede(session, table, overlapped, event=event, actor=actor, at=at)
    kept = [
        new_row({**old, **vars(left)}, actor=actor, at=at) for old in overlapped for left in _span(old).without(new)
    ]
    write(session, table, kept, event=f"{event.partition('.')[0]}.restated", actor=actor, at=at)
    write(session, table, [row], event=event, actor=actor, at=at)


def replace(session: Session, table: Table, row: Row, *, event: str, actor: Actor, at: datetime) -> None:
    """Write a version in the place of all current ones, whichever days they had."""
    withdraw(session, table, row[ANCHOR[table]], event=event, actor=actor, at=at)
    write(session, table, [row], event=event, actor=actor, at=at)


def withdraw(session: Session, table: Table, anchor_id: UUID, *, event: str, actor: Actor, at: datetime) -> None:
    """Say of all current versions that they are no longer what we know, and say nothing in their place."""
    _supersede(session, table, current(session, table, anchor_id), event=event, actor=actor, at=at)


def cut(  # noqa: PLR0913 - which, from when on, and the three that every deed takes
    session: Session, table: Table, anchor_id: UUID, *, on: date, event: str, actor: Actor, at: datetime
) -> None:
    """Let nothing hold from a day on, and keep what was said of the days before it."""
    gone = Span(valid_from=on)
    overlapped = [old for old in current(session, table, anchor_id) if gone.meets(_span(old))]
    _supersede(session, table, overlapped, event=event, actor=actor, at=at)
    kept = [
        new_row({**old, **vars(left)}, actor=actor, at=at) for old in overlapped for left in _span(old).without(gone)
    ]
    write(session, table, kept, event=event, actor=actor, at=at)


def current(session: Session, table: Table, anchor_id: UUID) -> list[Row]:
    """Return the versions of one person or membership that hold now, in the order of their days."""
    query = select(table).where(table.c[ANCHOR[table]] == anchor_id, table.c.superseded_at.is_(None))
    return [dict(row) for row in session.execute(query.order_by(table.c.valid_from)).mappings()]


def _supersede(session: Session, table: Table, rows: Sequence[Row], *, event: str, actor: Actor, at: datetime) -> None:
    """Say of versions that they are no longer what we know, and journal it, so that nobody can do it unseen."""
    if not rows:
        return
    session.flush()
    ids = [row["id"] for row in rows]
    session.execute(update(table).where(table.c.id.in_(ids)).values(superseded_at=at))
    if table is PERSONS:
        # Nobody is found by a name that was corrected.
        session.execute(delete(KEYS).where(KEYS.c.version_id.in_(ids)))
    superseded = f"{event.partition('.')[0]}.superseded"
    happenings = (superseding(table, {**row, "superseded_at": at}, event=superseded) for row in rows)
    audit.record_many(session, happenings, actor=actor, at=at)
    # Objects read before would still show them as current.
    session.expire_all()


def superseding(table: Table, row: Mapping[str, Any], *, event: str) -> Happening:
    """Return what the journal is told when a version is superseded: that, and when."""
    return Happening(
        event=event,
        subject_id=row[ANCHOR[table]],
        facts={"version": row["id"]},
        content={"version": row["id"], "superseded_at": row["superseded_at"]},
        salt=row["salt"],
    )


def _span(row: Mapping[str, Any]) -> Span:
    return Span(valid_from=row["valid_from"], valid_to=row["valid_to"])
