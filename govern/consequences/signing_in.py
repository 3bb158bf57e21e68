"""Whom an address signs in: somebody for whom an account was opened, and everybody who gave it to the register.

A letter goes to the address on record, never to the one that was typed: two spellings that are compared as one can
be two mailboxes, and the typed one a stranger's.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from govern.accounts import letters, queries
from govern.accounts import service as accounts
from govern.accounts.letters import OwnLink
from govern.accounts.refusals import NoAccountHere
from govern.accounts.rules import plain_address
from govern.register import own, persons
from govern.register import queries as register
from govern.register.rules import match_email


def send_links(session: Session, *, email: str, language: str, base_url: str, match_key: bytes, at: datetime) -> None:
    """Make a link for each person whom an address signs in, and put them in the outbox; for nobody, do nothing.

    :param email: as it was typed.
    :param match_key: key of the digests by which addresses are compared.

    Source: INV-12; product 2, point 32.
    """
    links: dict[str, list[OwnLink]] = defaultdict(list)
    for address, link in _links(session, email, match_key=match_key, at=at):
        links[address].append(link)
    for address, theirs in links.items():
        letters.write_links(session, theirs, recipient=address, language=language, base_url=base_url, at=at)


def _links(session: Session, email: str, *, match_key: bytes, at: datetime) -> Iterator[tuple[str, OwnLink]]:
    """Give each link that is made, with the address on record to which it goes."""
    try:
        account = queries.account_with_address(session, email)
    except NoAccountHere:
        pass
    else:
        address = plain_address(email)
        name = register.names_of(session, [account.person_id]).get(account.person_id, address)
        yield address, OwnLink(name=name, token=accounts.link_for(session, account.id, at=at))
    today = persons.local_date(session, at=at)
    sign = match_email(email, key=match_key) or ""
    for known in own.signing_in_with(session, match_email=sign, on=today):
        theirs = accounts.account_by_register(session, known.person_id, on=today, at=at)
        if theirs is not None and known.email is not None:
            token = accounts.link_for(session, theirs.id, at=at)
            yield plain_address(known.email), OwnLink(name=known.name, token=token)
