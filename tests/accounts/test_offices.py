"""Nobody votes themselves in: granting offices and ending them."""

from datetime import date
from itertools import permutations

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from govern.accounts import offices, queries
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
from govern.accounts.rules import EXCLUDE
from govern.audit.models import JournalEntry
from govern.constitution.refusals import BeforeTheMutual
from govern.core.actors import NOBODY, OFFICES, Actor, Role
from govern.core.errors import NotFound
from tests.calendar import A_DAY, AT, LONG_BEFORE, TODAY
from tests.make import Make


@pytest.fixture
def administrator(make: Make) -> Actor:
    """Somebody who may grant offices."""
    holding = make.office(Role.ADMINISTRATOR)
    return Actor(person_id=holding.person_id, roles=frozenset({Role.ADMINISTRATOR}))


def events(session: Session) -> list[str]:
    return list(session.scalars(select(JournalEntry.event)))


def held(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(OfficeHolding)) or 0


def test_an_administrator_grants_an_office(session: Session, make: Make, administrator: Actor) -> None:
    person = make.person()

    offices.grant(session, office=Role.SECRETARY, person_id=person.id, from_on=TODAY, actor=administrator, at=AT)

    assert queries.offices_of(session, person.id, on=TODAY) == {Role.SECRETARY}
    assert events(session) == ["office.granted"]


def test_no_office_is_held_before_there_was_a_mutual(session: Session, make: Make, administrator: Actor) -> None:
    make.mutual()
    make.rules(registered_on=TODAY)
    told = {"office": Role.CHAIR, "person_id": make.person().id, "actor": administrator, "at": AT}

    with pytest.raises(BeforeTheMutual, match="On Sunday 31 May 2026 there was no mutual"):
        offices.grant(session, from_on=TODAY - A_DAY, **told)  # type: ignore[arg-type]  # the keys are the parameters

    assert held(session) == 1
    assert offices.grant(session, from_on=TODAY, **told)  # type: ignore[arg-type]  # the keys are the parameters


def test_nobody_grants_themselves_an_office(session: Session, administrator: Actor) -> None:
    assert administrator.person_id is not None

    with pytest.raises(NotToOneself, match=r"Nobody grants themselves an office\. Ask another administrator"):
        offices.grant(
            session, office=Role.CHAIR, person_id=administrator.person_id, from_on=TODAY, actor=administrator, at=AT
        )

    assert held(session) == 1


def test_the_database_lets_nobody_grant_themselves_an_office(make: Make) -> None:
    person = make.person()

    with pytest.raises(IntegrityError, match="nobody_grants_themselves_an_office"):
        make.office(Role.CHAIR, person_id=person.id, granted_by=person.id)


@pytest.mark.parametrize(("first", "second"), list(permutations(OFFICES, 2)))
def test_offices_that_exclude_each_other_are_never_in_one_hand(
    session: Session, make: Make, administrator: Actor, first: Role, second: Role
) -> None:
    person_id = make.office(first).person_id
    told = {"office": second, "person_id": person_id, "from_on": TODAY, "actor": administrator, "at": AT}

    if frozenset({first, second}) in EXCLUDE:
        with pytest.raises(OfficesExclude):
            offices.grant(session, **told)  # type: ignore[arg-type]  # the keys are the parameters
    else:
        offices.grant(session, **told)  # type: ignore[arg-type]  # the keys are the parameters

    assert (second in queries.offices_of(session, person_id, on=TODAY)) is (frozenset({first, second}) not in EXCLUDE)


@pytest.mark.parametrize(("first", "second"), sorted(tuple(sorted(pair)) for pair in EXCLUDE))
def test_the_database_keeps_the_same_offices_apart(make: Make, first: Role, second: Role) -> None:
    person_id = make.office(first).person_id

    with pytest.raises(DBAPIError, match="offices_that_exclude_each_other"):
        make.office(second, person_id=person_id)


def test_the_refusal_names_both_offices(session: Session, make: Make, administrator: Actor) -> None:
    person_id = make.office(Role.SECRETARY).person_id

    with pytest.raises(OfficesExclude, match="Nobody can be both returning officer and secretary"):
        offices.grant(
            session, office=Role.RETURNING_OFFICER, person_id=person_id, from_on=TODAY, actor=administrator, at=AT
        )


def test_an_office_that_has_ended_excludes_nothing(session: Session, make: Make, administrator: Actor) -> None:
    person_id = make.office(Role.SECRETARY, until_on=TODAY).person_id

    offices.grant(
        session, office=Role.RETURNING_OFFICER, person_id=person_id, from_on=TODAY, actor=administrator, at=AT
    )

    assert queries.offices_of(session, person_id, on=TODAY) == {Role.RETURNING_OFFICER}


def test_an_office_that_ends_tomorrow_still_excludes_today(session: Session, make: Make, administrator: Actor) -> None:
    person_id = make.office(Role.SECRETARY, until_on=TODAY + A_DAY).person_id

    with pytest.raises(OfficesExclude):
        offices.grant(
            session, office=Role.RETURNING_OFFICER, person_id=person_id, from_on=TODAY, actor=administrator, at=AT
        )

    assert queries.offices_of(session, person_id, on=TODAY) == {Role.SECRETARY}


def test_an_office_is_not_granted_twice(session: Session, make: Make, administrator: Actor) -> None:
    person_id = make.office(Role.CHAIR).person_id

    with pytest.raises(OfficeHeldAlready, match="This person holds this office already"):
        offices.grant(session, office=Role.CHAIR, person_id=person_id, from_on=TODAY, actor=administrator, at=AT)

    assert held(session) == 2


@pytest.mark.parametrize("role", [role for role in Role if role not in OFFICES])
def test_what_comes_from_register_and_board_is_not_granted(
    session: Session, make: Make, administrator: Actor, role: Role
) -> None:
    with pytest.raises(NotAnOffice, match="Members and directors come from the register and the board"):
        offices.grant(session, office=role, person_id=make.person().id, from_on=TODAY, actor=administrator, at=AT)

    assert held(session) == 1


def test_the_founding_offices_have_no_grantor(session: Session, make: Make) -> None:
    holding = offices.grant(
        session, office=Role.ADMINISTRATOR, person_id=make.person().id, from_on=TODAY, actor=NOBODY, at=AT
    )

    assert holding.granted_by is None


def test_once_there_is_a_mutual_every_office_has_its_grantor(session: Session, make: Make) -> None:
    make.mutual()

    with pytest.raises(DBAPIError, match="founding_office_needs_no_grantor"):
        offices.grant(
            session, office=Role.ADMINISTRATOR, person_id=make.person().id, from_on=TODAY, actor=NOBODY, at=AT
        )


@pytest.mark.parametrize(
    ("until_on", "on", "expected"),
    [
        pytest.param(TODAY, TODAY - A_DAY, True, id="the day before its first day without"),
        pytest.param(TODAY, TODAY, False, id="on its first day without"),
        pytest.param(LONG_BEFORE, LONG_BEFORE, False, id="ended on the day it began"),
    ],
)
def test_an_office_is_held_until_its_first_day_without(
    session: Session, make: Make, administrator: Actor, until_on: date, on: date, expected: bool
) -> None:
    holding = make.office(Role.CHAIR)

    offices.end_office(session, holding, until_on=until_on, actor=administrator, at=AT)

    assert (Role.CHAIR in queries.offices_of(session, holding.person_id, on=on)) is expected
    assert events(session) == ["office.ended"]


def test_an_office_does_not_end_before_it_begins(session: Session, make: Make, administrator: Actor) -> None:
    holding = make.office(Role.CHAIR)

    with pytest.raises(EndsBeforeItBegins, match="Enter a day on which the person has held the office"):
        offices.end_office(session, holding, until_on=LONG_BEFORE - A_DAY, actor=administrator, at=AT)

    assert events(session) == []


def test_the_end_of_an_office_stays_on_record(session: Session, make: Make, administrator: Actor) -> None:
    holding = make.office(Role.CHAIR, until_on=TODAY)

    with pytest.raises(OfficeEndedAlready, match="on record already, and the record stays"):
        offices.end_office(session, holding, until_on=TODAY + A_DAY, actor=administrator, at=AT)

    assert holding.until_on == TODAY


def test_the_last_administrator_stays(session: Session, administrator: Actor) -> None:
    holding = session.scalars(select(OfficeHolding)).one()

    with pytest.raises(LastAdministrator, match="This is the last administrator"):
        offices.end_office(session, holding, until_on=TODAY, actor=administrator, at=AT)

    assert holding.until_on is None


def test_one_of_two_administrators_may_go(session: Session, make: Make, administrator: Actor) -> None:
    other = make.office(Role.ADMINISTRATOR)

    offices.end_office(session, other, until_on=TODAY, actor=administrator, at=AT)

    assert queries.offices_of(session, other.person_id, on=TODAY) == frozenset()


def test_an_office_can_only_be_ended_never_changed(session: Session, make: Make) -> None:
    holding = make.office(Role.CHAIR)

    with pytest.raises(DBAPIError, match="office_holding_only_ends"):
        session.execute(update(OfficeHolding).where(OfficeHolding.id == holding.id).values(office="secretary"))


def test_the_list_shows_who_holds_office_today_and_from_later_days(session: Session, make: Make) -> None:
    make.office(Role.CHAIR, until_on=TODAY)
    account = make.account()
    make.office(Role.SECRETARY, person_id=account.person_id, from_on=TODAY + A_DAY)
    make.office(Role.CHAIR, until_on=TODAY + A_DAY)

    listed = [(held.office, held.email) for held in queries.holdings(session, on=TODAY)]

    assert listed == [(Role.SECRETARY, account.email), (Role.CHAIR, None)]


def test_an_unknown_holding_is_not_found(session: Session, make: Make) -> None:
    with pytest.raises(NotFound):
        queries.find_holding(session, make.person().id)
