"""Who an application is by, once it is confirmed; and what an outsider, a flooder or an impersonator comes to."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from govern.accounts.service import Attempt
from govern.admissions import queries, unconfirmed
from govern.admissions.applications import Wanted
from govern.admissions.evidence import Fact
from govern.admissions.models import MembershipApplication, UnconfirmedApplication
from govern.admissions.refusals import FactNotYetSo, NotConfirmable, TooManyUnconfirmed, WrongUndertaking
from govern.admissions.rules import FactKind, State, Undertaking
from govern.admissions.unconfirmed import LASTS, MOST_OF_AN_ADDRESS, Written
from govern.cli import worker
from govern.consequences import joining
from govern.consequences.joining import Asked
from govern.core import db
from govern.core.db import Database
from govern.core.errors import Refusal
from govern.jobs.models import OutgoingMail
from govern.register.models import Person
from govern.register.refusals import NotInThatConstituency
from govern.register.rules import match_birth, match_email
from tests.admissions.house import House
from tests.at_once import all_at_once
from tests.calendar import A_DAY, A_SECOND, AT, TODAY
from tests.make import Make

KEY = b"k" * 32
NAME, EMAIL, BORN = "Nia Newcomer", "nia@example.org", date(2009, 1, 31)


@pytest.fixture
def house(session: Session, make: Make) -> House:
    return House(session, make)


def asked(house: House, **facts: Any) -> Asked:
    usual: dict[str, Any] = {
        "name": NAME,
        "email": EMAIL,
        "postal_address": "2 Example Street",
        "wanted": Wanted(constituency_id=house.workforce.id, undertaking=Undertaking.SHARE, amount_pence=2500),
        "facts": [Fact(kind=FactKind.EMPLOYED_SINCE, kept_at="personnel file 114", day=TODAY - 90 * A_DAY)],
        "is_adult": True,
    }
    return Asked(**usual | facts)


def ask(house: House, written: Asked) -> None:
    attempt = Attempt(address=f"address {written.email}", origin="origin")
    joining.ask(house.session, written, attempt=attempt, source_mark="mark", base_url="https://m.example", at=AT)


def token_for(house: House, written: Asked) -> str:
    """Write, and return the token of the link that was sent."""
    ask(house, written)
    query = select(OutgoingMail.body).where(OutgoingMail.body.contains("/join/links/"))
    *_earlier, newest = house.session.scalars(query).all()
    for mail in house.session.scalars(select(OutgoingMail)).all():
        house.session.delete(mail)
    house.session.flush()
    return str(newest).split("/join/links/")[1].split()[0]


def joined(house: House, **facts: Any) -> UUID:
    """Write and confirm, and return by whom the newest application is."""
    joining.confirm(house.session, token_for(house, asked(house, **facts)), match_key=KEY, at=AT)
    return house.session.scalars(
        select(MembershipApplication.person_id).where(MembershipApplication.source_mark == "mark")
    ).all()[-1]


def known(house: House, name: str = NAME, email: str = EMAIL, born: date | None = None) -> UUID:
    signs: dict[str, Any] = {
        "match_email": match_email(email, key=KEY),
        "match_birth": match_birth(name, born, key=KEY),
    }
    return house.make.person(name=name, email=email, **signs).id


def people(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Person)) or 0


@pytest.mark.invariant("INV-13")
def test_whoever_is_known_by_address_and_name_is_not_made_known_twice(session: Session, house: House) -> None:
    nia = known(house, name="nia  NEWCOMER")
    before = people(session)

    assert joined(house) == nia
    assert people(session) == before
    [application] = queries.of_person(session, nia)
    assert (application.channel, application.source_mark, application.amount_pence) == ("online", "mark", 2500)
    assert [one.evidence.kept_at for one in queries.evidence_of(session, application.id)] == ["personnel file 114"]
    assert house.state(application) is State.SUBMITTED


@pytest.mark.parametrize(
    "other",
    [{"email": "impersonator@example.org"}, {"name": "Ned Newcomer"}, {"birth_on": BORN, "is_adult": False}],
    ids=["another address", "another name", "another birth date"],
)
@pytest.mark.invariant("INV-13")
def test_whoever_only_resembles_somebody_is_somebody_new(house: House, other: dict[str, Any]) -> None:
    nia = known(house, born=date(1980, 1, 1))

    assert joined(house, **other) != nia


def test_of_two_with_one_name_and_address_the_birth_date_tells_which(house: House) -> None:
    _mother, daughter = known(house, born=date(1980, 1, 1)), known(house, born=BORN)

    assert joined(house, birth_on=BORN, is_adult=False) == daughter


def test_where_nothing_tells_two_apart_it_is_somebody_new_for_the_secretary_to_see(house: House) -> None:
    two = {known(house, born=date(1980, 1, 1)), known(house, born=BORN)}

    assert joined(house) not in two


def test_a_link_confirms_until_its_third_day_has_passed(house: House) -> None:
    token = token_for(house, asked(house))

    assert joining.waiting(house.session, token, at=AT + LASTS - A_SECOND) == asked(house)
    with pytest.raises(NotConfirmable):
        joining.confirm(house.session, token, match_key=KEY, at=AT + LASTS)


def test_of_two_presses_at_once_one_brings_it_in(database: Database, make: Make) -> None:
    house = House(make.session, make)
    token = token_for(house, asked(house))
    make.known_to_all()

    def press(session: Session) -> None:
        joining.confirm(session, token, match_key=KEY, at=AT)

    told = all_at_once(database, [press, press])

    assert sorted(isinstance(one, Refusal) for one in told) == [False, True]
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(MembershipApplication)) == 1


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"facts": [Fact(kind=FactKind.EMPLOYED_SINCE, kept_at="a file", day=TODAY + A_DAY)]}, FactNotYetSo),
        ({"undertaking": Undertaking.GUARANTEE}, WrongUndertaking),
        ({"constituency_id": UUID(int=1)}, NotInThatConstituency),
    ],
    ids=["not so yet", "another form's", "nowhere"],
)
def test_what_nobody_can_apply_for_is_refused_before_anything_is_sent(
    session: Session, house: House, change: dict[str, Any], refusal: type[Refusal]
) -> None:
    written = asked(house)
    whole = (
        replace(written, **change) if "facts" in change else replace(written, wanted=replace(written.wanted, **change))
    )

    with pytest.raises(refusal):
        ask(house, whole)

    assert session.scalar(select(func.count()).select_from(UnconfirmedApplication)) == 0
    assert session.scalar(select(func.count()).select_from(OutgoingMail)) == 0


def test_more_than_a_household_sends_is_refused_until_some_are_confirmed(session: Session) -> None:
    written = Written(email=EMAIL, answers={}, source_mark="mark")
    tokens = [unconfirmed.keep(session, written, at=AT) for _ in range(MOST_OF_AN_ADDRESS)]

    with pytest.raises(TooManyUnconfirmed) as refused:
        unconfirmed.keep(session, replace(written, email="Nia@Example.ORG"), at=AT)
    unconfirmed.take(session, tokens[0], at=AT)
    unconfirmed.keep(session, written, at=AT)

    assert str(refused.value) == "We have sent enough links to this address for now. Open one of them, or telephone us."


def test_what_nobody_confirmed_is_forgotten_by_the_worker(database: Database) -> None:
    with database.writing.begin() as session:
        unconfirmed.keep(session, Written(email=EMAIL, answers={"name": NAME}, source_mark="mark"), at=AT)
        unconfirmed.keep(session, Written(email=EMAIL, answers={"name": NAME}, source_mark="mark"), at=AT + A_SECOND)
    db.bind(database)

    worker.tidy_up(at=AT + LASTS)

    db.release()
    with database.reading() as session:
        assert session.scalars(select(UnconfirmedApplication.made_at)).all() == [AT + A_SECOND]


def test_nothing_waits_that_has_expired_before_it_was_made(session: Session) -> None:
    row = {"token_hash": "ab" * 32, "email": EMAIL, "written": {}, "source_mark": "mark"}
    session.add(UnconfirmedApplication(**row, made_at=AT, expires_at=AT))

    with pytest.raises(IntegrityError, match="made_before_it_expires"):
        session.flush()
