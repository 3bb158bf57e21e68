"""Derive a roll and freeze it."""

import secrets
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Uuid, insert, literal, select, update
from sqlalchemy.orm import Session

from govern.audit import service as audit
from govern.audit.service import Happening
from govern.core import lookup
from govern.core.actors import Actor
from govern.core.db import AnySelect, random_uuid, table_of
from govern.core.merkle import root
from govern.rolls import rules
from govern.rolls.models import Roll, RollEntry
from govern.rolls.refusals import NobodyOnRoll, RollAlreadyFrozen

ELECTOR_COLUMNS = ("person_id", "capacity", "membership_id", "number", "class", "weight")


def draft(session: Session, *, roll_date: date) -> Roll:
    """Begin a roll. It has no entries until it is frozen."""
    roll = Roll(roll_date=roll_date, salt=secrets.token_hex(32))
    session.add(roll)
    session.flush()
    return roll


def freeze(session: Session, roll_id: UUID, *, electors: AnySelect, bound_to: str, actor: Actor, at: datetime) -> Roll:
    """Write the electors into the roll, commit to them by a Merkle root, and close it for ever.

    :param electors: what the room above says the electors are, as one SELECT with the columns of
        ELECTOR_COLUMNS in that order. It runs inside the database; no elector passes through here.
    :param bound_to: eid0 of the poll's manifest, 64 hexadecimal digits.
    :raises RollAlreadyFrozen: it was frozen before.
    :raises NobodyOnRoll: the SELECT has no row.

    Source: domain 2.8 INV-14, INV-39; decisions, "Roll, mark, cast".
    """
    roll = lookup.locked(session, Roll, roll_id)
    if roll.frozen_at is not None:
        raise RollAlreadyFrozen
    fill(session, roll_id, electors)
    count, merkle_root = commitment(session, roll_id, secret=bytes.fromhex(roll.salt), bound_to=bytes.fromhex(bound_to))
    if count == 0:
        raise NobodyOnRoll
    session.execute(
        update(Roll)
        .where(Roll.id == roll_id)
        .values(bound_to=bound_to, frozen_at=at, root=merkle_root.hex(), electors=count)
    )
    told = {"root": merkle_root.hex(), "electors": count, "roll_date": roll.roll_date}
    audit.record(session, Happening(event="roll.frozen", subject_id=roll_id, facts=told), actor=actor, at=at)
    session.refresh(roll)
    return roll


def fill(session: Session, roll_id: UUID, electors: AnySelect) -> None:
    """Write the electors into the roll by one INSERT ... SELECT, each with a random elector id."""
    derived = electors.subquery("elector")
    chosen = select(
        literal(roll_id, Uuid()),
        random_uuid(),
        *(derived.c[name] for name in ELECTOR_COLUMNS),
    )
    session.execute(insert(table_of(RollEntry)).from_select(["roll_id", "elector_id", *ELECTOR_COLUMNS], chosen))


def commitment(session: Session, roll_id: UUID, *, secret: bytes, bound_to: bytes) -> tuple[int, bytes]:
    """Return how many electors a roll has, and the Merkle root over them in order of number."""
    rows = session.execute(
        select(RollEntry.number, RollEntry.elector_class).where(RollEntry.roll_id == roll_id).order_by(RollEntry.number)
    )
    hashed = rules.leaves(bound_to=bound_to, secret=secret, electors=rows)
    return len(hashed), root(hashed)
