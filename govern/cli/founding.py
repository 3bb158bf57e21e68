"""The code that opens the founding."""

import click

from config import Settings
from govern.cli.setup import settings, speaking_to
from govern.consequences import founding
from govern.constitution import queries
from govern.constitution.refusals import AlreadyFounded
from govern.core import clock, db
from govern.core.words import DEFAULT_ZONE


@click.command("founding-code")
def founding_code() -> None:
    """Print the code that opens the founding, today and tomorrow.

    Only while there is no mutual. Give it to the founders; the founding closes for ever behind them.
    """
    told = settings()
    with speaking_to(told):
        told.ensure_complete()
        if queries.find_mutual(db.session()) is not None:
            raise AlreadyFounded
        click.echo(code_of_today(told))


def code_of_today(told: Settings) -> str:
    """Return the code that opens the founding, as it is typed."""
    return founding.code_of(clock.local_date(clock.now(), DEFAULT_ZONE), secret=told.secret_key.encode())
