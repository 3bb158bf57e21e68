"""A seat is vacated once: with the membership, by the authority that gave it, or with the office it depends on."""

from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from govern.board import queries, vacating
from govern.board.models import SeatHolding, Vacancy
from govern.board.refusals import (
    AppointedByThemselves,
    NotConditioned,
    NotInTheSeat,
    NotTheirAppointment,
    VacatedBeforeReceipt,
)
from govern.board.rules import depends_on_membership
from govern.board.vacating import Revocation, Vacating
from govern.constitution import queries as constitution
from govern.constitution.refusals import WrongBody
from govern.constitution.rules import Body, Matter, Third
from govern.core.actors import Actor, Role
from govern.core.errors import NotFound, Refusal
from tests.calendar import A_DAY, AT, TODAY
from tests.make import Make
from tests.makers.constitution import on

ENDS_ON = date(2029, 6, 1)


@pytest.fixture
def secretary(make: Make, tmp_path: Path) -> Actor:
    """The secretary of a founded mutual with two seats a third."""
    make.election(tmp_path)
    return Actor(person_id=make.person().id, roles=frozenset({Role.SECRETARY}))


def seated(session: Session, make: Make, third: Third = Third.LOCAL_AUTHORITY, **facts: Any) -> SeatHolding:
    """Put somebody into the first seat of a third, from today."""
    person = facts.pop("person_id", None) or make.person().id
    usual: dict[str, Any] = {
        "seat_id": next(one.id for one in constitution.seats(session, on=TODAY) if one.third == third),
        "person_id": person,
        "kind": "appointed",
        "decision_id": make.seating(person).id,
        "starts_on": TODAY,
        "ends_on": ENDS_ON,
        "recorded_at": AT,
    }
    holding = SeatHolding(**usual | facts)
    session.add(holding)
    session.flush()
    return holding


@pytest.mark.parametrize(
    ("kind", "third", "depends"),
    [
        ("elected", Third.WORKFORCE, True),
        ("elected", Third.SERVICE_USERS, True),
        ("coopted", Third.WORKFORCE, True),
        ("coopted", Third.LOCAL_AUTHORITY, False),
        ("appointed", Third.LOCAL_AUTHORITY, False),
        ("appointed", Third.SERVICE_USERS, False),
    ],
)
def test_a_seat_that_members_fill_depends_on_membership(kind: str, third: Third, *, depends: bool) -> None:
    assert depends_on_membership(kind, third=third) is depends


@pytest.mark.parametrize(
    ("on", "vacated_on"),
    [
        pytest.param(TODAY - A_DAY, TODAY, id="before the term begins"),
        pytest.param(TODAY, TODAY, id="on its first day"),
        pytest.param(ENDS_ON - A_DAY, ENDS_ON - A_DAY, id="on its last day"),
        pytest.param(ENDS_ON, None, id="the day after its last"),
    ],
)
def test_a_seat_is_vacated_within_its_term(
    session: Session, make: Make, secretary: Actor, on: date, vacated_on: date | None
) -> None:
    holding = seated(session, make)
    resigned = Vacating(on=on, reason=Vacancy.RESIGNED)

    if vacated_on is None:
        with pytest.raises(NotInTheSeat, match="This term in the seat has ended by Friday 1 June 2029"):
            vacating.vacate(session, holding.id, resigned, actor=secretary, at=AT)
    else:
        vacating.vacate(session, holding.id, resigned, actor=secretary, at=AT)
        with pytest.raises(NotInTheSeat):
            vacating.vacate(session, holding.id, resigned, actor=secretary, at=AT)

    assert holding.vacated_on == vacated_on


def test_a_seat_that_was_emptied_before_the_term_never_was_held(session: Session, make: Make, secretary: Actor) -> None:
    holding = seated(session, make, starts_on=TODAY + A_DAY * 9)

    vacating.vacate(session, holding.id, Vacating(on=TODAY, reason=Vacancy.DIED), actor=secretary, at=AT)

    assert holding.person_id not in queries.directors_on(session, TODAY + A_DAY * 9)


@pytest.mark.parametrize(
    ("stated", "vacated_on"),
    [
        pytest.param(TODAY - A_DAY, None, id="the day before it was received"),
        pytest.param(None, TODAY, id="no day"),
        pytest.param(TODAY, TODAY, id="the day it was received"),
        pytest.param(TODAY + A_DAY, TODAY + A_DAY, id="the day after"),
    ],
)
def test_the_authority_ends_an_appointment_on_receipt_or_later(
    session: Session, make: Make, secretary: Actor, stated: date | None, vacated_on: date | None
) -> None:
    holding = seated(session, make)
    decision = make.decision(body=Body.APPOINTING_BODY, about=[on(holding.person_id, Matter.REVOCATION)])
    notice = Revocation(holding_id=holding.id, decision_id=decision.id, on=stated)

    if vacated_on is None:
        with pytest.raises(VacatedBeforeReceipt, match="The notice was received on Monday 1 June 2026"):
            vacating.end_appointment(session, notice, actor=secretary, at=AT)
    else:
        vacating.end_appointment(session, notice, actor=secretary, at=AT)
        assert (holding.vacated_reason, holding.vacated_decision_id) == (Vacancy.REVOKED, decision.id)

    assert holding.vacated_on == vacated_on


@pytest.mark.parametrize(
    ("body", "third", "facts", "refusal", "sentence"),
    [
        pytest.param(Body.BOARD, Third.LOCAL_AUTHORITY, {}, WrongBody, "the body that appoints", id="the board"),
        pytest.param(
            Body.APPOINTING_BODY,
            Third.WORKFORCE,
            {"kind": "coopted"},
            NotTheirAppointment,
            "The authority did not appoint this director",
            id="somebody else’s director",
        ),
    ],
)
def test_the_authority_ends_only_what_it_gave_and_the_board_does_not_end_it(
    session: Session,
    make: Make,
    secretary: Actor,
    body: Body,
    third: Third,
    facts: dict[str, Any],
    refusal: type[Refusal],
    sentence: str,
) -> None:
    holding = seated(session, make, third, **facts)
    about = [on(holding.person_id, Matter.REVOCATION)]
    notice = Revocation(holding_id=holding.id, decision_id=make.decision(body=body, about=about).id)

    with pytest.raises(refusal, match=sentence):
        vacating.end_appointment(session, notice, actor=secretary, at=AT)

    assert holding.vacated_on is None


def test_nobody_enters_the_end_of_their_own_appointment(session: Session, make: Make, secretary: Actor) -> None:
    holding = seated(session, make, person_id=secretary.person_id)
    about = [on(holding.person_id, Matter.REVOCATION)]
    notice = Revocation(holding_id=holding.id, decision_id=make.decision(body=Body.APPOINTING_BODY, about=about).id)

    with pytest.raises(AppointedByThemselves):
        vacating.end_appointment(session, notice, actor=secretary, at=AT)

    assert holding.vacated_on is None


def test_only_a_condition_of_the_instrument_ends_a_seat_with_an_office(
    session: Session, make: Make, secretary: Actor
) -> None:
    holding = seated(session, make)

    with pytest.raises(NotConditioned):
        vacating.end_with_office(session, holding.id, on=TODAY, actor=secretary, at=AT)
    with pytest.raises(NotFound):
        vacating.end_with_office(session, uuid4(), on=TODAY, actor=secretary, at=AT)
    with pytest.raises(NotFound):
        vacating.vacate(session, uuid4(), Vacating(on=TODAY, reason=Vacancy.RESIGNED), actor=secretary, at=AT)

    assert holding.vacated_on is None
