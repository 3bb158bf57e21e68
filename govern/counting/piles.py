"""The piles a count sorts papers into, by candidate and value. A stage touches only the candidates who move."""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import NamedTuple, Protocol, TypeAlias

Ranking: TypeAlias = bytes | tuple[int, ...]

BYTE_CANDIDATES = 255
PAPERS_BYTES = 16
_EVERYBODY = bytes(range(1, BYTE_CANDIDATES + 1))


class Parcel(NamedTuple):
    """Papers that were held at one value, and where they went at the value after.

    `elected` are those deemed elected after these papers and before the next of the same stage, in rules
    that look after every batch.
    """

    value_before: int
    value_after: int
    papers: int
    to: dict[int, int]
    non_transferable: int
    elected: tuple[int, ...] = ()


class Piles(Protocol):
    """The papers in front of each candidate, by value. A stage touches only the candidate who moves."""

    def deal(self, continuing: Collection[int], *, value: int) -> Parcel:
        """Put every paper with the first continuing candidate on it."""

    def move(self, candidate: int, continuing: Collection[int], revalue: Callable[[int], int]) -> list[Parcel]:
        """Move all papers of a candidate to the next continuing preference, highest value first."""

    def move_batch(self, candidates: Collection[int], value: int, continuing: Collection[int], *, after: int) -> Parcel:
        """Move all papers that these candidates hold at one value, together, to another or the same value."""

    def move_last(self, candidate: int, continuing: Collection[int], revalue: Callable[[int, int], int]) -> Parcel:
        """Move on the papers that came to a candidate last; those without a next preference stay behind.

        :param revalue: gives the new value from the number of papers that move and the value they had.
        """


def always(value: int) -> Callable[[int], int]:
    """Return what gives the same value to any number of papers."""
    return lambda _: value


class GroupedPiles:
    """Piles of dictionaries: what is left of a ranking, to the papers that bear it.

    The head of what is left is the candidate who holds the paper, so papers that once differed become
    one entry as soon as their remaining preferences agree.
    """

    def __init__(self, groups: Mapping[Ranking, int]) -> None:
        self._undealt = groups
        self._held: dict[int, dict[int, list[Mapping[Ranking, int]]]] = {}
        self._last: dict[int, int] = {}

    def deal(self, continuing: Collection[int], *, value: int) -> Parcel:
        parcel = self._sort([self._undealt], continuing, value, always(value))
        self._undealt = {}
        return parcel

    def move(self, candidate: int, continuing: Collection[int], revalue: Callable[[int], int]) -> list[Parcel]:
        held = self._held.pop(candidate, {})
        return [
            self._sort(held[value], continuing, value, always(revalue(value))) for value in sorted(held, reverse=True)
        ]

    def move_batch(self, candidates: Collection[int], value: int, continuing: Collection[int], *, after: int) -> Parcel:
        piles = [pile for number in candidates for pile in self._held.get(number, {}).pop(value, ())]
        return self._sort(piles, continuing, value, always(after))

    def move_last(self, candidate: int, continuing: Collection[int], revalue: Callable[[int, int], int]) -> Parcel:
        value = self._last[candidate]
        last = self._held[candidate][value].pop()
        return self._sort([last], continuing, value, lambda papers: revalue(papers, value))

    def _sort(
        self,
        piles: Iterable[Mapping[Ranking, int]],
        continuing: Collection[int],
        before: int,
        revalue: Callable[[int], int],
    ) -> Parcel:
        receiving, stranded = next_preferences(piles, remaining(continuing))
        to = {number: sum(receiving[number].values()) for number in sorted(receiving)}
        moving = sum(to.values())
        after = revalue(moving)
        for number, pile in receiving.items():
            self._held.setdefault(number, {}).setdefault(after, []).append(pile)
            self._last[number] = after
        return Parcel(before, after, moving + stranded, to, stranded)


def next_preferences(
    piles: Iterable[Mapping[Ranking, int]], remaining: Callable[[Ranking], Ranking]
) -> tuple[dict[int, dict[Ranking, int]], int]:
    """Return papers by the candidate who is next on them, and the number of those with nobody next."""
    stranded = 0
    receiving: dict[int, dict[Ranking, int]] = {}
    for pile in piles:
        for ranking, papers in pile.items():
            rest = remaining(ranking)
            if not rest:
                stranded += papers
                continue
            if rest[0] not in receiving:
                receiving[rest[0]] = {}
            receiver = receiving[rest[0]]
            receiver[rest] = receiver.get(rest, 0) + papers
    return receiving, stranded


def remaining(continuing: Collection[int]) -> Callable[[Ranking], Ranking]:
    """Return what cuts a ranking down to its next continuing preference and those below it."""
    gone = _EVERYBODY.translate(None, bytes(number for number in continuing if number <= BYTE_CANDIDATES))

    def cut(ranking: Ranking) -> Ranking:
        if isinstance(ranking, bytes):
            return ranking.lstrip(gone)
        place = next((place for place, number in enumerate(ranking) if number in continuing), len(ranking))
        return ranking[place:]

    return cut
