"""What the migrations build is what the tables declare: columns, keys, CHECKs, indexes and guards.

Alembic's own comparison knows neither CHECKs nor the condition of a partial index nor triggers, and
these are the last line of defence; so the database's own account is compared.
"""

from collections.abc import Generator
from contextlib import contextmanager
from importlib import import_module
from io import StringIO

import pytest
from alembic import command, op
from alembic.migration import MigrationContext
from alembic.operations import BatchOperations, Operations
from sqlalchemy import Connection

from govern.core.db import WRITES, Base, Database
from govern.schema import ROOMS, load_models
from migrations.ddl import altering
from tests.databases import migrating
from tests.migrations.shape import guards, shape, triggers

A_CHECK = "ck_board_plan_each_third_has_a_seat"
AN_INDEX = "uq_membership_version_current"


def declared_guards() -> set[str]:
    """Return every guard that a room's models declare."""
    return {name for room in ROOMS for name in import_module(f"govern.{room}.models").GUARDS}


def declared_shape(empty: Database) -> set[str]:
    """Return the shape that the tables themselves would build."""
    load_models()
    with empty.engine.execution_options(**{WRITES: True}).begin() as connection:
        Base.metadata.create_all(connection)
        return shape(connection)


@contextmanager
def migrating_by_hand(database: Database) -> Generator[Connection]:
    """Give a connection on which the operations of a migration can be called."""
    with database.engine.execution_options(**{WRITES: True}).begin() as connection:
        context = MigrationContext.configure(connection, opts={"target_metadata": Base.metadata})
        with Operations.context(context):
            yield connection


def alter(batch: BatchOperations) -> None:
    """Change a column and change it back, so that the table is made anew where the engine needs that."""
    batch.alter_column("standing", nullable=True)
    batch.alter_column("standing", nullable=False)


def test_alembic_finds_nothing_left_to_migrate(database: Database) -> None:
    with migrating(database) as config:
        config.stdout = StringIO()
        command.check(config)

    assert config.stdout.getvalue() == "No new upgrade operations detected.\n"


def test_the_migrations_build_every_column_key_check_and_index(database: Database, empty: Database) -> None:
    with database.reading() as session:
        built = shape(session.connection())

    assert built == declared_shape(empty)


def test_a_lost_check_or_index_is_seen(database: Database, empty: Database) -> None:
    with migrating_by_hand(database) as connection:
        op.drop_index(AN_INDEX, "membership_version")
        with altering("board_plan") as batch:
            batch.drop_constraint(op.f(A_CHECK), type_="check")
        missing = declared_shape(empty) - shape(connection)

    assert len(missing) == 2
    assert {name for name in (A_CHECK, AN_INDEX) for line in missing if name in line} == {A_CHECK, AN_INDEX}


def test_every_declared_guard_stands_and_no_other(database: Database) -> None:
    with database.reading() as session:
        assert guards(session.connection()) == declared_guards()


def test_altering_a_table_keeps_its_guards_and_checks(database: Database) -> None:
    with migrating_by_hand(database) as connection:
        before = shape(connection), triggers(connection)

        with altering("membership_version") as batch:
            alter(batch)

        assert (shape(connection), triggers(connection)) == before


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_a_plain_batch_would_lose_the_guards_on_sqlite(database: Database) -> None:
    with migrating_by_hand(database) as connection:
        before = triggers(connection)

        with op.batch_alter_table("sign_in_link") as batch:
            batch.alter_column("made_at", nullable=True)

        assert "sign_in_link_is_spent_once__update" in before - triggers(connection)
