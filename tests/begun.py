"""What many tests begin with: made once in each process and engine, and then put into a test's database as it was.

It is put in below the guards, row by row as the product's own deeds left it; the guards stand for all that follows.
"""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar, cast

import psycopg
from psycopg import sql
from sqlalchemy.orm import Session

from govern.core.db import Database

T = TypeVar("T")
FILLED = """
SELECT relname FROM pg_class
WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname <> 'alembic_version'
  AND pg_relation_size(oid) > 0
"""
SEQUENCES = "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL"
TABLES = """
SELECT name FROM sqlite_schema
WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'alembic_version'
"""


@dataclass(frozen=True)
class Rows:
    """All rows of a database on PostgreSQL, by table, and how far each of its sequences has counted."""

    tables: dict[str, bytes]
    sequences: dict[str, int]


_KEPT: dict[tuple[str, str], tuple[Path | Rows, Any]] = {}


def begin(database: Database, name: str, made: Callable[[Session], T]) -> T:
    """Let a database begin as `made` makes it, which is known as `name`. One that has rows is added to, as ever.

    :return: what `made` returned when it was asked; ids and the like, for it outlives the session.
    """
    is_sqlite = database.engine.dialect.name == "sqlite"
    if not (_is_bare_file(database) if is_sqlite else _is_bare(database)):
        return _make(database, made)
    key = (database.engine.dialect.name, name)
    if key not in _KEPT:
        told = _make(database, made)
        _KEPT[key] = (_file_of(database, number=len(_KEPT)) if is_sqlite else _rows_of(database), told)
        return told
    kept, again = _KEPT[key]
    if isinstance(kept, Path):
        _copy(kept, _path(database))
    else:
        _put(kept, database)
    return cast(T, again)


def _make(database: Database, made: Callable[[Session], T]) -> T:
    with database.writing() as session:
        told = made(session)
        session.commit()
    return told


def _path(database: Database) -> Path:
    return Path(str(database.engine.url.database))


def _is_bare_file(database: Database) -> bool:
    """Say whether no table of a database on SQLite has a row."""
    with closing(sqlite3.connect(_path(database))) as connection:
        names = [name for (name,) in connection.execute(TABLES)]
        return not any(connection.execute(f'SELECT 1 FROM "{name}" LIMIT 1').fetchone() for name in names)


def _file_of(database: Database, *, number: int) -> Path:
    """Return a copy of a database's file, which the run's folder keeps for this process."""
    path = _path(database)
    kept = path.with_name(f"begun_{path.stem}_{number}.sqlite")
    _copy(path, kept)
    return kept


def _copy(source: Path, target: Path) -> None:
    """Copy a database page by page, as SQLite itself does, whoever has either of them open."""
    with closing(sqlite3.connect(source)) as read, closing(sqlite3.connect(target)) as written:
        read.backup(written)


def _connected(database: Database) -> psycopg.Connection:
    url = database.engine.url
    return psycopg.connect(host=str(url.query["host"]), user=url.username, dbname=url.database)


def _is_bare(database: Database) -> bool:
    """Say whether no table of a database on PostgreSQL has a row."""
    with _connected(database) as connection:
        return not any(_has_rows(connection, name) for (name,) in connection.execute(FILLED).fetchall())


def _has_rows(connection: psycopg.Connection, table: str) -> bool:
    query = sql.SQL("SELECT 1 FROM {} LIMIT 1").format(sql.Identifier(table))
    return connection.execute(query).fetchone() is not None


def _rows_of(database: Database) -> Rows:
    """Return all rows of a database on PostgreSQL."""
    with _connected(database) as connection:
        names = [name for (name,) in connection.execute(FILLED).fetchall() if _has_rows(connection, name)]
        sequences = {str(name): int(last) for name, last in connection.execute(SEQUENCES).fetchall()}
        return Rows({name: _content(connection, name) for name in names}, sequences)


def _content(connection: psycopg.Connection, table: str) -> bytes:
    query = sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(table))
    with connection.cursor() as cursor, cursor.copy(query) as copied:
        return b"".join(bytes(part) for part in copied)


def _put(rows: Rows, database: Database) -> None:
    """Put rows into a database on PostgreSQL that has none."""
    with _connected(database) as connection, connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for name, content in rows.tables.items():
            with cursor.copy(sql.SQL("COPY {} FROM STDIN").format(sql.Identifier(name))) as copied:
                copied.write(content)
        for name, last in rows.sequences.items():
            cursor.execute("SELECT setval(%s, %s)", (name, last))
