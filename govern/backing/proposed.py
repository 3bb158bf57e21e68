"""The motions that somebody proposes, and where each is."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from govern.backing import service as backing
from govern.motions import queries
from govern.motions.models import Motion, MotionBacking
from govern.motions.rules import UNDECIDED, Backing, Standing, State

# What came of a motion is told for so long on its proposer's own page.
TOLD_FOR = timedelta(days=31)


@dataclass(frozen=True, kw_only=True)
class Proposed:
    """A motion of somebody's own.

    :ivar standing: who stands behind it; None once it is on the agenda.
    """

    motion: Motion
    state: State
    standing: Standing | None


def of_person(session: Session, person_id: UUID, *, at: datetime) -> Iterator[Proposed]:
    """Yield the motions that somebody proposes: those that are not decided, and what became so lately."""
    own = MotionBacking
    query = (
        select(Motion)
        .join(own, own.motion_id == Motion.id)
        .where(own.person_id == person_id, own.backing == Backing.PROPOSER, own.withdrawn_at.is_(None))
        .order_by(Motion.number)
    )
    for motion in session.scalars(query).all():
        last = queries.last_step(session, motion.id)
        state = State(last.to_state)
        if state in UNDECIDED or last.at > at - TOLD_FOR:
            standing = backing.standing(session, motion, at=at) if state is State.SUBMITTED else None
            yield Proposed(motion=motion, state=state, standing=standing)
