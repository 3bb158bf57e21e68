"""The board drawn as a half circle: one sector for each third, one round seat for each place in it.

Only geometry: no words, no colours. Units are those of the drawing's own view box, rounded to a tenth, so
that equal boards give equal drawings.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin

SEAT, SPACE, MARGIN = 21, 50, 6
SMALLEST = 142
GAP = pi / 40
BAND = SEAT + 9


@dataclass(frozen=True, kw_only=True)
class Spot:
    """A seat on the drawing: its middle, its number in its third, and whether somebody holds it."""

    x: float
    y: float
    number: int
    is_held: bool


@dataclass(frozen=True, kw_only=True)
class Sector:
    """A third on the drawing.

    :param band: the outline behind its seats, as the `d` of an SVG path.
    """

    band: str
    spots: Sequence[Spot]


@dataclass(frozen=True, kw_only=True)
class Hemicycle:
    """The whole drawing; `middle` is the x of its centre, and `floor` the y that it stands on."""

    width: float
    height: float
    middle: float
    floor: float
    seat: int
    sectors: Sequence[Sector]


def hemicycle(thirds: Sequence[Sequence[bool]]) -> Hemicycle:
    """Return the drawing of a board, its thirds from left to right.

    Seats keep their size however many there are; the half circle grows instead.

    :param thirds: for each third, whether each of its seats is held, by number from 1.
    """
    seats = sum(map(len, thirds))
    radius = max(SMALLEST, round(SPACE * seats / (pi - GAP * (len(thirds) - 1))))
    middle = radius + BAND + MARGIN
    sweep = (pi - GAP * (len(thirds) - 1)) / max(1, len(thirds))
    sectors = [
        _sector(held, begin=pi - place * (sweep + GAP), sweep=sweep, radius=radius, middle=middle)
        for place, held in enumerate(thirds)
    ]
    return Hemicycle(
        width=2 * middle, height=middle + MARGIN, middle=middle, floor=middle, seat=SEAT, sectors=sectors
    )  # fmt: skip


def _sector(held: Sequence[bool], *, begin: float, sweep: float, radius: float, middle: float) -> Sector:
    """Return a third: its seats at equal distances from each other and from the sector's edges."""
    step = sweep / max(1, len(held))
    spots = []
    for number, is_held in enumerate(held, start=1):
        x, y = _at(begin - step * (number - 0.5), radius, middle)
        spots.append(Spot(x=x, y=y, number=number, is_held=is_held))
    return Sector(band=_band(begin, begin - sweep, radius, middle), spots=spots)


def _band(begin: float, end: float, radius: float, middle: float) -> str:
    """Return the outline of a piece of a ring from one angle to another, clockwise."""
    outer, inner = radius + BAND, radius - BAND
    (x0, y0), (x1, y1) = _at(begin, outer, middle), _at(end, outer, middle)
    (x2, y2), (x3, y3) = _at(end, inner, middle), _at(begin, inner, middle)
    return f"M{x0} {y0}A{outer} {outer} 0 0 1 {x1} {y1}L{x2} {y2}A{inner} {inner} 0 0 0 {x3} {y3}Z"


def _at(angle: float, radius: float, middle: float) -> tuple[float, float]:
    """Return a point, with y counted downwards as screens do."""
    return round(middle + radius * cos(angle), 1), round(middle - radius * sin(angle), 1)
