"""In which motions somebody was named by another, how far they were heard, and until when they have to object.

Source: decision 0040.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from govern.interests import namings
from govern.interests import queries as interest_queries
from govern.motions import queries
from govern.motions.models import Motion
from govern.motions.rules import UNDECIDED, Heard


@dataclass(frozen=True, kw_only=True)
class NamedIn:
    """That somebody has no vote on a motion, because another named them in it.

    :ivar heard: NAMED while they have said nothing; RULED_ON where it was ruled that they have no vote.
    :ivar last_on: the last day that they have to object for certain; None at a meeting, where they do in the room.
    :ivar is_called: the vote is, so that what they object now goes on record, and nobody rules on it.
    """

    motion: Motion
    heard: Heard
    last_on: date | None
    is_called: bool


def of_person(session: Session, person_id: UUID, *, at: datetime) -> Iterator[NamedIn]:
    """Yield the motions not yet decided on which somebody has no vote on the word of another."""
    for motion_id in sorted(interest_queries.motions_naming(session, person_id)):
        heard = interest_queries.heard(session, motion_id, person_id)
        motion, is_open = queries.find(session, motion_id), queries.state(session, motion_id) in UNDECIDED
        if heard is None or not is_open or not namings.takes_vote_of(session, motion, person_id, at=at):
            continue
        ruled = interest_queries.rulings(session, motion_id).get(person_id)
        if ruled is not None and ruled.has_vote:
            continue
        yield NamedIn(
            motion=motion,
            heard=heard,
            last_on=namings.open_to_objection(session, motion, person_id, at=at),
            is_called=queries.vote_goes_on(session, motion_id),
        )
