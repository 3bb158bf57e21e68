"""A founding makes people known, gives them offices, founds the mutual and enters its first members.

In that order: an office without a grantor is taken only before there is a mutual, and a member is
entered only on a decision, which the founding makes.
"""

import hmac
from base64 import b32encode
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from govern.accounts import offices, queries
from govern.accounts import service as accounts
from govern.constitution import queries as constitution
from govern.constitution import service
from govern.constitution.charter import Charter
from govern.constitution.models import Mutual
from govern.constitution.rules import Mode
from govern.core import clock
from govern.core.actors import NOBODY, Actor, Role
from govern.core.errors import Refusal
from govern.core.words import say
from govern.register import persons
from govern.register import service as register
from govern.register.refusals import NotInThatConstituency
from govern.register.rules import EVERY_PURPOSE, Entry, Particulars

CODE_BYTES = 10
NEEDED = (Role.ADMINISTRATOR, Role.SECRETARY)
ADMINISTRATORS = 2


@dataclass(frozen=True, kw_only=True)
class Founder:
    """Somebody whom the registration names.

    :param constituency: code of the one they belong to as a first member; None for a founder who is none.
    :param part: code of a part of it.
    :param is_adult: confirmed to be one, which a member needs where no birth date is known.
    """

    name: str
    email: str
    offices: frozenset[Role] = frozenset()
    constituency: str | None = None
    part: str | None = None
    is_adult: bool = True


class NobodyToRunIt(Refusal):
    """Without these offices nothing could be done after the founding."""

    code = "nobody-to-run-it"
    source = "Every deed is done by somebody in office"
    says = say("Somebody has to be administrator, and somebody else secretary. Give each office to a founder.")


class OneAdministrator(Refusal):
    """If the only one is lost, nobody can grant an office again."""

    code = "one-administrator"
    source = "Product 3(h): two administrators, never a last one"
    says = say(
        "A real mutual begins with two administrators, so that either can be ill."
        " Make a second founder administrator, who is neither secretary nor returning officer."
    )


def found(session: Session, charter: Charter, founders: Sequence[Founder], *, match_key: bytes, at: datetime) -> Mutual:
    """Found the mutual with its people, their offices and its first members, all or nothing.

    :param founders: as the registration names them; the one who becomes secretary is recorded as acting.
    :raises NobodyToRunIt: nobody is administrator, or nobody secretary.
    :raises OneAdministrator: only one is, and the mutual is a real one.
    :raises Refusal: as `constitution.service.found`, `offices.grant`, `accounts.open_account` and
        `register.service.enter` raise.

    Source: domain 2.8 INV-11; CA 2006 s.112(1): the subscribers become members.
    """
    _ensure_somebody_can_run_it(session, charter, founders, at=at)
    people = [(founder, uuid4()) for founder in sorted(founders, key=lambda one: Role.SECRETARY not in one.offices)]
    first = Actor(person_id=people[0][1] if people else None)
    for founder, person_id in people:
        _make_known(session, founder, person_id, match_key=match_key, actor=first, at=at)
        _put_in_office(session, charter, founder, person_id, at=at)
    mutual = service.found(session, charter, founders=[person_id for _, person_id in people], actor=first, at=at)
    for founder, person_id in people:
        if founder.constituency is not None:
            _enter(session, founder, person_id, actor=first, at=at)
    return mutual


def _ensure_somebody_can_run_it(
    session: Session, charter: Charter, founders: Sequence[Founder], *, at: datetime
) -> None:
    """Refuse a founding after which nobody could grant an office, or keep the register."""
    today = clock.local_date(at, charter.time_zone)
    held = Counter(Role(one.office) for one in queries.holdings(session, on=today))
    held.update(office for founder in founders for office in founder.offices)
    if not all(held[office] for office in NEEDED):
        raise NobodyToRunIt
    if charter.mode is Mode.REAL and held[Role.ADMINISTRATOR] < ADMINISTRATORS:
        raise OneAdministrator


def _make_known(
    session: Session, founder: Founder, person_id: UUID, *, match_key: bytes, actor: Actor, at: datetime
) -> None:
    """Make a founder known, with the address they gave for notices."""
    today = persons.local_date(session, at=at)
    particulars = Particulars(
        name=founder.name,
        email=founder.email,
        email_purposes=EVERY_PURPOSE,
        adult_confirmed_on=today if founder.is_adult else None,
    )
    persons.enter(session, particulars, match_key=match_key, actor=actor, at=at, person_id=person_id)


def _put_in_office(session: Session, charter: Charter, founder: Founder, person_id: UUID, *, at: datetime) -> None:
    """Give a founder their offices, and a way to sign in to them."""
    if not founder.offices:
        return
    accounts.open_account(session, person_id=person_id, email=founder.email, actor=NOBODY, at=at)
    today = clock.local_date(at, charter.time_zone)
    for office in sorted(founder.offices):
        offices.grant(session, office=office, person_id=person_id, from_on=today, actor=NOBODY, at=at)


def _enter(session: Session, founder: Founder, person_id: UUID, *, actor: Actor, at: datetime) -> None:
    """Enter a founder as one of the first members, on the founders' own decision."""
    homes = {one.code: one.id for one in constitution.constituencies(session)}
    home = homes.get(founder.constituency or "")
    if home is None:
        raise NotInThatConstituency
    parts = {part.code: part.id for part in constitution.parts(session) if part.constituency_id == home}
    if founder.part is not None and founder.part not in parts:
        raise NotInThatConstituency
    entry = Entry(
        person_id=person_id,
        constituency_id=home,
        sub_constituency_id=parts[founder.part] if founder.part else None,
        decision_id=constitution.founders_decision(session).id,
    )
    register.enter(session, entry, actor=actor, at=at)


def code_of(day: date, *, secret: bytes) -> str:
    """Return the code that opens the founding on a day, as it is typed: four groups of four.

    It needs no place in the database: it is worth something only while there is no mutual, and the
    founding closes for ever.

    >>> code_of(date(2026, 6, 1), secret=b"s" * 32)
    'RAAH-622O-YDUK-TBXP'
    """
    made = hmac.new(secret, f"founding {day.isoformat()}".encode(), sha256).digest()[:CODE_BYTES]
    letters = b32encode(made).decode()
    return "-".join(letters[start : start + 4] for start in range(0, len(letters), 4))


def is_code(typed: str, *, on: date, secret: bytes) -> bool:
    """Say whether what was typed is the code of this day, or of the day before."""
    plain = "".join(letter for letter in typed.upper() if letter.isalnum())
    days = (on, on - timedelta(days=1))
    return any(
        hmac.compare_digest(plain.encode(), code_of(day, secret=secret).replace("-", "").encode()) for day in days
    )
