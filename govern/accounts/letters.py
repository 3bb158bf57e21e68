"""What an account's owner is sent."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from govern.accounts import queries, rules
from govern.accounts import service as accounts
from govern.constitution.queries import find_mutual
from govern.core.languages import SOURCE_LANGUAGE
from govern.core.words import Sentence, say
from govern.jobs import mail

PRODUCT = "Govern"


def send_link(session: Session, *, email: str, language: str, base_url: str, at: datetime) -> None:
    """Make a link for the account with this address and put it in the outbox; without one, do nothing."""
    token = accounts.make_link(session, email=email, at=at)
    if token is None:
        return
    lines = _lines(_name(session), link=link_to(token, base_url=base_url))
    mail.write(
        session,
        recipient=rules.plain_address(email),
        subject=say("Your sign-in link for %(house)s", house=_name(session)).spoken(language),
        body="\n\n".join(line.spoken(language) for line in lines) + "\n",
        at=at,
    )


def tell_of_decision(session: Session, *, people: Iterable[UUID], link: str, at: datetime) -> None:
    """Ask each of some people who have an account whether a decision that names them is so."""
    mutual = find_mutual(session)
    language = mutual.languages[0] if mutual else SOURCE_LANGUAGE
    lines = (
        say("The secretary of %(house)s entered a decision that names you.", house=_name(session)),
        say("Sign in, read it, and say whether it is so: %(link)s", link=link),
        say("If you did not take part in it, say that there. Nobody can say it for you."),
    )
    body = "\n\n".join(line.spoken(language) for line in lines) + "\n"
    subject = say("Is this what was decided?").spoken(language)
    for address in queries.addresses_of(session, people):
        mail.write(session, recipient=address, subject=subject, body=body, at=at)


def link_to(token: str, *, base_url: str) -> str:
    """Return the address that a link's token is shown at."""
    return f"{base_url}/sign-in/links/{token}"


def _lines(house: str, *, link: str) -> list[Sentence]:
    """Return what the letter says."""
    return [
        say("Here is your link to sign in to %(house)s:", house=house),
        say("%(link)s", link=link),
        say("It works once, within an hour. On the page that it opens, choose Continue."),
        say("If you did not ask for it, do nothing: without it nobody can sign in as you."),
    ]


def _name(session: Session) -> str:
    """Return the mutual's name, or the product's before there is one."""
    mutual = find_mutual(session)
    return mutual.name if mutual else PRODUCT
