"""The board in equal thirds."""

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from govern.constitution import plans, queries
from govern.constitution.models import BoardPlan, Decision, Seat
from govern.constitution.refusals import (
    NotInConstituency,
    PlanAlreadyAdopted,
    PlanDiffersFromRules,
    ThirdsNotEqual,
    WrongBody,
)
from govern.constitution.rules import Body, PlannedSeat, Third
from govern.core.actors import Actor
from tests.calendar import A_DAY, AT, TODAY
from tests.make import Make


@pytest.fixture
def secretary(make: Make) -> Actor:
    """The secretary of a mutual whose rules give each third two seats."""
    make.mutual()
    make.rules(seats_per_third=2)
    return Actor(person_id=make.person().id)


@pytest.fixture
def members_decision(make: Make, secretary: Actor) -> Decision:
    """A decision of a general meeting, today."""
    return make.decision(body=Body.GENERAL_MEETING, entered_by=secretary.person_id)


def seats(number: int = 2) -> list[PlannedSeat]:
    """Return equal thirds."""
    return [PlannedSeat(third=third, number=one) for third in Third for one in range(1, number + 1)]


def test_a_plan_is_adopted_whole_from_the_day_of_the_decision(
    session: Session, secretary: Actor, members_decision: Decision
) -> None:
    plan = plans.adopt(session, seats(), decision_id=members_decision.id, actor=secretary, at=AT)

    assert plan.adopted_on == TODAY
    assert [(seat.third, seat.number) for seat in queries.seats(session, on=TODAY)] == [
        ("local_authority", 1),
        ("local_authority", 2),
        ("service_users", 1),
        ("service_users", 2),
        ("workforce", 1),
        ("workforce", 2),
    ]
    assert queries.seats(session, on=TODAY - A_DAY) == []


def test_a_plan_with_unequal_thirds_is_refused(session: Session, secretary: Actor, members_decision: Decision) -> None:
    unequal = [*seats()[:-1], PlannedSeat(third=Third.WORKFORCE, number=3)]

    with pytest.raises(ThirdsNotEqual, match="Each third of the board must have 2 seats, numbered from 1"):
        plans.adopt(session, unequal, decision_id=members_decision.id, actor=secretary, at=AT)

    assert queries.plan_on(session, on=TODAY) is None


def test_a_plan_follows_the_rules_in_force(session: Session, secretary: Actor, members_decision: Decision) -> None:
    with pytest.raises(PlanDiffersFromRules, match="The rules in force give each third 2 seats"):
        plans.adopt(session, seats(3), decision_id=members_decision.id, actor=secretary, at=AT)


def test_the_board_cannot_plan_itself(session: Session, make: Make, secretary: Actor) -> None:
    with pytest.raises(WrongBody, match="a general meeting of the members"):
        plans.adopt(session, seats(), decision_id=make.decision(body=Body.BOARD).id, actor=secretary, at=AT)


def test_one_day_has_one_plan(session: Session, secretary: Actor, members_decision: Decision) -> None:
    plans.adopt(session, seats(), decision_id=members_decision.id, actor=secretary, at=AT)

    with pytest.raises(PlanAlreadyAdopted, match="A board plan has been adopted for this day already"):
        plans.adopt(session, seats(), decision_id=members_decision.id, actor=secretary, at=AT)


def test_a_seat_belongs_to_a_constituency_of_its_own_third(
    session: Session, make: Make, secretary: Actor, members_decision: Decision
) -> None:
    users = make.constituency(third=Third.SERVICE_USERS)
    strange = PlannedSeat(third=Third.WORKFORCE, number=1, constituency_id=users.id)

    with pytest.raises(NotInConstituency, match="That part does not belong to this constituency"):
        plans.adopt(session, [*seats()[1:], strange], decision_id=members_decision.id, actor=secretary, at=AT)


def test_a_seat_belongs_to_a_part_of_its_own_constituency(
    session: Session, make: Make, secretary: Actor, members_decision: Decision
) -> None:
    workforce = make.constituency(third=Third.WORKFORCE)
    strange = PlannedSeat(
        third=Third.WORKFORCE, number=1, constituency_id=workforce.id, sub_constituency_id=make.part().id
    )

    with pytest.raises(NotInConstituency):
        plans.adopt(session, [*seats()[1:], strange], decision_id=members_decision.id, actor=secretary, at=AT)


def test_the_database_adopts_no_plan_with_a_seat_missing(
    session: Session, make: Make, members_decision: Decision
) -> None:
    plan = BoardPlan(seats_per_third=1)
    session.add(plan)
    session.flush()
    session.add(Seat(plan_id=plan.id, seats_per_third=1, third=Third.WORKFORCE, number=1))
    session.flush()

    plan.adopted_on, plan.decision_id = TODAY, members_decision.id

    with pytest.raises(IntegrityError, match="plan_is_adopted_whole"):
        session.flush()


@pytest.mark.parametrize(
    ("change", "guard"),
    [
        ("UPDATE board_plan SET seats_per_third = 3", "adopted_plan_stays"),
        ("DELETE FROM board_plan", "adopted_plan_is_kept"),
        ("DELETE FROM seat", "adopted_plan_loses_no_seat"),
        ("UPDATE seat SET third = 'workforce'", "seat_stays"),
    ],
)
def test_the_database_keeps_an_adopted_plan(
    session: Session, secretary: Actor, members_decision: Decision, change: str, guard: str
) -> None:
    plans.adopt(session, seats(), decision_id=members_decision.id, actor=secretary, at=AT)

    with pytest.raises(IntegrityError, match=guard):
        session.connection().exec_driver_sql(change)


def test_the_database_gives_an_adopted_plan_no_further_seat(
    session: Session, secretary: Actor, members_decision: Decision
) -> None:
    plan = plans.adopt(session, seats(), decision_id=members_decision.id, actor=secretary, at=AT)
    session.add(Seat(plan_id=plan.id, seats_per_third=2, third=Third.WORKFORCE, number=1))

    with pytest.raises(IntegrityError, match="adopted_plan_takes_no_seat"):
        session.flush()
