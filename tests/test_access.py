"""Who somebody is at the door: offices by grant, member by the register, director by the board."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from govern.access import ROLE_SOURCES, ROLE_WORDS, in_words
from govern.board.models import SeatHolding
from govern.constitution.models import BoardPlan, Seat
from govern.core.actors import Role
from govern.core.errors import NotAllowed
from govern.core.words import say
from govern.register.rules import Ground, Standing
from tests.calendar import A_DAY, A_SECOND, AT, TODAY
from tests.make import Make

NEXT_YEAR = TODAY + timedelta(days=365)


def roles(session: Session, person_id: UUID, *, on: date = TODAY) -> set[Role]:
    """Return every role of a person on a day."""
    return {role for roles_of in ROLE_SOURCES for role in roles_of(session, person_id, on=on)}


def seated(session: Session, make: Make, **facts: Any) -> UUID:
    """Put somebody on the board from today for a year, by decision, and return who it is."""
    plan = BoardPlan(seats_per_third=1)
    session.add(plan)
    session.flush()
    seat = Seat(plan_id=plan.id, seats_per_third=1, third="workforce", number=1)
    session.add(seat)
    session.flush()
    usual = {"starts_on": TODAY, "ends_on": NEXT_YEAR, "kind": "appointed", "recorded_at": AT}
    person = make.person().id
    holding = SeatHolding(seat_id=seat.id, person_id=person, decision_id=make.seating(person).id, **usual | facts)
    session.add(holding)
    session.flush()
    return holding.person_id


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        pytest.param(TODAY - A_DAY, set(), id="the day before"),
        pytest.param(TODAY, {Role.MEMBER}, id="the day of entry"),
        pytest.param(NEXT_YEAR - A_DAY, {Role.MEMBER}, id="the last day"),
        pytest.param(NEXT_YEAR, set(), id="the day of cessation"),
    ],
)
def test_a_member_is_one_from_the_entry_to_the_day_before_the_end(
    session: Session, make: Make, on: date, expected: set[Role]
) -> None:
    membership = make.membership(valid_from=TODAY, valid_to=NEXT_YEAR)

    assert roles(session, membership.person_id, on=on) == expected


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param({"standing": Standing.SUSPENDED, "valid_to": NEXT_YEAR}, {Role.MEMBER}, id="suspended"),
        pytest.param({"standing": Standing.CEASED, "ground": Ground.RESIGNED}, set(), id="ceased"),
        pytest.param({"superseded_at": AT + A_SECOND}, set(), id="entered by mistake"),
    ],
)
def test_a_member_is_whom_the_register_holds_as_it_is_known_now(
    session: Session, make: Make, facts: dict[str, Any], expected: set[Role]
) -> None:
    membership = make.membership(**facts)

    assert roles(session, membership.person_id) == expected


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        pytest.param(TODAY - A_DAY, set(), id="the day before"),
        pytest.param(TODAY, {Role.DIRECTOR}, id="the first day"),
        pytest.param(NEXT_YEAR - A_DAY, {Role.DIRECTOR}, id="the last day"),
        pytest.param(NEXT_YEAR, set(), id="the day after the term"),
    ],
)
def test_a_director_is_one_from_the_first_day_of_the_term_to_the_last(
    session: Session, make: Make, on: date, expected: set[Role]
) -> None:
    director = seated(session, make)

    assert roles(session, director, on=on) == expected


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        pytest.param(TODAY + A_DAY, {Role.DIRECTOR}, id="the last day in the seat"),
        pytest.param(TODAY + 2 * A_DAY, set(), id="the day it was vacated"),
    ],
)
def test_who_leaves_the_board_early_is_a_director_no_more(
    session: Session, make: Make, on: date, expected: set[Role]
) -> None:
    director = seated(session, make, vacated_on=TODAY + 2 * A_DAY, vacated_reason="resigned")

    assert roles(session, director, on=on) == expected


def test_a_stranger_is_nothing(session: Session) -> None:
    assert roles(session, uuid4()) == set()


@pytest.mark.parametrize("held", [1, 2])
def test_who_somebody_is_takes_one_question_to_each_room(session: Session, make: Make, held: int) -> None:
    membership = make.membership()
    for role in (Role.SECRETARY, Role.CHAIR)[:held]:
        make.office(role, person_id=membership.person_id)
    asked: list[str] = []
    event.listen(session.connection(), "before_cursor_execute", lambda *about: asked.append(about[2]))

    found = roles(session, membership.person_id)

    assert len(found) == held + 1
    assert len(asked) == len(ROLE_SOURCES)


def test_who_may_is_said_in_each_readers_language() -> None:
    allowed = in_words(frozenset({Role.DIRECTOR, Role.SECRETARY, Role.MEMBER}))

    said = NotAllowed(allowed).sentence()

    assert said.facts["allowed"] == allowed
    assert str(said).startswith("This can be done only by: the secretary, a member, a director.")


@pytest.mark.parametrize("role", list(Role))
def test_every_role_has_its_words(role: Role) -> None:
    assert in_words(frozenset({role})) == ROLE_WORDS[role] != say("")
