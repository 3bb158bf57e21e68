"""Which limits clash: found without ballots, and no more of them named than clash."""

from itertools import combinations
from random import Random

import pytest

from govern.counting.errors import InputNotCountable
from govern.counting.feasibility import Limit, conflict, ensure_countable, halves
from govern.counting.inputs import CountInput
from govern.counting.limits import Category
from tests.counting.examples import CONTESTS
from tests.counting.test_scottish import A, B, C, D, E

EVERYBODY = (A, B, C, D, E)


def kept(limits: list[Limit], elected: tuple[int, ...]) -> bool:
    """Say whether a choice keeps to limits, by counting heads."""
    heads = {limit: len({*elected}.intersection(limit.standing)) for limit in limits}
    return all(heads[one] <= one.places if one.is_most else heads[one] >= one.places for one in limits)


def possible(limits: list[Limit], standing: list[int], seats: int) -> bool:
    """Say whether any choice of so many of those who stand keeps to limits, by trying them all."""
    return any(kept(limits, chosen) for chosen in combinations(standing, min(seats, len(standing))))


@pytest.mark.parametrize("seed", range(CONTESTS))
def test_a_clash_is_named_where_no_choice_is_left_and_none_of_it_is_beside_the_point(seed: int) -> None:
    chance = Random(seed)
    standing = sorted(chance.sample(range(1, 8), chance.randint(1, 7)))
    seats = chance.randint(1, 4)
    categories = [
        Category(name, tuple(chance.sample(range(1, 8), chance.randint(1, 5))), least, chance.choice((None, least + 1)))
        for name, least in zip("xyz", chance.choices((0, 1, 2, 3), k=3), strict=True)
    ]

    clash = conflict(categories, standing, seats=seats)

    assert bool(clash) != possible(halves(categories, standing), standing, seats)
    for one in clash:
        assert possible([other for other in clash if other != one], standing, seats)


def test_the_sentence_names_the_limits_that_clash_and_those_who_stand() -> None:
    given = CountInput.from_rankings(["Ann", "Bea", "Cy"], 2, {}).within(
        [Category("night", (1,), at_least=2), Category("day", (2, 3), at_most=2)]
    )

    with pytest.raises(InputNotCountable) as refused:
        ensure_countable(given)

    assert str(refused.value) == (
        "No choice of candidates meets these constraints: at least 2 of “night”, which is Ann."
        " Change them, or who may stand."
    )


def test_a_limit_on_nobody_who_stands_says_so() -> None:
    assert Limit("night", 1, is_most=False, standing=()).told(["Ann"]) == "at least 1 of “night”, which is nobody"
    assert Limit("night", 1, is_most=True, standing=(1,)).told(["Ann"]) == "at most 1 of “night”, which is Ann"
    assert conflict([Category("night", EVERYBODY, at_most=1)], EVERYBODY, seats=1) == ()
