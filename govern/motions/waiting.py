"""What waits for those who keep the agenda.

Source: product 4 (S1).
"""

from datetime import datetime

from sqlalchemy.orm import Session

from govern.core.waiting import Heap
from govern.motions import backing, queries
from govern.motions.rules import State


def for_the_agenda(session: Session, *, at: datetime) -> Heap:
    """Return how many motions have enough behind them and are neither on the agenda nor refused, and since when."""
    ready = [
        line
        for line in queries.in_state(session, State.SUBMITTED)
        if backing.standing(session, line.motion, at=at).is_enough
    ]
    return Heap(len(ready), ready[0].dated_on if ready else None)
