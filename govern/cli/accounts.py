"""Getting in: a link for somebody who has an account, and the very first account."""

from datetime import datetime
from uuid import uuid4

import click

from govern.accounts import letters, offices
from govern.accounts import service as accounts
from govern.accounts.queries import has_accounts
from govern.accounts.refusals import FirstAccountExists, NoAccountHere
from govern.cli.setup import settings, speaking_to
from govern.core import clock, db
from govern.core.actors import NOBODY, Actor, Role
from govern.core.words import DEFAULT_ZONE
from govern.register import persons
from govern.register.rules import Particulars


@click.command("sign-in-link")
@click.argument("email")
def sign_in_link(email: str) -> None:
    """Print a sign-in link for the account with this address.

    For whoever runs the installation when mail does not arrive. It works once, within an hour.
    """
    told = settings()
    with speaking_to(told):
        with db.transaction() as session:
            token = accounts.make_link(session, email=email, at=clock.now())
            if token is None:
                raise NoAccountHere
        click.echo(letters.link_to(token, base_url=told.base_url))


@click.command()
@click.argument("email")
@click.argument("name")
def administrator(email: str, name: str) -> None:
    """Open the first administrator's account and print its sign-in link.

    Only while there is no account at all. The administrator grants offices to others, and none to
    themselves. The mutual is founded by its founders, with the code that `govern init` prints.
    """
    told = settings()
    with speaking_to(told):
        told.ensure_complete()
        token = _let_in(email, Particulars(name=name), match_key=told.match_key.encode(), at=clock.now())
        click.echo(letters.link_to(token, base_url=told.base_url))


def _let_in(email: str, particulars: Particulars, *, match_key: bytes, at: datetime) -> str:
    """Make a person, their account and their office before anybody else has one; return a link's token."""
    today = clock.local_date(at, DEFAULT_ZONE)
    with db.transaction() as session:
        if has_accounts(session):
            raise FirstAccountExists
        own = uuid4()
        person = persons.enter(
            session, particulars, match_key=match_key, actor=Actor(person_id=own), at=at, person_id=own
        )
        accounts.open_account(session, person_id=person.id, email=email, actor=NOBODY, at=at)
        offices.grant(session, office=Role.ADMINISTRATOR, person_id=person.id, from_on=today, actor=NOBODY, at=at)
        token = accounts.make_link(session, email=email, at=at)
    assert token is not None
    return token
