"""Plan the seats of the board, and adopt a plan whole."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from govern.audit import service as audit
from govern.audit.service import Happening
from govern.constitution import queries
from govern.constitution.charter import Charter, CharterSeat
from govern.constitution.models import BoardPlan, Decision, Seat
from govern.constitution.refusals import (
    NotInConstituency,
    PlanAlreadyAdopted,
    PlanDiffersFromRules,
    ThirdsNotEqual,
    WrongBody,
)
from govern.constitution.rules import Body, PlannedSeat, thirds_are_equal
from govern.core.actors import Actor
from govern.core.words import say


def adopt(
    session: Session, seats: Sequence[PlannedSeat], *, decision_id: UUID, actor: Actor, at: datetime
) -> BoardPlan:
    """Adopt a plan of the board, whole, from the day of the members' decision.

    :raises WrongBody: the decision is not a general meeting's.
    :raises PlanDiffersFromRules: the rules in force give each third another number of seats.
    :raises ThirdsNotEqual: the thirds differ.
    :raises NotInConstituency: a seat names a part of another constituency.
    :raises PlanAlreadyAdopted: a plan has been adopted for that day.

    Source: the founding brief: a third each; domain 6.1, INV-28.
    """
    decision = queries.decision(session, decision_id)
    if decision.body != Body.GENERAL_MEETING:
        raise WrongBody(say("a general meeting of the members"))
    seats_per_third = queries.rule_book_on(session, on=decision.decided_on).seats_per_third
    if len(seats) != 3 * seats_per_third:
        raise PlanDiffersFromRules(seats_per_third=seats_per_third)
    return adopt_planned(session, seats, seats_per_third=seats_per_third, decision=decision, actor=actor, at=at)


def adopt_planned(
    session: Session,
    seats: Sequence[PlannedSeat],
    *,
    seats_per_third: int,
    decision: Decision,
    actor: Actor,
    at: datetime,
) -> BoardPlan:
    """Write a plan and its seats, then adopt it; the database refuses a plan that is not whole."""
    if not thirds_are_equal(seats, seats_per_third=seats_per_third):
        raise ThirdsNotEqual(seats_per_third=seats_per_third)
    _ensure_parts_belong(session, seats)
    if session.scalar(select(BoardPlan.id).where(BoardPlan.adopted_on == decision.decided_on)) is not None:
        raise PlanAlreadyAdopted
    plan = BoardPlan(seats_per_third=seats_per_third)
    session.add(plan)
    session.flush()
    session.add_all(_seat(plan, one) for one in seats)
    session.flush()
    plan.adopted_on, plan.decision_id = decision.decided_on, decision.id
    session.flush()
    facts = {"seats_per_third": seats_per_third, "decision": decision.id, "adopted_on": decision.decided_on}
    audit.record(session, Happening(event="board_plan.adopted", subject_id=plan.id, facts=facts), actor=actor, at=at)
    return plan


def _seat(plan: BoardPlan, planned: PlannedSeat) -> Seat:
    """Return the row of one seat."""
    return Seat(
        plan_id=plan.id,
        seats_per_third=plan.seats_per_third,
        third=planned.third,
        number=planned.number,
        constituency_id=planned.constituency_id,
        sub_constituency_id=planned.sub_constituency_id,
    )


def _ensure_parts_belong(session: Session, seats: Sequence[PlannedSeat]) -> None:
    """Refuse a seat whose constituency is not there, fills another third, or has no such part."""
    thirds = {one.id: one.third for one in queries.constituencies(session)}
    homes = {part.id: part.constituency_id for part in queries.parts(session)}
    for seat in seats:
        if seat.constituency_id is not None and thirds.get(seat.constituency_id) != seat.third:
            raise NotInConstituency
        if seat.sub_constituency_id is not None and homes.get(seat.sub_constituency_id) != seat.constituency_id:
            raise NotInConstituency


def seats_of(session: Session, charter: Charter) -> list[PlannedSeat]:
    """Return the charter's seats with the ids of the constituencies and parts that they name by code.

    :raises NotInConstituency: a code that no constituency, or no part of it, has.
    """
    homes = {one.id: one.code for one in queries.constituencies(session)}
    named: dict[tuple[str | None, str | None], tuple[UUID | None, UUID | None]] = {(None, None): (None, None)}
    named |= {(code, None): (home, None) for home, code in homes.items()}
    named |= {(homes[one.constituency_id], one.code): (one.constituency_id, one.id) for one in queries.parts(session)}
    return [_planned(seat, named.get((seat.constituency, seat.part))) for seat in charter.seats]


def _planned(seat: CharterSeat, named: tuple[UUID | None, UUID | None] | None) -> PlannedSeat:
    """Return a seat by ids; its codes must have been found."""
    if named is None:
        raise NotInConstituency
    constituency_id, sub_constituency_id = named
    return PlannedSeat(
        third=seat.third,
        number=seat.number,
        constituency_id=constituency_id,
        sub_constituency_id=sub_constituency_id,
    )
