"""How close a count was, to be held against ballots of which something was learned too late."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

EXCLUDE = "exclude"


def closest(record: Mapping[str, Any]) -> Decimal | None:
    """Return the smallest gap by which the count of a record decided between candidates; None where it never did.

    An exclusion decides between the excluded and the next lowest; the end decides between the lowest of those
    elected in it and the highest of those who were left.

    :param record: the stored record of a count.

    Source: domain 10, case 9: a margin larger than the number of such votes, and the result stands.
    """
    out = {*record["withdrawn"]}
    gaps: list[Decimal] = []
    elected: set[int] = set()
    before: list[Decimal] = []
    for stage in record["stages"]:
        if stage["action"] == EXCLUDE:
            gaps += _gap(before, lower=set(stage["who"]), out=out | elected)
            out |= set(stage["who"])
        elected |= set(stage["elected"])
        before = [Decimal(votes) for votes in stage["votes"]]
    everybody = set(range(1, len(record["candidates"]) + 1))
    gaps += _gap(before, lower=everybody - elected - out, out=out)
    return min(gaps, default=None)


def _gap(votes: list[Decimal], *, lower: set[int], out: set[int]) -> list[Decimal]:
    """Return the gap between the highest of some candidates and the lowest above them, if there are both."""
    others = set(range(1, len(votes) + 1)) - lower - out
    if not votes or not lower or not others:
        return []
    return [min(votes[one - 1] for one in others) - max(votes[one - 1] for one in lower)]


def could_matter(late_ends: int, closest_gap: Decimal | None) -> bool:
    """Say whether so many ballots could have turned the closest decision of a count.

    A ballot can be taken from one candidate, and move the worth of the papers that another passes on: each counts
    for two here, so that a result that is called safe is safe.

    >>> could_matter(2, Decimal(4)), could_matter(2, Decimal("4.00001")), could_matter(0, None)
    (True, False, False)
    """
    return late_ends > 0 and (closest_gap is None or closest_gap <= 2 * late_ends)
