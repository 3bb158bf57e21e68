"""What lies on the scrutineer's desk while a vote is open: memberships that officers ended meanwhile."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from govern.ballots import queries as ballots
from govern.core.words import say_many
from govern.motions import queries as motions
from govern.register import late_ends
from govern.web.tiles import Item, Kind, Moment, items

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def ended_while_open(session: "Session", moment: Moment) -> Iterator[Item]:
    """Yield how many memberships officers ended since the first vote opened that is open now."""
    opened = [one.open_since(session, at=moment.at) for one in (ballots, motions)]
    since = min((one for one in opened if one is not None), default=None)
    if since is None:
        return
    heap = late_ends.by_officers(session, since=since)
    words = say_many(
        "A vote is open, and %(count)s membership was ended meanwhile by an officer. The journal says by whom.",
        "A vote is open, and %(count)s memberships were ended meanwhile by officers. The journal says by whom.",
        count=heap.count,
    )
    yield from items(Kind.WARNING, heap, words, "journal.show", moment)
