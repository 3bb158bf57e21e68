"""Constraints on who is elected together, under every rule that ranks."""

import json
from random import Random

import pytest

from govern.counting import constraints, feasibility, presets, reference_constraints
from govern.counting.constraints import cells_of, guard_and_doom, needs_after, ways
from govern.counting.errors import InputNotCountable, LotNeeded
from govern.counting.inputs import Candidate, CountInput
from govern.counting.limits import Category, Standing
from govern.counting.lots import LotOrder
from govern.counting.stages import Record
from tests.counting.contests import contest_from, in_columns
from tests.counting.examples import CONTESTS
from tests.counting.test_scottish import A, B, C, D, E

STV = ("scottish-2011", "ers97", "meek-prf", "ft2014")
RANKED = (*STV, "av")


def contest(
    rankings: dict[tuple[int, ...], int], *categories: Category, seats: int = 3, rule: str = STV[0]
) -> CountInput:
    """Return a contest between A, B, C and the women D and E."""
    return CountInput.from_rankings("ABCDE", seats, rankings, rule=rule, lot_seed="dice").within(categories)


def women(at_least: int = 0, at_most: int | None = None) -> Category:
    """Return a limit on the women."""
    return Category("women", (D, E), at_least, at_most)


def codes(record: Record) -> list[str]:
    """Return what happened, by code."""
    return [reason.code for stage in record.stages for reason in stage.reasons]


def limited(seed: int, rule: str) -> CountInput | None:
    """Return a made-up contest with made-up constraints, or None where nothing could meet them."""
    given, chance = contest_from(seed, rule), Random(seed)
    categories = []
    for name in ("x", "y", "z")[: chance.randint(1, 3)]:
        who = chance.sample(given.standing, chance.randint(0, len(given.standing)))
        least = chance.choice((0, 1, 1, 2))
        if who:
            categories.append(Category(name, tuple(who), least, chance.choice((None, least, least + 1))))
    within = given.within(categories)
    can_be_met = within.categories and constraints.Constraints(within).allow((), within.standing)
    return within if can_be_met else None


@pytest.mark.parametrize("rule", STV)
def test_a_candidate_who_is_needed_is_guarded_though_lowest(rule: str) -> None:
    rankings: dict[tuple[int, ...], int] = {(A,): 20, (B,): 19, (C,): 18, (D, A): 3, (E,): 2}

    record = presets.count_twice(contest(rankings, women(at_least=1), seats=2, rule=rule))

    assert D in record.elected
    assert "guarded" in codes(record)
    last = next(stage for stage in record.stages if stage.guarded)
    assert last.guarded == (D,)


def test_the_record_says_who_stayed_because_guarded_and_whom_it_cost_the_place() -> None:
    given = contest({(A,): 20, (B,): 19, (C,): 18, (D, A): 3, (E,): 2}, women(at_least=1), seats=2)

    record = presets.count(given)

    assert [stage.who for stage in record.stages[1:]] == [(E,), (C,), (B,)]
    assert [reason.code for reason in record.stages[2].reasons] == ["passed-over", "excluded"]
    assert record.stages[2].reasons[0].text == "D, with no more votes, is guarded and had to stay."
    assert record.stages[1].reasons[-1].text == (
        "The one way left to fill the places within the constraints needs D, "
        "so this candidate is guarded: not to be excluded."
    )
    assert (
        '"constraints": [{"name": "women", "candidates": [4, 5], "at_least": 1, "at_most": null}]' in record.to_json()
    )
    assert json.loads(record.to_json())["stages"][1]["guarded"] == [D]


@pytest.mark.parametrize("rule", STV)
def test_all_who_remain_may_be_guarded(rule: str) -> None:
    rankings: dict[tuple[int, ...], int] = {(A,): 30, (B,): 28, (C,): 20, (D, A): 3, (E, B): 2}

    record = presets.count_twice(contest(rankings, women(at_least=2), rule=rule))

    assert set(record.elected) == {A, D, E}
    assert {"guarded", "doomed"} <= set(codes(record))


@pytest.mark.parametrize("rule", STV)
def test_a_doomed_candidate_with_votes_goes_at_once_though_above_the_quota(rule: str) -> None:
    rankings: dict[tuple[int, ...], int] = {(A, B): 40, (D, C): 39, (E, B): 38, (C,): 1, (B,): 2}

    record = presets.count_twice(contest(rankings, women(at_most=1), rule=rule))

    assert E not in record.elected
    assert len(record.elected) == 3
    goes = next(stage for stage in record.stages if E in stage.who)
    assert goes.who == (E,)
    assert "excluded-doomed" in [reason.code for reason in goes.reasons]
    assert E in record.stages[goes.n - 2].doomed


def test_the_doomed_go_before_a_surplus_moves() -> None:
    given = contest({(A, B): 70, (D, C): 30, (E, B): 8, (C,): 1, (B,): 2}, women(at_most=1))

    record = presets.count(given)

    assert record.stages[0].elected == (A, D)
    assert record.stages[1].who == (E,)


def test_two_with_equal_votes_of_whom_one_may_be_elected_are_told_apart_by_lot_and_not_by_the_ballot_paper() -> None:
    tied = {(A,): 9, (D, C): 30, (E, B): 30, (C,): 1, (B,): 2}
    given = contest(tied, women(at_most=1))

    first = presets.count_twice(given._replace(lots=LotOrder((D, E, A, B, C))))
    last = presets.count_twice(given._replace(lots=LotOrder((E, D, A, B, C))))

    assert first.stages[0].elected == (D,)
    assert last.stages[0].elected == (E,)
    assert last.stages[0].tie is not None
    assert "the constraints let not all of them be elected" in last.to_json()
    with pytest.raises(LotNeeded):
        presets.count(given._replace(lots=None))


def test_under_ers97_equals_of_whom_not_all_may_be_elected_wait() -> None:
    tied = {(A,): 9, (D, C): 30, (E, B): 30, (C,): 1, (B,): 2}

    record = presets.count_twice(contest(tied, women(at_most=1), rule="ers97"))

    assert record.stages[0].elected == ()
    assert "equals-ranked" in codes(record)
    assert len({D, E}.intersection(record.elected)) == 1


def test_constraints_that_nobody_could_meet_are_refused_before_a_poll_opens() -> None:
    with pytest.raises(InputNotCountable, match="No choice of candidates"):
        feasibility.ensure_countable(contest({}, women(at_least=3)))
    for rule in RANKED:
        with pytest.raises(InputNotCountable, match="No choice of candidates"):
            presets.count(contest({(A,): 1}, women(at_least=2), seats=1, rule=rule))

    feasibility.ensure_countable(contest({}, women(at_least=2, at_most=2), seats=2))


def test_constraints_that_make_no_sense_are_refused_with_a_sentence() -> None:
    with pytest.raises(InputNotCountable, match="At least 2 and at most 1 of “women” cannot both be kept"):
        contest({}, women(at_least=2, at_most=1))
    with pytest.raises(InputNotCountable, match="“women” names no candidates from 1 to 5, or others"):
        contest({}, Category("women", (6,), 1))
    with pytest.raises(InputNotCountable, match="Each category is named once"):
        contest({}, women(1), women(2))


def test_rules_that_cannot_keep_constraints_refuse_them() -> None:
    with pytest.raises(InputNotCountable, match="The rule block-vote cannot keep constraints"):
        presets.count(contest({(A,): 1}, women(at_least=1), rule="block-vote"))
    people: list[str | Candidate] = ["A", "B", "C", Candidate("Re-open nominations", ron=True), "E"]
    reopening = CountInput.from_rankings(people, 3, {(A,): 1}).within([women(1)])
    with pytest.raises(InputNotCountable, match="Re-open nominations would leave places vacant"):
        presets.count(reopening)


def test_a_constraint_for_a_sole_place_dooms_all_others() -> None:
    record = presets.count_twice(contest({(A, D): 30, (B, E): 9, (D,): 2, (E,): 1}, women(1), seats=1, rule="av"))

    assert record.elected == (D,)
    assert record.stages[0].doomed == (A, B, C)


def test_too_many_groups_are_refused_and_not_looked_through_for_ever() -> None:
    categories = [
        *(Category(f"group {n}", tuple(range(n + 1, 201, 17)), 0, 100) for n in range(17)),
        *(Category(f"part {n}", tuple(range(n + 1, 201, 13)), 0, 100) for n in range(13)),
    ]

    with pytest.raises(InputNotCountable, match="too many groups"):
        guard_and_doom(elected=(), hopeful=range(1, 201), places=100, categories=categories)


def test_several_categories_are_met_at_once() -> None:
    pairs = [
        Category("women", (1, 2), 1, 1),
        Category("men", (3, 4), 1, 1),
        Category("north", (1, 3), 1, 1),
        Category("south", (2, 4), 1, 1),
    ]

    standing = guard_and_doom(elected=(1,), hopeful=(2, 3, 4), places=1, categories=pairs)

    assert standing == Standing(frozenset({4}), frozenset({2, 3}), 1)


class TestHillsFourteen:
    """The example of Voting matters 9 and 13: 7 English, 6 Scottish and 1 Welsh, and of them 7 men and 7 women."""

    GROUPS = {"EM": range(1, 8), "EW": range(8, 16), "SM": range(16, 23), "SW": range(23, 26), "WM": [26], "WW": [27]}

    def members(self, initial: str, place: int) -> tuple[int, ...]:
        return tuple(n for name, numbers in self.GROUPS.items() if name[place] == initial for n in numbers)

    def categories(self) -> list[Category]:
        shares = (("E", 0, 7), ("S", 0, 6), ("W", 0, 1), ("M", 1, 7), ("W", 1, 7))
        return [Category(f"{initial}{place}", self.members(initial, place), n, n) for initial, place, n in shares]

    def test_there_are_eight_ways_to_fill_the_places(self) -> None:
        everybody = [number for numbers in self.GROUPS.values() for number in numbers]
        cells = cells_of(everybody, self.categories())

        found = list(ways(cells, 14, needs_after((), self.categories())))

        assert sorted(found) == [
            (0, 7, 6, 0, 1, 0),
            (1, 6, 5, 1, 1, 0),
            (1, 6, 6, 0, 0, 1),
            (2, 5, 4, 2, 1, 0),
            (2, 5, 5, 1, 0, 1),
            (3, 4, 3, 3, 1, 0),
            (3, 4, 4, 2, 0, 1),
            (4, 3, 3, 3, 0, 1),
        ]

    @pytest.mark.parametrize("elected", [(1, 2, 3), (1, 2, 26)])
    def test_at_the_crucial_point_scottish_women_are_guarded_and_english_men_doomed(
        self, elected: tuple[int, ...]
    ) -> None:
        english_men, scottish_women = (4, 5), (23, 24)
        left = {*range(8, 16), *range(16, 23), 26, 27, *english_men, *scottish_women}.difference(elected)

        standing = guard_and_doom(elected=elected, hopeful=left, places=11, categories=self.categories())

        assert standing is not None
        assert standing.guarded.issuperset(scottish_women)
        assert standing.doomed.issuperset(english_men)


def test_the_second_look_at_constraints_agrees_with_the_first() -> None:
    looked = 0
    for seed in range(CONTESTS):
        given, chance = limited(seed, STV[0]), Random(seed)
        if given is None:
            continue
        elected = chance.sample(given.standing, chance.randint(0, min(given.seats, len(given.standing))))
        hopeful = [n for n in given.standing if n not in elected and chance.random() < 0.8]
        if constraints.Constraints(given).allow(elected, hopeful):
            first = constraints.Constraints(given).standing(elected, hopeful)
            assert reference_constraints.standing(given, elected, hopeful) == first, seed
            looked += 1
        else:
            assert not reference_constraints.may_be_elected(given, elected, hopeful, []), seed
    assert looked


@pytest.mark.parametrize("rule", RANKED)
def test_counts_within_constraints_meet_them_and_both_counts_agree(rule: str) -> None:
    counted = 0
    for seed in range(CONTESTS):
        given = limited(seed, rule)
        if given is None:
            continue
        record = presets.count_twice(given)
        assert presets.count(in_columns(given)) == record, seed
        counted += 1
        assert len(record.elected) == min(given.seats, len(given.standing))
        for category in given.categories:
            number = len({*record.elected}.intersection(category.candidates))
            assert category.at_least <= number, seed
            assert category.at_most is None or number <= category.at_most, seed
    assert counted


@pytest.mark.parametrize("rule", RANKED)
def test_without_a_binding_constraint_the_count_is_the_plain_one(rule: str) -> None:
    for seed in range(CONTESTS):
        given = contest_from(seed, rule)
        loose = given.within([Category("anybody", tuple(range(1, len(given.candidates) + 1)), 0, 99)])

        record = presets.count(loose)

        plain = record._replace(constraints=(), input_sha256=given.sha256())
        assert plain == presets.count(given), seed


def test_a_category_that_limits_nothing_changes_no_digest() -> None:
    given = contest({(A,): 1})

    assert given.within([Category("women", (D, E))]) == given
    assert given.within([women(1)]).sha256() != given.sha256()


def test_equal_constraints_have_equal_digests_in_whatever_order_they_come() -> None:
    one, two = women(1), Category("north", (A, D), 0, 1)

    turned = two._replace(candidates=(D, A))

    assert contest({(A,): 1}, one, two).sha256() == contest({(A,): 1}, turned, one).sha256()
