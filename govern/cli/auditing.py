"""The journal, checked by whoever doubts it."""

from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING
from uuid import UUID

import click

from govern.admissions import steps
from govern.audit import queries, verify
from govern.audit import service as journal
from govern.cli.setup import NotDone, settings, speaking_to
from govern.cli.usage import Group
from govern.core import clock, db
from govern.core.keyring import Keyring
from govern.core.words import Sentence, say_many
from govern.interests import queries as interest_queries
from govern.register import evidence

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

OCCASION = "asked"


@click.group(cls=Group)
def audit() -> None:
    """Check the journal, and give its head to somebody outside."""


@audit.command("verify")
@click.option(
    "--head", "kept", help="A head that somebody outside has kept: SIZE:ROOT, as `govern audit head` prints it."
)
def check(*, kept: str | None) -> None:
    """Find any change of rows behind the journal's back. Exit status 1 if there is one.

    Safe to run at any time: it only reads.
    """
    told = settings()
    witnessed = _witnessed(kept)
    with speaking_to(told):
        key = Keyring(told.keys, told.keys_backup).journal_key().public_key()
        with db.snapshot() as session:
            found = verify.verify(
                session,
                key=key,
                contents=contents(session),
                witnessed=witnessed,
            )
            heads = queries.heads(session, most=1)
    for sentence in found:
        click.echo(str(sentence))
    if found:
        raise NotDone(_summary(found))
    size = heads[0].size if heads else 0
    click.echo(f"The journal and the register agree. Entries under a signed head: {size}.")


def contents(session: "Session") -> Iterator[tuple[UUID, str]]:
    """Give the subject and the salted digest of every row that the journal was told of, as it stands, of all rooms."""
    return chain(evidence.contents(session), steps.contents(session), interest_queries.contents(session))


def _summary(found: list[Sentence]) -> str:
    told = say_many(
        "%(count)s thing is not as it was signed. Keep this database as it is, and tell the scrutineer.",
        "%(count)s things are not as they were signed. Keep this database as it is, and tell the scrutineer.",
        count=len(found),
    )
    return str(told)


def _witnessed(kept: str | None) -> dict[int, str]:
    """Return the head that was kept elsewhere, as verify takes it."""
    if kept is None:
        return {}
    size, _, root = kept.partition(":")
    if not size.isdecimal() or len(root) != 64:
        raise NotDone("Give the head as it was printed: a number, a colon, and 64 letters and digits.")
    return {int(size): root}


@audit.command("head")
def head() -> None:
    """Sign a head over everything so far, and print it for somebody outside to keep."""
    told = settings()
    with speaking_to(told):
        with db.transaction() as session:
            key = Keyring(told.keys, told.keys_backup).journal_key()
            journal.sign_head(session, key=key, occasion=OCCASION, at=clock.now())
        heads = queries.heads(db.session(), most=1)
        for newest in heads:
            click.echo(f"{newest.size}:{newest.root}")
