"""The authority fills its own third, by an instrument that nobody signs or enters for themselves."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govern.audit.models import JournalEntry
from govern.board import queries, service
from govern.board.models import SeatHolding
from govern.board.refusals import (
    AppointedByThemselves,
    SeatIsHeld,
    SeatNotTheirs,
    SignedByNoOfficer,
    SitsAlready,
    TermOfNoDays,
    TooYoungForBoard,
)
from govern.board.service import Instrument
from govern.constitution import queries as constitution
from govern.constitution.refusals import WrongBody
from govern.constitution.rules import Body, Third
from govern.core.actors import Actor, Role
from govern.core.errors import Refusal
from govern.register import connections
from govern.register.connection_refusals import NotBetweenThem
from govern.register.connection_rules import ConnectionKind
from govern.register.refusals import HasDied
from govern.register.rules import Ground, PersonKind, Standing
from tests import calendar
from tests.make import Make

ENDS_ON = date(2030, 5, 7)


@pytest.fixture
def secretary(session: Session, make: Make, tmp_path: Path) -> Actor:
    """The secretary of a founded mutual with two seats a third."""
    make.election(tmp_path)
    return Actor(person_id=make.person().id, roles=frozenset({Role.SECRETARY}))


def seat(session: Session, third: Third = Third.LOCAL_AUTHORITY) -> UUID:
    """Return the first seat of a third."""
    return next(one.id for one in constitution.seats(session, on=calendar.TODAY) if one.third == third)


def instrument(session: Session, make: Make, **facts: Any) -> Instrument:
    """Return an instrument that is in order, but for the facts named."""
    appointed = facts.get("person_id") or make.person(name="Cllr Alys Moor").id
    usual: dict[str, Any] = {
        "seat_id": seat(session),
        "person_id": appointed,
        "decision_id": make.seating(appointed).id,
        "signed_by": make.office(Role.COUNCIL_OFFICER).person_id,
        "starts_on": None,
        "ends_on": ENDS_ON,
    }
    return Instrument(**usual | facts)


@pytest.mark.invariant("INV-36")
@pytest.mark.parametrize(
    ("stated", "starts_on"),
    [
        pytest.param(None, calendar.TODAY, id="on receipt"),
        pytest.param(calendar.TODAY - calendar.A_DAY, calendar.TODAY, id="never before receipt"),
        pytest.param(calendar.TODAY, calendar.TODAY, id="on the day of receipt"),
        pytest.param(calendar.TODAY + calendar.A_DAY, calendar.TODAY + calendar.A_DAY, id="on a later day it states"),
    ],
)
def test_the_authority_puts_somebody_into_its_seat_and_never_backdates_it(
    session: Session, make: Make, secretary: Actor, stated: date | None, starts_on: date
) -> None:
    asked = instrument(session, make, starts_on=stated)

    made = service.seat_appointed(session, asked, actor=secretary, at=calendar.AT)

    assert (made.kind, made.starts_on, made.ends_on) == ("appointed", starts_on, ENDS_ON)
    assert "Cllr Alys Moor" in {line.holder for line in queries.board_on(session, starts_on)}
    told = session.scalars(select(JournalEntry).where(JournalEntry.subject_id == asked.seat_id)).one()
    assert str(asked.signed_by) in str(told.facts)


@pytest.mark.invariant("INV-36")
@pytest.mark.parametrize("is_connected", [True, False])
def test_signing_for_a_relation_is_not_refused_and_the_journal_says_so(
    session: Session, make: Make, secretary: Actor, is_connected: bool
) -> None:
    asked = instrument(session, make)
    if is_connected:
        make.connection(asked.signed_by, ConnectionKind.SIBLING, asked.person_id)

    service.seat_appointed(session, asked, actor=secretary, at=calendar.AT)

    told = session.scalars(select(JournalEntry).where(JournalEntry.subject_id == asked.seat_id)).one()
    assert told.facts["is_signed_by_connected"] is is_connected


@pytest.mark.invariant("INV-05")
def test_the_body_that_appoints_is_on_record_once_and_those_who_work_for_it_are_interested(
    session: Session, make: Make, secretary: Actor
) -> None:
    council, officer = make.person(kind=PersonKind.BODY).id, make.person().id
    make.connection(council, ConnectionKind.EMPLOYER, officer)
    asked = instrument(session, make, appointer_id=council, ends_on=calendar.TODAY + 3 * calendar.A_DAY)
    service.seat_appointed(session, asked, actor=secretary, at=calendar.AT)

    anew = make.seating(asked.person_id).id
    again = replace(asked, decision_id=anew, starts_on=asked.ends_on, ends_on=ENDS_ON)
    service.seat_appointed(session, again, actor=secretary, at=calendar.AT + calendar.A_DAY)

    ties = connections.connections_of(session, asked.person_id, on=calendar.TODAY)
    assert [(tie.kind, tie.other_id) for tie in ties] == [(ConnectionKind.APPOINTER, council)]
    assert connections.connected_to(session, asked.person_id, on=calendar.TODAY) == {council, officer}


def test_somebody_who_is_no_body_appoints_nobody(session: Session, make: Make, secretary: Actor) -> None:
    asked = instrument(session, make, appointer_id=make.person().id)

    ensure_not_seated(session, secretary, asked, NotBetweenThem, "Choose another connection, or another person")


def test_nobody_who_died_is_appointed(session: Session, make: Make, secretary: Actor) -> None:
    gone = make.membership(standing=Standing.CEASED, ground=Ground.DIED).person_id

    ensure_not_seated(
        session, secretary, instrument(session, make, person_id=gone), HasDied, "The register says that this person di"
    )


@pytest.mark.invariant("INV-36")
def test_nobody_signs_their_own_appointment(session: Session, make: Make, secretary: Actor) -> None:
    appointed = make.person().id

    ensure_not_seated(
        session,
        secretary,
        instrument(session, make, person_id=appointed, signed_by=appointed),
        AppointedByThemselves,
        "Who is appointed cannot sign the appointment or enter it. Ask another officer of the authority to sign.",
    )


@pytest.mark.invariant("INV-36")
def test_the_secretary_does_not_enter_her_own_appointment(session: Session, make: Make, secretary: Actor) -> None:
    ensure_not_seated(
        session,
        secretary,
        instrument(session, make, person_id=secretary.person_id),
        AppointedByThemselves,
        "cannot sign the appointment or enter it",
    )


def test_the_board_itself_does_not_fill_the_authoritys_seat(session: Session, make: Make, secretary: Actor) -> None:
    ensure_not_seated(
        session,
        secretary,
        instrument(session, make, decision_id=make.decision(body=Body.BOARD).id),
        WrongBody,
        "The rules give this decision to: the body that appoints. Enter their decision.",
    )


def test_the_authority_does_not_fill_a_seat_that_members_elect(session: Session, make: Make, secretary: Actor) -> None:
    ensure_not_seated(
        session,
        secretary,
        instrument(session, make, seat_id=seat(session, Third.WORKFORCE)),
        SeatNotTheirs,
        "The members elect this seat; the authority cannot fill it. Choose a seat of the authority’s third.",
    )


def test_a_seat_that_is_held_is_not_filled_again(session: Session, make: Make, secretary: Actor) -> None:
    service.seat_appointed(session, instrument(session, make), actor=secretary, at=calendar.AT)

    ensure_not_seated(
        session,
        secretary,
        instrument(session, make, starts_on=ENDS_ON - timedelta(days=1), ends_on=ENDS_ON + timedelta(days=1)),
        SeatIsHeld,
        "Somebody holds this seat on a day of that term.",
        held=1,
    )


def test_a_seat_is_filled_again_from_the_day_after_a_term(session: Session, make: Make, secretary: Actor) -> None:
    service.seat_appointed(session, instrument(session, make), actor=secretary, at=calendar.AT)
    successor = instrument(session, make, starts_on=ENDS_ON, ends_on=ENDS_ON + timedelta(days=365))

    made = service.seat_appointed(session, successor, actor=secretary, at=calendar.AT)

    assert made.starts_on == ENDS_ON


def test_nobody_is_appointed_to_a_second_seat(session: Session, make: Make, secretary: Actor) -> None:
    first = instrument(session, make)
    service.seat_appointed(session, first, actor=secretary, at=calendar.AT)
    other = next(
        one.id
        for one in constitution.seats(session, on=calendar.TODAY)
        if one.third == Third.LOCAL_AUTHORITY and one.id != first.seat_id
    )

    ensure_not_seated(
        session,
        secretary,
        instrument(session, make, seat_id=other, person_id=first.person_id),
        SitsAlready,
        "This person holds a seat of the board on a day of that term, and nobody holds two.",
        held=1,
    )


@pytest.mark.invariant("INV-36")
def test_only_an_officer_of_the_authority_signs(session: Session, make: Make, secretary: Actor) -> None:
    ensure_not_seated(
        session,
        secretary,
        instrument(session, make, signed_by=make.office(Role.CHAIR).person_id),
        SignedByNoOfficer,
        "Who signed does not hold the office of council officer today.",
    )


def test_a_term_ends_on_the_day_it_is_received_at_the_earliest(session: Session, make: Make, secretary: Actor) -> None:
    of_a_day = instrument(session, make, ends_on=calendar.TODAY + calendar.A_DAY)

    ensure_not_seated(
        session,
        secretary,
        instrument(session, make, ends_on=calendar.TODAY),
        TermOfNoDays,
        "The term begins on Monday 1 June 2026, and its last day comes before that. Choose a later last day.",
    )
    assert service.seat_appointed(session, of_a_day, actor=secretary, at=calendar.AT).starts_on == calendar.TODAY


def ensure_not_seated(
    session: Session, secretary: Actor, asked: Instrument, refusal: type[Refusal], words: str, held: int = 0
) -> None:
    """Hold an appointment to its refusal, the sentence, and that nobody came to a seat."""
    with pytest.raises(refusal, match=words):
        service.seat_appointed(session, asked, actor=secretary, at=calendar.AT)

    assert session.scalar(select(func.count()).select_from(SeatHolding)) == held


@pytest.mark.parametrize(("days", "is_taken"), [(-1, True), (0, True), (1, False)])
def test_nobody_comes_onto_the_board_who_is_too_young_as_the_term_begins(
    session: Session, make: Make, secretary: Actor, days: int, *, is_taken: bool
) -> None:
    birth_on = calendar.TODAY.replace(year=calendar.TODAY.year - 18) + days * calendar.A_DAY
    person = make.person(birth_on=birth_on, adult_confirmed_on=None)
    asked = instrument(session, make, person_id=person.id)

    if is_taken:
        assert service.seat_appointed(session, asked, actor=secretary, at=calendar.AT)
        return
    with pytest.raises(TooYoungForBoard, match=r"will be younger than 18 on .*, when the term begins"):
        service.seat_appointed(session, asked, actor=secretary, at=calendar.AT)
    assert session.scalars(select(SeatHolding).where(SeatHolding.person_id == person.id)).all() == []
