"""How somebody is reached, as they say themselves or the secretary records; and what a change of address ends.

A new address of mail is confirmed from there by whoever is signed in, and the old one is told. Whatever came by the
old one and has not been used opens nothing any more.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from govern.accounts import changes, handing, queries
from govern.accounts import service as accounts
from govern.accounts.refusals import AddressNotYetYours
from govern.accounts.rules import plain_address
from govern.consequences import signing_in, writing
from govern.consequences.writing import Words
from govern.constitution import queries as constitution
from govern.core.actors import Actor
from govern.core.errors import NotFound
from govern.core.words import Sentence, say
from govern.jobs import mail
from govern.register import belonging, persons, postal, requests, rules, vouching
from govern.register import queries as register
from govern.register.models import PersonVersion
from govern.register.refusals import EmailNotUsable
from govern.register.rules import EVERY_PURPOSE, Particulars, Purpose, RequestKind


@dataclass(frozen=True, kw_only=True)
class Details:
    """What somebody may change of their own particulars alone."""

    postal_address: str | None
    email_purposes: tuple[str, ...]
    telephone: str | None
    telephone_purposes: tuple[str, ...]
    language: str | None
    formats: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Hand:
    """Who changes something, and what only the door knows.

    :param staying: token of the session that goes on.
    """

    actor: Actor
    at: datetime
    match_key: bytes
    staying: str = ""


def change(session: Session, person_id: UUID, details: Details, hand: Hand) -> None:
    """Record what somebody says of themselves, from today on. An address given for nothing is no longer kept.

    Where an officer wrote their address down, it is their own word on it from then on.

    :raises LetterNotConfirmed: they came by a printed code, or at an address that an officer wrote down, and nobody has
        heard from them that it is they.
    :raises CameByOutsidersCode: who wrote their address down is no member, and no member heard from them.
    :raises AddressNotYetYours: an officer wrote their address down, and they did not sign in with it.

    Source: CCBSA 2014 s.30(2)(b), s.30(4); UK GDPR Art. 7(3); product M3.
    """
    handing.ensure_handed(session, hand.actor)
    known = _known(session, person_id, at=hand.at)
    told = replace(persons.particulars_of(known), **vars(details))
    if not told.email_purposes:
        told = replace(told, email=None)
    elif vouching.writer_of(session, known) is not None:
        _ensure_can_say_it_is_theirs(session, known, hand)
    today = persons.local_date(session, at=hand.at)
    correct(session, person_id, told, valid_from=today, hand=hand)


def _ensure_can_say_it_is_theirs(session: Session, known: PersonVersion, hand: Hand) -> None:
    """Refuse to take for somebody's own word an address that others wrote, unless they sign in with it.

    Source: INV-40; decision 0041.
    """
    signing_in.ensure_by_no_outsiders_code(session, known.person_id, at=hand.at)
    if not is_of_own_account(session, known) and not handing.came_by_link(session, hand.actor):
        raise AddressNotYetYours


def is_of_own_account(session: Session, known: PersonVersion) -> bool:
    """Say whether somebody has an account that was opened at the very address on record: two people knew it."""
    opened = queries.open_account_of(session, known.person_id)
    return opened is not None and opened.email == plain_address(known.email or "")


def correct(session: Session, person_id: UUID, told: Particulars, *, valid_from: date, hand: Hand) -> None:
    """Record particulars from a day on; where the address of mail changes, tell the old one and end what came by it.

    The address with which somebody signs in is told too: theirs in office can be another than the register's. Where
    somebody else wrote a new one down for a member, post tells it.
    """
    known = register.person_on(session, person_id, on=persons.local_date(session, at=hand.at))
    before = known.email if known else None
    signed_in_by_it = known is not None and Purpose.SIGN_IN in known.email_purposes
    persons.correct(
        session,
        person_id,
        told,
        valid_from=valid_from,
        match_key=hand.match_key,
        actor=hand.actor,
        at=hand.at,
    )
    if known and hand.actor.person_id != person_id and postal.is_another(known.postal_address, told.postal_address):
        _tell_where_they_were(session, known, hand)
    is_other = rules.plain_email(before or "") != rules.plain_email(told.email or "")
    if is_other or (signed_in_by_it and Purpose.SIGN_IN not in told.email_purposes):
        accounts.end_ways_in(session, person_id, at=hand.at, but_for=hand.staying)
    if not is_other:
        return
    signs_in_with = queries.address_once_of(session, person_id)
    for former in dict.fromkeys((before, signs_in_with)):
        if former and rules.plain_email(former) != rules.plain_email(told.email or ""):
            write(session, former, _changed(session), at=hand.at)
    if known and told.email and hand.actor.person_id != person_id:
        _tell_by_post(session, known, hand)


def _tell_where_they_were(session: Session, before: PersonVersion, hand: Hand) -> None:
    """Tell a member at the postal address from before, and by mail where they have any, that it was changed for them.

    Source: INV-40; decision 0048.
    """
    today = persons.local_date(session, at=hand.at)
    if before.person_id not in belonging.members_among(session, [before.person_id], on=today):
        return
    if before.email:
        write(session, before.email, _moved(session), at=hand.at)
    if before.postal_address:
        subject = say("Your record at %(mutual)s", mutual=constitution.mutual(session).name)
        words = Words(subject=subject, lines=_moved(session))
        writing.write_all(session, [OnPaper.of(before)], lambda _: words, at=hand.at)


def _tell_by_post(session: Session, before: PersonVersion, hand: Hand) -> None:
    """Tell a member at the postal address from before that an address of mail was written down for them.

    Source: INV-40; decision 0041.
    """
    today = persons.local_date(session, at=hand.at)
    if before.postal_address and before.person_id in belonging.members_among(session, [before.person_id], on=today):
        subject = say("Your record at %(mutual)s", mutual=constitution.mutual(session).name)
        words = Words(subject=subject, lines=_written_down(session))
        writing.write_all(session, [OnPaper.of(before)], lambda _: words, at=hand.at)


@dataclass(frozen=True, kw_only=True)
class OnPaper:
    """Somebody who is written to by post, whatever else reaches them."""

    name: str
    postal_address: str | None
    language: str | None
    formats: Sequence[str] | None
    email: None = None

    @classmethod
    def of(cls, known: PersonVersion) -> "OnPaper":
        """Return somebody as the register knows them, without their address of mail."""
        return cls(name=known.name, postal_address=known.postal_address, language=known.language, formats=known.formats)


def ask_for_email(session: Session, person_id: UUID, email: str, *, base_url: str, at: datetime) -> None:
    """Send a link to a new address, and tell the old one that it was asked for. Nothing changes yet.

    :raises CameByOutsidersCode: they came by a code that somebody printed who is no member.
    :raises EmailNotUsable: no mail could be sent there.
    """
    signing_in.ensure_by_no_outsiders_code(session, person_id, at=at)
    if not rules.is_email(email.strip()):
        raise EmailNotUsable
    known = _known(session, person_id, at=at)
    token = changes.begin(session, person_id, email.strip(), at=at)
    link = f"{base_url}/me/email-changes/{token}"
    write(session, email.strip(), _to_confirm(session, link), at=at)
    if known.email:
        write(session, known.email, _asked(session), at=at)


def confirm_email(session: Session, person_id: UUID, token: str, hand: Hand) -> None:
    """Record a new address that its owner confirmed from there, while signed in.

    :raises LetterNotConfirmed: they came by a printed code, or at an address that an officer wrote down, and nobody has
        heard from them that it is they.
    :raises CameByOutsidersCode: they came by a code that somebody printed who is no member.
    :raises LinkNotUsable: the link was used, is too old, or is another person's.

    Source: INV-12.
    """
    handing.ensure_handed(session, hand.actor)
    signing_in.ensure_by_no_outsiders_code(session, person_id, at=hand.at)
    email = changes.take(session, person_id, token, at=hand.at)
    known = persons.particulars_of(_known(session, person_id, at=hand.at))
    told = replace(known, email=email, email_purposes=known.email_purposes or EVERY_PURPOSE)
    correct(session, person_id, told, valid_from=persons.local_date(session, at=hand.at), hand=hand)


def ask_for_name(session: Session, person_id: UUID, words: str, *, actor: Actor, at: datetime) -> None:
    """Ask the secretary for another name; only then may a secretary who is no member write it.

    :raises CameByOutsidersCode: they came by a code that somebody printed who is no member.
    :raises LetterNotConfirmed: they came by a printed code, and nobody has said that its letter reached them.
    :raises Refusal: as `register.requests.ask` raises.
    """
    handing.ensure_handed(session, actor)
    signing_in.ensure_by_no_outsiders_code(session, person_id, at=at)
    requests.ask(session, person_id, RequestKind.NAME, words, actor=actor, at=at)


def _known(session: Session, person_id: UUID, *, at: datetime) -> PersonVersion:
    known = register.person_on(session, person_id, on=persons.local_date(session, at=at))
    if known is None:
        raise NotFound
    return known


def write(session: Session, recipient: str, lines: list[Sentence], *, at: datetime) -> None:
    """Put a letter about an address or a record into the outbox, in each of the mutual's languages.

    Its reader may not be whoever asked.
    """
    mutual = constitution.mutual(session)
    told = ["\n\n".join(line.spoken(one) for line in lines) for one in mutual.languages]
    subject = say("Your record at %(mutual)s", mutual=mutual.name)
    mail.write(
        session,
        recipient=recipient,
        subject=" / ".join(subject.spoken(one) for one in mutual.languages),
        body="\n\n* * *\n\n".join(told) + "\n",
        at=at,
    )


def _to_confirm(session: Session, link: str) -> list[Sentence]:
    name = constitution.mutual(session).name
    return [
        say("You asked %(mutual)s to write to you at this address. Open this link to say yes:", mutual=name),
        say("%(link)s", link=link),
        say("It works once, within an hour, where you are signed in."),
        say("If you did not ask for it, do nothing."),
    ]


def _asked(session: Session) -> list[Sentence]:
    mutual = constitution.mutual(session)
    return [
        say("Somebody signed in as you asked %(mutual)s to write to another address from now on.", mutual=mutual.name),
        say("If it was not you, telephone %(telephone)s now.", telephone=mutual.telephone),
    ]


def _written_down(session: Session) -> list[Sentence]:
    mutual = constitution.mutual(session)
    return [
        say("An officer of %(mutual)s wrote down an e-mail address for you.", mutual=mutual.name),
        say("Whoever reads the mail there can see your page. They cannot vote for you before a second officer has heard"
            " from you that it is you."),
        say("If it is not your address, telephone %(telephone)s now.", telephone=mutual.telephone),
        say("If it is, sign in with it, stay signed in and telephone us. Then save “My details” once, to say that it is"
            " yours. After that you need not call again."),
    ]  # fmt: skip


def _moved(session: Session) -> list[Sentence]:
    mutual = constitution.mutual(session)
    return [
        say("An officer of %(mutual)s wrote down another postal address for you.", mutual=mutual.name),
        say("Our letters go there from now on. No code for a ballot goes there by post before a second officer has"
            " heard from you that it is yours."),
        say("If it is not your address, telephone %(telephone)s now.", telephone=mutual.telephone),
        say("If it is, telephone us before the next vote, or save “My details” once where you sign in."),
    ]  # fmt: skip


def _changed(session: Session) -> list[Sentence]:
    mutual = constitution.mutual(session)
    return [
        say("%(mutual)s no longer writes to you at this address.", mutual=mutual.name),
        say("If you did not ask for it, telephone %(telephone)s now.", telephone=mutual.telephone),
    ]
