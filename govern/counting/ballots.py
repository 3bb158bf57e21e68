"""The ballots of a contest, grouped by ranking.

A ranking is a sequence of candidate numbers, first preference first. It is held as bytes where every
number fits one byte, because bytes are short, hash once and strip in one step; as a tuple otherwise.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Protocol

from govern.counting.errors import InputNotCountable
from govern.counting.paths import GroupedPaths, Paths
from govern.counting.piles import BYTE_CANDIDATES, PAPERS_BYTES, GroupedPiles, Piles, Ranking

MOST_PAPERS = 10**15
ROWS_AT_ONCE = 1 << 12


class Ballots(Protocol):
    """Ballots grouped by ranking, with the number of papers that bear each."""

    @property
    def papers(self) -> int:
        """Return how many papers there are, blank ones among them."""

    @property
    def blank(self) -> int:
        """Return how many papers bear no ranking at all."""

    def __iter__(self) -> Iterator[tuple[tuple[int, ...], int]]:
        """Yield each different ranking once, in ascending order, with its papers."""

    def canonical(self, candidates: int) -> Iterator[bytes]:
        """Yield the pieces of the canonical table of ballots, in a contest of so many candidates.

        Each different ranking stands once, in ascending order: its papers in 16 bytes, then the candidate at
        each rank, as many as there are candidates, 0 where it ranks no more; each in one byte, or in two where
        there are more than 255 candidates; the highest byte first.
        """

    def piles(self) -> Piles:
        """Return the papers ready for a first sort."""

    def paths(self, candidates: int) -> Paths:
        """Return the papers ready for Meek's method, in a contest of so many candidates."""


def packing(candidates: int) -> Callable[[Iterable[int]], Ranking]:
    """Return what turns candidate numbers into a ranking, for a contest of so many candidates."""
    return bytes if candidates <= BYTE_CANDIDATES else tuple


class GroupedBallots:
    """Ballots grouped in a dictionary: right for most elections, which have few different rankings."""

    def __init__(self, groups: Mapping[Ranking, int]) -> None:
        self.groups = groups

    @property
    def papers(self) -> int:
        return sum(self.groups.values())

    @property
    def blank(self) -> int:
        return sum(papers for ranking, papers in self.groups.items() if not ranking)

    def __iter__(self) -> Iterator[tuple[tuple[int, ...], int]]:
        for ranking in sorted(self.groups):
            yield tuple(ranking), self.groups[ranking]

    def canonical(self, candidates: int) -> Iterator[bytes]:
        size = 1 if candidates <= BYTE_CANDIDATES else 2
        rankings = sorted(self.groups)
        for start in range(0, len(rankings), ROWS_AT_ONCE):
            yield b"".join(
                self.groups[ranking].to_bytes(PAPERS_BYTES, "big")
                + _bytes(ranking, size).ljust(size * candidates, b"\0")
                for ranking in rankings[start : start + ROWS_AT_ONCE]
            )

    def piles(self) -> Piles:
        return GroupedPiles(self.groups)

    def paths(self, candidates: int) -> Paths:
        return GroupedPaths(self.groups, candidates)


def _bytes(ranking: Ranking, size: int) -> bytes:
    """Return a ranking as bytes, so many for each candidate."""
    return ranking if isinstance(ranking, bytes) else b"".join(number.to_bytes(size, "big") for number in ranking)


def grouped(rankings: Mapping[tuple[int, ...], int], candidates: int) -> GroupedBallots:
    """Return the ballots of a contest, having checked each ranking.

    :raises InputNotCountable: a number that no candidate has, a candidate twice, or not a whole number of papers.
    """
    pack = packing(candidates)
    groups: dict[Ranking, int] = {}
    for ranking, papers in rankings.items():
        _ensure_ranking(ranking, candidates)
        _ensure_papers(papers)
        groups[pack(ranking)] = papers
    return GroupedBallots(groups)


def _ensure_ranking(ranking: tuple[int, ...], candidates: int) -> None:
    for number in ranking:
        if not 1 <= number <= candidates:
            raise InputNotCountable(f"A ranking names candidate {number}, but the candidates are 1 to {candidates}.")
    if len(set(ranking)) != len(ranking):
        raise InputNotCountable(f"The ranking {list(ranking)} names a candidate twice.")


def _ensure_papers(papers: int) -> None:
    if not 1 <= papers <= MOST_PAPERS:
        raise InputNotCountable(f"{papers} is not a possible number of papers: give 1 to {MOST_PAPERS}.")
