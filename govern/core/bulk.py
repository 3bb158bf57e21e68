"""Many rows at once, without an object or a statement for each.

A register comes in by the hundred thousand. The database is given the rows as one JSON text: so
PostgreSQL's guards look once at all of them, and SQLite's need not be ready to undo each row alone.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Dialect, Table, text
from sqlalchemy.orm import Session

BATCH = 10_000
Rows = Sequence[Mapping[str, Any]]


def insert_all(session: Session, table: Table, rows: Rows) -> None:
    """Insert rows that all name the same columns, in their order.

    Only what is named is written: defaults of the model are not made up for.
    """
    write = _insert_postgresql if session.get_bind().dialect.name == "postgresql" else _insert_sqlite
    for start in range(0, len(rows), BATCH):
        write(session, table, rows[start : start + BATCH])


def _insert_postgresql(session: Session, table: Table, rows: Rows) -> None:
    columns = ", ".join(rows[0])
    told = f"SELECT {columns} FROM json_populate_recordset(CAST(NULL AS {table.name}), CAST(:rows AS json))"  # noqa: S608 - our own names
    session.execute(text(f"INSERT INTO {table.name} ({columns}) {told}"), {"rows": json.dumps(rows, default=_plain)})


def _plain(value: Any) -> str:
    """Return what PostgreSQL reads as an id, a date or an instant. A time without a zone is refused."""
    match value:
        case datetime(tzinfo=None):
            raise ValueError("an instant needs a time zone")
        case UUID() | date():
            return str(value)
    raise TypeError(f"{type(value).__name__} has no place in a row")


def _insert_sqlite(session: Session, table: Table, rows: Rows) -> None:
    connection = session.connection()
    stored = [_stored(table.c[name], [row[name] for row in rows], connection.dialect) for name in rows[0]]
    told = ", ".join(f"json_extract(value, '$[{place}]')" for place in range(len(stored)))
    statement = f"INSERT INTO {table.name} ({', '.join(rows[0])}) SELECT {told} FROM json_each(?)"  # noqa: S608 - our own names
    connection.exec_driver_sql(statement, (json.dumps(list(zip(*stored, strict=True))),))


def _stored(column: Column[Any], values: list[Any], dialect: Dialect) -> list[Any]:
    """Return the values of one column as the model stores them."""
    process = column.type.dialect_impl(dialect).bind_processor(dialect)
    if process is None:
        return values
    if all(value is values[0] for value in values):
        return [process(values[0])] * len(values)
    return [process(value) for value in values]
