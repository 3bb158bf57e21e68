"""What it costs to have an opened box counted, over the one GROUP BY that counts it."""

from random import Random
from typing import Any
from uuid import uuid4

from sqlalchemy import insert, text

from bench.figures import Figure, by_turns
from bench.ground import CANDIDATES, Ground
from govern.ballots import closing, queries
from govern.ballots.models import OpenedBallot
from govern.core.db import table_of

BATCH = 10_000
BARE = "SELECT ranking, count(*) FROM opened_ballot WHERE poll_id = :poll GROUP BY ranking ORDER BY ranking"


def count_figure(ground: Ground, ballots: int) -> Figure:
    """Return what reading all rankings with their numbers costs for one ballot, over the bare statement.

    Call it last of what needs the poll open: it seals the box, and fills it with made-up rankings.
    """
    poll = ground.poll.poll
    with ground.database.writing.begin() as session:
        closing.seal(session, poll.id, actor=ground.poll.actor, clock_now=lambda: poll.closes_at)
    chance = Random(1)
    for _ in range(0, ballots, BATCH):
        with ground.database.writing.begin() as session:
            session.execute(insert(table_of(OpenedBallot)), [_row(ground, chance) for _ in range(BATCH)])

    def bare(_turn: int) -> None:
        with ground.database.reading() as session:
            session.execute(text(BARE), {"poll": poll.id.hex}).all()

    def service(_turn: int) -> None:
        with ground.database.reading() as session:
            queries.rankings(session, poll.id)

    spent = by_turns(ballots, {"bare": bare, "service": service})
    return Figure(
        name=f"count of {ballots:,} by GROUP BY",
        engine=ground.engine,
        spent=spent["service"],
        yardstick=spent["bare"],
        floor=None,
    )


def _row(ground: Ground, chance: Random) -> dict[str, Any]:
    """Return one opened ballot: the first few candidates are the popular ones."""
    numbers = list(range(1, len(CANDIDATES) + 1))
    length = chance.choice((1, 2, 3, 3, 4, 6))
    ranking = " ".join(map(str, sorted(numbers, key=lambda number: chance.random() * number)[:length]))
    return {"poll_id": ground.poll.poll.id, "id": uuid4(), "class": "workforce", "ranking": ranking}
