"""What of the register waits on a desk."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from govern.core.words import say_many
from govern.register import merging, opening, reach, requests
from govern.web.tiles import Item, Kind, Moment, items

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def openings(session: "Session", moment: Moment) -> Iterator[Item]:
    """Return the opening registers that wait for a second officer."""
    heap = opening.waiting(session)
    words = say_many(
        "%(count)s opening register waits for a second officer.",
        "%(count)s opening registers wait for a second officer.",
        count=heap.count,
    )
    return items(Kind.DECIDE, heap, words, "openings.index", moment)


def merges(session: "Session", moment: Moment) -> Iterator[Item]:
    """Return the pairs of records that wait for a second person."""
    heap = merging.waiting(session)
    words = say_many(
        "%(count)s pair of records waits for a second person.",
        "%(count)s pairs of records wait for a second person.",
        count=heap.count,
    )
    return items(Kind.DECIDE, heap, words, "duplicates.index", moment)


def askings(session: "Session", moment: Moment) -> Iterator[Item]:
    """Return the people who asked about their entry and wait for an answer."""
    heap = requests.waiting(session)
    words = say_many(
        "%(count)s person waits for an answer to what they asked about their entry.",
        "%(count)s people wait for an answer to what they asked about their entry.",
        count=heap.count,
    )
    return items(Kind.DECIDE, heap, words, "requests.index", moment)


def without_post(session: "Session", moment: Moment) -> Iterator[Item]:
    """Yield how many members the register holds without the postal address that the Act asks for.

    Source: CCBSA 2014 s.30(2).
    """
    count = reach.how_many_without_post(session, on=moment.on)
    words = say_many(
        "%(count)s member has no postal address in the register, and the Act asks for one.",
        "%(count)s members have no postal address in the register, and the Act asks for one.",
        count=count,
    )
    if count:
        address = {"purpose": "post"}
        yield Item(kind=Kind.WARNING, count=count, words=words, endpoint="members.unreached", address=address)
