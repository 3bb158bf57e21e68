"""What the loss of a candidate means for an election: the one withdrew by no deed of theirs, but by an event."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from govern.core.actors import Deed
from govern.elections import candidates, queries
from govern.elections.models import Candidate, Election
from govern.elections.rules import Course, State, course_after_loss


@dataclass(frozen=True, kw_only=True)
class Loss:
    """A candidate who was lost, and how their election goes on.

    :param course: None where the count has begun: it stands, and if they are elected, the declaration says that their
        place is empty.
    """

    election_id: UUID
    number: int
    course: Course | None


def withdraw_by_event(session: Session, person_id: UUID, deed: Deed, *, on: date, constituency_id: UUID) -> list[Loss]:
    """Take somebody out of every election of a constituency in which they stand and may not any longer.

    Before the paper is frozen the name is not on it; after that it is passed over at the count, as of one who
    died. Once the count has begun it stands: if they are elected, `counts.declare` leaves their place empty.

    :param deed: its note is the code of the event.

    Source: domain 10, case 2; NHS foundation trust model election rules, rule 59.
    """
    stands = (
        select(Election.id)
        .join(Candidate, Candidate.election_id == Election.id)
        .where(
            Candidate.person_id == person_id,
            Candidate.withdrawn_on.is_(None),
            Election.constituency_id == constituency_id,
        )
    )
    found = [_lost(session, election_id, person_id, deed, on=on) for election_id in session.scalars(stands).all()]
    return [one for one in found if one is not None]


def _lost(session: Session, election_id: UUID, person_id: UUID, deed: Deed, *, on: date) -> Loss | None:
    election = queries.locked(session, election_id)
    state = queries.state(session, election_id)
    candidate = next(one for one in queries.candidates(session, election_id) if one.person_id == person_id)
    if state == State.COUNTING:
        return Loss(election_id=election_id, number=candidate.number, course=None)
    if state not in candidates.WITHDRAWABLE:
        return None
    candidates.take_out(session, election, candidate, deed, withdrawn_on=on, has_withdrawn=False)
    course = course_after_loss(
        election.rule,
        is_paper_frozen=election.poll_id is not None,
        left=len(queries.standing(session, election_id)),
        seats=election.seats,
    )
    return Loss(election_id=election_id, number=candidate.number, course=course)
