"""What a ballot may say, and when it may be cast."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


@dataclass(frozen=True, kw_only=True)
class VotingHours:
    """When a poll takes ballots. Whether it is open is worked out, never stored.

    Source: decisions, "Roll, mark, cast".
    """

    opens_at: datetime
    closes_at: datetime
    armed_at: datetime | None
    sealed_at: datetime | None

    def is_open(self, at: datetime) -> bool:
        """Say whether a ballot received at `at` is in time: the opening instant is, the closing is not."""
        return self.armed_at is not None and self.sealed_at is None and self.opens_at <= at < self.closes_at


def is_valid_ranking(ranking: Sequence[int], numbers: Collection[int]) -> bool:
    """Say whether a ranking names options of the paper, none of them twice. An empty one is a blank vote.

    >>> is_valid_ranking([3, 1], {1, 2, 3}), is_valid_ranking([3, 3], {1, 2, 3}), is_valid_ranking([], {1, 2})
    (True, False, True)
    """
    return len(set(ranking)) == len(ranking) and set(ranking) <= set(numbers)


def ranking_from_numbers(preferences: dict[int, int]) -> list[int] | None:
    """Return the options in order of preference, or None if the numbers have gaps or repeats.

    :param preferences: option number to preference; options without one are left out.

    >>> ranking_from_numbers({7: 2, 4: 1}), ranking_from_numbers({7: 1, 4: 1}), ranking_from_numbers({7: 2})
    ([4, 7], None, None)
    """
    if sorted(preferences.values()) != list(range(1, len(preferences) + 1)):
        return None
    return sorted(preferences, key=preferences.__getitem__)


def spelled(ranking: Sequence[int]) -> str:
    """Return a ranking as it is stored once opened: count numbers, first preference first.

    >>> spelled([3, 1, 2])
    '3 1 2'
    """
    return " ".join(map(str, ranking))


def from_spelled(text: str) -> tuple[int, ...]:
    """Return the ranking that `spelled` wrote.

    >>> from_spelled("")
    ()
    """
    return tuple(map(int, text.split()))


class Doubtful(StrEnum):
    """What is known of a ballot whose elector's right ended, when nothing tells when she cast it."""

    FOR_CERTAIN = "for_certain"
    PERHAPS = "perhaps"


def doubt_of_late_end(ended_on: date, *, opened_on: date, last_on: date) -> Doubtful | None:
    """Return whether a ballot in the box was cast after the right had ended; None where it cannot have been.

    :param ended_on: first day without the right.
    :param opened_on: day on which the poll opened.
    :param last_on: last day on which the ballot can have been cast: that of the close, or of asking.

    Source: INV-24: flagged only if the right ended before the cast.

    >>> opened, last = date(2026, 8, 27), date(2026, 9, 17)
    >>> [doubt_of_late_end(date(2026, 9, day), opened_on=opened, last_on=last) for day in (17, 18)]
    [<Doubtful.PERHAPS: 'perhaps'>, None]
    >>> doubt_of_late_end(opened, opened_on=opened, last_on=last).value
    'for_certain'
    """
    if ended_on > last_on:
        return None
    return Doubtful.FOR_CERTAIN if ended_on <= opened_on else Doubtful.PERHAPS
