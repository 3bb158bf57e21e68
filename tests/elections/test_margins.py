"""How close a count was, and whether ballots of which something was learned late could have turned it."""

from decimal import Decimal

import pytest

from govern.counting import presets
from govern.counting.inputs import Candidate, CountInput
from govern.elections.margins import closest, could_matter


def counted(rankings: dict[tuple[int, ...], int], *, seats: int = 1, withdrawn: int | None = None) -> dict[str, object]:
    """Count ballots on which three candidates stand, and return the record as it is stored."""
    names = [Candidate(name, withdrawn=number == withdrawn) for number, name in enumerate(("Ada", "Ben", "Cai"), 1)]
    given = CountInput.from_rankings(names, seats, rankings, rule="scottish-2011", lot_seed="dice 4 2 6")
    return presets.count_twice(given).facts()


@pytest.mark.parametrize(
    ("rankings", "gap"),
    [
        pytest.param({(1,): 10, (2,): 4}, Decimal(6), id="elected at once, against the next"),
        pytest.param({(1,): 6, (2,): 5, (3, 2): 3}, Decimal(2), id="an exclusion, and the end"),
        pytest.param({(1,): 6, (2,): 6, (3, 1): 1}, Decimal(1), id="a close end"),
    ],
)
def test_the_closest_decision_of_a_count_is_found(rankings: dict[tuple[int, ...], int], gap: Decimal) -> None:
    assert closest(counted(rankings)) == gap


def test_a_count_that_decided_between_nobody_has_no_margin() -> None:
    assert closest(counted({(1,): 3}, seats=3)) is None


def test_who_withdrew_is_nobodys_rival() -> None:
    assert closest(counted({(1,): 5, (3,): 3}, withdrawn=2)) == Decimal(2)


@pytest.mark.parametrize(
    ("late_ends", "gap", "matters"),
    [
        pytest.param(0, Decimal(0), False, id="none"),
        pytest.param(2, Decimal(3), True, id="less than twice as many"),
        pytest.param(2, Decimal(4), True, id="twice as many"),
        pytest.param(2, Decimal("4.00001"), False, id="more than twice as many"),
        pytest.param(1, None, True, id="nothing to hold it against"),
    ],
)
def test_late_learned_ballots_matter_unless_the_margin_is_beyond_them(
    late_ends: int, gap: Decimal | None, *, matters: bool
) -> None:
    assert could_matter(late_ends, gap) is matters
