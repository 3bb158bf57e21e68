"""Empty a seat before its term ends: with the membership it depends on, by the authority, or by its own condition."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from govern.audit import service as audit
from govern.audit.service import Happening
from govern.board import rules
from govern.board.models import AppointmentKind, SeatHolding, Vacancy
from govern.board.queries import ENDS
from govern.board.refusals import (
    AppointedByThemselves,
    NotConditioned,
    NotInTheSeat,
    NotTheirAppointment,
    VacatedBeforeReceipt,
)
from govern.constitution import queries as constitution
from govern.constitution.models import Seat
from govern.constitution.refusals import WrongBody
from govern.constitution.rules import Body, Matter
from govern.core import lookup
from govern.core.actors import Actor
from govern.core.words import say
from govern.register import subjects


@dataclass(frozen=True, kw_only=True)
class Vacating:
    """From which day a seat is empty, and why.

    :param on: first day without its holder.
    :param decision_id: the decision by which, where one was needed.
    """

    on: date
    reason: Vacancy
    decision_id: UUID | None = None


def vacate(session: Session, holding_id: UUID, vacating: Vacating, *, actor: Actor, at: datetime) -> SeatHolding:
    """Empty a seat from a day on. A term that has not begun is emptied from its first day.

    :raises NotFound: there is no such term.
    :raises NotInTheSeat: the term had ended by then.

    Source: domain 2.2, 6.4: acts of the board stay valid; the vacancy is filled by its own rules.
    """
    holding = lookup.locked(session, SeatHolding, holding_id)
    if holding.vacated_on is not None or vacating.on >= holding.ends_on:
        raise NotInTheSeat(vacating.on)
    holding.vacated_on = max(vacating.on, holding.starts_on)
    holding.vacated_reason, holding.vacated_decision_id = vacating.reason.value, vacating.decision_id
    session.flush()
    facts = {"person": holding.person_id, "vacated_on": holding.vacated_on, "reason": vacating.reason}
    told = Happening(event="seat.vacated", subject_id=holding.seat_id, facts=facts)
    audit.record(session, told, actor=actor, at=at)
    return holding


def vacate_with_membership(
    session: Session, person_id: UUID, *, on: date, reason: Vacancy, actor: Actor, at: datetime
) -> Sequence[SeatHolding]:
    """Empty the seats that depend on somebody's membership, at once when it ends.

    The authority's directors need no membership, and stay.

    Source: Co-operatives UK model articles: a director ceases to be one as soon as they cease to be a member.
    """
    rows = session.execute(
        select(SeatHolding.id, SeatHolding.kind, Seat.third)
        .join(Seat, Seat.id == SeatHolding.seat_id)
        .where(SeatHolding.person_id == person_id, on < ENDS, SeatHolding.vacated_on.is_(None))
    ).all()
    vacating = Vacating(on=on, reason=reason)
    return [
        vacate(session, row.id, vacating, actor=actor, at=at)
        for row in rows
        if reason is Vacancy.DIED or rules.depends_on_membership(row.kind, third=row.third)
    ]


@dataclass(frozen=True, kw_only=True)
class Revocation:
    """A paper by which the authority ends an appointment of its own.

    :param decision_id: the authority's decision, as the secretary entered it.
    :param on: the day it states, or None for the day it is received.
    """

    holding_id: UUID
    decision_id: UUID
    on: date | None = None


def end_appointment(session: Session, revocation: Revocation, *, actor: Actor, at: datetime) -> SeatHolding:
    """Empty a seat of the authority on its own notice, from the day of receipt or a later one that it states.

    The board notes it and does not vote on it.

    :raises WrongBody: the decision is not one of the appointing body.
    :raises NotTheirAppointment: the holder was not appointed.
    :raises NotAboutThem: the decision does not say so of the holder.
    :raises AppointedByThemselves: the holder enters it.
    :raises VacatedBeforeReceipt: it states a day before that of receipt.
    :raises NotInTheSeat: the term had ended by then.

    Source: domain 6.2: removal or replacement by notice to the secretary; effective on receipt or later.
    """
    holding = _appointed(session, revocation.holding_id)
    if constitution.decision(session, revocation.decision_id).body != Body.APPOINTING_BODY:
        raise WrongBody(say("the body that appoints"))
    subjects.ensure_about(session, revocation.decision_id, holding.person_id, Matter.REVOCATION)
    if holding.person_id == actor.person_id:
        raise AppointedByThemselves
    received_on = constitution.today(session, at=at)
    if revocation.on is not None and revocation.on < received_on:
        raise VacatedBeforeReceipt(received_on)
    vacating = Vacating(on=revocation.on or received_on, reason=Vacancy.REVOKED, decision_id=revocation.decision_id)
    return vacate(session, holding.id, vacating, actor=actor, at=at)


def end_with_office(session: Session, holding_id: UUID, *, on: date, actor: Actor, at: datetime) -> SeatHolding:
    """Empty a seat whose instrument made it depend on an office, from the first day without that office.

    :raises NotTheirAppointment: the holder was not appointed.
    :raises NotConditioned: the instrument names no office: the appointment stands until the authority ends it.
    :raises NotInTheSeat: the term had ended by then.

    Source: domain 6.2; domain 10, case 10: only the instrument matters.
    """
    holding = _appointed(session, holding_id)
    if holding.condition_office is None:
        raise NotConditioned
    return vacate(session, holding.id, Vacating(on=on, reason=Vacancy.OFFICE_ENDED), actor=actor, at=at)


def _appointed(session: Session, holding_id: UUID) -> SeatHolding:
    holding = lookup.find(session, SeatHolding, holding_id)
    if holding.kind != AppointmentKind.APPOINTED:
        raise NotTheirAppointment
    return holding
