"""Fill seats: by election, and by an instrument of the appointing body."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from govern.accounts import queries as accounts
from govern.audit import service as audit
from govern.audit.service import Happening
from govern.board import queries
from govern.board.models import AppointmentKind, SeatHolding
from govern.board.refusals import (
    AppointedByThemselves,
    SeatIsHeld,
    SeatNotTheirs,
    SignedByNoOfficer,
    SitsAlready,
    TermOfNoDays,
    TooFewVacantSeats,
    TooYoungForBoard,
)
from govern.board.rules import Term
from govern.constitution import queries as constitution
from govern.constitution.refusals import WrongBody
from govern.constitution.rules import Body, Matter, Third
from govern.core.actors import Actor, Role
from govern.core.words import say
from govern.register import belonging, connections, subjects
from govern.register import queries as register
from govern.register.connection_rules import ConnectionKind, Relation
from govern.register.subject_refusals import DecisionUsed


@dataclass(frozen=True, kw_only=True)
class Mandate:
    """What an election gave to the people it elected.

    :param people: in order of election.
    """

    election_id: UUID
    third: str
    sub_constituency_id: UUID | None
    term: Term
    people: Sequence[UUID]


def seat_elected(session: Session, mandate: Mandate, *, actor: Actor, at: datetime) -> list[SeatHolding]:
    """Put the elected into the empty seats of their third, in order of election, lowest seat first.

    :raises TooFewVacantSeats: a seat was filled since the election was planned.

    Source: domain 6.1, 6.3.
    """
    places = queries.vacant(
        session, third=mandate.third, sub_constituency_id=mandate.sub_constituency_id, term=mandate.term
    )
    if len(places) < len(mandate.people):
        raise TooFewVacantSeats(wanted=len(mandate.people), vacant=len(places))
    holdings = [
        SeatHolding(
            seat_id=place.seat_id,
            person_id=person,
            kind=AppointmentKind.ELECTED,
            election_id=mandate.election_id,
            starts_on=mandate.term.starts_on,
            ends_on=mandate.term.ends_on,
            recorded_at=at,
        )
        for place, person in zip(places, mandate.people, strict=False)
    ]
    session.add_all(holdings)
    session.flush()
    audit.record_many(session, [_filled(holding) for holding in holdings], actor=actor, at=at)
    return holdings


@dataclass(frozen=True, kw_only=True)
class Instrument:
    """A paper by which the authority puts somebody into one of its seats.

    :param decision_id: the authority's decision, as the secretary entered it.
    :param signed_by: the officer of the authority who signed.
    :param starts_on: the day it states, or None for the day it is received.
    :param ends_on: first day after the term.
    :param appointer_id: the authority, where it is known as a body.
    :param condition_office: the office with which the appointment ends, where the instrument names one.
    """

    seat_id: UUID
    person_id: UUID
    decision_id: UUID
    signed_by: UUID
    starts_on: date | None
    ends_on: date
    appointer_id: UUID | None = None
    condition_office: str | None = None


def seat_appointed(session: Session, instrument: Instrument, *, actor: Actor, at: datetime) -> SeatHolding:
    """Put somebody into a seat of the authority's third, from the day stated or that of receipt, the later.

    The board notes an appointment and does not vote on it. An officer who signs for somebody they are
    connected with is not refused, for the authority answers for its choice; the journal says so.

    :raises WrongBody: the decision is not one of the appointing body.
    :raises NotAboutThem: it does not name who is appointed.
    :raises DecisionUsed: it gave them a seat before.
    :raises AppointedByThemselves: who is appointed signed the instrument, or enters it.
    :raises SignedByNoOfficer: who signed is not in office as council officer.
    :raises TermOfNoDays: the term ends before it begins.
    :raises SeatNotTheirs: the seat is not one of the authority's third in the plan in force then.
    :raises SeatIsHeld: somebody holds it on a day of the term.
    :raises TooYoungForBoard: who is appointed is younger than a director can be.
    :raises SitsAlready: who is appointed holds another on a day of the term.
    :raises NotBetweenThem: the appointer is not a body.
    :raises HasDied: the register says that who is appointed died.

    Source: INV-05, INV-36; domain 6.2.
    """
    belonging.ensure_alive(session, instrument.person_id)
    received_on = constitution.today(session, at=at)
    _ensure_authoritys(session, instrument, actor, received_on=received_on)
    term = _term_of(instrument, received_on=received_on)
    _ensure_theirs_and_vacant(session, instrument.seat_id, term)
    age = constitution.rule_book_on(session, on=received_on).min_director_age
    if register.is_younger(session, instrument.person_id, age, on=term.starts_on):
        raise TooYoungForBoard(age=age, on=term.starts_on)
    if queries.sits(session, instrument.person_id, term=term):
        raise SitsAlready
    _record_appointer(session, instrument, on=received_on, actor=actor, at=at)
    holding = SeatHolding(
        seat_id=instrument.seat_id,
        person_id=instrument.person_id,
        kind=AppointmentKind.APPOINTED,
        decision_id=instrument.decision_id,
        condition_office=instrument.condition_office,
        recorded_at=at,
        **vars(term),
    )
    session.add(holding)
    session.flush()
    told = _filled(holding)
    close = is_signed_by_connected(session, instrument, on=received_on)
    signed = {"signed_by": instrument.signed_by, "is_signed_by_connected": close}
    audit.record(session, replace(told, facts={**told.facts, **signed}), actor=actor, at=at)
    return holding


def is_signed_by_connected(session: Session, instrument: Instrument, *, on: date) -> bool:
    """Say whether who signed is connected on a day with who is appointed."""
    return instrument.signed_by in connections.directly_connected_to(session, instrument.person_id, on=on)


def _record_appointer(session: Session, instrument: Instrument, *, on: date, actor: Actor, at: datetime) -> None:
    """Record which body appointed a director, for those who work for it or sit on it stand back for them.

    Source: decisions, "INV-05 extends".
    """
    if instrument.appointer_id is None:
        return
    known = {(tie.kind, tie.other_id) for tie in connections.connections_of(session, instrument.person_id, on=on)}
    if (ConnectionKind.APPOINTER, instrument.appointer_id) in known:
        return
    appointed = Relation(
        person_id=instrument.appointer_id,
        kind=ConnectionKind.APPOINTER,
        other_id=instrument.person_id,
        valid_from=on,
    )
    connections.record(session, appointed, actor=actor, at=at)


def _term_of(instrument: Instrument, *, received_on: date) -> Term:
    """Return the term that an instrument gives, which begins on the day of receipt at the earliest."""
    starts_on = max(instrument.starts_on or received_on, received_on)
    if instrument.ends_on <= starts_on:
        raise TermOfNoDays(starts_on=starts_on)
    return Term(starts_on=starts_on, ends_on=instrument.ends_on)


def _ensure_authoritys(session: Session, instrument: Instrument, actor: Actor, *, received_on: date) -> None:
    """Refuse an instrument that is not the authority's own, or in which somebody appoints themselves."""
    if constitution.decision(session, instrument.decision_id).body != Body.APPOINTING_BODY:
        raise WrongBody(say("the body that appoints"))
    subjects.ensure_about(session, instrument.decision_id, instrument.person_id, Matter.APPOINTMENT)
    if queries.was_seated_by(session, instrument.person_id, instrument.decision_id):
        raise DecisionUsed
    if instrument.person_id in (instrument.signed_by, actor.person_id):
        raise AppointedByThemselves
    if Role.COUNCIL_OFFICER not in accounts.offices_of(session, instrument.signed_by, on=received_on):
        raise SignedByNoOfficer


def _ensure_theirs_and_vacant(session: Session, seat_id: UUID, term: Term) -> None:
    planned = constitution.seats(session, on=term.starts_on)
    if not any(seat.id == seat_id and seat.third == Third.LOCAL_AUTHORITY for seat in planned):
        raise SeatNotTheirs
    vacant = queries.vacant(session, third=Third.LOCAL_AUTHORITY, sub_constituency_id=None, term=term)
    if not any(place.seat_id == seat_id for place in vacant):
        raise SeatIsHeld


def _filled(holding: SeatHolding) -> Happening:
    """Return what the journal says of a seat that was filled."""
    facts = {"person": holding.person_id, "kind": holding.kind, "starts_on": holding.starts_on}
    return Happening(event="seat.filled", subject_id=holding.seat_id, facts=facts)
