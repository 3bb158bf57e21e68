"""The paths of ballots in columns, for Meek's method: see `govern.counting.paths`. Loads numpy.

Whole numbers of 64 bits hold every sum, or Python's own where there are too many papers for that.
"""

from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from govern.counting.piles import BYTE_CANDIDATES

ROOM = 1 << 62

Ints = NDArray[np.int64]
Ranks = NDArray[np.uint8]
Places = NDArray[np.intp]


class ColumnPaths:
    """Paths of ballots in columns: each ballot keeps its prefix and the rank it has come to."""

    def __init__(self, ranks: Ranks, papers: Ints, candidates: int) -> None:
        self._ranks = ranks
        self._papers = papers
        self._candidates = candidates
        self._rank = np.zeros(len(papers), dtype=np.int32)
        self._prefix = np.zeros(len(papers), dtype=np.int32)
        self._held: dict[int, list[Places]] = {}
        self._before = [0]
        self._last = [0]
        self._length = [0]
        self._longer = np.full((1, candidates + 1), -1, dtype=np.int32)
        self._ending = np.zeros((1, candidates + 1), dtype=np.int64)

    def deal(self, hopeful: Collection[int]) -> int:
        self._pass(np.arange(len(self._papers)), hopeful, ())
        self._settle()
        return int(self._ending[0, 0])

    def move(self, candidate: int, hopeful: Collection[int], elected: Collection[int]) -> None:
        ballots = np.concatenate([np.zeros(0, dtype=np.intp), *self._held.pop(candidate, [])])
        self._ending[:, candidate] = 0
        if candidate in elected:
            self._prolong(ballots, np.full(len(ballots), candidate, dtype=np.uint8))
        self._rank[ballots] += 1
        self._pass(ballots, hopeful, elected)
        self._settle()

    def votes(self, keep: Sequence[int], one: int) -> list[int]:
        kind = object if int(self._papers.sum()) * one > ROOM else np.int64
        factors = np.array(keep, dtype=np.int64)
        left = np.zeros(len(self._before), dtype=np.int64)
        left[0] = one
        votes = np.zeros(self._candidates + 1, dtype=kind)
        for level, before, last, through in self._levels:
            kept = -(-left[before] * factors[last] // one)
            left[level] = np.maximum(0, left[before] - kept)
            np.add.at(votes, last, kept.astype(kind) * through.astype(kind))
        votes += left.astype(kind) @ self._ending.astype(kind)
        return [int(each) for each in votes[1:]]

    def _pass(self, ballots: Places, hopeful: Collection[int], elected: Collection[int]) -> None:
        """Put ballots with their next hopeful, past those elected."""
        stops = np.zeros(BYTE_CANDIDATES + 1, dtype=bool)
        stops[[0, *hopeful, *elected]] = True
        passed = np.zeros(BYTE_CANDIDATES + 1, dtype=bool)
        passed[list(elected)] = True
        moving = ballots
        while len(moving):
            holders = self._ranks[moving, self._rank[moving]]
            onward = passed[holders]
            self._prolong(moving[onward], holders[onward])
            moving = moving[onward | ~stops[holders]]
            self._rank[moving] += 1
        self._arrive(ballots)

    def _prolong(self, ballots: Places, candidates: NDArray[np.uint8]) -> None:
        """Add a candidate to the prefix of each ballot."""
        prefixes = self._prefix[ballots]
        missing = self._longer[prefixes, candidates] < 0
        if missing.any():
            keys = np.unique(prefixes[missing].astype(np.int64) * (BYTE_CANDIDATES + 1) + candidates[missing])
            self._add(*np.divmod(keys, BYTE_CANDIDATES + 1))
        self._prefix[ballots] = self._longer[prefixes, candidates]

    def _add(self, before: Ints, last: Ints) -> None:
        self._longer[before, last] = np.arange(len(before)) + len(self._before)
        self._before += before.tolist()
        self._last += last.tolist()
        self._length += [self._length[prefix] + 1 for prefix in before.tolist()]
        more = ((0, len(before)), (0, 0))
        self._longer = np.pad(self._longer, more, constant_values=-1)
        self._ending = np.pad(self._ending, more)

    def _arrive(self, ballots: Places) -> None:
        """Write down with which hopeful, and behind which prefix, ballots have come to rest."""
        holders = self._ranks[ballots, self._rank[ballots]]
        width = self._candidates + 1
        cells = self._prefix[ballots] * np.int64(width) + holders
        sums = np.bincount(cells, weights=self._papers[ballots], minlength=self._ending.size)
        self._ending += sums.reshape(self._ending.shape).astype(np.int64)
        order = np.argsort(holders, kind="stable")
        ends = np.cumsum(np.bincount(holders, minlength=width))
        for number, group in enumerate(np.split(ballots[order], ends[:-1])):
            if number and len(group):
                self._held.setdefault(number, []).append(group)

    def _settle(self) -> None:
        """Lay the prefixes out by length, each with the papers that pass it."""
        before, last = np.array(self._before), np.array(self._last)
        length = np.array(self._length)
        through = self._ending.sum(axis=1)
        levels = [np.flatnonzero(length == each) for each in range(1, int(length.max()) + 1)]
        for level in reversed(levels):
            np.add.at(through, before[level], through[level])
        self._levels = [(level, before[level], last[level], through[level]) for level in levels]
