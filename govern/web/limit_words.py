"""Limits on who is elected together, as voters, candidates and readers of a count see them."""

from collections.abc import Iterable, Mapping
from typing import Any

from govern.constitution.parameters.limits import CategoryLimit
from govern.core.words import Sentence, say


def limits_told(constraints: Iterable[Mapping[str, Any]], names: Mapping[int, str]) -> list[Sentence]:
    """Return each limit with the names of the candidates whom it is about.

    :param constraints: as a poll promises them and a count record has them.
    """
    return [_told(one, names) for one in constraints]


def _told(constraint: Mapping[str, Any], names: Mapping[int, str]) -> Sentence:
    limit = CategoryLimit(category=constraint["name"], at_least=constraint["at_least"], at_most=constraint["at_most"])
    who = ", ".join(names[number] for number in constraint["candidates"] if number in names)
    return say("%(limit)s: %(who)s", limit=limit.spoken(), who=who or say("nobody who stands"))
