"""Granting offices and ending them."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import exists, or_, select, update
from sqlalchemy.orm import Session

from govern.accounts import rules, service
from govern.accounts.models import OfficeHolding
from govern.accounts.refusals import (
    EndsBeforeItBegins,
    LastAdministrator,
    NotAnOffice,
    NotToOneself,
    OfficeEndedAlready,
    OfficeHeldAlready,
    OfficesExclude,
)
from govern.accounts.words import OFFICE_WORDS
from govern.audit import service as audit
from govern.audit.service import Happening
from govern.constitution import queries as constitution
from govern.core.actors import OFFICES, Actor, Role


def grant(
    session: Session, *, office: Role, person_id: UUID, from_on: date, actor: Actor, at: datetime
) -> OfficeHolding:
    """Put a person into an office from a day on.

    At the founding, before there is a mutual, the actor is nobody in particular and the grant has no grantor. Whoever
    came by a printed code, or by the register's address, is signed out: so nobody comes into an office.

    :raises NotAnOffice: the role is derived, not granted.
    :raises NotToOneself: the actor is the person.
    :raises BeforeTheMutual: the first day is before the mutual's first rules took effect.
    :raises OfficeHeldAlready: the person holds it.
    :raises OfficesExclude: the person holds an office that excludes it.

    Source: decisions, issue 1 section 4; the same pairs are kept by the database.
    """
    if office not in OFFICES:
        raise NotAnOffice
    if actor.person_id == person_id:
        raise NotToOneself
    constitution.ensure_begun(session, by=from_on)
    _ensure_goes_together(office, _held_from(session, person_id, from_on))
    service.end_ways_in(session, person_id, at=at)
    holding = OfficeHolding(
        office=office, person_id=person_id, from_on=from_on, granted_by=actor.person_id, granted_at=at
    )
    session.add(holding)
    session.flush()
    _record(session, "office.granted", holding, actor=actor, at=at)
    return holding


def end_office(session: Session, holding: OfficeHolding, *, until_on: date, actor: Actor, at: datetime) -> None:
    """Write down the first day without the office. Once written it stays.

    Anybody may be asked to end their own office: giving up power is not taking it.

    :raises EndsBeforeItBegins: the day is before the first day of the office.
    :raises LastAdministrator: nobody could grant offices any more.
    :raises OfficeEndedAlready: its end is on record.
    """
    if until_on < holding.from_on:
        raise EndsBeforeItBegins
    if holding.office == Role.ADMINISTRATOR and not _another_administrator(session, holding, until_on):
        raise LastAdministrator
    ended = session.scalar(
        update(OfficeHolding)
        .where(OfficeHolding.id == holding.id, OfficeHolding.until_on.is_(None))
        .values(until_on=until_on, ended_by=actor.person_id)
        .returning(OfficeHolding.id)
    )
    if ended is None:
        raise OfficeEndedAlready
    _record(session, "office.ended", holding, actor=actor, at=at)


def _held_from(session: Session, person_id: UUID, on: date) -> list[Role]:
    """Return the offices a person holds on a day or will hold later."""
    held = select(OfficeHolding.office).where(
        OfficeHolding.person_id == person_id, or_(OfficeHolding.until_on.is_(None), OfficeHolding.until_on > on)
    )
    return [Role(office) for office in session.scalars(held)]


def _ensure_goes_together(office: Role, held: list[Role]) -> None:
    """Refuse an office that the person holds, or that one they hold excludes."""
    if office in held:
        raise OfficeHeldAlready
    other = rules.excluded_by(office, held)
    if other is not None:
        raise OfficesExclude(office=OFFICE_WORDS[office], held=OFFICE_WORDS[other])


def _another_administrator(session: Session, holding: OfficeHolding, on: date) -> bool:
    """Say whether somebody else is administrator on a day, with no end on record."""
    other = exists().where(
        OfficeHolding.office == Role.ADMINISTRATOR,
        OfficeHolding.person_id != holding.person_id,
        OfficeHolding.from_on <= on,
        OfficeHolding.until_on.is_(None),
    )
    return bool(session.scalar(select(other)))


def _record(session: Session, event: str, holding: OfficeHolding, *, actor: Actor, at: datetime) -> None:
    """Write the deed into the journal: which office and whose, by id."""
    facts = {"office": str(holding.office), "person_id": str(holding.person_id)}
    audit.record(session, Happening(event=event, subject_id=holding.id, facts=facts), actor=actor, at=at)
