"""What a database really consists of, as lines of text that can be compared."""

import re
from collections.abc import Iterator

from sqlalchemy import Connection, Inspector, inspect, text

OURS_NOT = {"alembic_version"}
EVENT = re.compile(r"__(insert|update|delete|truncate)$")

POSTGRESQL = {
    "constraint": """
        SELECT conrelid::regclass || '.' || conname || ': ' || pg_get_constraintdef(oid)
        FROM pg_constraint WHERE contype IN ('c', 'f', 'p', 'u') AND connamespace = 'public'::regnamespace
    """,
    "index": """
        SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
        AND indexname NOT IN (SELECT conname FROM pg_constraint WHERE contype = 'x')
    """,
    "column": """
        SELECT table_name || '.' || column_name || ': ' || data_type || ' null ' || is_nullable
            || ' identity ' || is_identity || ' default ' || coalesce(column_default, 'none')
        FROM information_schema.columns WHERE table_schema = 'public'
    """,
}
TRIGGERS = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
}
# All that was said of a table, in one order.
STATEMENTS = """
    SELECT tbl_name, group_concat(sql, ';') FROM (
        SELECT * FROM sqlite_master WHERE type IN ('table', 'index') AND tbl_name NOT LIKE 'sqlite~_%' ESCAPE '~'
        ORDER BY type, name
    ) GROUP BY tbl_name
"""
_READ: dict[tuple[str, str], list[str]] = {}


def shape(connection: Connection) -> set[str]:
    """Return every column, key, CHECK and index of our tables, one line each. Triggers are apart."""
    lines = _of_postgresql(connection) if connection.dialect.name == "postgresql" else _of_sqlite(connection)
    return {line for line in lines if not any(name in line for name in OURS_NOT)}


def triggers(connection: Connection) -> set[str]:
    """Return the name of every trigger."""
    return set(connection.scalars(text(TRIGGERS[connection.dialect.name])))


def guards(connection: Connection) -> set[str]:
    """Return the guards that the database keeps: its triggers without their events, and its exclusions."""
    names = {EVENT.sub("", name) for name in triggers(connection)}
    if connection.dialect.name == "postgresql":
        names |= set(connection.scalars(text("SELECT conname FROM pg_constraint WHERE contype = 'x'")))
    return names


def functions(connection: Connection) -> set[str]:
    """Return the name of every function that no extension brought; SQLite has none."""
    if connection.dialect.name == "sqlite":
        return set()
    return set(
        connection.scalars(
            text("""
                SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace
                AND oid NOT IN (SELECT objid FROM pg_depend WHERE deptype = 'e')
            """)
        )
    )


def _of_postgresql(connection: Connection) -> Iterator[str]:
    """Give the lines as PostgreSQL itself spells them."""
    for kind, query in POSTGRESQL.items():
        for line in connection.scalars(text(query)):
            yield f"{kind} {line}"


def _of_sqlite(connection: Connection) -> Iterator[str]:
    """Give the lines as SQLite keeps them: what the statements said.

    Most steps leave most tables as they were, and a table of the same statements has the same lines.
    """
    inspector = inspect(connection)
    for table, statements in connection.execute(text(STATEMENTS)).all():
        if (table, statements) not in _READ:
            _READ[table, statements] = list(_of_table(inspector, table, statements))
        yield from _READ[table, statements]
    for line in connection.scalars(text("SELECT sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")):
        yield f"index {line}"


def _of_table(inspector: Inspector, table: str, statements: str) -> Iterator[str]:
    """Give the lines of one table; without row ids, its rows lie in the order of their key, and not as they came."""
    yield from (f"column {table}.{line}" for line in _columns(inspector, table))
    yield from (f"constraint {table}.{line}" for line in _constraints(inspector, table))
    yield f"table {table}: {'without' if 'WITHOUT ROWID' in statements.upper() else 'with'} rowid"


def _columns(inspector: Inspector, table: str) -> Iterator[str]:
    """Give the columns of one table."""
    for column in inspector.get_columns(table):
        yield f"{column['name']}: {column['type']} null {column['nullable']} default {column['default']}"


def _constraints(inspector: Inspector, table: str) -> Iterator[str]:
    """Give the keys and CHECKs of one table."""
    for check in inspector.get_check_constraints(table):
        yield f"{check['name']}: {check['sqltext']}"
    for unique in inspector.get_unique_constraints(table):
        yield f"{unique['name']}: unique {unique['column_names']}"
    for key in inspector.get_foreign_keys(table):
        target = f"{key['referred_table']} {key['referred_columns']}"
        yield f"{key['name']}: {key['constrained_columns']} to {target} {key['options']}"
    yield f"primary key {inspector.get_pk_constraint(table)['constrained_columns']}"
