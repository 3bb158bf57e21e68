"""The lines of ballots in a BLT file: `papers preference... 0`, and what real files make of it."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from importlib import import_module
from itertools import takewhile
from typing import NamedTuple

from govern.counting.ballots import Ballots, GroupedBallots, packing
from govern.counting.blt_text import Line
from govern.counting.errors import BallotFileNotReadable
from govern.counting.piles import Ranking

END = "0"
GAP = "-"
EQUAL = "="
LONGEST_NUMBER = 15
SAMPLE = 1 << 18

_TOKEN = re.compile(r"\([^()]*\)|=|[^\s=,()]+|[()]")
_NUMBER = r"([0-9]{1,15})(?:\.(0{1,15}))?"
_FRACTION = r"[0-9]{1,15}(?:\.[0-9]{1,15}|/[0-9]{1,15})"


class Token(NamedTuple):
    """A piece of a line, with the column it begins at, from 1."""

    text: str
    column: int


def tokens(line: Line) -> list[Token]:
    """Return the pieces of a line of numbers. Commas part them as spaces do: spreadsheets leave commas behind."""
    return [Token(found.group(), found.start() + 1) for found in _TOKEN.finditer(line.text)]


def is_whole(text: str) -> bool:
    """Say whether a piece is a whole number, and short enough to be read."""
    return text.isdecimal() and text.isascii() and len(text) <= LONGEST_NUMBER


def fault(sentence: str, line: Line, token: Token) -> BallotFileNotReadable:
    """Return a refusal that points at a piece of a line."""
    return BallotFileNotReadable(sentence, line=line.number, column=token.column)


class BallotLines:
    """Gathers the ballots of a file.

    Most lines are plain, and are read by `take_plain`, or all at once by `take_bulk`. `take` knows every
    oddity, and says what is wrong and where. Both read a plain line alike.
    """

    def __init__(self, numbers: Mapping[str, int], candidates: int) -> None:
        """Begin without ballots.

        :param numbers: what a candidate may be called on a ballot, to the candidate's number.
        """
        self.groups: dict[Ranking, int] = {}
        self.cut_short = 0
        self._numbers = numbers
        self._candidates = candidates
        self._pack = packing(candidates)
        self._columns: Ballots | None = None

    def take_plain(self, texts: Sequence[str], start: int) -> int:
        """Take lines from `start` as long as they are plain, and return the place of the first that is not."""
        for place in range(start, len(texts)):
            plain = self._plain(texts[place])
            if plain is None:
                return place
            self._add(*plain)
        return len(texts)

    def take_bulk(self, section: str) -> bool:
        """Take a long run of lines at once; take none, and say so, if one is not plain.

        Where lines repeat, each different one is read once; where they hardly do, columns of numbers pay.
        """
        sample = section[:SAMPLE].split("\n")
        if len(set(sample)) * 2 < len(sample):
            return self._take_repeated(section.split("\n"))
        return self._take_columns(section)

    def take(self, line: Line) -> None:
        """Take one line of any kind.

        A ranking is read up to its first gap or its first candidates marked equal, because what the voter
        wanted next is uncertain there; the papers so cut short are counted.

        :raises BallotFileNotReadable: it is not a ballot.
        """
        pieces = tokens(line)
        if pieces[0].text.startswith("(") and len(pieces[0].text) > 1:
            pieces = pieces[1:]
        if not pieces:
            raise BallotFileNotReadable("This ballot has a mark in brackets but no number of papers.", line=line.number)
        papers = _papers(pieces[0], line)
        ranks = self._ranks(pieces[1:], line)
        certain = [rank[0] for rank in takewhile(lambda rank: len(rank) == 1, ranks)]
        if len(certain) < sum(map(len, ranks)):
            self.cut_short += papers
        self._add(self._pack(certain), papers)

    def gathered(self) -> Ballots:
        """Return the ballots taken."""
        return self._columns or GroupedBallots(self.groups)

    def _take_repeated(self, texts: Sequence[str]) -> bool:
        gathered: list[tuple[Ranking, int]] = []
        for text, times in Counter(texts).items():
            plain = self._plain(text)
            if plain is None:
                return False
            gathered.append((plain[0], plain[1] * times))
        for ranking, papers in gathered:
            self._add(ranking, papers)
        return True

    def _take_columns(self, section: str) -> bool:
        # Loaded here, because numpy takes longer to load than most contests take to count.
        columns = import_module("govern.counting.columns")
        self._columns = columns.read(section, self.groups, self._candidates)
        return self._columns is not None

    def _add(self, ranking: Ranking, papers: int) -> None:
        self.groups[ranking] = self.groups.get(ranking, 0) + papers

    def _plain(self, text: str) -> tuple[Ranking, int] | None:
        pieces = text.split()
        if len(pieces) < 3 or pieces[-1] != END or pieces[0][0] == "0" or not is_whole(pieces[0]):
            return None
        try:
            ranking = self._pack(map(self._numbers.__getitem__, pieces[1:-1]))
        except KeyError:
            return None
        return (ranking, int(pieces[0])) if len(set(ranking)) == len(ranking) else None

    def _ranks(self, pieces: list[Token], line: Line) -> list[list[int]]:
        """Return the candidates at each rank of a ballot: none at a gap, several where they are marked equal."""
        ranks: list[list[int]] = []
        seen: set[int] = set()
        joined = False
        for place, token in enumerate(pieces):
            if token.text == END:
                _ensure_closed(pieces[place + 1 :], line)
                break
            if token.text == EQUAL:
                joined = _ensure_joins(ranks, pieces, place, line)
            elif token.text == GAP:
                ranks.append([])
            else:
                number = self._number(token, line, seen)
                ranks[-1].append(number) if joined else ranks.append([number])
                joined = False
        else:
            _ensure_named(seen, line)
        return ranks

    def _number(self, token: Token, line: Line, seen: set[int]) -> int:
        number = self._numbers.get(token.text)
        if number is None and is_whole(token.text) and 0 < int(token.text) <= self._candidates:
            number = int(token.text)
        if number is None:
            raise fault(
                f"“{shortened(token.text)}” is not a candidate: the candidates are 1 to {self._candidates}.",
                line,
                token,
            )
        if number in seen:
            raise fault(f"This ballot names candidate {number} twice.", line, token)
        seen.add(number)
        return number


def _papers(token: Token, line: Line) -> int:
    """Return how many papers a line stands for. Some files write whole numbers as 3.0; parts of a paper are refused."""
    found = re.fullmatch(_NUMBER, token.text)
    if found and int(found.group(1)):
        return int(found.group(1))
    if found or re.fullmatch(_FRACTION, token.text):
        raise fault(f"“{token.text}” is not a whole number of papers from 1.", line, token)
    raise fault(_not_a_ballot(token), line, token)


def _not_a_ballot(token: Token) -> str:
    if token.text.isdecimal() and len(token.text) > LONGEST_NUMBER:
        return f"This number of papers has more than {LONGEST_NUMBER} digits, the most that can be read."
    return (
        f"“{shortened(token.text)}” is not a number of papers. "
        "A ballot is a number of papers, candidate numbers, and 0; a line with only 0 ends the ballots."
    )


def _ensure_closed(after: list[Token], line: Line) -> None:
    if after:
        raise fault(f"“{shortened(after[0].text)}” comes after the 0 that ends this ballot.", line, after[0])


def _ensure_joins(ranks: list[list[int]], pieces: list[Token], place: int, line: Line) -> bool:
    """Return True, having checked that this equals sign stands between two candidates."""
    after = pieces[place + 1].text if place + 1 < len(pieces) else END
    if not ranks or not ranks[-1] or after in (END, EQUAL, GAP):
        raise fault("An equals sign stands between two candidates.", line, pieces[place])
    return True


def _ensure_named(seen: set[int], line: Line) -> None:
    if not seen:
        raise BallotFileNotReadable("This ballot names no candidate. A blank ballot still ends in 0.", line=line.number)


def shortened(text: str) -> str:
    """Return text short enough for a sentence."""
    return text if len(text) <= 40 else f"{text[:40]}…"
