"""Ballots in columns of numbers, for contests of many different rankings. The only module that loads numpy.

Column r holds the candidate at rank r of every ballot, 0 where it ranks no more. Papers are summed as
floating-point numbers, which is exact because a contest in columns has fewer than 2**53 papers; values
never are: they stay whole numbers of the rule's own.
"""

from collections.abc import Callable, Collection, Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from govern.counting.column_paths import ColumnPaths
from govern.counting.paths import Paths
from govern.counting.piles import BYTE_CANDIDATES, Parcel, Piles, Ranking, always

EXACT_PAPERS = 1 << 53
LONGEST_NUMBER = 9
ROWS_AT_ONCE = 1 << 14
BYTES_AT_ONCE = 1 << 19
ZERO, SPACE, BREAK = b"0 \n"

Ints = NDArray[np.int64]
Numbers = NDArray[np.int32]
Ranks = NDArray[np.uint8]
Words = NDArray[np.uint64]


class ColumnBallots:
    """Different rankings in ascending order, and the papers that bear each."""

    def __init__(self, ranks: Ranks, papers: Ints) -> None:
        """Keep columns that are sorted and grouped; `grouped` makes them so.

        :param ranks: one row a rank, the last all zeros, and one column a ballot.
        """
        self._ranks = ranks
        self._papers = papers

    @property
    def papers(self) -> int:
        return int(self._papers.sum())

    @property
    def blank(self) -> int:
        return int(self._papers[self._ranks[0] == 0].sum())

    def __iter__(self) -> Iterator[tuple[tuple[int, ...], int]]:
        for ranking, papers in zip(self._ranks.T.tolist(), self._papers.tolist(), strict=True):
            yield tuple(ranking[: ranking.index(0)]), papers

    def canonical(self) -> Iterator[str]:
        for start in range(0, len(self._papers), ROWS_AT_ONCE):
            rows = slice(start, start + ROWS_AT_ONCE)
            text = _canonical(self._ranks[:-1, rows], self._papers[rows])
            yield text if start else text[1:]

    def piles(self) -> Piles:
        return ColumnPiles(self._ranks, self._papers)

    def paths(self, candidates: int) -> Paths:
        return ColumnPaths(self._ranks, self._papers, candidates)


class ColumnPiles:
    """Piles of ballot numbers; each ballot keeps the rank it has come to."""

    def __init__(self, ranks: Ranks, papers: Ints) -> None:
        self._ranks = ranks
        self._papers = papers
        self._rank = np.zeros(len(papers), dtype=np.int32)
        self._undealt: NDArray[np.intp] = np.arange(len(papers))
        self._held: dict[int, dict[int, list[NDArray[np.intp]]]] = {}
        self._last: dict[int, int] = {}

    def deal(self, continuing: Collection[int], *, value: int) -> Parcel:
        undealt, self._undealt = self._undealt, self._undealt[:0]
        return self._sort(undealt, continuing, value, always(value))

    def move(self, candidate: int, continuing: Collection[int], revalue: Callable[[int], int]) -> list[Parcel]:
        held = self._held.pop(candidate, {})
        return [
            self._sort(np.concatenate(held[value]), continuing, value, always(revalue(value)))
            for value in sorted(held, reverse=True)
        ]

    def move_batch(self, candidates: Collection[int], value: int, continuing: Collection[int], *, after: int) -> Parcel:
        held = [ballots for number in candidates for ballots in self._held.get(number, {}).pop(value, ())]
        return self._sort(np.concatenate(held), continuing, value, always(after))

    def move_last(self, candidate: int, continuing: Collection[int], revalue: Callable[[int, int], int]) -> Parcel:
        value = self._last[candidate]
        last = self._held[candidate][value].pop()
        return self._sort(last, continuing, value, lambda papers: revalue(papers, value))

    def _sort(
        self, ballots: NDArray[np.intp], continuing: Collection[int], before: int, revalue: Callable[[int], int]
    ) -> Parcel:
        holders = self._advance(ballots, continuing)
        papers = np.bincount(holders, weights=self._papers[ballots], minlength=1)
        sizes = np.bincount(holders, minlength=1)
        by_holder = np.split(ballots[np.argsort(holders, kind="stable")], np.cumsum(sizes)[:-1])
        to = {number: int(papers[number]) for number in np.flatnonzero(sizes).tolist() if number}
        moving, stranded = sum(to.values()), int(papers[0])
        after = revalue(moving)
        for number in to:
            self._held.setdefault(number, {}).setdefault(after, []).append(by_holder[number])
            self._last[number] = after
        return Parcel(before, after, moving + stranded, to, stranded)

    def _advance(self, ballots: NDArray[np.intp], continuing: Collection[int]) -> Ranks:
        """Move ballots on to their next continuing preference, and return the candidate there, or 0."""
        stops = np.zeros(BYTE_CANDIDATES + 1, dtype=bool)
        stops[[0, *continuing]] = True
        rank = self._rank[ballots]
        holders = self._ranks[rank, ballots]
        passing = np.flatnonzero(~stops[holders])
        while passing.size:
            rank[passing] += 1
            holders[passing] = self._ranks[rank[passing], ballots[passing]]
            passing = passing[~stops[holders[passing]]]
        self._rank[ballots] = rank
        return holders


def read(section: str, others: Mapping[Ranking, int], candidates: int) -> ColumnBallots | None:
    """Return the ballots of many lines and some others, or None if a line is not plain.

    :param others: ballots already read, with the papers that bear each.
    """
    if candidates > BYTE_CANDIDATES or not section.isascii():
        return None
    lines = "".join(f"{papers} {' '.join(map(str, (*ranking, 0)))}\n" for ranking, papers in others.items())
    parts = []
    for part in _parts(f"{lines}{section}\n".encode("ascii")):
        ballots = _ballots(np.frombuffer(part, dtype=np.uint8), candidates)
        if ballots is None:
            return None
        parts.append(ballots)
    papers = np.concatenate([papers for _, papers in parts])
    if int(papers.sum()) >= EXACT_PAPERS:
        return None
    return grouped(np.concatenate([ranks for ranks, _ in parts], axis=1), papers, candidates)


def _parts(data: bytes) -> Iterator[bytes]:
    """Yield whole lines, as many at a time as the processor can keep close."""
    start = 0
    while start < len(data):
        stop = data.find(b"\n", start + BYTES_AT_ONCE) + 1 or len(data)
        yield data[start:stop]
        start = stop


def _ballots(data: NDArray[np.uint8], candidates: int) -> tuple[Ranks, Ints] | None:
    """Return the ballots on lines of papers, preferences and 0, in columns; None if a line is not so."""
    found = _numbers(data)
    if found is None:
        return None
    numbers, before_break = found
    closing = np.flatnonzero(numbers == 0)
    # Every line has just one 0, at its end: as many zeros as line breaks, and a break behind each.
    if len(closing) != np.count_nonzero(data == BREAK) or not before_break[closing].all():
        return None
    lengths = np.diff(closing, prepend=-1) - 2
    if lengths.min() < 0 or lengths.max() > candidates:
        return None
    first = closing - lengths - 1
    papers = numbers[first]
    numbers[first] = 0
    preferences = numbers[np.flatnonzero(numbers)]
    if preferences.max(initial=0) > candidates:
        return None
    rows = np.zeros((len(lengths), candidates + 1), dtype=np.uint8)
    rows[np.arange(candidates + 1) < lengths[:, None]] = preferences
    ranks = np.ascontiguousarray(rows.T)
    return None if _has_repeat(ranks, candidates) else (ranks, papers.astype(np.int64))


def _numbers(data: NDArray[np.uint8]) -> tuple[Numbers, NDArray[np.bool_]] | None:
    """Return every number in the text, and whether a line break follows it; None if there is anything but numbers.

    Numbers of two digits are worked out for every byte at once, longer ones only where they stand.
    """
    value = data - ZERO
    digit = value < 10
    if np.count_nonzero(digit) + np.count_nonzero((data == SPACE) | (data == BREAK)) < len(data):
        return None
    last = digit.copy()
    last[:-1] &= ~digit[1:]
    two_digits = value.copy()
    two_digits[1:] += 10 * value[:-1] * digit[:-1]
    ends = np.flatnonzero(last)  # places, since to pick by place is many times faster than by mask
    numbers = two_digits[ends].astype(np.int32)
    before_break = data[ends + 1] == BREAK
    longer = np.flatnonzero(last[2:] & digit[1:-1] & digit[:-2]) + 2
    return (numbers, before_break) if _add_longer(numbers, value, longer, ends) else None


def _add_longer(numbers: Numbers, value: NDArray[np.uint8], longer: NDArray[np.intp], ends: NDArray[np.intp]) -> bool:
    """Add what stands before the last two digits, and say whether every number was short enough.

    :param longer: the ends of numbers with more than two digits.
    """
    for place in range(2, LONGEST_NUMBER):
        if not len(longer):
            return True
        numbers[np.searchsorted(ends, longer)] += value[longer - place].astype(np.int32) * 10**place
        longer = longer[longer > place]
        longer = longer[value[longer - place - 1] < 10]
    return not len(longer)


def _has_repeat(ranks: Ranks, candidates: int) -> bool:
    """Say whether any ballot names a candidate twice, remembering those seen in 64 bits at a time."""
    for low in range(1, candidates + 1, 64):
        bits = np.zeros(candidates + 1, dtype=np.uint64)
        several = bits[low : low + 64]
        several[:] = np.uint64(1) << np.arange(len(several), dtype=np.uint64)
        seen = np.zeros(ranks.shape[1], dtype=np.uint64)
        for rank in ranks:
            bit = bits[rank]
            if (seen & bit).any():
                return True
            seen |= bit
    return False


def grouped(ranks: Ranks, papers: Ints, candidates: int) -> ColumnBallots:
    """Return ballots in ascending order of ranking, each different ranking once."""
    longest = np.count_nonzero(ranks.any(axis=1))
    ranks = ranks[: longest + 1]
    words = _words(ranks, candidates)
    order = np.lexsort(words[::-1])
    changes = np.zeros(len(order), dtype=bool)
    changes[:1] = True
    for word in words:
        ascending = word[order]
        changes[1:] |= ascending[1:] != ascending[:-1]
    starts = np.flatnonzero(changes)
    return ColumnBallots(ranks[:, order[starts]], np.add.reduceat(papers[order], starts))


def _words(ranks: Ranks, candidates: int) -> list[Words]:
    """Return rankings as words that sort like them: as many candidate numbers in each as fit 64 bits."""
    bits = candidates.bit_length()
    room = 64 // bits
    words = []
    for start in range(0, len(ranks), room):
        word = np.zeros(ranks.shape[1], dtype=np.uint64)
        for place, rank in enumerate(ranks[start : start + room], 1):
            word |= rank.astype(np.uint64) << np.uint64(64 - bits * place)
        words.append(word)
    return words


def _canonical(ranks: Ranks, papers: Ints) -> str:
    """Return `,[[1,2,3],5]` for every ballot, by laying out cells of fixed width and leaving out what is empty."""
    number = _cells([f",{number}" if number else "" for number in range(int(ranks.max(initial=0)) + 1)])
    first = _cells([f"{number}" if number else "" for number in range(int(ranks.max(initial=0)) + 1)])
    # Few papers bear a ranking where many rankings differ, so a table up to the most is short; otherwise sort.
    most = int(papers.max())
    count, place = (np.arange(most + 1), papers) if most < ROWS_AT_ONCE else np.unique(papers, return_inverse=True)
    tail = _cells([f"],{each}]" for each in count.tolist()])
    head = np.tile(np.frombuffer(b",[[", dtype=np.uint8), (len(papers), 1))
    cells = [head, *(first[rank] if at == 0 else number[rank] for at, rank in enumerate(ranks)), tail[place]]
    text = np.concatenate(cells, axis=1).ravel()
    return str(text[np.flatnonzero(text)].tobytes(), "ascii")


def _cells(texts: list[str]) -> NDArray[np.uint8]:
    """Return short texts as rows of bytes, filled up with zeros."""
    width = max(1, *map(len, texts))
    return np.frombuffer("".join(text.ljust(width, "\0") for text in texts).encode("ascii"), np.uint8).reshape(
        -1, width
    )
