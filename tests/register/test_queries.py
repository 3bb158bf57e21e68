"""The register on any day as known at any instant, and the roll that follows from it."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from govern.core.db import table_of
from govern.core.errors import NotFound
from govern.register import queries
from govern.register.models import Membership, MembershipVersion
from govern.register.rules import Ground, Standing, Version, is_entitled
from tests.calendar import A_DAY, AT, ROLL_DATE, TODAY
from tests.make import Make


def days(number: int) -> date:
    return TODAY + timedelta(days=number)


def hours(number: int) -> datetime:
    return AT + timedelta(hours=number)


@st.composite
def histories(draw: st.DrawFn) -> list[Version]:
    """Draw the versions of one membership: what holds now does not overlap; what was superseded may."""
    ends = sorted(draw(st.sets(st.integers(0, 8), min_size=2, max_size=4)))
    standings = st.sampled_from(Standing)
    known = st.integers(0, 6).map(hours)
    now = [
        Version(standing=draw(standings), valid_from=days(start), valid_to=days(end), recorded_at=draw(known))
        for start, end in pairwise(ends)
    ]
    once = [
        Version(
            standing=draw(standings),
            valid_from=days(start),
            valid_to=draw(st.none() | st.integers(start + 1, 9).map(days)),
            recorded_at=hours(begun),
            superseded_at=hours(begun + draw(st.integers(0, 6))),
        )
        for start, begun in draw(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 6)), max_size=3))
    ]
    return now + once


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    told=st.lists(histories(), max_size=4),
    on=st.integers(-1, 9).map(days),
    known_at=st.integers(-1, 13).map(hours),
)
@pytest.mark.invariant("INV-14")
def test_the_database_puts_on_the_roll_exactly_whom_the_rule_does(
    session: Session, make: Make, told: list[list[Version]], on: date, known_at: datetime
) -> None:
    with session.begin_nested() as undone:
        versions_of = {written(session, make, versions): versions for versions in told}

        rows = session.execute(queries.entitled(roll_date=on, known_at=known_at)).all()

        undone.rollback()
    expected = {
        membership: sum(is_entitled([one], on=on, known_at=known_at) for one in versions)
        for membership, versions in versions_of.items()
    }
    on_the_roll = [row.membership_id for row in rows]
    assert {membership: on_the_roll.count(membership) for membership in expected} == expected
    assert len(on_the_roll) == sum(expected.values())


def written(session: Session, make: Make, versions: Sequence[Version]) -> UUID:
    """Write a membership with these versions past the services, and return its id."""
    home, batch = make.constituency(), make.opened()
    membership = Membership(person_id=make.person().id, member_no=next_number(session), member_since=TODAY)
    session.add(membership)
    session.flush()
    shared = {
        "membership_id": membership.id,
        "person_id": membership.person_id,
        "constituency_id": home.id,
        "recorded_by": batch.uploaded_by,
        "batch_id": batch.id,
        "salt": "00" * 32,
    }
    rows = [
        shared | vars(one) | {"id": uuid4(), "standing": one.standing.value, "ground": ground_of(one)}
        for one in versions
    ]
    session.execute(insert(table_of(MembershipVersion)), rows)
    return membership.id


def ground_of(version: Version) -> str | None:
    return Ground.RESIGNED.value if version.standing is Standing.CEASED else None


def next_number(session: Session) -> int:
    return queries.next_number(session)


def on_roll(session: Session, **facts: Any) -> list[int]:
    """Return the numbers of the members on a roll."""
    rows = session.execute(queries.entitled(**{"roll_date": ROLL_DATE, "known_at": AT} | facts))
    return sorted(row.member_no for row in rows)


def test_a_roll_can_be_of_one_constituency_or_of_one_part(session: Session, make: Make) -> None:
    part = make.part()
    make.membership(member_no=1)
    make.membership(member_no=2, constituency_id=part.constituency_id)
    make.membership(member_no=3, constituency_id=part.constituency_id, sub_constituency_id=part.id)

    assert on_roll(session) == [1, 2, 3]
    assert on_roll(session, constituency_id=part.constituency_id) == [2, 3]
    assert on_roll(session, constituency_id=part.constituency_id, sub_constituency_id=part.id) == [3]


def test_a_line_of_the_roll_names_the_constituency_by_its_code(session: Session, make: Make) -> None:
    workforce = make.constituency(code="workforce")
    make.membership(constituency_id=workforce.id)

    (row,) = session.execute(queries.entitled(roll_date=ROLL_DATE, known_at=AT)).mappings()

    assert tuple(row) == ("person_id", "membership_id", "member_no", "class")
    assert row["class"] == "workforce"


@pytest.mark.parametrize(
    ("birth_on", "expected"),
    [
        pytest.param(date(2010, 8, 24), [1], id="of age on the roll date"),
        pytest.param(date(2010, 8, 25), [], id="of age the day after"),
        pytest.param(None, [1], id="recorded as an adult"),
    ],
)
def test_a_roll_can_ask_for_an_age(session: Session, make: Make, birth_on: date | None, expected: list[int]) -> None:
    make.membership(member_no=1, person_id=make.person(birth_on=birth_on).id)

    assert on_roll(session, born_by=date(2010, 8, 24)) == expected


def names(session: Session, **facts: Any) -> list[str]:
    """Return the names on a page of the register."""
    return [line.name for line in queries.members(session, **{"on": TODAY} | facts).items]


def named(make: Make, *all_of: str) -> None:
    """Make members of these names."""
    for name in all_of:
        *first, last = name.lower().split()
        make.membership(person_id=make.person(name=name, sort_name=" ".join([last, *first])).id)


def test_the_register_is_listed_by_last_name(session: Session, make: Make) -> None:
    named(make, "Anne Young", "Ben Old", "Carl Old")

    assert names(session) == ["Ben Old", "Carl Old", "Anne Young"]


@pytest.mark.parametrize(
    ("search", "expected"),
    [
        pytest.param("old", ["Ben Old", "Carl Old"], id="last name"),
        pytest.param("Ben Old", ["Ben Old"], id="first name first"),
        pytest.param("be ol", ["Ben Old"], id="the beginnings of both"),
        pytest.param("Old, C", ["Carl Old"], id="last name first, then an initial"),
        pytest.param("%", [], id="a sign that could mean anything"),
        pytest.param("nobody", [], id="nobody of that name"),
        pytest.param("", ["Ben Old", "Carl Old"], id="nothing asked"),
        pytest.param(" , ", ["Ben Old", "Carl Old"], id="only a comma"),
    ],
)
def test_a_member_is_found_by_name(session: Session, make: Make, search: str, expected: list[str]) -> None:
    named(make, "Ben Old", "Carl Old")

    assert names(session, search=search) == expected


def test_a_member_is_found_by_number(session: Session, make: Make) -> None:
    make.membership(member_no=7, person_id=make.person(name="Anne").id)
    make.membership(member_no=77)

    assert names(session, search="7") == ["Anne"]
    assert names(session, search="9" * 40) == []


def test_the_register_comes_in_pages(session: Session, make: Make) -> None:
    home, batch = make.constituency(), make.opened()
    for _ in range(51):
        make.membership(constituency_id=home.id, batch_id=batch.id, recorded_by=batch.uploaded_by)

    first, second = queries.members(session, on=TODAY), queries.members(session, on=TODAY, page=2)

    assert (len(first.items), len(second.items), first.total, first.pages) == (50, 1, 51, 2)
    assert not {line.membership_id for line in first.items} & {line.membership_id for line in second.items}


def test_the_register_shows_a_day_as_it_was_known_then(session: Session, make: Make) -> None:
    make.membership(valid_from=TODAY, recorded_at=AT + A_DAY)

    assert queries.members(session, on=TODAY).total == 1
    assert queries.members(session, on=TODAY - A_DAY).total == 0
    assert queries.members(session, on=TODAY, known_at=AT).total == 0
    assert queries.members(session, on=TODAY, known_at=AT + A_DAY).total == 1


def test_somebody_who_has_ceased_is_no_longer_listed_but_their_record_stays(session: Session, make: Make) -> None:
    membership = make.membership(standing=Standing.CEASED, ground=Ground.DIED)

    assert queries.members(session, on=TODAY).total == 0
    assert queries.membership(session, membership.id).member_no == membership.member_no
    assert [one.id for one in queries.memberships_of(session, membership.person_id)] == [membership.id]


def test_an_unknown_membership_is_not_found(session: Session) -> None:
    with pytest.raises(NotFound):
        queries.membership(session, uuid4())


def test_the_first_member_number_is_one(session: Session) -> None:
    assert queries.next_number(session) == 1
    assert session.scalar(select(Membership.id)) is None
