"""The votes on motions in which one person has a place: so that they can see from their own page what became of it.

Source: product M1, M2: a voter can check that their vote counted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from govern.divisions.asked import Seat, seat_of
from govern.divisions.models import DivisionBar
from govern.divisions.vacated import AN_INSTANT
from govern.motions.division_models import Division, DivisionOutcome
from govern.motions.models import Motion
from govern.rolls.models import RollEntry

SHOWN_DAYS = 90  # after the close: by then what came of it stands in the register of resolutions
MOST = 20


@dataclass(frozen=True, kw_only=True)
class OwnVote:
    """A vote on a motion and where one person stands in it. Whether they voted in secret is not said, nor looked at.

    :ivar is_open: whether votes are taken now.
    """

    division: Division
    motion: Motion
    seat: Seat
    is_open: bool
    is_over: bool
    is_declared: bool


def of_person(session: Session, person_id: UUID, *, at: datetime) -> Sequence[OwnVote]:
    """Return the votes in which somebody was asked, or kept out with a reason; the newest first."""
    on_roll = exists().where(RollEntry.roll_id == Division.roll_id, RollEntry.person_id == person_id)
    kept_out = exists().where(DivisionBar.division_id == Division.id, DivisionBar.person_id == person_id)
    rows = session.execute(
        select(Division, Motion, DivisionOutcome.division_id)
        .join(Motion, Motion.id == Division.motion_id)
        .outerjoin(DivisionOutcome, DivisionOutcome.division_id == Division.id)
        .where(or_(on_roll, kept_out), Division.closes_at >= at - timedelta(days=SHOWN_DAYS))
        .order_by(Division.opens_at.desc(), Division.called_at.desc())
        .limit(MOST)
    )
    return [_own(session, *row, person_id=person_id, at=at) for row in rows]


def _own(
    session: Session, division: Division, motion: Motion, declared: UUID | None, *, person_id: UUID, at: datetime
) -> OwnVote:
    """Return where somebody stands in a vote, or stood when it closed: what they are since takes no vote from them."""
    return OwnVote(
        division=division,
        motion=motion,
        seat=seat_of(session, division, person_id, at=min(at, division.ended_at - AN_INSTANT)),
        is_open=division.is_open(at=at),
        is_over=division.is_over(at=at),
        is_declared=declared is not None,
    )
