"""How Alembic finds the database and compares it with the models."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import BigInteger, Connection

from config import Settings
from govern.core.db import Base, LocalTextType, UtcDateTime, make_engine
from govern.schema import load_models


def render_item(kind: str, item: Any, autogen: AutogenContext) -> str | Literal[False]:
    """Write our own column types as SQLAlchemy's, so that a migration imports nothing of ours."""
    if kind == "type":
        if isinstance(item, UtcDateTime):
            return "sa.DateTime(timezone=True)"
        if isinstance(item, LocalTextType):
            return "sa.JSON()"
        if isinstance(item, BigInteger) and "sqlite" in item._variant_mapping:
            return 'sa.BigInteger().with_variant(sa.Integer(), "sqlite")'
    return False


def run(connection: Connection) -> None:
    """Run the migrations on one connection, each in its own transaction."""
    load_models()
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        render_item=render_item,
        transaction_per_migration=True,
    )
    with keys_at_rest(connection), context.begin_transaction():
        context.run_migrations()


@contextmanager
def keys_at_rest(connection: Connection) -> Generator[None]:
    """Let a step make a table anew that others point to; afterwards every key must point somewhere.

    On SQLite, dropping the old table would first remove its rows, which foreign keys refuse. They
    can be put to rest only outside a transaction, so not in the step itself.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    driver = connection.connection.driver_connection
    assert driver is not None
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
        lost = driver.execute("PRAGMA foreign_key_check").fetchall()
        assert not lost, f"rows point to rows that are gone: {lost}"
    finally:
        driver.execute("PRAGMA foreign_keys=ON")


given: Connection | None = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    with make_engine(Settings.from_environment().database_url).connect() as connection:
        run(connection)
