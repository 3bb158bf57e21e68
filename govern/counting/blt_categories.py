"""The lines of constraints in a BLT file: `[category NAME 1 4 5]`, `[at-least NAME 2]`, `[at-most NAME 7]`.

They are ours: other programs pass such lines over, or stop at them. A name of several words stands in quotes.
"""

from collections.abc import Sequence

from govern.counting.blt_ballots import Token, fault, is_whole, shortened
from govern.counting.blt_text import Line
from govern.counting.errors import BallotFileNotReadable
from govern.counting.inputs import MOST_SEATS
from govern.counting.limits import Category, limited

LIMITS = ("at-least", "at-most")


class CategoryLines:
    """Gathers the categories of a file and how many of each are to be elected."""

    def __init__(self) -> None:
        self._candidates: dict[str, tuple[int, ...]] = {}
        self._limits: dict[str, dict[str, int]] = {option: {} for option in LIMITS}
        self._lines: dict[str, Line] = {}

    def name(self, values: Sequence[Token], candidates: Sequence[int], line: Line) -> None:
        """Take a line that says who is of a category.

        :raises BallotFileNotReadable: it names no category or nobody.
        """
        if not candidates:
            raise BallotFileNotReadable(
                "A [category] line holds a name and the numbers of candidates.", line=line.number
            )
        self._candidates[_unquoted(values[0], line)] = tuple(candidates)

    def limit(self, option: str, values: Sequence[Token], line: Line) -> None:
        """Take a line that says how many of a category are to be elected.

        :raises BallotFileNotReadable: it is not a name and a number.
        """
        if len(values) != 2:
            raise BallotFileNotReadable(f"An [{option}] line holds a category and a number.", line=line.number)
        number = values[1].text
        if not is_whole(number) or int(number) > MOST_SEATS:
            raise fault(f"“{shortened(number)}” is not a number from 0 to {MOST_SEATS}.", line, values[1])
        name = _unquoted(values[0], line)
        self._limits[option][name] = int(number)
        self._lines[name] = line

    def gathered(self) -> tuple[Category, ...]:
        """Return the categories.

        :raises BallotFileNotReadable: a limit is on a category that no line names.
        """
        for name, line in self._lines.items():
            if name not in self._candidates:
                raise BallotFileNotReadable(f"No [category] line says who is “{shortened(name)}”.", line=line.number)
        least, most = (self._limits[option] for option in LIMITS)
        return limited((), self._candidates, at_least=least, at_most=most)


def _unquoted(token: Token, line: Line) -> str:
    name = token.text.strip('"').strip()
    if not name:
        raise fault("A category has a name.", line, token)
    return name
