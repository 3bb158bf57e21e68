"""Raw SQL, as somebody with the database's password would write it, past all services."""

import re
from collections.abc import Mapping
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session


def ensure_refused(session: Session, guard: str, statement: str, facts: Mapping[str, Any] | None = None) -> None:
    """Try a statement, and hold the database to refusing it in the name of `guard`.

    :param guard: a regular expression, where any of several may be the first to refuse.
    """
    with pytest.raises(IntegrityError, match=rf"\b({guard})\b"), session.begin_nested():
        session.execute(text(statement), facts or {})


def emptied(session: Session, table: str) -> str:
    """Return the statement that empties a table at one stroke, past what row triggers see."""
    return f"DELETE FROM {table}" if session.get_bind().dialect.name == "sqlite" else f"TRUNCATE {table} CASCADE"


def rewritten(session: Session, table: str, key: str, change: str = "") -> str:
    """Return the statement that writes every row over itself, in the engine's own way to do so.

    :param change: what PostgreSQL is told to set, where writing the same again is no offence.
    """
    if session.get_bind().dialect.name == "sqlite":
        return f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"
    first = key.split(",")[0]
    change = change or f"{first} = excluded.{first}"
    return f"INSERT INTO {table} SELECT * FROM {table} ON CONFLICT ({key}) DO UPDATE SET {change}"


def of_any(guards: Mapping[str, list[str]]) -> str:
    """Return the expression that matches any guard of a migration."""
    return "|".join(re.escape(guard) for names in guards.values() for guard in names)


def unguard(session: Session, table: str, *guards: str) -> None:
    """Take a table's guards away, as whoever owns the database can.

    :param guards: those that go, of what an INSERT meets; all guards if none is named.
    """
    is_postgresql = session.get_bind().dialect.name == "postgresql"
    for guard in guards:
        name = f"{guard}__insert"
        session.execute(text(f"DROP TRIGGER {name} ON {table}" if is_postgresql else f"DROP TRIGGER {name}"))
    if not guards:
        _unguard_whole(session, table, is_postgresql=is_postgresql)


def _unguard_whole(session: Session, table: str, *, is_postgresql: bool) -> None:
    if is_postgresql:
        session.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER ALL"))
        return
    session.execute(text("PRAGMA defer_foreign_keys = ON"))
    triggers = text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :name")
    for name in session.scalars(triggers, {"name": table}).all():
        session.execute(text(f"DROP TRIGGER {name}"))
