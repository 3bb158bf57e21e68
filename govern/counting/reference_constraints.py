"""A second look at constraints, for the plain counts: the ways are numbered by their totals, and none is listed.

It shares with `govern.counting.constraints` the sentences and what is asked, and nothing of how it is found out.
"""

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from fractions import Fraction

from govern.counting import sentences_constraints as sentences
from govern.counting.inputs import CountInput
from govern.counting.limits import FREE, Standing
from govern.counting.stages import Reason, Tie

Kind = frozenset[int]


def kind_of(given: CountInput, number: int) -> Kind:
    """Return the places of the categories a candidate belongs to: candidates of one kind are alike."""
    return frozenset(place for place, each in enumerate(given.categories) if number in each.candidates)


def number_of_ways(
    given: CountInput,
    elected: Collection[int],
    hopeful: Collection[int],
    *,
    but: Kind | None = None,
    taking: range = range(0),
) -> int:
    """Return in how many ways the places left can be filled, candidates of a kind being alike.

    :param but: a kind of which only as many as `taking` says may be taken.
    """
    kinds = Counter(kind_of(given, number) for number in hopeful)
    totals: Counter[tuple[int, ...]] = Counter({(0,) * (1 + len(given.categories)): 1})
    for kind, size in kinds.items():
        grown: Counter[tuple[int, ...]] = Counter()
        for total, ways in totals.items():
            for more in taking if kind == but else range(size + 1):
                grown[_plus(total, kind, more)] += ways
        totals = grown
    places = min(given.seats - len(elected), len(hopeful))
    return sum(ways for total, ways in totals.items() if total[0] == places and _is_enough(given, elected, total[1:]))


def _plus(total: tuple[int, ...], kind: Kind, more: int) -> tuple[int, ...]:
    whole, *parts = total
    return (whole + more, *(part + more if place in kind else part for place, part in enumerate(parts)))


def _is_enough(given: CountInput, elected: Collection[int], total: Sequence[int]) -> bool:
    """Say whether those elected and so many more of each category keep every limit."""
    for category, more in zip(given.categories, total, strict=True):
        number = more + sum(one in category.candidates for one in elected)
        if number < category.at_least or (category.at_most is not None and number > category.at_most):
            return False
    return True


def standing(given: CountInput, elected: Collection[int], hopeful: Collection[int]) -> Standing:
    """Return who is guarded, since no way leaves any of their kind out, and who is doomed, since none takes any."""
    vacancies = given.seats - len(elected)
    if not given.categories or not 0 < vacancies < len(hopeful):
        return FREE
    kinds: dict[Kind, list[int]] = {}
    for number in hopeful:
        kinds.setdefault(kind_of(given, number), []).append(number)
    guarded: list[int] = []
    doomed: list[int] = []
    for kind, members in kinds.items():
        if not number_of_ways(given, elected, hopeful, but=kind, taking=range(len(members))):
            guarded += members
        if not number_of_ways(given, elected, hopeful, but=kind, taking=range(1, len(members) + 1)):
            doomed += members
    return Standing(frozenset(guarded), frozenset(doomed), number_of_ways(given, elected, hopeful))


def may_be_elected(given: CountInput, elected: Collection[int], hopeful: Collection[int], who: Sequence[int]) -> bool:
    """Say whether some of the hopeful may all be elected."""
    return not given.categories or number_of_ways(given, [*elected, *who], {*hopeful} - {*who}) > 0


def electable(
    given: CountInput,
    elected: Collection[int],
    hopeful: Collection[int],
    reached: Sequence[int],
    choose: Callable[[list[int]], Tie],
    votes: Callable[[int], Fraction | int],
) -> tuple[list[int], list[Tie]]:
    """Return those with enough votes who may be elected, most votes first, and the ties that chose them."""
    chosen: list[int] = []
    ties: list[Tie] = []
    waiting = list(reached)
    while waiting:
        level = votes(waiting[0])
        equal = [number for number in waiting if votes(number) == level]
        waiting = [number for number in waiting if votes(number) != level]
        while True:  # each by themselves may be elected, so that one alone always ends it
            now, left = [*elected, *chosen], {*hopeful} - {*chosen}
            equal = [number for number in equal if may_be_elected(given, now, left, [number])]
            if may_be_elected(given, now, left, equal):
                chosen += equal
                break
            ties.append(choose(sorted(equal)))
            chosen.append(ties[-1].chosen)
            equal.remove(ties[-1].chosen)
    return chosen, ties


def told(before: Standing, after: Standing, names: Sequence[str]) -> list[Reason]:
    """Say who has come to be guarded or doomed."""
    said = []
    if not after.guarded <= before.guarded:
        said.append(sentences.guarded(sorted(after.guarded), names, ways=after.ways))
    if not after.doomed <= before.doomed:
        said.append(sentences.doomed(sorted(after.doomed), names, ways=after.ways))
    return said


def why_excluded(
    usual: Reason, who: Sequence[int], now: Standing, votes: Callable[[int], Fraction | int], names: Sequence[str]
) -> list[Reason]:
    """Say why candidates were excluded, in the rule's sentence and those of the constraints."""
    if now.doomed:
        return [sentences.excluded(who[0], names, votes=str(usual.facts["votes"]))]
    most = max(votes(number) for number in who)
    passed = [number for number in sorted(now.guarded) if votes(number) <= most]
    return [sentences.passed_over(passed, names), usual] if passed else [usual]
