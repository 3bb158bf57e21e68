"""Whom an address signs in: somebody for whom an account was opened, and everybody who gave it to the register.

A letter goes to the address on record, never to the one that was typed: two spellings that are compared as one can
be two mailboxes, and the typed one a stranger's.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from govern.accounts import codes, handing, letters, queries
from govern.accounts import service as accounts
from govern.accounts.letters import OwnLink
from govern.accounts.refusals import (
    CameByOutsidersCode,
    HandedByAnother,
    NoAccountHere,
    SignsInOtherwise,
)
from govern.accounts.rules import CODE_LASTS, plain_address
from govern.board import queries as board
from govern.consequences import writing
from govern.constitution import queries as constitution
from govern.constitution.models import Mutual
from govern.core.actors import Actor, Role
from govern.core.errors import NotFound
from govern.core.words import Sentence, say
from govern.register import belonging, bodies, own, persons, vouching
from govern.register import queries as register
from govern.register.models import PersonVersion
from govern.register.refusals import NoPostReaches
from govern.register.rules import Purpose, match_email

NOT_ON_ADMISSIONS = say(
    "On who becomes a member you decide from an account of your own, or at a meeting, and not by this code. Ask us"
    " about it when you call."
)


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


@dataclass(frozen=True, kw_only=True)
class CodeLetter:
    """A letter with a code, at the one moment when the code is known.

    :param code: as it stands in the text, a part of its own.
    :param text: in the language of its reader, or in each of the mutual's.
    :param is_of_decider: its reader decides on admissions, which they do from an account of their own alone.
    """

    name: str
    address: str
    language: str
    formats: Sequence[str]
    code: str = field(repr=False)
    text: str = field(repr=False)
    is_of_decider: bool


def print_code(
    session: Session, person_id: UUID, *, secret: str, base_url: str, actor: Actor, at: datetime
) -> CodeLetter:
    """Make a code that signs somebody in once, and return the letter to print. It can be shown only now.

    :raises NotFound: nobody has this id today.
    :raises SignsInOtherwise: they have an e-mail address to sign in with, an office, or a closed account.
    :raises NoPostReaches: no postal address of theirs is on record.
    :raises HasDied: the register says that they died.

    Source: product 2, point 32: nobody is shut out for want of e-mail; INV-40: who printed it is on record.
    """
    today = persons.local_date(session, at=at)
    known, address = ensure_printable(session, person_id, on=today)
    account = accounts.account_by_register(session, person_id, on=today, at=at)
    assert account is not None
    code = codes.make(session, account, secret=secret, actor=actor, at=at)
    mutual = constitution.mutual(session)
    languages = writing.languages_of(known, mutual)
    lines = _code_lines(mutual, code, link=f"{base_url}/sign-in", until=at + CODE_LASTS)
    is_of_decider = decides(session, person_id, on=today)
    lines += _votes(mutual)
    lines += [NOT_ON_ADMISSIONS] if is_of_decider else []
    lines.append(say("If you did not ask for it, telephone %(telephone)s.", telephone=mutual.telephone))
    return CodeLetter(
        name=known.name,
        address=address,
        language=languages[0],
        formats=known.formats or (),
        code=code,
        text=writing.in_each(languages, lines, mutual),
        is_of_decider=is_of_decider,
    )


def ensure_printable(session: Session, person_id: UUID, *, on: date) -> tuple[PersonVersion, str]:
    """Return whom a code would be printed for, and the address that its letter goes to.

    :raises Refusal: as `print_code` raises.
    """
    known = register.person_on(session, person_id, on=on)
    if known is None:
        raise NotFound
    belonging.ensure_alive(session, person_id)
    has_mail = known.email and Purpose.SIGN_IN in known.email_purposes
    if has_mail or not queries.can_sign_in_by_register(session, person_id, on=on):
        raise SignsInOtherwise
    if not known.postal_address:
        raise NoPostReaches
    return known, known.postal_address


def decides(session: Session, person_id: UUID, *, on: date) -> bool:
    """Say whether somebody sits in a body that admits members or hears their appeals."""
    in_a_body = any(bodies.of_body(session, body, [person_id], on=on) for body in bodies.OF_MEMBERS)
    return in_a_body or person_id in board.directors_on(session, on)


def hears_as(session: Session, actor: Actor, *, at: datetime) -> Role | None:
    """Return as what somebody can say that a letter arrived: in an office, or as a director who is a member; or None.

    A director says so from an account that was opened for them. Where all officers are from outside, a member can.

    Source: INV-40, INV-42; decision 0039.
    """
    office = next((one for one in handing.SECOND_OFFICERS if one in actor.roles), None)
    if office is not None or Role.DIRECTOR not in actor.roles or actor.person_id is None:
        return office
    today = persons.local_date(session, at=at)
    is_member = actor.person_id in belonging.members_among(session, [actor.person_id], on=today)
    own = queries.open_account_of(session, actor.person_id)
    return Role.DIRECTOR if is_member and own is not None and own.email is not None else None


def hear(session: Session, letters: Collection[str], *, actor: Actor, at: datetime) -> None:
    """Put on record that somebody heard from the readers of some letters that it was they who signed in.

    :raises HandedByAnother: it is not the actor's to say, of one of them or at all.
    """
    office = hears_as(session, actor, at=at)
    if office is None:
        raise HandedByAnother
    today = persons.local_date(session, at=at)
    handing.hand_over(session, letters, office=office, actor=actor, on=today, at=at)


def ensure_by_no_outsiders_code(session: Session, person_id: UUID, *, at: datetime) -> None:
    """Refuse whoever came by a printed code what would make somebody else of them, unless a member printed it.

    Where the printer is none, it is enough that the second officer is one who said that the letter arrived. Codes that
    are too old to open anything are forgotten, and sessions end before that.

    :raises CameByOutsidersCode: the one that they used last went through the hands of no member.

    Source: INV-42: whoever prints a code can come by it, and by a new address of mail they would come for ever.
    """
    by = codes.hands(session, person_id)
    if by and not belonging.members_among(session, by, on=persons.local_date(session, at=at)):
        raise CameByOutsidersCode


def _code_lines(mutual: Mutual, code: str, *, link: str, until: datetime) -> list[Sentence]:
    return [
        say("Here is a code with which you can see your own page at %(mutual)s.", mutual=mutual.name),
        say(
            "Open %(link)s on any computer or telephone, and type it where it asks for a code from a letter:", link=link
        ),
        say("%(code)s", code=code),
        say("It works once, until %(until)s. A newer code makes this one useless.", until=until),
    ]


def _votes(mutual: Mutual) -> list[Sentence]:
    return [
        say(
            "Give it to nobody. Whoever has it can read your page, and vote for you if they make a second officer think"
            " that they are you."
        ),
        say(
            "To vote, sign in, stay signed in and call us on %(telephone)s. Once we have heard that it is you, you can"
            " vote at once.",
            telephone=mutual.telephone,
        ),
    ]


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
            written_by = vouching.writer_of(session, known)
            token = accounts.link_for(session, theirs.id, at=at, written_by=written_by)
            yield plain_address(known.email), OwnLink(name=known.name, token=token)
