"""Limits on who is elected together: at least, or at most, so many of a category of candidates in one election."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from govern.constitution.parameters.kinds import Kind, Unreadable, Where
from govern.core.words import Sentence, say

MOST_LIMITS, MOST_SEATS, LONGEST_NAME = 8, 100, 60
# A category's name also stands in ballot files, where these mean something else.
NOT_IN_NAMES = frozenset('"[]')
_LINE = re.compile(r"\s*(\d{1,3})?\s*(?:([-–+])\s*(\d{1,3})?)\s+(\S.*)")


@dataclass(frozen=True, kw_only=True)
class CategoryLimit:
    """How many of a category are elected in one election.

    :param category: its name, as nominations and ballot papers give it.
    :param at_most: None where any number may be.
    """

    category: str
    at_least: int = 0
    at_most: int | None = None

    def spoken(self) -> Sentence:
        """Return the limit in words."""
        if self.at_most is None:
            return say("at least %(least)s of “%(category)s”", least=self.at_least, category=self.category)
        if not self.at_least:
            return say("at most %(most)s of “%(category)s”", most=self.at_most, category=self.category)
        if self.at_least == self.at_most:
            return say("exactly %(number)s of “%(category)s”", number=self.at_least, category=self.category)
        return say(
            "%(least)s to %(most)s of “%(category)s”",
            least=self.at_least,
            most=self.at_most,
            category=self.category,
        )

    def as_typed(self) -> str:
        """Return the limit as it is typed on a line.

        >>> CategoryLimit(category="Night staff", at_least=1).as_typed()
        '1+ Night staff'
        """
        return (
            f"{self.at_least}+ {self.category}"
            if self.at_most is None
            else f"{self.at_least}-{self.at_most} {self.category}"
        )


@dataclass(frozen=True)
class Limits(Kind[tuple[CategoryLimit, ...]]):
    """The limits of one election, each on another category. Stored as a list of objects."""

    def read(self, stored: Any, where: Where) -> tuple[CategoryLimit, ...]:
        """Return the limits in the order in which they were written."""
        if not isinstance(stored, list) or len(stored) > MOST_LIMITS:
            raise where.complaint(say("give at most %(most)s limits.", most=MOST_LIMITS))
        limits = tuple(_limit(one, where) for one in stored)
        if len({limit.category.casefold() for limit in limits}) < len(limits):
            raise where.complaint(say("name each category once, with both numbers on its one line."))
        return limits

    def write(self, value: tuple[CategoryLimit, ...]) -> Any:
        """Return the limits as a list of objects."""
        return [vars(limit) for limit in value]

    def spoken(self, value: tuple[CategoryLimit, ...]) -> Sentence:
        """Return the limits in words."""
        return spoken(value)


def spoken(limits: tuple[CategoryLimit, ...]) -> Sentence:
    """Return limits in words, one after another, or that there are none."""
    if not limits:
        return say("None")
    first, *others = (limit.spoken() for limit in limits)
    for other in others:
        first = say("%(first)s; %(other)s", first=first, other=other)
    return first


def typed(text: str) -> list[Any]:
    """Return lines as typed in the form in which limits are stored; a line that is no limit stays as it is.

    >>> typed("1+ Night staff") == [{"category": "Night staff", "at_least": 1, "at_most": None}]
    True
    >>> typed("some of them")
    ['some of them']
    """
    return [_stored(line) for line in text.splitlines() if line.strip()]


def as_typed(stored: Any) -> str:
    """Return stored limits as lines to type over."""
    return "\n".join(one if isinstance(one, str) else CategoryLimit(**one).as_typed() for one in stored or ())


def _stored(line: str) -> Any:
    found = _LINE.fullmatch(line)
    if found is None:
        return line
    least, mark, most, category = found.groups()
    if (mark == "+") == (most is not None) or (least is None and most is None):
        return line
    return {"category": category.strip(), "at_least": int(least or 0), "at_most": None if most is None else int(most)}


def _limit(stored: Any, where: Where) -> CategoryLimit:
    """Return one limit, or complain of it."""
    if not isinstance(stored, Mapping) or set(stored) != {"category", "at_least", "at_most"}:
        raise _not_a_limit(where)
    category, least, most = stored["category"], stored["at_least"], stored["at_most"]
    if not isinstance(category, str) or not 1 <= len(category) <= LONGEST_NAME or NOT_IN_NAMES & set(category):
        raise where.complaint(
            say(
                "the name of a category has at most %(most)s letters, and no quotation marks or brackets.",
                most=LONGEST_NAME,
            )
        )
    if not _is_number(least) or not (most is None or _is_number(most)):
        raise _not_a_limit(where)
    if most is not None and most < least:
        raise where.complaint(say("“%(category)s”: the most cannot be less than the least.", category=category))
    if not least and most is None:
        raise where.complaint(say("“%(category)s” has no limit. Give a number, or take it out.", category=category))
    return CategoryLimit(category=category, at_least=least, at_most=most)


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MOST_SEATS


def _not_a_limit(where: Where) -> Unreadable:
    return where.complaint(
        say("write each limit on a line: “1+ Night staff” is at least 1 of them, “0-2 Night staff” is at most 2.")
    )
