"""A stored count record, as its page shows it."""

import pytest

from govern.counting import presets
from govern.counting.inputs import Candidate, CountInput
from govern.web.sheets import sheet_of

PEOPLE = [Candidate("Ada"), Candidate("Ben"), Candidate("Cai"), Candidate("Dee", withdrawn=True)]
RANKINGS = {(1, 2): 6, (2,): 2, (3,): 3, (4, 1): 1}


def test_a_sheet_shows_what_moved_and_what_became_of_each() -> None:
    counted = presets.count(CountInput.from_rankings(PEOPLE, 2, RANKINGS, lot_seed="dice 4 2 6"))

    sheet = sheet_of(counted.to_json())

    assert [str(stage.heading) for stage in sheet.stages][:2] == ["First preferences", "Surplus of Ada"]
    assert {row.name: str(row.fate) for row in sheet.rows} == {
        "Ada": "Elected at stage 1",
        "Ben": "Elected at stage 3",
        "Cai": "Excluded at stage 3",
        "Dee": "Withdrawn",
    }
    ada, ben, cai, _ = (row.cells for row in sheet.rows)
    assert [(cell.moved, cell.total) for cell in ada[:2]] == [("", "7.00000"), ("−2.00000", "5.00000")]
    assert ben[1].moved.startswith("+")
    assert cai[1].moved == ""
    assert sheet.elected == ["Ada", "Ben"]
    assert sorted(sheet.lot_order) == ["Ada", "Ben", "Cai", "Dee"]


def test_bars_stand_the_longest_first_and_equal_ones_in_order_of_entry() -> None:
    first: dict[tuple[int, ...], int] = {(2,): 3, (3,): 1, (1,): 1}
    counted = presets.count(CountInput.from_rankings(PEOPLE[:3], 1, first, lot_seed="dice 4 2 6"))

    bars = sheet_of(counted.to_json()).by_first

    assert [(row.name, length) for row, length in bars] == [("Ben", 96.0), ("Ada", 32.0), ("Cai", 32.0)]


@pytest.mark.parametrize(
    ("people", "rankings", "is_by_lot"),
    [
        pytest.param(["Ada", "Ben"], {}, True, id="nobody voted"),
        pytest.param(["Ada", "Ben"], {(1,): 1}, False, id="one voted"),
        pytest.param(["Ada", "Ben"], {(1,): 1, (2,): 1}, False, id="a lot decides between votes"),
        pytest.param(["Ada"], {}, False, id="nobody voted, and one was left"),
    ],
)
def test_a_sheet_tells_when_lots_alone_chose(
    people: list[str], rankings: dict[tuple[int, ...], int], is_by_lot: bool
) -> None:
    standing = [*map(Candidate, people), Candidate("Dee", withdrawn=True)]
    counted = presets.count(CountInput.from_rankings(standing, 1, rankings, lot_seed="dice 4 2 6"))

    assert sheet_of(counted.to_json()).is_all_by_lot == is_by_lot


def test_a_count_of_many_stages_stands_with_its_stages_below_each_other() -> None:
    few = presets.count(CountInput.from_rankings(PEOPLE, 2, RANKINGS, lot_seed="dice 4 2 6"))
    names = [Candidate(f"Candidate {n}") for n in range(1, 12)]
    many = presets.count(CountInput.from_rankings(names, 1, {(n,): n * n for n in range(1, 12)}))

    assert [sheet_of(record.to_json()).is_long for record in (few, many)] == [False, True]
