"""What lies on an officer's first page: tiles that can reach zero, and what waits on each.

Source: product 3(c), 4 (S1).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from govern.core.actors import NOBODY, Actor, Deed
from govern.core.clock import local_date
from govern.core.waiting import Heap
from govern.core.words import Sentence, say, say_many


class Kind(StrEnum):
    """What is asked of an officer."""

    DECIDE = "decide"
    SEND = "send"
    SIGN = "sign"
    DEADLINE = "deadline"
    WARNING = "warning"


NAMES: dict[Kind, Sentence] = {
    Kind.DECIDE: say("To decide"),
    Kind.SEND: say("To send"),
    Kind.SIGN: say("To sign"),
    Kind.DEADLINE: say("Deadlines"),
    Kind.WARNING: say("Warnings"),
}
NOTHING: dict[Kind, Sentence] = {
    Kind.DECIDE: say("Nothing waits for a decision."),
    Kind.SEND: say("Everything has been sent."),
    Kind.SIGN: say("Nothing waits to be signed or registered."),
    Kind.DEADLINE: say("No day to keep is near."),
    Kind.WARNING: say("All is as it should be."),
}
SHOWN = 3


@dataclass(frozen=True, kw_only=True)
class Item:
    """Things of one kind that wait, and the page on which something can be done about them.

    :param words: what waits, with its number.
    :param endpoint: empty where it is mended at the machine, as the words tell.
    :param since: the day since which the oldest waits; of a deadline, the day that comes first.
    :param is_past: of a deadline, whether that day is over.
    """

    kind: Kind
    count: int
    words: Sentence
    endpoint: str
    since: date | None = None
    address: Mapping[str, Any] = field(default_factory=dict)
    is_past: bool = False


@dataclass(frozen=True, kw_only=True)
class Tile:
    """All of one kind, the oldest first."""

    kind: Kind
    items: list[Item]

    @property
    def count(self) -> int:
        """Return how much waits in all; of deadlines, how many lines there are, each with its day."""
        return len(self.items) if self.kind is Kind.DEADLINE else sum(item.count for item in self.items)

    @property
    def name(self) -> Sentence:
        """Return what the tile is called."""
        return NAMES[self.kind]

    @property
    def told(self) -> Sentence | None:
        """Return since when the oldest waits, what comes first, or that there is nothing."""
        if not self.items:
            return NOTHING[self.kind]
        since = self.items[0].since
        if since is None:
            return None
        if self.kind is not Kind.DEADLINE:
            return _since(since)
        return _past(self.count, since) if self.items[0].is_past else _due(self.count, since)

    @property
    def shown(self) -> list[Item]:
        """Return the items that are always in view."""
        return self.items[:SHOWN]

    @property
    def folded(self) -> list[Item]:
        """Return the items that are folded away."""
        return self.items[SHOWN:]


def _due(count: int, day: date) -> Sentence:
    return say_many(
        "%(count)s thing has a day to keep, which is %(day)s.",
        "%(count)s things have a day to keep. The first is %(day)s.",
        count=count,
        day=day,
    )


def _past(count: int, day: date) -> Sentence:
    return say_many(
        "%(count)s thing had a day to keep, and that is past: %(day)s.",
        "%(count)s things have a day to keep. The first is past: %(day)s.",
        count=count,
        day=day,
    )


def _since(day: date) -> Sentence:
    return say("The oldest has waited since %(day)s.", day=day)


def tiles(items: Iterable[Item], kinds: Iterable[Kind] = Kind) -> list[Tile]:
    """Return a tile of each kind, whatever waits; what has no day on record comes last on its tile."""
    held = sorted((item for item in items if item.count), key=lambda item: item.since or date.max)
    return [Tile(kind=kind, items=[item for item in held if item.kind is kind]) for kind in kinds]


@dataclass(frozen=True, kw_only=True)
class Moment:
    """When the tiles are looked at, and by whom.

    :param on: the day on the mutual's own wall.
    :param zone: of the mutual.
    :param reader: whose desk it is, where what lies on it hangs on who reads it.
    """

    on: date
    at: datetime
    zone: str
    reader: Actor = NOBODY

    @property
    def deed(self) -> Deed:
        """Return a deed of the reader, done at this moment."""
        return Deed(actor=self.reader, at=self.at)


def day_of(since: date | datetime | None, zone: str) -> date | None:
    """Return the day on the mutual's own wall."""
    return local_date(since, zone) if isinstance(since, datetime) else since


def items(kind: Kind, heap: Heap, words: Sentence, endpoint: str, moment: Moment) -> Iterator[Item]:
    """Yield what a heap comes to, if there is anything on it."""
    if heap.count:
        since = day_of(heap.since, moment.zone)
        yield Item(kind=kind, count=heap.count, words=words, endpoint=endpoint, since=since)
