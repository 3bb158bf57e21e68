"""Figures as bars: how long each is, and where a line stands across them. Only geometry, in hundredths of the width."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

LONGEST = 96


@dataclass(frozen=True)
class Bars:
    """Bars on one scale, and where the line across them is."""

    lengths: Sequence[float]
    line: float


def bars(figures: Sequence[str], line: str) -> Bars:
    """Return bars for figures written as decimals; the longest of them, or the line, leaves a little room at the end.

    >>> bars(["30", "15.00", "0"], "20")
    Bars(lengths=(96.0, 48.0, 0.0), line=64.0)
    """
    longest = max(map(Fraction, (*figures, line)))
    scale = LONGEST / longest if longest else Fraction(0)
    return Bars(tuple(_rounded(figure, scale) for figure in figures), _rounded(line, scale))


def _rounded(figure: str, scale: Fraction) -> float:
    return float(round(Fraction(figure) * scale, 1))
