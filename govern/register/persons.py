"""Enter people and correct their particulars. Being known gives no right to anything."""

from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from govern.constitution import queries as constitution
from govern.core import clock, lookup
from govern.core.actors import Actor
from govern.core.words import DEFAULT_ZONE
from govern.register import identity, rules, versions
from govern.register.models import Person, PersonVersion
from govern.register.refusals import BirthDateNotPossible, EmailNotUsable, NameMissing, NotYetSo
from govern.register.rules import Particulars, PersonKind
from govern.register.versions import PERSONS, Row

OLDEST = timedelta(days=366 * 130)
NAME_LENGTH = 200
ADULT = 18


def enter(  # noqa: PLR0913 - who, what they are, and the two things that only the door knows
    session: Session,
    particulars: Particulars,
    *,
    kind: PersonKind = PersonKind.HUMAN,
    match_key: bytes,
    actor: Actor,
    at: datetime,
    person_id: UUID | None = None,
) -> Person:
    """Make somebody known to the mutual, with their particulars from today on.

    :param match_key: key of the digests by which two records of one person are found.
    :param person_id: given at the founding only, where the first founder enters themselves as known.
    :raises NameMissing: there is no name, or it is too long.
    :raises EmailNotUsable: no mail could be sent there.
    :raises BirthDateNotPossible: in the future, or longer ago than anybody lives.
    """
    person = Person(id=person_id or uuid4(), kind=kind)
    session.add(person)
    session.flush()
    on = local_date(session, at=at)
    ensure_possible(particulars, today=on)
    told = told_of(particulars.minimised(highest_age=highest_age(session, on=on), on=on), kind=kind)
    told |= matched(particulars, key=match_key) | {"person_id": person.id, "valid_from": on}
    versions.write(
        session, PERSONS, [versions.new_row(told, actor=actor, at=at)], event="person.entered", actor=actor, at=at
    )
    return person


def correct(  # noqa: PLR0913 - who, what is so, since when, and the two things that only the door knows
    session: Session,
    person_id: UUID,
    particulars: Particulars,
    *,
    valid_from: date,
    match_key: bytes,
    actor: Actor,
    at: datetime,
) -> None:
    """Record that somebody's particulars are so from a day on; what was recorded before stays readable.

    :param valid_from: the day they changed, or the first day of all if they were always so.
    :raises NotYetSo: the day has not come.
    :raises NotFound: nobody has this id.
    :raises NotForOthersToChange: another name or address of a member, by somebody who is neither they nor a member.

    Source: Companies Act 2006 s.113(6A), s.113E; UK GDPR Art. 16.
    """
    person = lookup.find(session, Person, person_id)
    today = local_date(session, at=at)
    if valid_from > today:
        raise NotYetSo(valid_from)
    ensure_possible(particulars, today=today)
    identity.ensure_may_change(session, person_id, particulars, actor=actor, on=today)
    told = told_of(particulars.minimised(highest_age=highest_age(session, on=today), on=today), kind=kind_of(person))
    told |= matched(particulars, key=match_key) | {"person_id": person_id, "valid_from": valid_from}
    told["match_birth"] = told["match_birth"] or _match_birth_now(session, person_id)
    row = versions.new_row(told, actor=actor, at=at)
    versions.restate(session, PERSONS, row, event="person.corrected", actor=actor, at=at)


def _match_birth_now(session: Session, person_id: UUID) -> str | None:
    """Return the sign of a birth date that is no longer kept, so that a correction does not lose it."""
    known = versions.current(session, PERSONS, person_id)
    return next((row["match_birth"] for row in reversed(known) if row["match_birth"]), None)


def is_body(session: Session, person_id: UUID) -> bool:
    """Say whether somebody known is a body, and no human."""
    return kind_of(session.get_one(Person, person_id)) is PersonKind.BODY


def kind_of(person: Person) -> PersonKind:
    """Return whether this is a human or a body."""
    return PersonKind(person.kind)


def ensure_possible(particulars: Particulars, *, today: date) -> None:
    """Refuse particulars that nobody can have."""
    if not 1 <= len(particulars.name.strip()) <= NAME_LENGTH:
        raise NameMissing
    if particulars.email is not None and not rules.is_email(particulars.email):
        raise EmailNotUsable
    if particulars.birth_on is not None and not today - OLDEST < particulars.birth_on <= today:
        raise BirthDateNotPossible(particulars.birth_on)


def told_of(particulars: Particulars, *, kind: PersonKind) -> Row:
    """Return the columns that say what somebody's particulars are."""
    name = " ".join(particulars.name.split())
    return {
        "name": name,
        "sort_name": rules.folded(particulars.sorted_as) if particulars.sorted_as else rules.sort_name(name, kind=kind),
        "postal_address": particulars.postal_address,
        "email": particulars.email and particulars.email.strip(),
        "email_purposes": list(particulars.email_purposes),
        "telephone": particulars.telephone and " ".join(particulars.telephone.split()),
        "telephone_purposes": list(particulars.telephone_purposes) if particulars.telephone else [],
        "language": particulars.language,
        "formats": list(particulars.formats),
        "birth_on": particulars.birth_on,
        "adult_confirmed_on": particulars.adult_confirmed_on,
        "valid_to": None,
        "decision_id": None,
    }


def particulars_of(known: PersonVersion) -> Particulars:
    """Return what a version says of somebody, to be said again with a change."""
    return Particulars(
        name=known.name,
        sorted_as=known.sort_name,
        postal_address=known.postal_address,
        email=known.email,
        email_purposes=tuple(known.email_purposes),
        birth_on=known.birth_on,
        adult_confirmed_on=known.adult_confirmed_on,
        telephone=known.telephone,
        telephone_purposes=tuple(known.telephone_purposes or ()),
        language=known.language,
        formats=tuple(known.formats or ()),
    )


def matched(particulars: Particulars, *, key: bytes) -> Row:
    """Return the columns by which two records of one person are found."""
    return {
        "match_email": rules.match_email(particulars.email, key=key),
        "match_birth": rules.match_birth(particulars.name, particulars.birth_on, key=key),
    }


def highest_age(session: Session, *, on: date) -> int:
    """Return the highest age that the rules in force ask for; a birth date is kept until then.

    Before the founding there are no rules, and it is the age of an adult.
    """
    if constitution.find_mutual(session) is None:
        return ADULT
    book = constitution.rule_book_on(session, on=on)
    return max(book.min_member_age, book.min_voting_age, book.min_director_age, ADULT)


def local_date(session: Session, *, at: datetime) -> date:
    """Return the mutual's own date; before the founding, that of the default zone."""
    mutual = constitution.find_mutual(session)
    return clock.local_date(at, mutual.time_zone if mutual else DEFAULT_ZONE)
