"""The board as a half circle: its thirds from left to right, its seats apart and inside."""

from itertools import combinations
from math import dist

import pytest

from govern.web.hemicycle import hemicycle


@pytest.mark.parametrize("seats", [1, 2, 3, 4, 5, 8])
def test_seats_neither_touch_each_other_nor_leave_the_drawing(seats: int) -> None:
    drawn = hemicycle([[True] * seats] * 3)

    spots = [spot for sector in drawn.sectors for spot in sector.spots]
    assert len(spots) == 3 * seats
    assert all(dist((a.x, a.y), (b.x, b.y)) > 2 * drawn.seat for a, b in combinations(spots, 2))
    assert all(drawn.seat <= spot.x <= drawn.width - drawn.seat for spot in spots)
    assert all(drawn.seat <= spot.y <= drawn.floor - drawn.seat / 2 for spot in spots)


def test_thirds_stand_from_left_to_right_and_mirror_each_other() -> None:
    drawn = hemicycle([[True, True, True], [True, True, False], [False, False, False]])

    left, middle, right = ([(spot.x, spot.y) for spot in sector.spots] for sector in drawn.sectors)
    assert max(left) < min(middle) < max(middle) < min(right)
    assert [x for x, _ in left] == pytest.approx([drawn.width - x for x, _ in reversed(right)], abs=0.11)
    assert [y for _, y in left] == pytest.approx([y for _, y in reversed(right)], abs=0.11)
    assert middle[1][0] == drawn.middle
    assert [[spot.is_held for spot in sector.spots] for sector in drawn.sectors] == [
        [True, True, True],
        [True, True, False],
        [False, False, False],
    ]


def test_seats_are_numbered_from_one_in_each_third() -> None:
    drawn = hemicycle([[True] * 2, [True] * 3])

    assert [[spot.number for spot in sector.spots] for sector in drawn.sectors] == [[1, 2], [1, 2, 3]]


def test_equal_boards_give_equal_drawings() -> None:
    assert hemicycle([[True, False]] * 3) == hemicycle([[True, False]] * 3)
    assert hemicycle([[True, False]] * 3) != hemicycle([[True, True]] * 3)
