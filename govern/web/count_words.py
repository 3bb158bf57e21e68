"""Why a stage of a count went as it did, for readers of other languages than English.

A count record holds its reasons in English, with a code and facts for each. The English is what was
signed, and English readers get it word for word; others get a sentence by its code.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from govern.core.words import Fact, Sentence, say, say_many

BY_CODE: dict[str, Sentence] = {
    "first-preferences": say_many(
        "%(count)s valid paper went to its first preference.",
        "%(count)s valid papers went to their first preferences.",
        count=0,
    ),
    "quota": say("The quota is %(quota)s."),
    "quota-reduced": say("The quota is now %(quota)s, as papers ran out before anybody was elected."),
    "reached-quota": say("%(who)s has %(votes)s votes. That is enough to be elected."),
    "outweighs-others": say("%(who)s has %(votes)s votes, at least as many as all the others together."),
    "equals-ranked": say("%(tied)s have equal votes, and there are too few places. Elected: %(elected)s."),
    "surplus-transferred": say("The surplus of %(who)s, %(surplus)s votes, went on to the next preferences."),
    "excluded": say("Out with the fewest votes, %(votes)s: %(who)s."),
    "tie-earlier-stage": say("%(tied)s had equal votes. Stage %(stage)s decided, and it fell to %(chosen)s."),
    "tie-lot": say("%(tied)s had equal votes. The lot decided, and it fell to %(chosen)s."),
    "last-vacancies": say("No more candidates are left than places to fill, so these are elected: %(who)s."),
    "guarded": say("The rules need %(guarded)s, whichever way the places are filled. None of them goes out."),
    "doomed": say("The rules leave no place for %(doomed)s."),
    "excluded-doomed": say("The rules left no place for %(who)s, who went out with %(votes)s votes."),
    "passed-over": say("%(guarded)s stayed with as few votes or fewer, for the rules need them."),
    "tie-constrained": say("%(tied)s had equal votes, and the rules let not all be elected. %(chosen)s came first."),
    "nominations-reopened": say("%(who)s took a place. The places left are voted on again: %(vacant)s."),
    "all-places-filled": say("Every place is filled, so nothing more moves."),
}
CANDIDATES = frozenset({"who", "tied", "chosen", "elected", "guarded", "doomed"})
NOBODY = say("nobody")


def told(reasons: Sequence[Mapping[str, Any]], names: Sequence[str]) -> list[Sentence]:
    """Return a sentence for each reason of a stage, or none at all where one of them is not known here.

    :param reasons: as the record holds them, with `code` and `facts`.
    :param names: the candidates', by count number.
    """
    if any(reason["code"] not in BY_CODE for reason in reasons):
        return []
    return [replace(BY_CODE[reason["code"]], facts=_facts(reason["facts"], names)) for reason in reasons]


def _facts(facts: Mapping[str, Any], names: Sequence[str]) -> dict[str, Fact]:
    """Return a reason's facts, with candidates by name."""
    said = {
        name: _people(fact, names) if name in CANDIDATES else fact for name, fact in facts.items() if fact is not None
    }
    return said | {"count": facts["valid"]} if "valid" in facts else said


def _people(numbers: int | Sequence[int], names: Sequence[str]) -> str | Sentence:
    listed = [numbers] if isinstance(numbers, int) else numbers
    return ", ".join(names[number - 1] for number in listed) or NOBODY
