"""An opening register to begin from: an empty one, and one with three lines that could be uploaded."""

import csv
import io
from collections.abc import Iterable, Sequence

from govern.register.opening_values import HEADINGS, Homes

SHOWN = ("name", "constituency", "part", "member_since", "member_no", "postal_address", "is_adult")
PEOPLE = (
    ("Anne Example", "2019-05-03", "1", "1 Mill Lane, Northtown", "yes"),
    ("Ben Example", "31/01/2020", "2", "", "yes"),
    ("Siân van Dyk", "2024-11-18", "3", "2 Mill Lane, Northtown", "yes"),
)


def empty() -> str:
    """Return a file with the heading of every column and no lines.

    >>> empty().count(",") + 1 == len(HEADINGS)
    True
    """
    return _written([[names[0] for names in HEADINGS.values()]])


def example(homes: Homes) -> str:
    """Return a file with three lines, in constituencies that the mutual has; empty cells where it has none."""
    known = _in_turn(homes) or [("", "")]
    lines = [
        (name, *known[place % len(known)], since, number, address, adult)
        for place, (name, since, number, address, adult) in enumerate(PEOPLE)
    ]
    return _written([[HEADINGS[column][0] for column in SHOWN], *lines])


def _in_turn(homes: Homes) -> list[tuple[str, str]]:
    """Return the code of each constituency, with that of one of its parts where it is divided."""
    return [
        (code, min((part for (home, _), part in homes.parts.items() if home == code), default=""))
        for code in sorted(set(homes.constituencies.values()))
    ]


def _written(rows: Iterable[Sequence[str]]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()
