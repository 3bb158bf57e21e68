"""The demonstration mutual: made once in an empty database, and told about at every start."""

import json
import os
import secrets
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from config import DEVELOPMENT, Settings
from govern.cli.migrations import migrate_database
from govern.cli.setup import in_words, speaking_to
from govern.constitution import queries as constitution
from govern.core import clock, db
from govern.core.keyring import Keyring
from govern.demo import calder
from govern.demo.notes import NOTES
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
    """Make the demonstration if the database has no mutual yet. A second start keeps what is there."""
    with speaking_to(told):
        if constitution.find_mutual(db.session()) is not None:
            return
        click.echo("Making the demonstration mutual. This takes a few seconds.")
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
        _keep(_notes(told), asdict(made) | {"password": stage.password, "mutual": str(mutual.id)})


def tell_about_demo(told: Settings) -> None:
    """Say who can sign in, and with which links a few people can vote, if the demonstration is this database's."""
    notes = json.loads(_notes(told).read_text()) if _notes(told).exists() else {}
    with speaking_to(told):
        mutual = constitution.find_mutual(db.session())
        if mutual is None or notes.get("mutual") != str(mutual.id):
            return
    click.echo("\nDemonstration accounts, all with the password " + notes["password"])
    for office, address in notes["accounts"].items():
        click.echo(f"  {office.replace('_', ' '):18} {address}")
    click.echo("\nVoting links of a few people who have not voted")
    for name, code in notes["ballots"].items():
        click.echo(f"  {name:22} {told.base_url}/vote/{code}")
    click.echo("\nVoting link of somebody who has left, and is told why they cannot vote")
    for name, code in notes.get("cannot_vote", {}).items():
        click.echo(f"  {name:22} {told.base_url}/vote/{code}")


def _notes(told: Settings) -> Path:
    return told.mail_folder.parent / NOTES


def _keep(path: Path, notes: dict[str, Any]) -> None:
    """Write down what a visitor needs, where only the owner of this machine can read it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump(notes, file, indent=2)
