"""Sums of money as people type them."""

import re
from collections.abc import Sequence
from typing import Any

from flask_babel import gettext
from wtforms import Field
from wtforms.widgets import TextInput

# Pounds, with commas between the thousands or without, and pence after a point or a comma.
SUM = re.compile(r"£?([0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,9})(?:[.,]([0-9]{2}))?", re.ASCII)
MOST_LETTERS = 20
A_POUND = 100


def pence_of(typed: str) -> int | None:
    """Return a sum in pence; None where it cannot be read.

    >>> [pence_of(typed) for typed in ("5", "£5", " £ 1,000.50 ", "1 000", "25,50")]
    [500, 500, 100050, 100000, 2550]
    >>> pence_of("much"), pence_of("1,00,0"), pence_of("5.5"), pence_of("-5")
    (None, None, None, None)
    """
    found = SUM.fullmatch("".join(typed.split()))
    return int(found[1].replace(",", "")) * A_POUND + int(found[2] or 0) if found else None


class Sum(Field):
    """A sum in pounds; its data are pence."""

    widget = TextInput()
    data: int | None

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Read the sum, or say how one is written."""
        typed = str(valuelist[0]) if valuelist else ""
        self.data = pence_of(typed) if len(typed) <= MOST_LETTERS else None
        if self.data is None and typed.strip():
            raise ValueError(gettext("Enter a sum in pounds, such as 1 or 25.50."))

    def _value(self) -> str:
        """Return what was typed, as the field shows it again."""
        return str(self.raw_data[0]) if self.raw_data else ""
