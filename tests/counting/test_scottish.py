"""Scottish STV, stage by stage, on contests small enough to count by hand."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from govern.counting import presets
from govern.counting.errors import LotNeeded
from govern.counting.inputs import Candidate, CountInput
from govern.counting.stages import Record, Stage, Tie

Rankings = Mapping[tuple[int, ...], int]

A, B, C, D, E, F = range(1, 7)
ASHA, BEN, CARYS, DEV, EILIDH = range(1, 6)
# Invented. Every figure below was worked out by two programs and by hand.
FIVE_FOR_THREE = CountInput.from_rankings(
    ["Asha", "Ben", "Carys", "Dev", "Eilidh"],
    3,
    {
        (ASHA, BEN, CARYS): 28,
        (ASHA, CARYS): 14,
        (BEN, CARYS, ASHA): 9,
        (CARYS, BEN, EILIDH): 11,
        (DEV, EILIDH, CARYS): 8,
        (EILIDH, DEV): 7,
        (DEV, BEN): 6,
    },
)


def counted(candidates: int, seats: int, rankings: Rankings, **facts: Any) -> Record:
    """Count a contest of candidates A, B, C… both ways; the lot order is A, B, C… unless given."""
    withdrawn = facts.pop("withdrawn", ())
    people = [Candidate("ABCDEFGH"[n - 1], n in withdrawn) for n in range(1, candidates + 1)]
    facts.setdefault("lot_order", range(1, candidates + 1))
    return presets.count_twice(CountInput.from_rankings(people, seats, rankings, **facts))


def whole_votes(stage: Stage) -> list[int]:
    """Return the votes of a stage at which nobody has part of a vote."""
    return [votes // 100_000 for votes in stage.votes]


def actions(record: Record) -> list[tuple[str, Sequence[int], Sequence[int]]]:
    """Return what happened: the action, to whom, and who was elected."""
    return [(stage.action, stage.who, stage.elected) for stage in record.stages]


def test_the_worked_example_elects_asha_ben_and_dev_stage_by_stage() -> None:
    record = presets.count_twice(FIVE_FOR_THREE)

    assert record.quota == 21
    assert [record.candidates[number - 1] for number in record.elected] == ["Asha", "Ben", "Dev"]
    assert [[record.votes_text(votes) for votes in stage.votes] for stage in record.stages] == [
        ["42.00000", "9.00000", "11.00000", "14.00000", "7.00000"],
        ["21.00000", "23.00000", "18.00000", "14.00000", "7.00000"],
        ["21.00000", "21.00000", "19.99971", "14.00000", "7.00000"],
        ["21.00000", "21.00000", "19.99971", "21.00000", "0.00000"],
    ]
    assert record.votes_text(record.stages[-1].lost_by_rounding) == "0.00029"


def test_the_worked_example_shows_the_papers_of_each_transfer() -> None:
    second_surplus = presets.count(FIVE_FOR_THREE).stages[2]

    assert [parcel[:3] for parcel in second_surplus.from_parcels] == [(100_000, 8_695, 9), (50_000, 4_347, 28)]
    assert [parcel.to for parcel in second_surplus.from_parcels] == [{CARYS: 9}, {CARYS: 28}]


def test_votes_that_equal_the_quota_elect_and_leave_no_surplus() -> None:
    record = counted(4, 2, {(A,): 4, (B,): 3, (C,): 2, (D,): 1})

    assert record.quota == 4
    assert actions(record) == [("first", (), (A,)), ("exclude", (D,), ()), ("exclude", (C,), (B,))]


def test_one_vote_below_the_quota_does_not_elect() -> None:
    record = counted(3, 1, {(A,): 5, (B,): 3, (C, B): 2})

    assert record.quota == 6
    assert record.stages[0].elected == ()


def test_a_surplus_still_pending_when_the_places_fill_is_not_moved() -> None:
    record = counted(3, 2, {(A, C): 10, (B, C): 8, (C,): 1})

    assert actions(record) == [("first", (), (A, B))]
    assert whole_votes(record.stages[0]) == [10, 8, 1]


def test_the_papers_of_the_last_excluded_candidate_are_still_transferred() -> None:
    record = counted(3, 2, {(A,): 5, (B,): 3, (C, B): 2})

    assert actions(record) == [("first", (), (A,)), ("surplus", (A,), ()), ("exclude", (C,), (B,))]
    assert whole_votes(record.stages[-1])[B - 1] == 5


def test_those_who_remain_take_the_last_places_below_the_quota() -> None:
    record = counted(4, 2, {(A,): 4, (B,): 3, (C,): 2, (D,): 1})

    assert record.stages[-1].filled == (B,)
    assert whole_votes(record.stages[-1])[B - 1] < record.quota


def test_nothing_is_transferred_to_a_candidate_elected_at_the_same_stage() -> None:
    record = counted(4, 3, {(A, B, C): 10, (B,): 6, (C,): 2, (D,): 1})

    assert record.stages[0].elected == (A, B)
    assert record.stages[1].who == (A,)
    assert record.stages[1].from_parcels[0].to == {C: 10}


def test_three_in_a_tie_are_narrowed_to_the_lowest_at_each_earlier_stage() -> None:
    rankings = {(A,): 7, (B,): 6, (C,): 5, (D, B): 1, (D, C): 3, (E, A): 2, (E, B): 2, (E, C): 1, (F,): 10}

    record = counted(6, 1, rankings, lot_order=(F, E, D, C, A, B))

    assert [whole_votes(stage)[:3] for stage in record.stages[:3]] == [[7, 6, 5], [7, 7, 8], [9, 9, 9]]
    assert record.stages[3].tie == Tie((A, B, C), "earlier-stage", B, 1)


def test_a_tie_for_the_fewest_is_broken_at_the_most_recent_unequal_stage() -> None:
    record = counted(5, 1, {(A,): 3, (B,): 4, (C, A): 2, (D, B): 1, (D, E): 2, (E,): 6})

    assert [whole_votes(stage)[:2] for stage in record.stages[:3]] == [[3, 4], [5, 4], [5, 5]]
    assert record.stages[3].tie == Tie((A, B), "earlier-stage", B, 2)
    assert "looking back to stage 2, B had the fewest" in record.stages[3].reasons[0].text


def test_a_tie_of_surpluses_goes_to_who_was_ahead_at_the_most_recent_unequal_stage() -> None:
    rankings = {(A, C): 9, (B, E): 8, (D, A): 2, (D, B): 3, (C,): 7, (E,): 7}

    record = counted(5, 3, rankings, lot_order=(B, A, C, D, E))

    assert record.stages[1].elected == (B, A)
    assert record.stages[2].tie == Tie((A, B), "earlier-stage", A, 1)
    assert "looking back to stage 1, A had the most, so A’s surplus was taken first" in record.stages[2].reasons[0].text


def test_a_tie_of_surpluses_that_were_never_unequal_goes_to_the_first_in_the_lot_order() -> None:
    record = counted(5, 3, {(A, D): 5, (B, D): 5, (C,): 2, (D,): 1, (E,): 1}, lot_order=(B, A, C, D, E))

    assert record.stages[1].tie == Tie((A, B), "lot", B, None)
    assert record.stages[1].who == (B,)


def test_a_tie_at_the_first_stage_goes_straight_to_the_lot() -> None:
    record = counted(3, 1, {(A,): 3, (B,): 2, (C,): 2}, lot_order=(C, B, A))

    assert record.stages[1].tie == Tie((B, C), "lot", B, None)
    assert "by the lot order, B was the one to go" in record.stages[1].reasons[0].text


def test_a_lot_without_a_lot_order_is_asked_for_not_invented() -> None:
    with pytest.raises(LotNeeded, match="At stage 2 candidates 2, 3 are equal at every stage") as refused:
        counted(3, 1, {(A,): 3, (B,): 2, (C,): 2}, lot_order=None)

    assert (refused.value.stage, refused.value.tied) == (2, (B, C))


def test_when_all_who_remain_have_no_votes_lots_decide() -> None:
    record = counted(4, 2, {(A,): 9}, lot_order=(D, C, B, A))

    assert record.elected == (A, D)
    assert [stage.who for stage in record.stages] == [(), (A,), (B,), (C,)]


def test_without_any_ballot_the_quota_is_one_and_lots_decide() -> None:
    record = counted(3, 2, {}, lot_order=(C, A, B))

    assert (record.valid, record.quota, record.elected) == (0, 1, (C, A))


def test_ballots_all_for_one_candidate_elect_them_and_lots_the_others() -> None:
    record = counted(3, 2, {(B,): 100})

    assert record.elected == (B, A)
    assert (
        record.stages[1].non_transferable == record.stages[1].transfers[B - 1] * -1 - record.stages[1].lost_by_rounding
    )


@pytest.mark.parametrize(
    ("seats", "filled"),
    [pytest.param(3, (B, C), id="as many seats"), pytest.param(9, (C,), id="more seats")],
)
def test_with_no_more_candidates_than_seats_all_are_elected_at_once(seats: int, filled: tuple[int, ...]) -> None:
    record = counted(3, seats, {(A, B): 5, (B,): 1})

    assert (len(record.stages), record.elected) == (1, (A, B, C))
    assert record.stages[0].filled == filled


def test_one_seat_goes_to_the_majority_after_exclusions() -> None:
    record = counted(3, 1, {(A,): 4, (B, C): 3, (C, B): 2})

    assert record.elected == (B,)


def test_a_candidate_without_first_preferences_can_be_elected_later() -> None:
    record = counted(3, 2, {(A, C): 9, (B,): 2})

    assert whole_votes(record.stages[0])[C - 1] == 0
    assert record.elected == (A, C)


def test_a_withdrawn_candidate_is_struck_from_every_ballot_first() -> None:
    record = counted(3, 1, {(A, B): 6, (C,): 5}, withdrawn=(A,))

    assert (record.withdrawn, record.elected) == ((A,), (B,))
    assert whole_votes(record.stages[0]) == [0, 6, 5]


def test_ballots_for_withdrawn_candidates_only_and_blank_ones_are_outside_the_quota() -> None:
    record = counted(3, 1, {(A,): 6, (B,): 5, (): 4}, withdrawn=(A,))

    assert (record.valid, record.emptied, record.blank, record.quota) == (5, 6, 4, 3)


def test_when_everyone_has_withdrawn_nobody_is_elected() -> None:
    record = counted(2, 1, {(A,): 6}, withdrawn=(A, B))

    assert (record.valid, record.elected, len(record.stages)) == (0, (), 1)


def test_papers_cut_down_to_no_value_still_move() -> None:
    record = counted(3, 2, {(A, B, C): 150_002, (B, C): 149_999, (C,): 149_999}, lot_order=(A, C, B))

    surplus, exclusion = record.stages[1:]
    assert surplus.from_parcels[0][:4] == (100_000, 0, 150_002, {B: 150_002})
    assert surplus.lost_by_rounding == 100_000
    assert exclusion.from_parcels[1][:4] == (0, 0, 150_002, {C: 150_002})


def test_more_papers_than_two_to_the_31_keep_every_digit() -> None:
    record = counted(3, 1, {(A,): 10**13 + 1, (B, A): 10**13, (C, B): 5 * 10**12})

    assert record.quota == (2 * 10**13 + 1 + 5 * 10**12) // 2 + 1
    assert record.elected == (B,)


def test_more_papers_may_become_non_transferable_than_the_quota() -> None:
    record = counted(4, 1, {(A,): 5, (B,): 4, (C,): 4, (D,): 4}, lot_order=(A, B, C, D))

    assert record.stages[-1].non_transferable > 0
    assert sum(stage.action == "exclude" for stage in record.stages) == 3
    assert record.stages[-1].non_transferable // 100_000 >= record.quota


def test_every_stage_gives_its_reason_and_rule() -> None:
    record = presets.count(FIVE_FOR_THREE)

    assert [
        reason.source.removeprefix("SSI 2011/399, Schedule 1, ") for s in record.stages for reason in s.reasons
    ] == [
        "rule 46",
        "rule 47",
        "rule 48",
        "rules 49 and 50(1)",
        "rule 48",
        "rules 49 and 50(1)",
        "rule 51",
        "rule 48",
    ]
    assert record.stages[3].reasons[0].text == (
        "No surplus remained, so the candidate with the fewest votes, Eilidh with 7.00000, was excluded, "
        "and the 7 papers went to the next available preference at unchanged value."
    )


def test_a_candidate_excluded_without_papers_is_said_so_plainly() -> None:
    record = counted(3, 1, {(A,): 1, (B,): 1})

    assert record.stages[1].reasons[0].text == (
        "No surplus remained, so the candidate with the fewest votes, C with 0.00000, was excluded."
    )
    assert "the 1 paper went" in record.stages[2].reasons[1].text


def test_those_who_take_the_last_places_are_named_together() -> None:
    reasons = counted(3, 3, {(A,): 1}).stages[0].reasons

    assert reasons[-1].text == (
        "No more candidates continued than the 2 places still vacant, so B and C are deemed elected "
        "and nothing more is transferred."
    )
