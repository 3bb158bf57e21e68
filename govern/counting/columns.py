"""Ballots in a table of numbers, for contests of many different rankings. It and `column_paths` alone load numpy.

Each ballot is a row, and column r holds the candidate at rank r, 0 where it ranks no more. Papers are summed as
floating-point numbers, which is exact because a contest in columns has fewer than 2**53 papers; values
never are: they stay whole numbers of the rule's own.
"""

import os
from collections.abc import Callable, Collection, Iterator, Mapping
from itertools import chain
from typing import NamedTuple

# Nothing here multiplies matrices of fractions, so numpy need not start a thread for each processor.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np  # reads the line above when it is loaded
from numpy.typing import NDArray

from govern.counting.column_paths import ColumnPaths
from govern.counting.paths import Paths
from govern.counting.piles import BYTE_CANDIDATES, PAPERS_BYTES, Parcel, Piles, Ranking, always

EXACT_PAPERS = 1 << 53
LONGEST_NUMBER = 9
ROWS_AT_ONCE = 1 << 14
BYTES_AT_ONCE = 1 << 19
ZERO, SPACE, BREAK = b"0 \n"

Ints = NDArray[np.int64]
Numbers = NDArray[np.int32]
Ranks = NDArray[np.uint8]
Words = NDArray[np.uint64]


class Piece(NamedTuple):
    """Some ballots as they were read: rankings, papers, and what sorts most of the rankings: see `_words`."""

    ranks: Ranks
    papers: Numbers
    words: Words


class ColumnBallots:
    """Different rankings in ascending order, and the papers that bear each."""

    def __init__(self, ranks: Ranks, papers: Ints) -> None:
        """Keep columns that are sorted and grouped; `grouped` makes them so.

        :param ranks: one row a ballot and one column a rank, the last all zeros.
        """
        self._ranks = ranks
        self._papers = papers

    @property
    def papers(self) -> int:
        return int(self._papers.sum())

    @property
    def blank(self) -> int:
        return int(self._papers[self._ranks[:, 0] == 0].sum())

    def __iter__(self) -> Iterator[tuple[tuple[int, ...], int]]:
        for ranking, papers in zip(self._ranks.tolist(), self._papers.tolist(), strict=True):
            yield tuple(ranking[: ranking.index(0)]), papers

    def canonical(self, candidates: int) -> Iterator[bytes]:
        longest = self._ranks.shape[1] - 1
        for start in range(0, len(self._papers), ROWS_AT_ONCE):
            rows = slice(start, start + ROWS_AT_ONCE)
            papers = self._papers[rows].astype(">i8").view(np.uint8).reshape(-1, 8)
            table = np.zeros((len(papers), PAPERS_BYTES + candidates), dtype=np.uint8)
            table[:, PAPERS_BYTES - 8 : PAPERS_BYTES] = papers
            table[:, PAPERS_BYTES : PAPERS_BYTES + longest] = self._ranks[rows, :longest]
            yield table.tobytes()

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
        holders = self._ranks[ballots, rank]
        passing = np.flatnonzero(~stops[holders])
        while passing.size:
            rank[passing] += 1
            holders[passing] = self._ranks[ballots[passing], rank[passing]]
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
    pieces = []
    for part in chain(_parts(lines), _parts(section)):
        piece = _ballots(np.frombuffer(part, dtype=np.uint8), candidates)
        if piece is None:
            return None
        pieces.append(piece)
    ranks, papers, words = _together(pieces)
    if int(papers.sum()) >= EXACT_PAPERS:
        return None
    order = np.argsort(words)
    words = words[order]  # here and below what is sorted replaces what was not: a large file is held once
    starts = _starts(ranks, order, words, candidates)
    papers = np.add.reduceat(papers[order], starts)
    order = order[starts]
    return ColumnBallots(ranks.take(order, axis=0), papers)


def _together(pieces: list[Piece]) -> tuple[Ranks, Ints, Words]:
    """Return all pieces as one, the last column all zeros; each piece is let go as soon as it is copied."""
    papers = np.concatenate([piece.papers for piece in pieces], dtype=np.int64)
    words = np.concatenate([piece.words for piece in pieces])
    ranks = np.zeros((len(papers), 1 + max(piece.ranks.shape[1] for piece in pieces)), dtype=np.uint8)
    stop = len(ranks)
    while pieces:
        rows = pieces.pop().ranks
        ranks[stop - len(rows) : stop, : rows.shape[1]] = rows
        stop -= len(rows)
    return ranks, papers, words


def _parts(text: str) -> Iterator[bytes]:
    """Yield whole lines, as many at a time as the processor can keep close."""
    start = 0
    while start < len(text):
        stop = text.find("\n", start + BYTES_AT_ONCE) + 1 or len(text)
        yield text[start:stop].removesuffix("\n").encode("ascii") + b"\n"
        start = stop


def _ballots(data: NDArray[np.uint8], candidates: int) -> Piece | None:
    """Return the ballots of some lines; None if a line is not papers, preferences and 0, or names somebody twice."""
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
    rows = np.zeros((len(lengths), lengths.max()), dtype=np.uint8)
    rows[np.arange(rows.shape[1]) < lengths[:, None]] = preferences
    by_rank = np.ascontiguousarray(rows.T)
    if _has_repeat(by_rank, lengths, candidates):
        return None
    (word,) = _words(by_rank[: 64 // candidates.bit_length()], candidates) or [np.zeros(len(rows), dtype=np.uint64)]
    return Piece(rows, papers, word)


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


def _has_repeat(by_rank: Ranks, lengths: NDArray[np.intp], candidates: int) -> bool:
    """Say whether any ballot names a candidate twice, and so fewer than its length, counting 64 of them at a time.

    :param by_rank: one row a rank and one column a ballot.
    """
    different = np.zeros(by_rank.shape[1], dtype=np.int64)
    for low in range(1, candidates + 1, 64):
        bits = np.zeros(candidates + 1, dtype=np.uint64)
        several = bits[low : low + 64]
        several[:] = np.uint64(1) << np.arange(len(several), dtype=np.uint64)
        seen = np.zeros(by_rank.shape[1], dtype=np.uint64)
        for rank in by_rank:
            seen |= bits[rank]
        different += np.bitwise_count(seen)
    return bool((different < lengths).any())


def _starts(ranks: Ranks, order: NDArray[np.intp], word: Words, candidates: int) -> NDArray[np.intp]:
    """Put the order right where first words are equal, and return the places in it where a different ranking starts.

    Most are told apart by the preferences that fit one word, which sorts many times faster than several; only
    those that fill it and share it with another are looked at further.
    """
    room = 64 // candidates.bit_length()
    changes = np.ones(len(order), dtype=bool)
    changes[1:] = word[1:] != word[:-1]
    shared = ~changes
    shared[:-1] |= ~changes[1:]
    shared &= word & np.uint64((1 << 64 - candidates.bit_length() * (room - 1)) - 1) > 0
    places = np.flatnonzero(shared)
    unsorted = order[places]
    others = _words(ranks[unsorted, room:].T, candidates)
    if others and len(places):
        arrangement = np.lexsort([*reversed(others), word[places]])
        order[places] = unsorted[arrangement]
        for other in others:
            changes[places[1:]] |= other[arrangement[1:]] != other[arrangement[:-1]]
    return np.flatnonzero(changes)


def _words(by_rank: Ranks, candidates: int) -> list[Words]:
    """Return rankings as words that sort like them: as many candidate numbers in each as fit 64 bits.

    :param by_rank: one row a rank and one column a ballot.
    """
    bits = candidates.bit_length()
    room = 64 // bits
    words = []
    for start in range(0, len(by_rank), room):
        word = np.zeros(by_rank.shape[1], dtype=np.uint64)
        for place, rank in enumerate(by_rank[start : start + room], 1):
            word |= rank.astype(np.uint64) << np.uint64(64 - bits * place)
        words.append(word)
    return words
