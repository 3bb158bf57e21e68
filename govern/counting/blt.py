"""Reading ballot files in the BLT format, the common tongue of counting programs.

The shape of a file: `candidates seats`; lines in square brackets and lines of `-number` for the withdrawn;
the ballots; a line `0`; the candidates' names, the title and, in some files, remarks.
"""

import re
from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

from govern.counting.ballots import Ballots
from govern.counting.blt_ballots import END, BallotLines, Token, fault, is_whole, shortened, tokens
from govern.counting.blt_categories import LIMITS, CategoryLines
from govern.counting.blt_text import Line, Lines, decode
from govern.counting.errors import BallotFileNotReadable
from govern.counting.inputs import MOST_CANDIDATES, MOST_SEATS, SCOTTISH, Candidate, CountInput
from govern.counting.limits import Category
from govern.counting.lots import LotOrder

LONGEST_NAME = 1_000
BULK = 1 << 20
IGNORED_OPTIONS = ("droop",)

# Patterns that few files need are compiled, and then kept, only where they are used.
_QUOTED = r'"((?:[^"]|"")*)"[\s,]*(?:(?:#|//|/\*).*)?'
_WITHDRAWN = r"-([0-9]{1,15})"
_VALUE = r'"[^"]*"|[^\s,]+'
_OPTION = r"\s*\[\s*([^\s\]]*)\s*([^\]]*)\][\s,]*"


class BallotFile(NamedTuple):
    """What a ballot file says."""

    seats: int
    candidates: tuple[Candidate, ...]
    ballots: Ballots
    lots: LotOrder | None
    title: str
    remarks: tuple[str, ...]
    cut_short: int
    categories: tuple[Category, ...] = ()

    def contest(self, rule: str = SCOTTISH, *, seats: int | None = None, lots: LotOrder | None = None) -> CountInput:
        """Return the contest in the file, under a rule.

        :param seats: places to fill, instead of those in the file.
        :param lots: a lot order, instead of the file's own.
        :raises InputNotCountable: these do not make a contest.
        """
        seats = self.seats if seats is None else seats
        lots = lots or self.lots
        given = CountInput(rule, seats, self.candidates, self.ballots, lots, self.title, self.cut_short)
        return given.within(self.categories)


def read(data: bytes) -> BallotFile:
    """Read a ballot file.

    :raises BallotFileNotReadable: it breaks the format; the refusal knows the line and column.
    """
    text = decode(data)
    del data  # a large file is held once, not twice
    return _Reading(Lines(text)).whole()


class _Reading:
    """A file being read from the top."""

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self._withdrawn: set[int] = set()
        self._lots: tuple[list[int], Line] | None = None
        self._categories = CategoryLines()
        self._candidates = 0
        self._numbers: dict[str, int] = {}
        # A few, since lines in brackets may come first; not one for each odd line of a million.
        self._bulk_trials = 3

    def whole(self) -> BallotFile:
        seats = self._head()
        ballots = self._ballots()
        names = self._names()
        remarks = tuple(name_in(line) for line in self._lines.names())
        return BallotFile(
            seats=seats,
            candidates=tuple(Candidate(name, n in self._withdrawn) for n, name in enumerate(names, 1)),
            ballots=ballots.gathered(),
            lots=self._lot_order(),
            title=remarks[0] if remarks else "",
            remarks=remarks[1:],
            cut_short=ballots.cut_short,
            categories=self._categories.gathered(),
        )

    def _head(self) -> int:
        """Read `candidates seats` and return the seats."""
        line = self._lines.next_numbers()
        if line is None:
            raise BallotFileNotReadable("The file is empty.", line=1)
        pieces = tokens(line)
        if len(pieces) != 2:
            raise BallotFileNotReadable(
                "The first line gives two numbers: how many candidates, and how many seats.", line=line.number
            )
        self._candidates = _counted(pieces[0], line, "candidates", MOST_CANDIDATES)
        self._numbers = {str(number): number for number in range(1, self._candidates + 1)}
        return _counted(pieces[1], line, "seats", MOST_SEATS)

    def _ballots(self) -> BallotLines:
        """Read everything up to the line with only 0."""
        ballots = BallotLines(self._numbers, self._candidates)
        while (line := self._lines.next_numbers()) is not None:
            pieces = tokens(line)
            if [token.text for token in pieces] == [END]:
                return ballots
            if line.text.lstrip().startswith("["):
                self._option(line)
            elif pieces and pieces[0].text.startswith("-") and re.fullmatch(_WITHDRAWN, pieces[0].text):
                self._withdraw(pieces, line)
            elif pieces:
                ballots.take(line)
            self._take_plain(ballots)
        raise BallotFileNotReadable(
            "The file ends before the line with only 0 that closes the ballots.", line=self._lines.last
        )

    def _take_plain(self, ballots: BallotLines) -> None:
        """Read on as fast as the lines allow, and stop before the first that needs care."""
        if self._lines.in_comment:
            return
        if self._bulk_trials:
            self._bulk_trials -= 1
            if self._take_bulk(ballots):
                return
        self._lines.take_to(ballots.take_plain(self._lines.texts, self._lines.taken))

    def _take_bulk(self, ballots: BallotLines) -> bool:
        """Read all the ballots that are left at once, if they are many and all plain, and say so."""
        section = self._lines.up_to(END)
        if section is None or len(section) <= BULK or not ballots.take_bulk(section):
            return False
        self._lines.take_text(section)
        return True

    def _option(self, line: Line) -> None:
        found = re.fullmatch(_OPTION, line.text)
        if found is None:
            raise BallotFileNotReadable("A line in square brackets ends in a closing bracket.", line=line.number)
        option, values = (
            found.group(1),
            [Token(piece.group(), found.start(2) + piece.start() + 1) for piece in re.finditer(_VALUE, found.group(2))],
        )
        if option == "tie":
            self._lots = [self._candidate(token, line) for token in values], line
        elif option == "withdrawn":
            self._withdrawn.update(self._candidate(token, line) for token in values)
        elif option == "nick":
            self._nicknames(values, line)
        elif option == "category":
            self._categories.name(values, [self._candidate(token, line) for token in values[1:]], line)
        elif option in LIMITS:
            self._categories.limit(option, values, line)
        elif option not in IGNORED_OPTIONS:
            raise BallotFileNotReadable(
                f"“{shortened(option)}” is not a known line: there are tie, withdrawn, nick, droop, category, "
                "at-least and at-most.",
                line=line.number,
            )

    def _nicknames(self, values: Sequence[Token], line: Line) -> None:
        """Let ballots name candidates by the nicknames of a `[nick]` line."""
        if len(values) != self._candidates:
            raise BallotFileNotReadable(
                f"A [nick] line names each of the {self._candidates} candidates once.", line=line.number
            )
        for number, token in enumerate(values, 1):
            if token.text.isdecimal() or token.text in self._numbers:
                raise fault(f"“{shortened(token.text)}” cannot be a nickname: it has another meaning.", line, token)
            self._numbers[token.text] = number

    def _withdraw(self, pieces: Sequence[Token], line: Line) -> None:
        """Read a line of `-number`: candidates who have withdrawn."""
        for token in pieces:
            found = re.fullmatch(_WITHDRAWN, token.text)
            if found is None:
                raise fault("A line of withdrawn candidates holds nothing but numbers behind a minus.", line, token)
            self._withdrawn.add(self._candidate(Token(found.group(1), token.column), line))

    def _candidate(self, token: Token, line: Line) -> int:
        number = self._numbers.get(token.text)
        if number is None:
            raise fault(f"“{shortened(token.text)}” is not one of the {self._candidates} candidates.", line, token)
        return number

    def _lot_order(self) -> LotOrder | None:
        """Return the order of the `[tie]` line, which need not mention who has withdrawn."""
        if self._lots is None:
            return None
        order, line = self._lots
        order += sorted(self._withdrawn - set(order))
        if sorted(order) != list(range(1, self._candidates + 1)):
            raise BallotFileNotReadable(
                f"A [tie] line names each of the {self._candidates} candidates exactly once.", line=line.number
            )
        return LotOrder(tuple(order))

    def _names(self) -> list[str]:
        names = [name_in(line) for line in islice(self._lines.names(), self._candidates)]
        if len(names) < self._candidates:
            raise BallotFileNotReadable(
                f"The file ends before the name of candidate {len(names) + 1}.", line=self._lines.last
            )
        return names


def name_in(line: Line) -> str:
    """Return the name or title on a line, quoted or not.

    Real files double the quotes inside a name, or do not, or lose one at either end.

    :raises BallotFileNotReadable: longer than any name.
    """
    text = line.text.strip().rstrip(",").rstrip()
    if len(text) > LONGEST_NAME:
        raise BallotFileNotReadable(
            f"This name has more than {LONGEST_NAME} characters, the most that can be read.", line=line.number
        )
    if text.count('"') == 2 and text[0] == text[-1] == '"':
        return text[1:-1]
    quoted = re.fullmatch(_QUOTED, text)
    if quoted:
        return quoted.group(1).replace('""', '"')
    if text.startswith('"'):
        return text[1:].removesuffix('"').replace('""', '"')
    return text.removesuffix('"') if text.count('"') == 1 else text


def _counted(token: Token, line: Line, what: str, most: int) -> int:
    """Return a number of the first line."""
    number = int(token.text) if is_whole(token.text) else 0
    if not 1 <= number <= most:
        raise fault(f"“{shortened(token.text)}” is not a number of {what} from 1 to {most}.", line, token)
    return number
