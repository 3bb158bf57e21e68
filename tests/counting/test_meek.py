"""Meek's method by the reference rule, part by part."""

from itertools import permutations

import pytest

from govern.counting import meek, presets, sheet
from govern.counting.errors import LotNeeded
from govern.counting.inputs import Candidate, CountInput
from govern.counting.limits import Category
from govern.counting.stages import EXCLUDE, FIRST, Record, Tie
from tests.counting.contests import in_columns
from tests.counting.test_scottish import ASHA, BEN, DEV, EILIDH, FIVE_FOR_THREE, A, B, C

WORKED = FIVE_FOR_THREE._replace(rule="meek-prf")


def counted(
    candidates: int,
    seats: int,
    rankings: dict[tuple[int, ...], int],
    lots: tuple[int, ...] | None = None,
    withdrawn: tuple[int, ...] = (),
) -> Record:
    """Count a small contest between A, B, C and so on."""
    people = [Candidate(name, n in withdrawn) for n, name in enumerate("ABCDEFG"[:candidates], 1)]
    return presets.count(CountInput.from_rankings(people, seats, rankings, rule="meek-prf", lot_order=lots))


def test_the_worked_example_elects_the_same_three() -> None:
    record = presets.count(WORKED)

    assert record.quota_text(record.quota) == "20.750000001"
    assert record.elected == (ASHA, BEN, DEV)
    assert record.votes_text(record.stages[1].votes[BEN - 1]) == "23.166666640"
    assert (record.stages[2].action, record.stages[2].who) == (EXCLUDE, (EILIDH,))
    assert [record.votes_text(votes) for votes in record.stages[3].votes][2:4] == ["20.499999937", "21.000000000"]


def test_every_stage_shows_what_each_candidate_keeps() -> None:
    record = presets.count(WORKED)

    assert record.stages[0].keep == (meek.ONE,) * 5
    assert record.stages[1].keep[ASHA - 1] < meek.ONE
    assert record.stages[3].keep[EILIDH - 1] == 0


def test_of_the_tied_the_first_in_the_lot_order_has_to_go() -> None:
    record = counted(3, 1, {(A,): 5, (B,): 5, (C,): 1}, lots=(B, A, C))

    assert record.stages[1].who == (B,)
    assert record.stages[1].tie is not None
    assert "Lot order, the first to go: 2, 1, 3" in sheet.text(record)


def test_a_tie_needs_a_lot_order() -> None:
    with pytest.raises(LotNeeded):
        counted(2, 1, {(A,): 5, (B,): 5})


def test_no_more_candidates_than_places_are_elected_at_once() -> None:
    record = counted(3, 3, {(A,): 5, (C,): 1})

    assert [(stage.action, stage.filled) for stage in record.stages] == [(FIRST, (A, C, B))]


def test_a_place_that_nobody_is_left_for_stays_empty() -> None:
    assert counted(2, 1, {(A,): 5, (B,): 1}, withdrawn=(A, B)).elected == ()


def test_the_last_hopeful_takes_the_last_place_without_a_quota() -> None:
    record = counted(2, 1, {}, lots=(A, B))

    assert record.stages[-1].filled == (B,)


def test_a_withdrawn_candidate_is_passed_over_from_the_start() -> None:
    record = counted(3, 1, {(A, B): 9, (A,): 2, (C,): 3}, withdrawn=(A,))

    assert (record.valid, record.emptied, record.elected) == (12, 2, (B,))


def test_more_papers_than_64_bits_can_multiply_are_counted_exactly() -> None:
    rankings = {order: 999_999_937 - 7 * n for n, order in enumerate(permutations((1, 2, 3, 4)))}
    given = CountInput.from_rankings("ABCD", 2, rankings, rule="meek-prf")

    record = presets.count_twice(given)

    assert presets.count(in_columns(given)) == record


def test_of_equals_who_may_not_all_be_elected_the_last_in_the_lot_order_is() -> None:
    given = CountInput.from_rankings("ABCDE", 3, {(3,): 4, (5,): 4, (4,): 5}, rule="meek-prf", lot_order=range(1, 6))
    one_of_these = Category("south", (2, 3, 5), 0, 1)

    record = presets.count_twice(given.within([one_of_these]))

    assert record.stages[0].elected == (4, 5)
    assert record.stages[0].tie == Tie((3, 5), "lot", 5, None)
