"""Seats have one holder at a time, and people one seat, however many declare at once."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from functools import partial
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session

from govern.board import queries, rules
from govern.board.models import GUARDS, SeatHolding
from govern.board.refusals import TooFewVacantSeats
from govern.board.rules import Place, Term
from govern.constitution.models import BoardPlan, Seat
from govern.constitution.rules import Matter
from govern.core.db import Database
from tests import calendar
from tests.at_once import all_at_once
from tests.make import Make
from tests.makers.constitution import on
from tests.raw import emptied, ensure_refused

THIRD = "workforce"
TERM = Term(starts_on=date(2026, 10, 1), ends_on=date(2029, 10, 1))


@pytest.fixture
def seats(session: Session, make: Make) -> list[UUID]:
    """Two seats of one third."""
    plan = BoardPlan(seats_per_third=2)
    session.add(plan)
    session.flush()
    made = [Seat(plan_id=plan.id, seats_per_third=2, third=THIRD, number=number) for number in (1, 2)]
    session.add_all(made)
    session.flush()
    return [seat.id for seat in made]


def held(session: Session, make: Make, seat: UUID, term: Term = TERM, person: UUID | None = None) -> SeatHolding:
    """Appoint somebody to a seat."""
    whose = person or make.person().id
    holding = SeatHolding(
        seat_id=seat,
        person_id=whose,
        kind="appointed",
        decision_id=make.seating(whose).id,
        recorded_at=calendar.AT,
        **vars(term),
    )
    session.add(holding)
    session.flush()
    return holding


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "meets"),
    [
        pytest.param(date(2029, 10, 1), date(2030, 10, 1), False, id="begins on the day the other ends"),
        pytest.param(date(2029, 9, 30), date(2030, 10, 1), True, id="begins the day before"),
        pytest.param(date(2025, 10, 1), date(2026, 10, 1), False, id="ends on the day the other begins"),
        pytest.param(date(2025, 10, 1), date(2026, 10, 2), True, id="ends the day after"),
    ],
)
def test_a_seat_passes_on_the_day_a_term_ends(
    session: Session, make: Make, seats: list[UUID], starts_on: date, ends_on: date, meets: bool
) -> None:
    other = Term(starts_on=starts_on, ends_on=ends_on)
    held(session, make, seats[0])

    if meets:
        with pytest.raises(IntegrityError, match="seat_has_one_holder"), session.begin_nested():
            held(session, make, seats[0], other)
    else:
        held(session, make, seats[0], other)

    assert TERM.meets(other) is meets


def test_one_person_does_not_hold_two_seats(session: Session, make: Make, seats: list[UUID]) -> None:
    first = held(session, make, seats[0])

    with pytest.raises(IntegrityError, match="person_holds_one_seat"), session.begin_nested():
        held(session, make, seats[1], person=first.person_id)


def test_a_vacated_seat_can_be_filled_again_from_that_day(session: Session, make: Make, seats: list[UUID]) -> None:
    first = held(session, make, seats[0])
    first.vacated_on, first.vacated_reason = date(2027, 1, 1), "resigned"
    session.flush()

    held(session, make, seats[0], Term(starts_on=date(2027, 1, 1), ends_on=date(2029, 10, 1)))

    assert len(session.scalars(select(SeatHolding)).all()) == 2


def test_two_who_fill_one_seat_at_once_fill_it_once(
    database: Database, session: Session, make: Make, seats: list[UUID]
) -> None:
    people = [make.person().id for _ in range(4)]
    decision = make.decision(about=[on(one, Matter.APPOINTMENT) for one in people]).id
    make.known_to_all()

    def fill(own: Session, person: UUID) -> str:
        told = {"seat_id": seats[0], "kind": "appointed", "decision_id": decision, "recorded_at": calendar.AT}
        try:
            with own.begin_nested():
                own.add(SeatHolding(person_id=person, **told, **vars(TERM)))
        except (IntegrityError, OperationalError):
            # PostgreSQL refuses those who wait for each other's row by ending one of them as a deadlock.
            return "refused"
        return "filled"

    deeds: list[Callable[[Session], str]] = [partial(fill, person=person) for person in people]

    assert Counter(all_at_once(database, deeds)) == {"filled": 1, "refused": 3}


ATTEMPTS = [
    *[
        ("seat_holding_only_ends", f"UPDATE seat_holding SET {change}")
        for change in (
            "ends_on = '2030-10-01'",
            "condition_office = 'councillor'",
            "vacated_on = '2027-01-01', vacated_reason = 'resigned', kind = 'coopted'",
            "vacated_on = '2027-01-01', vacated_reason = 'resigned', starts_on = '2026-11-01'",
            "vacated_on = '2027-01-01', vacated_reason = 'resigned', recorded_at = '2020-01-01 00:00:00.000000'",
        )
    ],
    (
        "ck_seat_holding_vacated_within_the_term",
        "UPDATE seat_holding SET vacated_on = '2026-09-30', vacated_reason = 'resigned'",
    ),
    (
        "ck_seat_holding_vacated_within_the_term",
        "UPDATE seat_holding SET vacated_on = '2029-10-02', vacated_reason = 'resigned'",
    ),
    *[
        (f"ck_seat_holding_{check}", f"UPDATE seat_holding SET vacated_on = '2027-01-01', vacated_reason = '{reason}'")
        for check, reason in (
            ("vacated_reason_is_known", "x"),
            ("ends_with_an_office_only_if_conditioned", "office_ended"),
            ("revoked_by_who_appointed", "revoked"),
        )
    ],
    ("ck_seat_holding_vacated_for_a_reason", "UPDATE seat_holding SET vacated_on = '2027-01-01'"),
    ("seat_holding_is_kept", "DELETE FROM seat_holding"),
]


@pytest.mark.parametrize(("guard", "statement"), ATTEMPTS)
def test_a_seat_that_was_held_was_held(
    session: Session, make: Make, seats: list[UUID], guard: str, statement: str
) -> None:
    held(session, make, seats[0])

    ensure_refused(session, guard, statement)


def test_the_history_of_the_board_cannot_be_emptied(session: Session, make: Make, seats: list[UUID]) -> None:
    held(session, make, seats[0])

    ensure_refused(session, "seat_holding_is_kept", emptied(session, "seat_holding"))


def test_every_guard_of_the_board_has_been_tried() -> None:
    assert {guard for guard, _ in ATTEMPTS if not guard.startswith("ck")} | {
        "seat_has_one_holder",
        "person_holds_one_seat",
        "appointment_is_named_by_its_decision",
        "revocation_is_named_by_its_decision",
    } == set(GUARDS)


@pytest.mark.parametrize(
    ("constraint", "kind", "decision", "ends_on"),
    [
        ("ck_seat_holding_kind_is_known", "crowned", True, "2029-10-01"),
        ("ck_seat_holding_elected_by_an_election", "elected", True, "2029-10-01"),
        ("ck_seat_holding_appointed_by_a_decision", "coopted", False, "2029-10-01"),
        ("ck_seat_holding_starts_before_it_ends", "appointed", True, "2026-10-01"),
    ],
)
def test_nobody_comes_to_a_seat_without_what_it_rests_on(
    session: Session, make: Make, seats: list[UUID], constraint: str, kind: str, decision: bool, ends_on: str
) -> None:
    person = make.person().id
    told = {
        "id": uuid4().hex,
        "seat": seats[0].hex,
        "person": person.hex,
        "kind": kind,
        "decision": make.seating(person).id.hex if decision else None,
        "ends_on": ends_on,
    }

    ensure_refused(
        session,
        constraint,
        "INSERT INTO seat_holding (id, seat_id, person_id, kind, decision_id, starts_on, ends_on, recorded_at)"
        " VALUES (:id, :seat, :person, :kind, :decision, '2026-10-01', :ends_on, '2026-06-01 09:00:00.000000')",
        told,
    )


def test_an_election_of_a_part_fills_that_parts_seats_lowest_number_first() -> None:
    part = uuid4()
    own, others, whole = (
        Place(seat_id=uuid4(), number=number, sub_constituency_id=of)
        for number, of in ((2, part), (1, uuid4()), (3, None))
    )
    first = Place(seat_id=uuid4(), number=1, sub_constituency_id=part)

    fitting = rules.seats_open_to([own, others, whole, first], sub_constituency_id=part, taken=frozenset())

    assert fitting == [first, own]
    assert rules.seats_open_to([own, whole], sub_constituency_id=None, taken=frozenset()) == [whole]
    assert rules.seats_open_to([own], sub_constituency_id=part, taken=frozenset({own.seat_id})) == []


def test_more_elected_than_seats_is_told_with_both_numbers() -> None:
    assert str(TooFewVacantSeats(wanted=3, vacant=1)) == (
        "3 seats were asked for, and 1 is empty on the day the term starts."
        " Look at the board plan, then enter that number."
    )


def test_a_board_that_is_not_adopted_has_no_seats_to_show(session: Session, seats: list[UUID]) -> None:
    assert queries.board_on(session, calendar.TODAY) == []
    assert session.scalar(text("SELECT count(*) FROM seat")) == 2
