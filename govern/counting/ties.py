"""Ties between candidates with equal votes: look back, and only then draw lots."""

from collections.abc import Callable, Iterable, Sequence
from operator import itemgetter

from govern.counting.errors import LotNeeded
from govern.counting.lots import LotOrder
from govern.counting.stages import EARLIER_STAGE, LOT, Tie

Choose = Callable[[Iterable[int]], int]


def break_backwards(
    tied: Sequence[int], earlier: Sequence[Sequence[int]], *, extreme: Choose, lots: LotOrder | None
) -> Tie:
    """Return the one of the tied with the most (`extreme=max`) or fewest (`min`) votes, looking back.

    At the most recent preceding stage where the tied were unequal, only those at the extreme remain tied;
    where several do, the look back goes on among them. Candidates equal at every stage are chosen between
    by lot: the first in the lot order has the advantage, so `max` takes the first and `min` the last.

    :param earlier: the votes of all candidates at the end of each preceding stage, oldest first.
    :raises LotNeeded: equal at every stage, and there is no lot order.

    Source: Scottish Local Government Elections Order 2011 (SSI 2011/399), Schedule 1, rules 50(2)-(3) and 52(2).
    """
    left = tuple(tied)
    votes_of_left = _votes_of(left)
    for stage in range(len(earlier), 0, -1):
        votes = votes_of_left(earlier[stage - 1])
        best = extreme(votes)
        if votes.count(best) == len(votes):
            continue
        left = tuple(number for number, held in zip(left, votes, strict=True) if held == best)
        if len(left) == 1:
            return Tie(tuple(tied), EARLIER_STAGE, left[0], stage)
        votes_of_left = _votes_of(left)
    if lots is None:
        raise LotNeeded(stage=len(earlier) + 1, tied=left)
    return by_lot(tied, left, extreme=extreme, lots=lots)


def break_forwards(
    tied: Sequence[int], points: Sequence[tuple[int, Sequence[int]]], *, extreme: Choose, lots: LotOrder | None
) -> Tie:
    """Return the one of the tied with the most (`extreme=max`) or fewest (`min`) votes, looking from the start.

    At the earliest point where the tied were unequal, only those at the extreme remain tied, as in
    `break_backwards`.

    :param points: the stage and the votes of all candidates at its end, or after a batch of it, oldest first.
    :raises LotNeeded: equal at every point, and there is no lot order.

    Source: ERS97 5.2.3 and 5.2.5; NHS foundation trust model election rules 2014, STV48.1 and STV49.13.
    """
    left = tuple(tied)
    for stage, votes in points:
        best = extreme(votes[number - 1] for number in left)
        left = tuple(number for number in left if votes[number - 1] == best)
        if len(left) == 1:
            return Tie(tuple(tied), EARLIER_STAGE, left[0], stage)
    if lots is None:
        raise LotNeeded(stage=1 + max((stage for stage, _ in points), default=0), tied=left)
    return by_lot(tied, left, extreme=extreme, lots=lots)


def by_lot(tied: Sequence[int], left: Sequence[int], *, extreme: Choose, lots: LotOrder) -> Tie:
    """Return the first in the lot order (`extreme=max`), who has the advantage, or the last (`min`)."""
    advantage_first = lots.sort(left)
    return Tie(tuple(tied), LOT, advantage_first[0 if extreme is max else -1], None)


def _votes_of(numbers: Sequence[int]) -> Callable[[Sequence[int]], tuple[int, ...]]:
    """Return what picks the votes of two or more candidates out of all: a long look back at many is slow otherwise."""
    return itemgetter(*(number - 1 for number in numbers))
