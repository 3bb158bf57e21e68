"""Somebody asks to join, and confirms it from their own address; only then are they known, and the secretary has it.

Until then what they wrote lies apart, whoever they are: no answer tells whether an address is known. Whoever the
register knows by that very address and name applies as themselves. Anybody else is made known as somebody new; that
they resemble somebody is shown to the secretary, and never to them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from govern.accounts import service as accounts
from govern.accounts.rules import plain_address
from govern.accounts.service import Attempt
from govern.admissions import applications, evidence, queries, unconfirmed
from govern.admissions.applications import Wanted
from govern.admissions.evidence import Fact
from govern.admissions.rules import FactKind, Undertaking
from govern.admissions.unconfirmed import Written
from govern.consequences import case_letters
from govern.constitution.service import in_turn
from govern.core.actors import Actor, Deed
from govern.register import own, persons
from govern.register import queries as register
from govern.register.models import PersonVersion
from govern.register.rules import Particulars, PersonKind, Purpose, folded, match_birth, match_email


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What somebody writes who wants to join.

    :param is_adult: they say that they are of the highest age that the rules ask for.
    :param birth_on: given where they are not.
    :param may_send_ballots: their voting links may go to the address, once they are a member.
    """

    name: str
    email: str
    postal_address: str
    wanted: Wanted
    facts: Sequence[Fact]
    is_adult: bool
    birth_on: date | None = None
    may_send_ballots: bool = False
    language: str | None = None


def ask(session: Session, asked: Asked, *, attempt: Attempt, source_mark: str, base_url: str, at: datetime) -> None:
    """Keep what somebody wrote, and send a link to their address. Nobody is known by it, and no officer sees it.

    The work is the same for every address, so neither the answer nor its speed tells whether it is known.

    :raises TooManyTries: the address or the origin has used up its tries.
    :raises TooManyUnconfirmed: as many wait for this address as a large household would send.
    :raises Refusal: as the deeds raise that `confirm` consists of, as far as they can be told now.

    Source: INV-13; product P2.
    """
    accounts.count_try(session, attempt, at=at)
    today = persons.local_date(session, at=at)
    persons.ensure_possible(_particulars(asked, on=today), today=today)
    applications.ensure_possible(session, asked.wanted, at=at)
    for fact in asked.facts:
        evidence.ensure_possible(fact, today=today)
    written = Written(email=asked.email, answers=_kept(asked), source_mark=source_mark)
    token = unconfirmed.keep(session, written, at=at)
    link = f"{base_url}/join/links/{token}"
    case_letters.ask_to_confirm(session, plain_address(asked.email), link=link, at=at)


def waiting(session: Session, token: str, *, at: datetime) -> Asked:
    """Return what a link would confirm. Looking spends nothing.

    :raises NotConfirmable: it was used, is too old, or was never made.
    """
    return _read(unconfirmed.find(session, token, at=at).answers)


def confirm(session: Session, token: str, *, match_key: bytes, at: datetime) -> None:
    """Make an application of what a link confirms, by its applicant: known to the register, or made known now.

    Who is a member, or has an application open, is told so by letter, and nothing else comes of it.

    :raises NotConfirmable: the link was used, is too old, or was never made.
    :raises Refusal: as `applications.draft` raises, where the rules have changed meanwhile.

    Source: INV-13: one person, one active membership; domain 9.0b.
    """
    in_turn(session)
    written = unconfirmed.take(session, token, at=at)
    asked = _read(written.answers)
    today = persons.local_date(session, at=at)
    known = _known(session, asked, match_key=match_key, on=today)
    if known is not None and register.active_number(session, known.person_id, on=today) is not None:
        case_letters.say_is_member(session, written.email, at=at)
    elif known is not None and queries.open_of(session, known.person_id) is not None:
        case_letters.say_has_applied(session, written.email, at=at)
    else:
        person_id = known.person_id if known else _made_known(session, asked, match_key=match_key, at=at)
        _apply(session, person_id, asked, source_mark=written.source_mark, at=at)


def _apply(session: Session, person_id: UUID, asked: Asked, *, source_mark: str, at: datetime) -> None:
    """Submit an application of one's own, with what it states."""
    deed = Deed(actor=Actor(person_id=person_id), at=at)
    application = applications.draft(session, asked.wanted, deed=deed, source_mark=source_mark)
    for fact in asked.facts:
        evidence.state(session, application.id, fact, deed=deed)
    applications.submit(session, application.id, deed=deed)


def _known(session: Session, asked: Asked, *, match_key: bytes, on: date) -> PersonVersion | None:
    """Return whom the register knows by this very address and name, if it is one person and can be them.

    Two spellings that are compared as one can be two mailboxes, so the address is held against its letters too.
    """
    sign = match_email(asked.email, key=match_key) or ""
    birth = match_birth(asked.name, asked.birth_on, key=match_key)
    same = [
        one
        for one in own.signing_in_with(session, match_email=sign, on=on)
        if plain_address(one.email or "") == plain_address(asked.email)
        and folded(one.name) == folded(asked.name)
        and birth in (None, one.match_birth)
    ]
    return same[0] if len(same) == 1 else None


def _made_known(session: Session, asked: Asked, *, match_key: bytes, at: datetime) -> UUID:
    """Make the applicant known, by their own hand. It gives no right to anything."""
    person_id = uuid4()
    persons.enter(
        session,
        _particulars(asked, on=persons.local_date(session, at=at)),
        kind=PersonKind.HUMAN,
        match_key=match_key,
        actor=Actor(person_id=person_id),
        at=at,
        person_id=person_id,
    )
    return person_id


def _particulars(asked: Asked, *, on: date) -> Particulars:
    return Particulars(
        name=asked.name,
        postal_address=asked.postal_address,
        email=plain_address(asked.email),
        email_purposes=(Purpose.SIGN_IN, Purpose.BALLOTS) if asked.may_send_ballots else (Purpose.SIGN_IN,),
        birth_on=asked.birth_on,
        adult_confirmed_on=on if asked.is_adult else None,
        language=asked.language,
    )


def _kept(asked: Asked) -> dict[str, Any]:
    """Return answers as JSON keeps them."""
    kept: dict[str, Any] = _plain(asdict(asked))
    return kept


def _plain(value: Any) -> Any:
    match value:
        case Mapping():
            return {name: _plain(one) for name, one in value.items()}
        case list() | tuple():
            return [_plain(one) for one in value]
        case date() | UUID():
            return str(value)
    return value


def _read(kept: Mapping[str, Any]) -> Asked:
    """Return answers as they were kept."""
    told, wanted = dict(kept), dict(kept["wanted"])
    part = wanted["sub_constituency_id"]
    told["wanted"] = Wanted(
        constituency_id=UUID(wanted["constituency_id"]),
        sub_constituency_id=UUID(part) if part else None,
        undertaking=Undertaking(wanted["undertaking"]),
        amount_pence=wanted["amount_pence"],
    )
    told["facts"] = [_fact(one) for one in kept["facts"]]
    told["birth_on"] = _day(kept["birth_on"])
    return Asked(**told)


def _fact(kept: Mapping[str, Any]) -> Fact:
    return Fact(kind=FactKind(kept["kind"]), kept_at=kept["kept_at"], day=_day(kept["day"]), number=kept["number"])


def _day(kept: str | None) -> date | None:
    return date.fromisoformat(kept) if kept else None
