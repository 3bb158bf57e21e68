"""Which constraints cannot be kept together. Asked before a poll opens, for it needs no ballots."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from govern.counting.constraints import guard_and_doom
from govern.counting.errors import InputNotCountable
from govern.counting.inputs import CountInput
from govern.counting.limits import Category
from govern.counting.sentences import listed

RULES = ("scottish-2011", "ers97", "meek-prf", "ft2014", "av")


def ensure_countable(given: CountInput) -> None:
    """Refuse constraints under a rule that cannot keep them, or that no choice of candidates meets.

    :raises InputNotCountable: so it is, or there are too many ways to look at.
    """
    if given.rule not in RULES:
        raise InputNotCountable(f"The rule {given.rule} cannot keep constraints. These can: {', '.join(RULES)}.")
    if any(candidate.ron for candidate in given.candidates):
        raise InputNotCountable("Re-open nominations would leave places vacant, so no constraint could be kept.")
    clash = conflict(given.categories, given.standing, seats=given.seats)
    if clash:
        told = "; ".join(limit.told([candidate.name for candidate in given.candidates]) for limit in clash)
        raise InputNotCountable(
            f"No choice of candidates meets these constraints: {told}. Change them, or who may stand."
        )


class Limit(NamedTuple):
    """One half of a constraint, with the candidates whom it is about and who stand.

    :param places: how many must be elected, or may be.
    """

    category: str
    places: int
    is_most: bool
    standing: tuple[int, ...]

    def told(self, names: Sequence[str]) -> str:
        """Return the limit with the names of those whom it is about."""
        who = listed([names[number - 1] for number in self.standing]) if self.standing else "nobody"
        return f"at {'most' if self.is_most else 'least'} {self.places} of “{self.category}”, which is {who}"

    def as_category(self) -> Category:
        """Return this half alone, as the count knows it."""
        if self.is_most:
            return Category(self.category, self.standing, at_most=self.places)
        return Category(self.category, self.standing, at_least=self.places)


def conflict(categories: Sequence[Category], standing: Collection[int], *, seats: int) -> tuple[Limit, ...]:
    """Return limits that no choice of candidates keeps together, none of which could be left out; none if all can be.

    :param standing: the candidates who have not withdrawn; where there are no more than seats, all are elected.
    :raises InputNotCountable: there are too many ways to look at.
    """
    left = halves(categories, standing)
    if _can_be_kept(left, standing, seats):
        return ()
    for limit in tuple(left):
        others = [other for other in left if other != limit]
        if not _can_be_kept(others, standing, seats):
            left = others
    return tuple(left)


def halves(categories: Sequence[Category], standing: Collection[int]) -> list[Limit]:
    """Return each limit by itself, in the order of the categories."""
    found = []
    for category in categories:
        who = tuple(number for number in category.candidates if number in standing)
        if category.at_least:
            found.append(Limit(category.name, category.at_least, is_most=False, standing=who))
        if category.at_most is not None:
            found.append(Limit(category.name, category.at_most, is_most=True, standing=who))
    return found


def _can_be_kept(limits: Sequence[Limit], standing: Collection[int], seats: int) -> bool:
    categories = [limit.as_category() for limit in limits]
    return guard_and_doom(elected=(), hopeful=standing, places=seats, categories=categories) is not None
