"""The NHS model election rules, where they differ from ERS97."""

import pytest

from govern.counting import presets
from govern.counting.inputs import CountInput
from govern.counting.stages import SURPLUS, Record
from tests.counting.test_scottish import ASHA, BEN, DEV, FIVE_FOR_THREE, A, B, C, D, E

F = 6


def counted(candidates: int, seats: int, rankings: dict[tuple[int, ...], int], rule: str = "ft2014") -> Record:
    """Count a small contest between A, B, C and so on."""
    names = list("ABCDEFGHIJK"[:candidates])
    return presets.count(CountInput.from_rankings(names, seats, rankings, rule=rule, lot_seed="dice"))


def test_the_worked_example_has_a_whole_quota() -> None:
    record = presets.count(FIVE_FOR_THREE._replace(rule="ft2014"))

    assert record.quota_text(record.quota) == "21.00"
    assert record.elected == (ASHA, BEN, DEV)


@pytest.mark.parametrize(
    ("rankings", "elected"),
    [
        pytest.param({(A, B): 60, (B,): 30, (C,): 10}, (A,), id="more than the quota"),
        pytest.param({(A, B): 51, (B,): 39, (C,): 10}, (A,), id="the quota exactly"),
        pytest.param({(A, B): 50, (B,): 40, (C,): 10}, (A,), id="half of all, and so as many as all others"),
        pytest.param({(A, B): 49, (B,): 41, (C, B): 10}, (), id="fewer than all others"),
    ],
)
def test_a_sole_vacancy_goes_to_who_outweighs_all_others_and_no_surplus_moves(
    rankings: dict[tuple[int, ...], int], elected: tuple[int, ...]
) -> None:
    record = counted(3, 1, rankings)

    assert record.stages[0].elected == elected
    assert all(stage.action != SURPLUS for stage in record.stages)
    assert all(reason.code != "reached-quota" for stage in record.stages for reason in stage.reasons)


def test_the_last_of_several_vacancies_may_go_to_who_has_the_quota() -> None:
    record = counted(3, 2, {(A,): 40, (B,): 35, (C,): 25})

    assert record.stages[0].elected == (A, B)


def test_a_sole_candidate_is_elected_at_once() -> None:
    assert [stage.elected for stage in counted(1, 1, {(A,): 9}).stages] == [(A,)]


def test_the_last_vacancy_goes_to_whoever_has_as_many_votes_as_all_others() -> None:
    record = counted(3, 1, {(A,): 50, (B,): 30, (C,): 20})

    assert record.elected == (A,)
    assert record.stages[0].reasons[-1].code == "outweighs-others"


@pytest.mark.parametrize(
    ("rule", "together"),
    [
        pytest.param("ft2014", (C, D), id="model rules: must stay below"),
        pytest.param("ers97", (C, D, E, F), id="ERS97: may be level"),
    ],
)
def test_the_lowest_go_together_only_below_the_next_above(rule: str, together: tuple[int, ...]) -> None:
    record = counted(6, 1, {(A,): 30, (B,): 28, (F,): 14, (E,): 9, (D,): 3, (C,): 2}, rule)

    assert record.stages[1].who == together


def test_first_preferences_move_before_other_papers_of_value_one() -> None:
    record = counted(5, 2, {(A,): 20, (B,): 11, (C,): 11, (D,): 9, (E, D): 1})
    parcels = [stage.from_parcels for stage in record.stages if D in stage.who]

    assert [[parcel.value_before for parcel in each] for each in parcels] == [[100, 100]]
