"""Founding the mutual with its people, their offices and its first members."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govern.accounts import queries as accounts
from govern.accounts.models import Account, OfficeHolding
from govern.accounts.refusals import OfficesExclude
from govern.consequences import founding
from govern.consequences.founding import Founder, NobodyToRunIt, OneAdministrator
from govern.constitution import queries as constitution
from govern.constitution.refusals import AlreadyFounded, TooFewFounders
from govern.constitution.rules import Mode
from govern.core.actors import Role
from govern.core.errors import Refusal
from govern.register import queries
from govern.register.models import Membership, Person
from govern.register.refusals import AgeNotKnown, NotInThatConstituency, PartNeeded
from tests.calendar import AT, TODAY
from tests.makers.constitution import charter

KEY = b"k" * 32
ANNE = Founder(
    name="Anne Admin",
    email="anne@example.org",
    offices=frozenset({Role.ADMINISTRATOR}),
)
SAM = Founder(
    name="Sam Secretary",
    email="sam@example.org",
    offices=frozenset({Role.SECRETARY}),
    constituency="workforce",
    part="care_staff",
)
FAY = Founder(name="Fay Founder", email="fay@example.org", constituency="service_user", part="carers")
FOUNDERS = (ANNE, SAM, FAY)


def count(session: Session, table: type[Any]) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


@pytest.mark.invariant("INV-11")
def test_founders_hold_their_offices_and_are_the_first_members(session: Session) -> None:
    founding.found(session, charter(), FOUNDERS, match_key=KEY, at=AT)

    lines = queries.members(session, on=TODAY).items
    assert [(line.name, line.member_no, str(line.part)) for line in lines] == [
        ("Fay Founder", 2, "Carers"),
        ("Sam Secretary", 1, "Care staff"),
    ]
    sam = lines[1].person_id
    (version,) = queries.membership_history(session, lines[0].membership_id)
    assert version.recorded_by == sam
    assert accounts.offices_of(session, sam, on=TODAY) == {Role.SECRETARY}
    assert session.scalars(select(Account.email).order_by(Account.email)).all() == [
        "anne@example.org",
        "sam@example.org",
    ]


@pytest.mark.invariant("INV-11")
def test_nobody_is_founded_a_second_time(session: Session) -> None:
    founding.found(session, charter(), FOUNDERS, match_key=KEY, at=AT)

    again = [replace(one, email=f"again-{one.email}", offices=frozenset()) for one in FOUNDERS]
    with pytest.raises(AlreadyFounded), session.begin_nested():
        founding.found(session, charter(), again, match_key=KEY, at=AT)

    assert count(session, Person) == 3


@pytest.mark.parametrize(
    ("founders", "refusal", "sentence"),
    [
        pytest.param(
            (SAM, FAY, replace(FAY, name="Other")), NobodyToRunIt, "Somebody has to be administrator", id="none"
        ),
        pytest.param(
            (replace(ANNE, offices=frozenset({Role.ADMINISTRATOR, Role.SECRETARY})), SAM, FAY),
            OfficesExclude,
            "Nobody can be both secretary and administrator",
            id="two offices that exclude each other",
        ),
        pytest.param((ANNE, SAM), TooFewFounders, "at least 3 founders", id="two founders of a society"),
        pytest.param((), NobodyToRunIt, "Give each office to a founder", id="nobody"),
        pytest.param(
            (ANNE, SAM, replace(FAY, constituency="nowhere")),
            NotInThatConstituency,
            "no such constituency or part",
            id="nowhere",
        ),
        pytest.param(
            (ANNE, SAM, replace(FAY, part="care_staff")),
            NotInThatConstituency,
            "no such constituency or part",
            id="another's part",
        ),
        pytest.param(
            (ANNE, SAM, replace(FAY, part=None)), PartNeeded, "divided into parts", id="no part of a divided one"
        ),
        pytest.param(
            (ANNE, SAM, replace(FAY, is_adult=False)), AgeNotKnown, "confirm that they are an adult", id="age"
        ),
    ],
)
def test_a_founding_that_cannot_be_leaves_nothing(
    session: Session, founders: tuple[Founder, ...], refusal: type[Refusal], sentence: str
) -> None:
    with pytest.raises(refusal, match=sentence), session.begin_nested():
        founding.found(session, charter(), founders, match_key=KEY, at=AT)

    assert constitution.find_mutual(session) is None
    assert [count(session, table) for table in (Person, Membership, Account, OfficeHolding)] == [0, 0, 0, 0]


def test_a_real_mutual_does_not_begin_with_one_administrator(session: Session) -> None:
    with pytest.raises(OneAdministrator, match="A real mutual begins with two administrators"), session.begin_nested():
        founding.found(session, charter(mode=Mode.REAL), FOUNDERS, match_key=KEY, at=AT)

    assert constitution.find_mutual(session) is None


def test_a_real_mutual_begins_with_two_administrators(session: Session) -> None:
    second = replace(ANNE, name="Abe Admin", email="abe@example.org")

    founding.found(session, charter(mode=Mode.REAL), (*FOUNDERS, second), match_key=KEY, at=AT)

    assert constitution.mutual(session).mode == Mode.REAL
