"""Bringing the database to the newest shape."""

import click
from alembic import command

from config import Settings
from govern.cli.setup import in_words, settings
from govern.cli.shape import configuration, ensure_not_newer
from govern.core.db import WRITES, Database


@click.command()
def migrate() -> None:
    """Bring the database to the newest shape.

    Safe to run at any time and as often as you like: what is done is left alone.
    """
    told = settings()
    with in_words():
        migrate_database(told)
    click.echo("The database has the newest shape.")


def migrate_database(told: Settings) -> None:
    """Run every migration that has not been run, in one connection.

    :raises DatabaseNewer: the database has had one that we do not know.
    """
    database = Database(told.database_url)
    try:
        database.ensure_answers()
        ensure_not_newer(database)
        migrate_to_newest(database)
    finally:
        database.close()


def migrate_to_newest(database: Database) -> None:
    """Run every migration that this database has not had."""
    with database.engine.execution_options(**{WRITES: True}).connect() as connection:
        prepared = configuration()
        prepared.attributes["connection"] = connection
        command.upgrade(prepared, "head")
