"""Vote by name; a resolution in writing ends with the vote that agrees it, so that nobody finds it open after that.

Source: CA 2006 s.296(4); decision 0047.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from govern.constitution.rules import Vote
from govern.core.actors import CLOCKWORK, Actor, Deed
from govern.divisions import declaring, voting
from govern.divisions import service as divisions
from govern.divisions.refusals import VoteNotTaken
from govern.motions.division_models import Division
from govern.motions.models import Motion
from govern.motions.rules import Way


def vote(session: Session, division_id: UUID, *, vote: Vote, actor: Actor, at: datetime) -> None:
    """Give one's own vote, by name; raises as `voting.vote` does.

    Votes in writing come one after the other: each may be the one that ends it, and whoever waited for that one comes
    too late, whenever they were received.
    """
    is_in_writing = _is_in_writing(session, division_id)
    if is_in_writing:
        _ensure_not_ended(divisions.locked(session, division_id), at)
    voting.vote(session, division_id, vote=vote, actor=actor, at=at)
    if is_in_writing and declaring.is_agreed(session, divisions.find(session, division_id), at=at):
        declaring.end_agreed(session, division_id, Deed(actor=CLOCKWORK, at=at))


def _ensure_not_ended(division: Division, at: datetime) -> None:
    """Refuse a vote behind the one that ended it.

    :raises VoteNotTaken: it is ended.
    """
    if division.closed_at is not None:
        raise VoteNotTaken(opens_at=division.opens_at, closed_at=division.closed_at, at=at)


def _is_in_writing(session: Session, division_id: UUID) -> bool:
    found = exists().where(Division.id == division_id, Motion.id == Division.motion_id, Motion.way == Way.WRITTEN)
    return bool(session.scalar(select(found)))
