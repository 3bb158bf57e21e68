"""One way to write the same guard for SQLite and for PostgreSQL.

A guard is a trigger that refuses what must never be true. Conditions are written once, in SQL that
both engines read, over NEW and OLD. SQLite raises ABORT, PostgreSQL a check violation named after
the guard, so that both reach Python as an IntegrityError which names it.
"""

from collections.abc import Generator, Iterable
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations


def is_sqlite() -> bool:
    """Say which of the two engines is being migrated."""
    return op.get_bind().dialect.name == "sqlite"


def refuse(guard: str, table: str, event: str, *, when: str = "true") -> None:
    """Refuse an INSERT, UPDATE or DELETE of any row for which `when` holds.

    :param when: a condition over NEW and OLD; write `IS DISTINCT FROM` for changes.
    """
    name = f"{guard}__{event.lower()}"
    if is_sqlite():
        _sqlite_trigger(name, guard, table, event, when)
        return
    row = "OLD" if event == "DELETE" else "NEW"
    _postgresql_function(name, f"IF {when} THEN {_raise(guard, table)} END IF; RETURN {row};")
    op.execute(f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")


def refuse_rows(guard: str, table: str, *, when: str) -> None:
    """Refuse an INSERT of any row for which `when` holds, looking at all rows of a statement at once.

    For tables that are filled by the million: PostgreSQL asks once a statement, not once a row.
    """
    name = f"{guard}__insert"
    if is_sqlite():
        _sqlite_trigger(name, guard, table, "INSERT", when)
        return
    over = when.replace("NEW.", "added.")
    _postgresql_function(
        name, f"IF EXISTS (SELECT 1 FROM added WHERE {over}) THEN {_raise(guard, table)} END IF; RETURN NULL;"
    )
    op.execute(
        f"CREATE TRIGGER {name} AFTER INSERT ON {table} REFERENCING NEW TABLE AS added"
        f" FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
    )


def append_only(table: str, *, guard: str | None = None) -> None:
    """Refuse to change, remove or empty what a table holds."""
    guard = guard or f"{table}_is_append_only"
    refuse(guard, table, "UPDATE")
    kept(table, guard)


def kept(table: str, guard: str, *, unless: str = "false") -> None:
    """Refuse to remove rows, but for those for which `unless` holds; refuse to empty the table."""
    refuse(guard, table, "DELETE", when="true" if unless == "false" else f"NOT ({unless})")
    if is_sqlite():
        return
    name = f"{guard}__truncate"
    _postgresql_function(name, f"{_raise(guard, table)}")
    op.execute(f"CREATE TRIGGER {name} BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {name}()")


def changes_only(guard: str, table: str, *, columns: Iterable[str], when: str = "true") -> None:
    """Refuse an UPDATE that changes any of `columns`, for rows for which `when` holds."""
    refuse(guard, table, "UPDATE", when=f"({when}) AND ({_changed(columns)})")


def only_superseded(table: str, columns: Iterable[str]) -> None:
    """Let a version row be superseded once, and changed in no other way."""
    refuse(
        f"{table}_is_only_superseded",
        table,
        "UPDATE",
        when=f"OLD.superseded_at IS NOT NULL OR NEW.superseded_at IS NULL OR {_changed(columns)}",
    )


def no_overlap(guard: str, table: str, *key: str, among: str = "true") -> None:
    """Refuse two current versions of one `key`, a column or some, whose days overlap."""
    if not is_sqlite():
        op.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
        alike = ", ".join(f"{column} WITH =" for column in key)
        op.execute(
            f"ALTER TABLE {table} ADD CONSTRAINT {guard} EXCLUDE USING gist"
            f" ({alike}, daterange(valid_from, valid_to) WITH &&) WHERE (superseded_at IS NULL AND {among})"
        )
        return
    same = " AND ".join(f"other.{column} = NEW.{column}" for column in key)
    mine, others = among.replace("standing", "NEW.standing"), among.replace("standing", "other.standing")
    refuse(
        guard,
        table,
        "INSERT",
        when=f"NEW.superseded_at IS NULL AND {mine} AND EXISTS (SELECT 1 FROM {table} AS other"
        f" WHERE {same} AND other.superseded_at IS NULL AND {others}"
        " AND (other.valid_to IS NULL OR NEW.valid_from < other.valid_to)"
        " AND (NEW.valid_to IS NULL OR other.valid_from < NEW.valid_to))",
    )


def drop_guards(table: str, guards: Iterable[str]) -> None:
    """Drop a table's guards before the table goes, with their functions on PostgreSQL."""
    for guard in guards:
        for event in ("insert", "update", "delete", "truncate"):
            name = f"{guard}__{event}"
            if is_sqlite():
                op.execute(f"DROP TRIGGER IF EXISTS {name}")
            else:
                op.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
                op.execute(f"DROP FUNCTION IF EXISTS {name}()")


@contextmanager
def altering(table: str) -> Generator[BatchOperations]:
    """Alter a table and keep every guard.

    On SQLite a batch copies the table, drops the old one and gives its name to the copy. The table's own triggers go
    with it, silently, so they are made again as they were. Those of other tables that look at it would keep the copy
    from its name; the older way of renaming leaves them, and whatever refers to the table, as they are.

    Source: SQLite, ALTER TABLE, "Compatibility Note"; PRAGMA legacy_alter_table.
    """
    own = _own_triggers(table) if is_sqlite() else {}
    if is_sqlite():
        op.execute("PRAGMA legacy_alter_table = ON")
    with op.batch_alter_table(table, reflect_kwargs={"resolve_fks": False}) as batch:
        yield batch
    if is_sqlite():
        op.execute("PRAGMA legacy_alter_table = OFF")
        for name in own.keys() - _own_triggers(table).keys():
            op.execute(sa.text(own[name].replace(":", r"\:")))


def _own_triggers(table: str) -> dict[str, str]:
    """Return the statement of each trigger of an SQLite table, by its name."""
    asked = sa.text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :name")
    return {row.name: row.sql for row in op.get_bind().execute(asked, {"name": table})}


def _changed(columns: Iterable[str]) -> str:
    """Return the condition that one of the columns changes. As text, for JSON has no equality."""
    return " OR ".join(f"CAST(NEW.{column} AS TEXT) IS DISTINCT FROM CAST(OLD.{column} AS TEXT)" for column in columns)


def _sqlite_trigger(name: str, guard: str, table: str, event: str, when: str) -> None:
    """Write a guard for SQLite, whose older versions say IS NOT for IS DISTINCT FROM."""
    condition = when.replace("IS DISTINCT FROM", "IS NOT")
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW WHEN {condition}"
        f" BEGIN SELECT RAISE(ABORT, '{guard}'); END"
    )


def _postgresql_function(name: str, body: str) -> None:
    """Write the function behind a guard for PostgreSQL."""
    op.execute(f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$")


def _raise(guard: str, table: str) -> str:
    """Return the statement by which PostgreSQL names the guard that refused."""
    return f"RAISE EXCEPTION USING ERRCODE = '23514', CONSTRAINT = '{guard}', TABLE = '{table}', MESSAGE = '{guard}';"
