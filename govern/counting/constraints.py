"""Constraints on who is elected together, by guard and doom: at least, or at most, so many of a category.

Candidates of the same categories are alike here: a cell. After every election and exclusion all ways to fill the
places left are gone through, cell by cell. A cell of which every way needs all is guarded: none of it may be
excluded. A cell of which no way takes any is doomed: all of it are excluded at once, one by one, lowest first.

Source: I. D. Hill, STV with constraints, Voting matters 9 (1998); J. Otten, STV with multiple constraints, Voting
matters 13 (2001); S. Gray and M. Fitzgerald, guarding and dooming.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import NamedTuple, TypeAlias

from govern.counting import sentences_constraints as sentences
from govern.counting.errors import InputNotCountable
from govern.counting.inputs import CountInput
from govern.counting.limits import FREE, Category, Standing, Unlimited
from govern.counting.stages import Reason, Tie

MOST_WAYS = 100_000
NOT_FEASIBLE = "No choice of candidates meets these constraints any more."

Cell: TypeAlias = frozenset[str]
Way: TypeAlias = tuple[int, ...]


class Constraints(Unlimited):
    """The limits of a contest, asked again after every election and exclusion."""

    def __init__(self, given: CountInput) -> None:
        self._seats = given.seats
        self._categories = given.categories
        self._known: dict[tuple[frozenset[int], frozenset[int]], Standing | None] = {}

    def standing(self, elected: Collection[int], hopeful: Collection[int]) -> Standing:
        """Return who is guarded and who is doomed; nobody is, once there are no more hopefuls than places.

        :raises InputNotCountable: no way is left, or there are too many to look at.
        """
        if len(elected) >= self._seats:
            return FREE
        found = self._looked_up(frozenset(elected), frozenset(hopeful))
        if found is None:
            raise InputNotCountable(NOT_FEASIBLE)
        return found if len(hopeful) > self._seats - len(elected) else FREE

    def allow(self, elected: Collection[int], hopeful: Collection[int]) -> bool:
        return self._looked_up(frozenset(elected), frozenset(hopeful)) is not None

    def electable(
        self,
        reached: Sequence[int],
        *,
        elected: Collection[int],
        hopeful: Collection[int],
        votes: Sequence[int],
        choose: Callable[[Sequence[int]], Tie],
    ) -> tuple[tuple[int, ...], tuple[Tie, ...]]:
        chosen: list[int] = []
        ties: list[Tie] = []
        left = list(reached)
        while left := self._not_doomed(left, [*elected, *chosen], {*hopeful}.difference(chosen)):
            equal = [number for number in left if votes[number - 1] == votes[left[0] - 1]]
            if not self.allow([*elected, *chosen, *equal], {*hopeful}.difference(chosen, equal)):
                ties.append(choose(sorted(equal)))
                equal = [ties[-1].chosen]
            chosen += equal
            left = [number for number in left if number not in equal]
        return tuple(chosen), tuple(ties)

    def _not_doomed(self, numbers: Sequence[int], elected: Collection[int], hopeful: Collection[int]) -> list[int]:
        if len(elected) >= self._seats:
            return []
        doomed = self.standing(elected, hopeful).doomed
        return [number for number in numbers if number not in doomed]

    def changes(self, before: Standing, after: Standing, names: Sequence[str]) -> list[Reason]:
        reasons = []
        if after.guarded - before.guarded:
            reasons.append(sentences.guarded(sorted(after.guarded), names, ways=after.ways))
        if after.doomed - before.doomed:
            reasons.append(sentences.doomed(sorted(after.doomed), names, ways=after.ways))
        return reasons

    def tied(self, ties: Sequence[Tie], names: Sequence[str]) -> list[Reason]:
        return [sentences.not_all(tie, names) for tie in ties]

    def excluded(
        self, usual: Reason, who: Sequence[int], *, standing: Standing, votes: Sequence[int], names: Sequence[str]
    ) -> list[Reason]:
        if standing.doomed:
            return [sentences.excluded(who[0], names, votes=str(usual.facts["votes"]))]
        highest = max(votes[number - 1] for number in who)
        passed = sorted(number for number in standing.guarded if votes[number - 1] <= highest)
        return [sentences.passed_over(passed, names), usual] if passed else [usual]

    def _looked_up(self, elected: frozenset[int], hopeful: frozenset[int]) -> Standing | None:
        """Return the standing, or None where no way to fill the places is left."""
        if (elected, hopeful) not in self._known:
            places = self._seats - len(elected)
            self._known[elected, hopeful] = guard_and_doom(
                elected=elected, hopeful=hopeful, places=places, categories=self._categories
            )
        return self._known[elected, hopeful]


def guard_and_doom(
    *, elected: Collection[int], hopeful: Collection[int], places: int, categories: Sequence[Category]
) -> Standing | None:
    """Return who is guarded and who is doomed, with so many places still to fill; None where nothing meets the limits.

    :raises InputNotCountable: there are too many ways to look at.
    """
    cells = cells_of(hopeful, categories)
    sizes = [len(members) for members in cells.values()]
    fewest, most, number = sizes, [0] * len(sizes), 0
    for way in ways(cells, places, needs_after(elected, categories)):
        number += 1
        fewest = list(map(min, fewest, way))
        most = list(map(max, most, way))
    if not number:
        return None
    needed = zip(cells.values(), fewest, sizes, strict=True)
    taken = zip(cells.values(), most, strict=True)
    return Standing(
        guarded=frozenset(n for members, least, size in needed if least == size for n in members),
        doomed=frozenset(n for members, greatest in taken if not greatest for n in members),
        ways=number,
    )


def cells_of(hopeful: Collection[int], categories: Sequence[Category]) -> dict[Cell, list[int]]:
    """Return the hopeful, those of the same categories together, in the order of their numbers."""
    cells: dict[Cell, list[int]] = {}
    for number in sorted(hopeful):
        cell = frozenset(category.name for category in categories if number in category.candidates)
        cells.setdefault(cell, []).append(number)
    return cells


class Need(NamedTuple):
    """What a category still asks for: the fewest and the most of it."""

    category: str
    fewest: int
    most: int | None


def needs_after(elected: Collection[int], categories: Sequence[Category]) -> list[Need]:
    """Return what the categories still ask for when some are elected."""
    needs = []
    for category in categories:
        has = len({*elected}.intersection(category.candidates))
        most = None if category.at_most is None else category.at_most - has
        needs.append(Need(category.name, category.at_least - has, most))
    return needs


def ways(cells: dict[Cell, list[int]], places: int, needs: Sequence[Need]) -> Iterator[Way]:
    """Yield every way to fill the places: how many to take of each cell, so that every need is met.

    Where there are more places than candidates, the one way is to take them all.

    :raises InputNotCountable: there are too many ways to look at.
    """
    rows = list(_rows(cells, needs))
    places = min(places, sum(row.size for row in rows))
    parts = [_Part((), places, (0,) * len(needs))]
    looked = 0
    for row in rows:
        longer = []
        for part in _longer(parts, row):
            looked += 1
            if looked > MOST_WAYS:
                raise InputNotCountable("These constraints cut the candidates into too many groups to look through.")
            if all(map(_may_be_met, needs, part.taken, row.to_come)):
                longer.append(part)
        parts = longer
    if rows or all(_may_be_met(need, 0, 0) for need in needs):
        yield from (part.way for part in parts)


class _Row(NamedTuple):
    """A cell: its size, which needs it serves (1 or 0), and how many candidates come after it, in all and by need."""

    size: int
    serves: tuple[int, ...]
    room: int
    to_come: tuple[int, ...]


class _Part(NamedTuple):
    """The beginning of a way, with the places it leaves and what it has taken for each need."""

    way: Way
    left: int
    taken: tuple[int, ...]


def _rows(cells: dict[Cell, list[int]], needs: Sequence[Need]) -> Iterator[_Row]:
    """Yield the cells, each with what comes after it."""
    sizes = [len(members) for members in cells.values()]
    serving = [tuple(int(need.category in cell) for need in needs) for cell in cells]
    for place, size in enumerate(sizes):
        after = list(zip(sizes[place + 1 :], serving[place + 1 :], strict=True))
        to_come = tuple(sum(n * serves[column] for n, serves in after) for column in range(len(needs)))
        yield _Row(size, serving[place], sum(sizes[place + 1 :]), to_come)


def _longer(parts: Sequence[_Part], row: _Row) -> Iterator[_Part]:
    """Yield the parts of ways with one cell more, as many of it as the places left allow and ask for."""
    for way, left, taken in parts:
        for number in range(max(0, left - row.room), min(row.size, left) + 1):
            more = tuple(before + number * serves for before, serves in zip(taken, row.serves, strict=True))
            yield _Part((*way, number), left - number, more)


def _may_be_met(need: Need, taken: int, to_come: int) -> bool:
    """Say whether a need is not overdone, and can still be met by what is to come."""
    return taken + to_come >= need.fewest and (need.most is None or taken <= need.most)
