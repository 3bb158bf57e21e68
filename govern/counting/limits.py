"""Limits on who is elected together: at least, or at most, so many of a category. See `govern.counting.constraints`."""

from collections.abc import Callable, Collection, Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple, cast

from govern.counting.errors import InputNotCountable

if TYPE_CHECKING:
    from govern.counting.inputs import CountInput
    from govern.counting.stages import Reason, Tie


class Category(NamedTuple):
    """Some of the candidates, of whom `at_least` must be elected, and no more than `at_most` where that is set."""

    name: str
    candidates: tuple[int, ...]
    at_least: int = 0
    at_most: int | None = None

    @property
    def is_limited(self) -> bool:
        """Say whether the category asks for anything."""
        return self.at_least > 0 or self.at_most is not None


class Standing(NamedTuple):
    """Who may not be excluded, and who can no longer be elected, in how many ways left to fill the places."""

    guarded: frozenset[int] = frozenset()
    doomed: frozenset[int] = frozenset()
    ways: int = 0

    def excludable(self, continuing: Collection[int]) -> set[int]:
        """Return those of whom one may be excluded now: the doomed if there are any, else all but the guarded."""
        return set(self.doomed) or set(continuing) - self.guarded


FREE = Standing()


class Unlimited:
    """What a count asks where nothing limits who is elected together."""

    def standing(self, elected: Collection[int], hopeful: Collection[int]) -> Standing:
        """Return who is guarded and who is doomed, some being elected and others still hopeful."""
        return FREE

    def allow(self, elected: Collection[int], hopeful: Collection[int]) -> bool:
        """Say whether some may be elected, and the places left be filled from the hopeful."""
        return True

    def electable(
        self,
        reached: Sequence[int],
        *,
        elected: Collection[int],
        hopeful: Collection[int],
        votes: Sequence[int],
        choose: "Callable[[Sequence[int]], Tie]",
    ) -> "tuple[tuple[int, ...], tuple[Tie, ...]]":
        """Return those of the candidates with enough votes who may be elected, and the ties that chose them.

        They are taken one after another, most votes first. Of equals who may not all be elected, `choose` says
        who comes first.

        :param reached: most votes first, among the hopeful.
        :param votes: the votes of all candidates.
        """
        return tuple(reached), ()

    def changes(self, before: Standing, after: Standing, names: Sequence[str]) -> "list[Reason]":
        """Say who has come to be guarded or doomed."""
        return []

    def tied(self, ties: "Sequence[Tie]", names: Sequence[str]) -> "list[Reason]":
        """Say who came first of equals who might not all be elected."""
        return []

    def excluded(
        self, usual: "Reason", who: Sequence[int], *, standing: Standing, votes: Sequence[int], names: Sequence[str]
    ) -> "list[Reason]":
        """Say why candidates were excluded: as the rule has it (`usual`), and what the limits had to do with it."""
        return [usual]


def limits_of(given: "CountInput") -> Unlimited:
    """Return what limits a contest; the module that knows how is loaded only where something does."""
    if not given.categories:
        return Unlimited()
    return cast(Unlimited, import_module("govern.counting.constraints").Constraints(given))


def limited(
    known: Sequence[Category],
    categories: Mapping[str, tuple[int, ...]],
    *,
    at_least: Mapping[str, int],
    at_most: Mapping[str, int],
) -> tuple[Category, ...]:
    """Return known categories with other candidates or limits in their stead, and new ones, all by name.

    :raises InputNotCountable: a limit on a category in which nobody is.
    """
    merged = {each.name: each for each in known}
    for name, candidates in categories.items():
        merged[name] = merged.get(name, Category(name, ()))._replace(candidates=candidates)
    for name in (*at_least, *at_most):
        if name not in merged:
            raise InputNotCountable(f"No candidate is in the category “{name}”: say who is.")
    return tuple(
        each._replace(at_least=at_least.get(each.name, each.at_least), at_most=at_most.get(each.name, each.at_most))
        for each in merged.values()
    )
