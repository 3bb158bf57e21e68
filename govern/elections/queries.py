"""Read elections: where they are, who stands, what was declared."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govern.ballots.models import Poll
from govern.constitution.models import Constituency, SubConstituency
from govern.core import lookup
from govern.core.languages import LocalText
from govern.elections.models import Candidate, Declaration, Election, ElectionCount, ElectionStep
from govern.elections.rules import UNDER_WAY, State
from govern.rolls.models import RollEntry


def find(session: Session, election_id: UUID) -> Election:
    """Return an election.

    :raises NotFound: there is none of that id.
    """
    return lookup.find(session, Election, election_id)


def locked(session: Session, election_id: UUID) -> Election:
    """Return an election that nobody else can move on until the transaction ends.

    :raises NotFound: there is none of that id.
    """
    return lookup.locked(session, Election, election_id)


def last_step(session: Session, election_id: UUID) -> ElectionStep:
    """Return the step that an election took last."""
    return session.scalars(
        select(ElectionStep).where(ElectionStep.election_id == election_id).order_by(ElectionStep.n.desc()).limit(1)
    ).one()


def state(session: Session, election_id: UUID) -> State:
    """Return where an election is."""
    return State(last_step(session, election_id).to_state)


def steps(session: Session, election_id: UUID) -> Sequence[ElectionStep]:
    """Return every step of an election, first to last."""
    return session.scalars(
        select(ElectionStep).where(ElectionStep.election_id == election_id).order_by(ElectionStep.n)
    ).all()


def candidates(session: Session, election_id: UUID) -> Sequence[Candidate]:
    """Return everybody who was nominated, in order of entry, those who withdrew included."""
    return session.scalars(
        select(Candidate).where(Candidate.election_id == election_id).order_by(Candidate.number)
    ).all()


def standing(session: Session, election_id: UUID) -> list[Candidate]:
    """Return those who stand, in order of entry."""
    return [candidate for candidate in candidates(session, election_id) if candidate.withdrawn_on is None]


def constituency(session: Session, election: Election) -> Constituency:
    """Return the constituency that elects."""
    return session.get_one(Constituency, election.constituency_id)


def part(session: Session, election: Election) -> LocalText | None:
    """Return the name of the part that elects, where it is not the whole constituency."""
    if election.sub_constituency_id is None:
        return None
    return session.get_one(SubConstituency, election.sub_constituency_id).name


@dataclass(frozen=True, kw_only=True)
class ElectionLine:
    """An election in a list."""

    election: Election
    state: State
    dated_on: date


def listed(session: Session) -> list[ElectionLine]:
    """Return every election with its state, the latest poll first."""
    last = (
        select(ElectionStep.election_id, func.max(ElectionStep.n).label("n")).group_by(ElectionStep.election_id)
    ).subquery()
    rows = session.execute(
        select(Election, ElectionStep.to_state, ElectionStep.dated_on)
        .join(last, last.c.election_id == Election.id)
        .join(ElectionStep, (ElectionStep.election_id == last.c.election_id) & (ElectionStep.n == last.c.n))
        .order_by(Election.closes_at.desc())
    )
    return [ElectionLine(election=one, state=State(to), dated_on=on) for one, to, on in rows]


def candidates_under_way(session: Session) -> frozenset[UUID]:
    """Return who stands in an election that is under way."""
    under_way = [line.election.id for line in listed(session) if line.state in UNDER_WAY]
    standing = select(Candidate.person_id).where(Candidate.election_id.in_(under_way), Candidate.withdrawn_on.is_(None))
    return frozenset(session.scalars(standing))


def is_on_frozen_roll(session: Session, people: Iterable[UUID]) -> bool:
    """Say whether any of some people is on the frozen roll of a vote whose box is not opened, and which is not void."""
    is_void = (
        select(ElectionStep.election_id)
        .join(Election, Election.id == ElectionStep.election_id)
        .where(Election.poll_id == Poll.id, ElectionStep.to_state == State.VOIDED)
        .exists()
    )
    entered = (
        select(RollEntry.elector_id)
        .outerjoin(Poll, Poll.roll_id == RollEntry.roll_id)
        .where(RollEntry.person_id.in_(list(people)), Poll.opened_at.is_(None), ~is_void)
    )
    return session.scalar(entered.limit(1)) is not None


def count(session: Session, election_id: UUID) -> ElectionCount | None:
    """Return the count of an election, or None before it."""
    return session.get(ElectionCount, election_id)


def declaration(session: Session, election_id: UUID) -> Declaration | None:
    """Return what was declared, or None before it."""
    return session.get(Declaration, election_id)
