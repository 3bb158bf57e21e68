"""Directors of a mutual that was founded, the first of them elected."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from govern.board.models import AppointmentKind, SeatHolding
from govern.constitution import queries as constitution
from govern.constitution.rules import Participant, Vote
from govern.core.actors import Actor, Deed, Role
from govern.elections import planning
from tests.calendar import A_DAY, AT, TODAY
from tests.make import Make
from tests.makers.elections import plan_of

TERM_STARTS = TODAY + A_DAY
TERM_ENDS = TODAY + A_DAY * 10
BOARD = 5


def elected(session: Session, make: Make) -> list[Participant]:
    """Let as many directors sit as the quorum asks for, the first of them elected, from tomorrow on for nine days."""
    first = seated(session, make, number=0, kind=AppointmentKind.ELECTED)
    return [first, *(seated(session, make, number=number) for number in range(1, BOARD))]


def seated(
    session: Session,
    make: Make,
    *,
    number: int,
    kind: AppointmentKind = AppointmentKind.APPOINTED,
    person_id: UUID | None = None,
    **term: date,
) -> Participant:
    """Let somebody sit in a seat, somebody new if nobody is named, and be for what is decided."""
    is_elected = kind is AppointmentKind.ELECTED
    person = person_id or make.person(name=f"Director {number}").id
    by = {"election_id": election(session, make)} if is_elected else {"decision_id": make.seating(person).id}
    seat = constitution.seats(session, on=TODAY)[number]
    told = {"starts_on": TERM_STARTS, "ends_on": TERM_ENDS} | term
    session.add(SeatHolding(seat_id=seat.id, person_id=person, kind=kind, recorded_at=AT, **by, **told))
    session.flush()
    return Participant(person_id=person, vote=Vote.FOR)


def election(session: Session, make: Make) -> UUID:
    """Plan an election of a director, and return its id."""
    part, rules = constitution.parts(session)[0], constitution.rule_set_on(session, on=TODAY)
    plan = replace(plan_of(part.constituency_id, rules.id), sub_constituency_id=part.id)
    officer = Actor(person_id=make.person().id, roles=frozenset({Role.RETURNING_OFFICER}))
    return planning.plan(session, plan, Deed(actor=officer, at=AT)).id
