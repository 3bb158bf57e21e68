"""How few people can do everything, and which deed nobody can lawfully do."""

from itertools import combinations
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govern.accounts.roster import (
    DEEDS,
    DUTIES,
    Deed,
    Holder,
    are_apart,
    deeds,
    fewest,
    fewest_people,
    gaps,
    is_possible,
    may_take,
)
from govern.accounts.rules import EXCLUDE
from govern.core.actors import OFFICES, Role
from tests.calendar import A_DAY, LONG_BEFORE, TODAY

R = Role
SAM, ROY, CATH, SUE, ANN, BOB = (uuid4() for _ in range(6))
HELD: dict[Role, list[UUID]] = {
    R.SECRETARY: [SAM],
    R.RETURNING_OFFICER: [ROY],
    R.CHAIR: [CATH],
    R.SCRUTINEER: [SUE],
    R.ADMINISTRATOR: [ANN, BOB],
}


def holders(held: dict[Role, list[UUID]] | None = None, **facts: object) -> list[Holder]:
    """Return offices in hands, from long before."""
    return [
        Holder(person_id=person, office=office, from_on=LONG_BEFORE, **facts)  # type: ignore[arg-type]  # of a holder
        for office, people in (held or HELD).items()
        for person in people
    ]


def names(found: list[Holder]) -> list[str]:
    """Return the deeds that nobody can do."""
    return [str(gap.deed.name) for gap in gaps(found, today=TODAY)]


def test_five_people_can_do_everything_and_one_of_them_is_from_outside() -> None:
    dealt = fewest_people()

    assert len(dealt) == 5
    assert sorted(map(str, (duty for held in dealt for duty in held))) == sorted(map(str, DUTIES))
    assert [held for held in dealt if any(duty.is_outside for duty in held)] == [[DUTIES[1]]]


def test_once_the_opening_register_is_in_nobody_needs_to_bring_one_in() -> None:
    alone = holders({R.SECRETARY: [SAM]})
    wanted = {is_opened: gaps(alone, today=TODAY, wanted=deeds(is_opened=is_opened)) for is_opened in (False, True)}
    named = {is_opened: {str(gap.deed.name) for gap in found} for is_opened, found in wanted.items()}

    assert named[False] - named[True] == {"Bring in an opening register"}
    assert named[True] < named[False]


def test_nobody_of_the_five_holds_two_duties_that_are_to_be_apart() -> None:
    for held in fewest_people():
        for one, other in combinations(held, 2):
            assert not are_apart(one, other)
            assert frozenset({one.office, other.office}) not in EXCLUDE


def test_every_office_is_a_duty() -> None:
    assert {duty.office for duty in DUTIES} == set(OFFICES)


def _fits(number: int, size: int, apart: set[frozenset[int]]) -> bool:
    """Say by plain counting whether so many people are enough."""
    return any(all(ways[one] != ways[other] for one, other in map(sorted, apart)) for ways in _ways(size, number))


def _ways(size: int, number: int) -> list[tuple[int, ...]]:
    ways: list[tuple[int, ...]] = [()]
    for _ in range(size):
        ways = [(*way, person) for way in ways for person in range(number)]
    return ways


@given(
    st.integers(1, 5).flatmap(
        lambda size: st.tuples(
            st.just(size),
            st.sets(
                st.sampled_from([frozenset(pair) for pair in combinations(range(size), 2)])
                if size > 1
                else st.nothing()
            ),
        )
    )
)
def test_a_deal_satisfies_every_separation_and_nobody_can_do_with_fewer(
    case: tuple[int, set[frozenset[int]]],
) -> None:
    size, apart = case

    dealt = fewest(range(size), apart)

    assert sorted(duty for held in dealt for duty in held) == list(range(size))
    assert not any(pair <= set(held) for held in dealt for pair in apart)
    assert _fits(len(dealt), size, apart)
    assert len(dealt) == 1 or not _fits(len(dealt) - 1, size, apart)


def test_with_everybody_in_office_every_deed_can_be_done() -> None:
    assert names(holders()) == []


@pytest.mark.parametrize(
    ("held", "missing"),
    [
        pytest.param({R.SECRETARY: []}, ["Enter a member", "Bring in", "Agree that"], id="no secretary"),
        pytest.param({R.RETURNING_OFFICER: []}, ["Run an election"], id="no returning officer"),
        pytest.param({R.SCRUTINEER: []}, ["Settle a difference"], id="no scrutineer"),
        pytest.param({R.ADMINISTRATOR: [ANN]}, ["Grant an office"], id="one administrator"),
        pytest.param({R.CHAIR: [SAM]}, ["Bring in", "Agree that"], id="one person is secretary and chair"),
        pytest.param({R.CHAIR: [], R.SECRETARY: [SAM, CATH]}, [], id="two secretaries and no chair"),
    ],
)
@pytest.mark.invariant("INV-02", "INV-10")
def test_a_deed_that_nobody_can_do_is_told_of(held: dict[Role, list[UUID]], missing: list[str]) -> None:
    found = names(holders(HELD | held))

    assert [name[: len(word)] for name, word in zip(found, missing, strict=True)] == missing


@pytest.mark.invariant("INV-34")
def test_a_returning_officer_who_sits_on_the_board_or_stands_runs_no_election() -> None:
    interested = Holder(person_id=ROY, office=R.RETURNING_OFFICER, from_on=LONG_BEFORE, is_interested=True)

    assert names([one for one in holders() if one.office is not R.RETURNING_OFFICER] + [interested]) == [
        "Run an election"
    ]


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        pytest.param(0, TODAY, id="ended yesterday"),
        pytest.param(31, TODAY + A_DAY * 31, id="ends within the month"),
        pytest.param(32, None, id="ends later"),
    ],
)
def test_an_end_within_a_month_is_told_of_today(days: int, expected: object) -> None:
    others = [one for one in holders() if one.office is not R.SCRUTINEER]
    ending = Holder(person_id=SUE, office=R.SCRUTINEER, from_on=LONG_BEFORE, until_on=TODAY + A_DAY * days)

    found = gaps([*others, ending], today=TODAY)

    assert [gap.from_on for gap in found] == ([] if expected is None else [expected])


def test_who_could_take_an_office_is_who_breaks_no_separation() -> None:
    (gap,) = gaps(holders(HELD | {R.ADMINISTRATOR: [ANN]}), today=TODAY)

    assert gap.could == [CATH]


@pytest.mark.parametrize(
    ("office", "held", "is_interested", "expected"),
    [
        (R.CHAIR, {R.ADMINISTRATOR}, False, True),
        (R.CHAIR, {R.SECRETARY}, False, False),
        (R.CHAIR, {R.CHAIR}, False, False),
        (R.RETURNING_OFFICER, set(), False, True),
        (R.RETURNING_OFFICER, set(), True, False),
        (R.SCRUTINEER, {R.CHAIR}, False, False),
    ],
)
def test_who_may_take_what(office: Role, held: set[Role], is_interested: bool, expected: bool) -> None:
    assert may_take(office, held, is_interested=is_interested) is expected


@pytest.mark.parametrize("deed", DEEDS, ids=lambda deed: str(deed.name))
def test_one_more_in_the_office_that_is_wanting_makes_a_deed_possible(deed: Deed) -> None:
    first = Holder(person_id=SAM, office=next(iter(deed.first)), from_on=LONG_BEFORE)
    more = Holder(person_id=BOB, office=deed.wanted, from_on=LONG_BEFORE)

    assert not is_possible(deed, [], on=TODAY)
    assert is_possible(deed, [first, more], on=TODAY)
