"""Rehearse an election from a ballot file."""

import sys
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import click

from govern.cli.migrations import migrate_to_newest
from govern.cli.setup import NotDone, in_words
from govern.core import clock, db
from govern.core.db import Database
from govern.core.keyring import Keyring
from govern.core.words import Sentence, say_many
from govern.counting import blt
from govern.counting.errors import BallotFileNotReadable, CountingRefusal
from govern.rehearsal.contest import Outcome, Progress, Stage, ensure_contested
from govern.rehearsal.contest import rehearse as run
from govern.schema import load_models

TELL_EVERY = 50


class Bar(Protocol):
    """As much of click's progress bar as is used here."""

    pos: int

    def update(self, n_steps: int) -> None:
        """Move on by so many steps."""


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--database", "url", help="An empty scratch database; otherwise a temporary SQLite file.")
@click.option("--json", "as_json", is_flag=True, help="Print the count record as the last line.")
def rehearse(*, file: Path, url: str | None, as_json: bool) -> None:
    """Run a whole election from a ballot file: one elector a ballot, every ballot cast, sealed, opened and counted.

    Nothing of it touches a real mutual: the database must be empty, and what is made in it says that it is
    a rehearsal.
    """
    contest = _contest(file)
    with in_words():
        ensure_contested(contest)
    with tempfile.TemporaryDirectory(prefix="govern-rehearsal-") as folder, _scratch(url, Path(folder)):
        keys = Keyring(Path(folder) / "keys", Path(folder) / "keys-backup")
        stage = Stage(transaction=db.transaction, keys=keys, at=clock.now())
        with in_words(), click.progressbar(length=contest.ballots.papers, label="Casting", file=sys.stderr) as bar:
            outcome = run(contest, stage, tell=lambda progress: _tell(bar, progress))
    _show(outcome, as_json=as_json)


def _contest(file: Path) -> blt.BallotFile:
    """Read the ballot file, or say where it cannot be read."""
    try:
        return blt.read(file.read_bytes())
    except BallotFileNotReadable as refusal:
        raise NotDone(refusal.at(file.name)) from refusal
    except CountingRefusal as refusal:
        raise NotDone(f"{file.name}: {refusal}") from refusal


@contextmanager
def _scratch(url: str | None, folder: Path) -> Generator[Database]:
    """Give an empty database, migrated, bound for the length of the rehearsal.

    :raises NotDone: it holds tables; nothing in it is touched.
    """
    load_models()
    with in_words():
        database = Database(url or f"sqlite:///{folder / 'rehearsal.sqlite3'}", setting="--database")
        database.ensure_answers()
    try:
        if database.table_names():
            raise NotDone(
                "This database holds tables already. A rehearsal takes only an empty one; nothing was changed."
            )
        migrate_to_newest(database)
        db.bind(database)
        yield database
    finally:
        db.release()
        database.close()


def _tell(bar: Bar, progress: Progress) -> None:
    """Move the bar now and then: at every ballot it would cost more than the ballot."""
    if progress.cast % TELL_EVERY == 0 or progress.cast == progress.ballots:
        bar.update(progress.cast - bar.pos)


def _how_fast(cast: Progress) -> Sentence:
    return say_many(
        "%(count)s ballot cast in %(seconds)s seconds, %(rate)s a second.",
        "%(count)s ballots cast in %(seconds)s seconds, %(rate)s a second.",
        count=cast.cast,
        seconds=f"{cast.seconds:.1f}",
        rate=f"{cast.per_second:.0f}",
    )


def _show(outcome: Outcome, *, as_json: bool) -> None:
    """Say what came of it; the record last, for programs."""
    told = sys.stderr if as_json else sys.stdout
    cast = outcome.casting
    click.echo("REHEARSAL: nothing decided here counts.", file=told)
    click.echo(str(_how_fast(cast)), file=told)
    click.echo(f"Elected: {', '.join(outcome.elected)}", file=told)
    if as_json:
        click.echo(outcome.record)
