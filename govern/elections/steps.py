"""The one way in which an election goes on."""

from uuid import UUID

from sqlalchemy.orm import Session

from govern.audit import service as audit
from govern.audit.service import Happening
from govern.constitution import queries as constitution
from govern.core import chain
from govern.core.actors import Deed
from govern.elections import impartiality, queries
from govern.elections.models import ElectionStep
from govern.elections.refusals import DateOutOfOrder, StepOutOfOrder
from govern.elections.rules import State, may_go


def first(session: Session, election_id: UUID, deed: Deed) -> ElectionStep:
    """Write down that an election is planned."""
    today = constitution.today(session, at=deed.at)
    step = ElectionStep(
        election_id=election_id,
        n=1,
        to_state=State.PLANNED,
        dated_on=deed.dated_on or today,
        at=deed.at,
        actor_id=deed.actor.person_id,
        note=deed.note,
    )
    return _write(session, step, deed)


def take(session: Session, election_id: UUID, to: State, deed: Deed) -> ElectionStep:
    """Move an election along one arrow.

    The caller holds the election's row (queries.locked), so that two deeds cannot both follow one state.

    :raises StepOutOfOrder: no arrow leads there from where the election is.
    :raises DateOutOfOrder: the step is dated before the last one, or in the future.
    :raises OwnElection: the actor stands in it.
    :raises RunWhileConnected: the actor is connected with somebody who stands.

    Source: domain 9.0b.
    """
    last = queries.last_step(session, election_id)
    if not may_go(State(last.to_state), to):
        raise StepOutOfOrder(state=State(last.to_state), wanted=to)
    today = constitution.today(session, at=deed.at)
    impartiality.ensure_impartial(session, election_id, deed.actor, on=today)
    dated_on = deed.dated_on or today
    if not last.dated_on <= dated_on <= today:
        raise DateOutOfOrder(dated_on=dated_on, not_before=last.dated_on, today=today)
    step = ElectionStep(
        election_id=election_id,
        **chain.after(last),
        to_state=to,
        dated_on=dated_on,
        at=deed.at,
        actor_id=deed.actor.person_id,
        note=deed.note,
    )
    return _write(session, step, deed)


def ensure_in(session: Session, election_id: UUID, *states: State, wanted: State) -> None:
    """Refuse a deed that belongs to other states.

    :raises StepOutOfOrder: the election is in none of `states`.
    """
    current = queries.state(session, election_id)
    if current not in states:
        raise StepOutOfOrder(state=current, wanted=wanted)


def _write(session: Session, step: ElectionStep, deed: Deed) -> ElectionStep:
    session.add(step)
    session.flush()
    facts = {"n": step.n, "dated_on": step.dated_on}
    happening = Happening(event=f"election.{step.to_state}", subject_id=step.election_id, facts=facts)
    audit.record(session, happening, actor=deed.actor, at=deed.at)
    return step
