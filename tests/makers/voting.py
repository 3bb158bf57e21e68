"""Makers of a poll that is open now, with links that open its ballots, for tests that come through the door."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from govern.ballots import credentials
from govern.core import clock
from tests.makers import ballots
from tests.makers.ballots import Contest
from tests.served import SECRET

A_DAY = timedelta(days=1)


@dataclass
class OpenPoll:
    """A poll that takes ballots now.

    :param codes: one for each elector, in their order.
    """

    contest: Contest
    codes: list[str]


def open_poll(
    session: Session,
    folder: Path,
    *,
    electors: int = 2,
    opens_at: datetime | None = None,
    closes_at: datetime | None = None,
    **facts: Any,
) -> OpenPoll:
    """Make a poll that opened yesterday and closes tomorrow, unless told otherwise, and commit it."""
    now = clock.now()
    contest = ballots.contest(
        session,
        folder,
        electors=electors,
        at=now - 2 * A_DAY,
        opens_at=opens_at or now - A_DAY,
        closes_at=closes_at or now + A_DAY,
        **facts,
    )
    minted = credentials.mint(session, contest.poll.id, secret=SECRET, actor=contest.actor, at=now - A_DAY)
    by_elector = {one.elector_id: one.code for one in minted}
    session.commit()
    return OpenPoll(contest=contest, codes=[by_elector[elector] for elector in contest.electors])
