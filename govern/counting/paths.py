"""The way of each paper past the elected to the one who still hopes for it, for Meek's method.

Papers that pass the same elected candidates in the same order, and end with the same hopeful, are worth the
same to everybody whatever the keep factors, so the count works with these few groups and not with papers.
A prefix is such a sequence of elected candidates, by number; prefix 0 is the empty one, and each stands behind
the one it prolongs.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Protocol, TypeAlias

from govern.counting.piles import Ranking, next_preferences, remaining

Piled: TypeAlias = Iterable[Mapping[Ranking, int]]


class Paths(Protocol):
    """The papers of a count by Meek's method."""

    def deal(self, hopeful: Collection[int]) -> int:
        """Put every paper with its first hopeful, and return how many have none."""

    def move(self, candidate: int, hopeful: Collection[int], elected: Collection[int]) -> None:
        """Move on the papers of a candidate who hopes no more: who is elected now, or excluded."""

    def votes(self, keep: Sequence[int], one: int) -> list[int]:
        """Return the votes of each candidate, by place in the list.

        Every paper starts with `one`. Each candidate in turn keeps what is left of it times their keep factor,
        rounded up; a hopeful keeps all.

        :param keep: the keep factors by candidate number, number 0 being nobody; only those of the elected are read.
        """


class GroupedPaths:
    """Paths of ballots in a dictionary."""

    def __init__(self, groups: Mapping[Ranking, int], candidates: int) -> None:
        self._undealt = groups
        self._candidates = candidates
        self._held: dict[int, dict[int, list[dict[Ranking, int]]]] = {}
        self._ending: dict[int, dict[int, int]] = {}  # by hopeful and prefix, papers that end there
        self._before = [0]
        self._last = [0]
        self._longer: dict[tuple[int, int], int] = {}
        self._through = [0]  # by prefix, papers that pass it

    def deal(self, hopeful: Collection[int]) -> int:
        undealt, self._undealt = self._undealt, {}
        return self._pass([undealt], 0, 0, {*hopeful}, set())

    def move(self, candidate: int, hopeful: Collection[int], elected: Collection[int]) -> None:
        self._ending.pop(candidate, None)
        for prefix, piles in self._held.pop(candidate, {}).items():
            onward = self._prolonged(prefix, candidate) if candidate in elected else prefix
            if onward != prefix:
                self._through[onward] += sum(sum(pile.values()) for pile in piles)
            self._pass(piles, onward, candidate, {*hopeful}, {*elected})

    def votes(self, keep: Sequence[int], one: int) -> list[int]:
        votes = [0] * (self._candidates + 1)
        left = [one]
        for before, last, through in zip(self._before[1:], self._last[1:], self._through[1:], strict=True):
            kept = -(-left[before] * keep[last] // one)
            votes[last] += kept * through
            left.append(max(0, left[before] - kept))
        for candidate, ending in self._ending.items():
            votes[candidate] = sum(left[prefix] * papers for prefix, papers in ending.items())
        return votes[1:]

    def _pass(self, piles: Piled, prefix: int, passed: int, hopeful: set[int], elected: set[int]) -> int:
        """Put papers with their next hopeful, past those elected, and return how many have nobody next."""
        receiving, stranded = next_preferences(piles, remaining((hopeful | elected) - {passed}))
        for number, pile in receiving.items():
            papers = sum(pile.values())
            if number in hopeful:
                self._held.setdefault(number, {}).setdefault(prefix, []).append(pile)
                ending = self._ending.setdefault(number, {})
                ending[prefix] = ending.get(prefix, 0) + papers
            else:
                onward = self._prolonged(prefix, number)
                self._through[onward] += papers
                stranded += self._pass([pile], onward, number, hopeful, elected)
        return stranded

    def _prolonged(self, prefix: int, candidate: int) -> int:
        """Return the prefix that goes on with another elected candidate."""
        if (prefix, candidate) not in self._longer:
            self._longer[prefix, candidate] = len(self._before)
            self._before.append(prefix)
            self._last.append(candidate)
            self._through.append(0)
        return self._longer[prefix, candidate]
