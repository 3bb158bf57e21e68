"""What many tests begin with: made once in each process and engine, and then put into a test's database as it was.

It is put in below the guards, row by row as the product's own deeds left it; the guards stand for all that follows.
"""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar, cast

import psycopg
from psycopg import sql
from sqlalchemy.orm import Session

from govern.core.db import Database
from tests.databases import copy_sqlite

T = TypeVar("T")
USED = """
SELECT relname FROM pg_class
WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname <> 'alembic_version'
  AND pg_relation_size(oid) > 0
ORDER BY relname
"""
SEQUENCES = "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL"
TABLES = """
SELECT name FROM sqlite_schema
WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'alembic_version'
"""


@dataclass(frozen=True)
class Rows:
    """All rows of a database, by table; on PostgreSQL also how far each of its sequences has counted."""

    tables: dict[str, bytes]
    sequences: dict[str, int]

    def digest(self) -> bytes:
        """Return what stands for all rows."""
        return sha256(repr(sorted(self.tables.items())).encode()).digest()

    def changed_from(self, before: "Rows") -> "Rows":
        """Return the tables that hold something else than they did."""
        names = self.tables.keys() | before.tables.keys()
        now = {name: self.tables.get(name, b"") for name in sorted(names)}
        return Rows({name: rows for name, rows in now.items() if rows != before.tables.get(name)}, self.sequences)


@dataclass(frozen=True)
class Begun:
    """What a beginning changed, a copy of the file that it left where there is one, and what was told of it."""

    changed: Rows
    file: Path | None
    told: Any


_KEPT: dict[tuple[str, str, bytes], Begun] = {}
_LEFT: dict[str, set[bytes]] = {}


def begin(database: Database, name: str, made: Callable[[Session], T]) -> T:
    """Let a database begin as `made` makes it, which is known as `name`.

    One that is bare, or still as an earlier `begin` left it, gets what was kept. To any other, `made` adds as ever.

    :return: what `made` returned when it was asked; ids and the like, for it outlives the session.
    """
    engine, before = database.engine.dialect.name, _rows_of(database)
    key = (engine, name, before.digest())
    if key in _KEPT:
        _put(_KEPT[key], database)
        return cast(T, _KEPT[key].told)
    told = _make(database, made)
    left = _LEFT.setdefault(engine, {Rows({}, {}).digest()})
    if before.digest() in left:
        after = _rows_of(database)
        file = _file_of(database, number=len(_KEPT)) if engine == "sqlite" else None
        _KEPT[key] = Begun(after.changed_from(before), file, told)
        left.add(after.digest())
    return told


def _make(database: Database, made: Callable[[Session], T]) -> T:
    with database.writing() as session:
        told = made(session)
        session.commit()
    return told


def _path(database: Database) -> Path:
    return Path(str(database.engine.url.database))


def _file_of(database: Database, *, number: int) -> Path:
    """Return a copy of a database's file, which the run's folder keeps for this process."""
    path = _path(database)
    kept = path.with_name(f"begun_{path.stem}_{number}.sqlite")
    copy_sqlite(path, kept)
    return kept


def _rows_of(database: Database) -> Rows:
    """Return all rows of a database, without the tables that have none."""
    if database.engine.dialect.name == "sqlite":
        with _connected(database) as read:
            names = [name for (name,) in read.execute(TABLES)]
            held = {name: read.execute(f'SELECT * FROM "{name}"').fetchall() for name in names}
            return Rows({name: repr(rows).encode() for name, rows in held.items() if rows}, {})
    with _connected(database) as connection:
        sequences = {str(name): int(last) for name, last in connection.execute(SEQUENCES).fetchall()}
        copied = {name: _copied(connection, name) for (name,) in connection.execute(USED).fetchall()}
        return Rows({name: rows for name, rows in copied.items() if rows}, sequences)


def _copied(connection: psycopg.Connection, table: str) -> bytes:
    query = sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(table))
    with connection.cursor() as cursor, cursor.copy(query) as copied:
        return b"".join(bytes(part) for part in copied)


def _put(begun: Begun, database: Database) -> None:
    """Put what a beginning left into a database that holds what was there before it."""
    if begun.file is not None:
        copy_sqlite(begun.file, _path(database))
        return
    with _connected(database) as connection, connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for name, rows in begun.changed.tables.items():
            cursor.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(name)))
            with cursor.copy(sql.SQL("COPY {} FROM STDIN").format(sql.Identifier(name))) as copied:
                copied.write(rows)
        for name, last in begun.changed.sequences.items():
            cursor.execute("SELECT setval(%s, %s)", (name, last))
        connection.commit()


@contextmanager
def _connected(database: Database) -> Generator[Any]:
    """Give a connection of the database's own engine as its driver has it: what it has read up on serves the test."""
    with database.engine.connect() as connection:
        yield connection.connection.driver_connection
