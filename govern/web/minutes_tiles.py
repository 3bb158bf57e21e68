"""What lies on desks of decisions from minutes: those to confirm, and those that somebody disputes."""

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from govern.constitution import minutes
from govern.core.words import say_many
from govern.motions import queries as motions
from govern.web.tiles import Item, Kind, Moment, items

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

# What nobody confirmed for a year is marked where it stands, and is not asked for any more.
ASKED_FOR, TOLD_FOR = timedelta(days=365), timedelta(days=90)


def to_confirm(session: "Session", moment: Moment) -> Iterator[Item]:
    """Yield the decisions that wait for the chair's word."""
    heap = minutes.unconfirmed(session, since=moment.at - ASKED_FOR, but_for=motions.became_decisions())
    words = say_many(
        "%(count)s decision was entered from minutes, and waits for the chair to say whether it is so.",
        "%(count)s decisions were entered from minutes, and wait for the chair to say whether they are so.",
        count=heap.count,
    )
    return items(Kind.DECIDE, heap, words, "decisions.index", moment)


def disputed(session: "Session", moment: Moment) -> Iterator[Item]:
    """Yield the decisions of which somebody said of late that they are not what happened."""
    heap = minutes.disputed(session, since=moment.at - TOLD_FOR)
    words = say_many(
        "%(count)s decision is disputed by somebody whom it names, or by the chair.",
        "%(count)s decisions are disputed by somebody whom they name, or by the chair.",
        count=heap.count,
    )
    return items(Kind.WARNING, heap, words, "decisions.index", moment)
