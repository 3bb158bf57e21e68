"""What an account's owner is sent."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from govern.accounts import queries
from govern.constitution.queries import find_mutual
from govern.core.languages import SOURCE_LANGUAGE
from govern.core.words import Sentence, say, say_many
from govern.jobs import mail

PRODUCT = "Govern"


@dataclass(frozen=True, kw_only=True)
class OwnLink:
    """A link that signs one person in, and their name as they write it."""

    name: str
    token: str


def write_links(
    session: Session, links: Sequence[OwnLink], *, recipient: str, language: str, base_url: str, at: datetime
) -> None:
    """Put a letter with a link for each who signs in with this address into the outbox."""
    house = _name(session)
    mail.write(
        session,
        recipient=recipient,
        subject=say("Your sign-in link for %(house)s", house=house).spoken(language),
        body="\n\n".join(line.spoken(language) for line in _lines(house, links, base_url)) + "\n",
        at=at,
    )


def tell_of_decision(
    session: Session, *, people: Iterable[UUID], about: int, link: str, at: datetime, is_by_vote: bool = False
) -> None:
    """Ask each of some people who have an account whether a decision that names them is so.

    :param about: of how many persons the decision says something. The letter names none: the page does.
    :param is_by_vote: it came of a vote that was declared, and nobody entered it.
    """
    mutual = find_mutual(session)
    language = mutual.languages[0] if mutual else SOURCE_LANGUAGE
    entered = say("The secretary of %(house)s entered a decision that names you.", house=_name(session))
    declared = say("The chair of %(house)s declared a vote, and the decision names you.", house=_name(session))
    lines = (
        declared if is_by_vote else entered,
        _about(about),
        say("Sign in, read it, and say whether it is so: %(link)s", link=link),
        say("If you did not take part in it, say that there. Nobody can say it for you."),
    )
    body = "\n\n".join(line.spoken(language) for line in lines) + "\n"
    subject = say("Is this what was decided?").spoken(language)
    for address in queries.addresses_of(session, people):
        mail.write(session, recipient=address, subject=subject, body=body, at=at)


def _about(count: int) -> Sentence:
    """Return what a decision is about, without a name."""
    if not count:
        return say("It is about no person: about rules, or other business.")
    return say_many(
        "It is about %(count)s person. The page names them, with what was decided.",
        "It is about %(count)s persons. The page names each, with what was decided.",
        count=count,
    )


def link_to(token: str, *, base_url: str) -> str:
    """Return the address that a link's token is shown at."""
    return f"{base_url}/sign-in/links/{token}"


def _lines(house: str, links: Sequence[OwnLink], base_url: str) -> Iterator[Sentence]:
    """Give what the letter says."""
    if len(links) == 1:
        yield say("Here is your link to sign in to %(house)s:", house=house)
        yield say("%(link)s", link=link_to(links[0].token, base_url=base_url))
    else:
        yield say(
            "Some of you share this address. Here is a link for each of you to sign in to %(house)s:", house=house
        )
        for one in links:
            yield say("%(name)s: %(link)s", name=one.name, link=link_to(one.token, base_url=base_url))
    yield say("It works once, within an hour. On the page that it opens, choose Continue.")
    yield say("If you did not ask for it, do nothing: without it nobody can sign in as you.")


def _name(session: Session) -> str:
    """Return the mutual's name, or the product's before there is one."""
    mutual = find_mutual(session)
    return mutual.name if mutual else PRODUCT
