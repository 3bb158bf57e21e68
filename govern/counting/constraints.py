"""Constraints on who is elected together, by guard and doom: at least, or at most, so many of a category.

Candidates of the same categories are alike here: a cell. After every election and exclusion all ways to fill the
places left are gone through, cell by cell. A cell of which every way needs all is guarded: none of it may be
excluded. A cell of which no way takes any is doomed: all of it are excluded, one by one, lowest first.

Source: I. D. Hill and J. Otten, on constraints in STV, Voting matters 9 (1998) and 13 (2001); S. Gray and M.
Fitzgerald, guarding and dooming.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from govern.counting import scottish
from govern.counting.errors import InputNotCountable
from govern.counting.inputs import CountInput
from govern.counting.piles import Parcel
from govern.counting.sentences import listed
from govern.counting.stages import EXCLUDE, Reason, Record, Tie

MOST_WAYS = 200_000

Categories: TypeAlias = Mapping[int, frozenset[str]]
Cell: TypeAlias = frozenset[str]


class Limit(NamedTuple):
    """How many of a category may be elected: `at_least`, and no more than `at_most` where that is set."""

    category: str
    at_least: int = 0
    at_most: int | None = None


class Standing(NamedTuple):
    """Who may not be excluded, and who can no longer be elected."""

    guarded: frozenset[int]
    doomed: frozenset[int]


def ensure_feasible(seats: int, categories: Categories, limits: Sequence[Limit]) -> None:
    """Refuse constraints that no choice of candidates meets. Ask before a poll opens.

    :raises InputNotCountable: no choice meets them, or there are too many ways to look at.
    """
    guard_and_doom(elected=(), hopeful=categories.keys(), places=seats, categories=categories, limits=limits)


def guard_and_doom(
    *,
    elected: Collection[int],
    hopeful: Collection[int],
    places: int,
    categories: Categories,
    limits: Sequence[Limit],
) -> Standing:
    """Return who is guarded and who is doomed, with so many places still to fill.

    :raises InputNotCountable: no way to fill them meets the limits, or there are too many ways to look at.
    """
    cells: dict[Cell, list[int]] = {}
    for number in sorted(hopeful):
        cells.setdefault(_cell(number, categories, limits), []).append(number)
    needs = _Needs.after(elected, categories, limits)
    ways = _Ways([(cell, len(members)) for cell, members in cells.items()], needs)
    ways.look(0, min(places, len(hopeful)), [])
    if not ways.found:
        raise InputNotCountable("No choice of candidates meets these constraints: change them, or who may stand.")
    guarded = {n for cell, members in cells.items() if ways.fewest[cell] == len(members) for n in members}
    doomed = {n for cell, members in cells.items() if ways.most[cell] == 0 for n in members}
    return Standing(frozenset(guarded), frozenset(doomed))


def _cell(number: int, categories: Categories, limits: Sequence[Limit]) -> Cell:
    return categories.get(number, frozenset()) & {limit.category for limit in limits}


class _Needs(NamedTuple):
    """What the limits still ask for: the fewest and the most of each category."""

    names: tuple[str, ...]
    fewest: tuple[int, ...]
    most: tuple[int | None, ...]

    @classmethod
    def after(cls, elected: Collection[int], categories: Categories, limits: Sequence[Limit]) -> "_Needs":
        """Return the needs that are left after some were elected."""
        has = [sum(limit.category in categories.get(n, frozenset()) for n in elected) for limit in limits]
        return cls(
            tuple(limit.category for limit in limits),
            tuple(limit.at_least - already for limit, already in zip(limits, has, strict=True)),
            tuple(
                None if limit.at_most is None else limit.at_most - already
                for limit, already in zip(limits, has, strict=True)
            ),
        )

    def met_by(self, taken: Sequence[tuple[Cell, int]]) -> bool:
        """Say whether so many of each cell meet every need."""
        for name, fewest, most in zip(self.names, self.fewest, self.most, strict=True):
            number = sum(count for cell, count in taken if name in cell)
            if number < fewest or (most is not None and number > most):
                return False
        return True


class _Ways:
    """All ways to take so many of each cell, and the fewest and most of each cell in those that meet the needs."""

    def __init__(self, cells: Sequence[tuple[Cell, int]], needs: _Needs) -> None:
        self._cells = cells
        self._needs = needs
        self._looked = 0
        self.found = False
        self.fewest = dict(cells)
        self.most = dict.fromkeys(self.fewest, 0)

    def look(self, place: int, left: int, taken: list[tuple[Cell, int]]) -> None:
        """Go through all ways to take `left` from the cells that begin at a place."""
        self._looked += 1
        if self._looked > MOST_WAYS:
            raise InputNotCountable("These constraints cut the candidates into too many groups to look through.")
        if place == len(self._cells):
            if left == 0 and self._needs.met_by(taken):
                self._note(taken)
            return
        cell, size = self._cells[place]
        room = sum(count for _, count in self._cells[place + 1 :])
        for number in range(max(0, left - room), min(size, left) + 1):
            self.look(place + 1, left - number, [*taken, (cell, number)])

    def _note(self, taken: Sequence[tuple[Cell, int]]) -> None:
        self.found = True
        for cell, number in taken:
            self.fewest[cell] = min(self.fewest[cell], number)
            self.most[cell] = max(self.most[cell], number)


def count(given: CountInput, categories: Categories, limits: Sequence[Limit]) -> Record:
    """Count a contest by Scottish STV, guarding and dooming candidates so that the limits are met.

    :raises InputNotCountable: no choice of candidates meets the limits.
    :raises LotNeeded: a tie that only a lot can break, and no lot order.
    """
    return _Count(given, categories, limits).run()


class _Count(scottish.Count):
    """A count that looks at the constraints whenever it excludes or elects."""

    def __init__(self, given: CountInput, categories: Categories, limits: Sequence[Limit]) -> None:
        super().__init__(given)
        self._categories = categories
        self._limits = limits
        self._standing = self._look(())

    def _look(self, also_elected: Sequence[int]) -> Standing:
        elected = [*self._elected, *also_elected]
        return guard_and_doom(
            elected=elected,
            hopeful=self._continuing.difference(also_elected),
            places=self._given.seats - len(elected),
            categories=self._categories,
            limits=self._limits,
        )

    def _transfer_a_surplus(self) -> None:
        """Exclude the doomed before any surplus moves."""
        if self._look(()).doomed:
            self._exclude_the_lowest()
        else:
            super()._transfer_a_surplus()

    def _excludable(self) -> set[int]:
        """Return the doomed if there are any; else all who continue but the guarded."""
        self._standing = self._look(())
        return set(self._standing.doomed) or self._continuing - self._standing.guarded

    def _close_stage(
        self,
        action: str,
        who: tuple[int, ...],
        parcels: Sequence[Parcel],
        reasons: list[Reason],
        tie: Tie | None = None,
    ) -> None:
        if action == EXCLUDE:
            reasons.extend(_why(who[0], self._names, self._standing))
        super()._close_stage(action, who, parcels, reasons, tie)

    def _electable(self, reached: tuple[int, ...]) -> tuple[int, ...]:
        """Return those of the candidates with the quota who may be elected, one after another, most votes first."""
        elected: list[int] = []
        for number in reached:
            if number not in self._look(elected).doomed:
                elected.append(number)
        return tuple(elected)


def _why(who: int, names: Sequence[str], standing: Standing) -> Iterator[Reason]:
    """Say what the constraints had to do with an exclusion."""
    if who in standing.doomed:
        text = f"{names[who - 1]} could no longer be elected within the constraints, so had to go at once."
        yield Reason("doomed", "guard and doom", {"who": who}, text)
    elif standing.guarded:
        kept = sorted(standing.guarded)
        text = f"The constraints need {listed([names[number - 1] for number in kept])}, who could not be excluded."
        yield Reason("guarded", "guard and doom", {"guarded": kept}, text)
