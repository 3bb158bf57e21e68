"""Bringing the database to the newest shape."""

import click
from alembic import command
from alembic.config import Config

from config import ROOT, Settings
from govern.cli.setup import in_words, settings
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
    """Run every migration that has not been run, in one connection."""
    database = Database(told.database_url)
    database.ensure_answers()
    migrate_to_newest(database)
    database.close()


def migrate_to_newest(database: Database) -> None:
    """Run every migration that this database has not had."""
    with database.engine.execution_options(**{WRITES: True}).connect() as connection:
        configuration = Config(toml_file=ROOT / "pyproject.toml")
        configuration.set_main_option("script_location", str(ROOT / "migrations"))
        configuration.attributes["connection"] = connection
        command.upgrade(configuration, "head")
