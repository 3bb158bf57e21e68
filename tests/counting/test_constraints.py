"""Constraints on who is elected together."""

from random import Random

import pytest

from govern.counting import constraints, presets
from govern.counting.constraints import Limit, guard_and_doom
from govern.counting.errors import InputNotCountable
from govern.counting.inputs import CountInput
from tests.counting.contests import contest_from
from tests.counting.examples import CONTESTS
from tests.counting.test_scottish import A, B, C, D, E

WOMEN = frozenset({"women"})
NOBODY: frozenset[str] = frozenset()
TWO_OF_FIVE = {A: NOBODY, B: NOBODY, C: NOBODY, D: WOMEN, E: WOMEN}


def contest(rankings: dict[tuple[int, ...], int], seats: int = 3) -> CountInput:
    """Return a contest between A, B, C and the women D and E."""
    return CountInput.from_rankings("ABCDE", seats, rankings, lot_seed="dice")


def test_a_candidate_who_is_needed_is_guarded_though_lowest() -> None:
    given = contest({(A,): 20, (B,): 19, (C,): 18, (D, A): 3, (E,): 2}, seats=2)

    record = constraints.count(given, TWO_OF_FIVE, [Limit("women", at_least=1)])

    assert D in record.elected
    assert [stage.who for stage in record.stages[1:3]] == [(E,), (C,)]
    assert record.stages[2].reasons[-1].code == "guarded"


def test_all_who_remain_may_be_guarded() -> None:
    given = contest({(A,): 30, (B,): 28, (C,): 20, (D, A): 3, (E, B): 2})

    record = constraints.count(given, TWO_OF_FIVE, [Limit("women", at_least=2)])

    assert set(record.elected) == {A, D, E}
    assert {reason.code for stage in record.stages for reason in stage.reasons} >= {"doomed"}


def test_a_doomed_candidate_with_votes_goes_at_once_though_above_the_quota() -> None:
    given = contest({(A, B): 40, (D, C): 39, (E, B): 38, (C,): 1, (B,): 2})

    record = constraints.count(given, TWO_OF_FIVE, [Limit("women", at_most=1)])

    assert E not in record.elected
    assert len(record.elected) == 3
    assert record.stages[1].who == (E,)


def test_constraints_that_nobody_could_meet_are_refused_before_a_poll_opens() -> None:
    with pytest.raises(InputNotCountable, match="No choice of candidates"):
        constraints.ensure_feasible(3, TWO_OF_FIVE, [Limit("women", at_least=3)])
    with pytest.raises(InputNotCountable, match="No choice of candidates"):
        constraints.count(contest({(A,): 1}), TWO_OF_FIVE, [Limit("women", at_least=3)])

    constraints.ensure_feasible(2, TWO_OF_FIVE, [Limit("women", at_least=2, at_most=2)])


def test_too_many_groups_are_refused_and_not_looked_through_for_ever() -> None:
    categories = {n: frozenset({f"group {n % 17}", f"part {n % 13}"}) for n in range(1, 201)}
    limits = [*(Limit(f"group {n}") for n in range(17)), *(Limit(f"part {n}") for n in range(13))]

    with pytest.raises(InputNotCountable, match="too many groups"):
        constraints.ensure_feasible(100, categories, limits)


def test_several_categories_are_met_at_once() -> None:
    categories = {1: {"women", "north"}, 2: {"women", "south"}, 3: {"men", "north"}, 4: {"men", "south"}}
    cells = {number: frozenset(names) for number, names in categories.items()}
    limits = [Limit("women", 1, 1), Limit("men", 1, 1), Limit("north", 1, 1), Limit("south", 1, 1)]

    standing = guard_and_doom(elected=(1,), hopeful=(2, 3, 4), places=1, categories=cells, limits=limits)

    assert standing.guarded == {4}
    assert standing.doomed == {2, 3}


def test_counts_within_constraints_always_meet_them() -> None:
    for seed in range(CONTESTS):
        given = contest_from(seed)
        chance = Random(seed)
        categories = {n: frozenset(chance.sample(("x", "y"), chance.randint(0, 2))) for n in given.standing}
        limits = [Limit("x", chance.randint(0, 2), chance.choice((None, 2, 3))), Limit("y", chance.randint(0, 1))]
        try:
            constraints.ensure_feasible(given.seats, categories, limits)
        except InputNotCountable:
            continue
        elected = constraints.count(given, categories, limits).elected
        for limit in limits:
            number = sum(limit.category in categories[n] for n in elected)
            assert limit.at_least <= number, seed
            assert limit.at_most is None or number <= limit.at_most, seed


def test_without_a_binding_constraint_the_count_is_the_plain_one() -> None:
    for seed in range(CONTESTS):
        given = contest_from(seed)

        assert constraints.count(given, {}, [Limit("anything")]) == presets.count(given), seed
