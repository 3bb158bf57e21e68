"""The demonstration mutual: made once in an empty database, and told about at every start."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import asdict

import click

from config import DEVELOPMENT, Settings
from govern.cli.migrations import migrate_database
from govern.cli.refusals import DemoBrokenOff
from govern.cli.setup import in_words, speaking_to
from govern.constitution import queries as constitution
from govern.core import clock, db
from govern.core.keyring import Keyring
from govern.demo import calder, notes
from govern.demo.stage import Stage


@click.command()
def demo() -> None:
    """Make a demonstration mutual in an empty database, and say who can sign in and vote.

    Safe to run again: a mutual that is there is kept. For this machine only; `govern run --demo` serves it.
    """
    with in_words():
        told = Settings.from_environment({**os.environ, "GOVERN_ENVIRONMENT": DEVELOPMENT})
        told.ensure_complete()
        migrate_database(told)
        ensure_demo(told)
        tell_about_demo(told)


def ensure_demo(told: Settings) -> None:
    """Make the demonstration if the database has no mutual yet. A second start keeps what is there.

    :raises DemoBrokenOff: the start before was ended while it made the demonstration.
    """
    with speaking_to(told) as database:
        if constitution.find_mutual(db.session()) is not None:
            if notes.is_broken_off(told.instance, told.database_url):
                raise DemoBrokenOff(database=database.engine.url.database or "")
            return
        click.echo("Making the demonstration mutual. This takes a few seconds.")
        with notes.making(told.instance, told.database_url):
            _make(told)


def _make(told: Settings) -> None:
    """Make it, and note what its visitors need."""
    stage = Stage(
        transaction=db.transaction,
        keys=Keyring(told.keys, told.keys_backup),
        secret=told.secret_key,
        match_key=told.match_key.encode(),
        password=secrets.token_urlsafe(9),
        at=clock.now(),
    )
    made = calder.make(stage)
    mutual = constitution.mutual(db.session())
    notes.keep(told.instance, mutual.id, asdict(made) | {"password": stage.password})


def tell_about_demo(told: Settings) -> None:
    """Say who can sign in, and with which links a few people can vote, if this database is a demonstration's."""
    with speaking_to(told):
        mutual = constitution.find_mutual(db.session())
        kept = notes.read(told.instance, mutual.id) if mutual else None
        if kept is None:
            return
        ballots = notes.not_voted(db.session(), kept["ballots"], secret=told.secret_key)
    if told.smtp_url is None:
        click.echo(f"\nNo mail leaves this machine. Each letter, with its link, is a file in {told.mail_folder}")
    click.echo("\nDemonstration accounts, all with the password " + kept["password"])
    for office, address in kept["accounts"].items():
        click.echo(f"  {office.replace('_', ' '):18} {address}")
    _tell_links("Voting links of a few people who have not voted", ballots, base_url=told.base_url)
    words = "Voting link of somebody who has left, and is told why they cannot vote"
    _tell_links(words, kept["cannot_vote"], base_url=told.base_url)


def _tell_links(heading: str, codes: Mapping[str, str], *, base_url: str) -> None:
    """Say whose link is which, or nothing where there are none."""
    if codes:
        click.echo(f"\n{heading}")
    for name, code in codes.items():
        click.echo(f"  {name:22} {base_url}/vote/{code}")
