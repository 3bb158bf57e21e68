"""ERS97, section by section, each trap of the text by name."""

import pytest

from govern.counting import ers97, presets
from govern.counting.errors import LotNeeded
from govern.counting.inputs import CountInput
from govern.counting.stages import EXCLUDE, SURPLUS, Record
from tests.counting.test_scottish import ASHA, BEN, DEV, FIVE_FOR_THREE, A, B, C, D, E

F = 6


def counted(
    candidates: int, seats: int, rankings: dict[tuple[int, ...], int], lots: tuple[int, ...] | None = None
) -> Record:
    """Count a small contest between A, B, C and so on."""
    names = "ABCDEFGHIJK"[:candidates]
    return presets.count(CountInput.from_rankings(list(names), seats, rankings, rule="ers97", lot_order=lots))


def shown(record: Record, stage: int) -> list[str]:
    """Return the votes after a stage, as people read them."""
    return [record.votes_text(votes) for votes in record.stages[stage - 1].votes]


def test_the_worked_example_defers_a_surplus_and_elects_the_same_three() -> None:
    record = presets.count(FIVE_FOR_THREE._replace(rule="ers97"))

    assert record.quota_text(record.quota) == "20.75"
    assert record.elected == (ASHA, BEN, DEV)
    assert shown(record, 2) == ["20.75", "23.00", "18.00", "14.00", "7.00"]
    assert record.votes_text(record.stages[1].non_transferable) == "0.25"
    assert shown(record, 3) == ["20.75", "23.00", "18.00", "21.00", "0.00"]
    assert record.stages[2].reasons[0].facts["deferred"] == "2.25"


def test_the_model_election_of_the_book_begins_as_printed() -> None:
    smith, others = 1, range(2, 12)
    rankings: dict[tuple[int, ...], int] = {(smith, 2): 123, (smith,): 11}
    for number in others:
        rankings[number,] = 61 if number == 2 else 62
    record = counted(11, 6, rankings, lots=tuple(range(1, 12)))

    assert record.valid == 753
    assert record.quota_text(record.quota) == "107.58"
    assert shown(record, 1)[0] == "134.00"
    assert record.stages[1].from_parcels[0].value_after == 21
    assert record.votes_text(record.stages[1].non_transferable) == "0.59"


@pytest.mark.parametrize(
    ("votes", "seats", "expected"),
    [
        pytest.param(300, 2, 100, id="exact"),
        pytest.param(100, 2, 34, id="rounded up"),
        pytest.param(0, 1, 0, id="no votes"),
    ],
)
def test_the_quota_is_a_hundredth_more_only_where_inexact(votes: int, seats: int, expected: int) -> None:
    assert ers97.quota(votes, seats) == expected


def test_papers_of_equal_value_move_together_and_of_higher_value_first() -> None:
    rankings = {(A, B, C): 40, (B,): 12, (C, B): 1, (D, C): 20, (E, D): 15, (B, E): 3}
    record = counted(5, 2, rankings)

    for stage in record.stages:
        if stage.action == EXCLUDE:
            values = [parcel.value_before for parcel in stage.from_parcels]
            assert values == sorted(set(values), reverse=True)


def test_only_the_batch_received_last_pays_a_surplus() -> None:
    record = counted(5, 3, {(A, B, C): 60, (B, C): 30, (C,): 29, (D, B, C): 2, (E,): 25})
    surplus = next(stage for stage in record.stages if stage.action == SURPLUS and stage.who == (B,))

    assert surplus.from_parcels[0].papers == 60
    assert surplus.from_parcels[0].value_before < 100


def test_the_quota_falls_while_nobody_is_elected() -> None:
    record = counted(4, 1, {(A,): 40, (B,): 39, (C,): 30, (D,): 5})

    assert [record.quota_text(stage.quota) for stage in record.stages[:2]] == ["57.00", "39.50"]
    assert any(reason.code == "quota-reduced" for reason in record.stages[1].reasons)


def test_the_last_excluded_papers_are_not_transferred() -> None:
    record = counted(3, 2, {(A,): 10, (B,): 4, (C, B): 4}, lots=(A, B, C))

    assert [stage.action for stage in record.stages] == ["first", SURPLUS]
    assert record.stages[1].filled == (B,)
    assert shown(record, 2) == ["6.00", "4.00", "4.00"]


def test_equals_throughout_are_not_elected_yet() -> None:
    record = counted(3, 1, {(A,): 5, (B,): 5}, lots=(A, B, C))

    assert any(reason.code == "equals-ranked" for stage in record.stages for reason in stage.reasons)
    assert record.elected == (A,)


def test_a_tie_that_no_point_separates_needs_a_lot() -> None:
    with pytest.raises(LotNeeded):
        counted(3, 1, {(A,): 5, (B,): 5})


def test_candidates_who_together_cannot_pass_the_next_are_excluded_together() -> None:
    record = counted(5, 1, {(A,): 40, (B,): 39, (C,): 4, (D,): 3, (E,): 2})

    assert record.stages[1].who == (C, D, E)


def test_all_with_no_votes_fill_the_places_at_once() -> None:
    assert counted(3, 5, {}).elected == (A, B, C)
