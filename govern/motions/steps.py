"""The one way in which a motion goes on."""

from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy.orm import Session

from govern.audit import service as audit
from govern.audit.service import Happening
from govern.constitution import queries as constitution
from govern.core import chain
from govern.core.actors import Deed
from govern.core.db import Base
from govern.motions import queries
from govern.motions.models import MotionStep
from govern.motions.refusals import (
    DivisionGoesOn,
    MotionDateOutOfOrder,
    MotionReasonNeeded,
    MotionStepOutOfOrder,
    TextChanged,
)
from govern.motions.rules import State, may_go

Row = TypeVar("Row", bound=Base)
# While a vote is not declared, what is voted on does not go away, and its words do not change.
MOVES_WHAT_IS_PUT = frozenset({State.AMENDED, State.REFERRED, State.WITHDRAWN, State.INADMISSIBLE})
# Of these the minutes and the proposer are owed the reason.
REASONED = frozenset({State.INADMISSIBLE, State.REFERRED, State.WITHDRAWN})


def first(session: Session, motion_id: UUID, deed: Deed) -> MotionStep:
    """Write down that a motion is submitted."""
    dated_on = deed.dated_on or constitution.today(session, at=deed.at)
    return _write(session, MotionStep(motion_id=motion_id, n=1, to_state=State.SUBMITTED, dated_on=dated_on), deed)


def take(
    session: Session,
    motion_id: UUID,
    to: State,
    deed: Deed,
    *,
    decision_id: UUID | None = None,
    leave_id: UUID | None = None,
) -> MotionStep:
    """Move a motion along one arrow.

    The caller holds the motion's row (queries.locked), so that two deeds cannot both follow one state.

    :param decision_id: the decision that a motion carried became.
    :param leave_id: the decision by which leave was given to withdraw it.
    :raises MotionStepOutOfOrder: no arrow leads there from where the motion is.
    :raises MotionDateOutOfOrder: the step is dated before the last one, or in the future.
    :raises MotionReasonNeeded: the step is one of which the reason is told, and it was not.
    :raises DivisionGoesOn: it would be changed or go away, and a vote on it is not declared.

    Source: domain 9.0b.
    """
    ensure_may_go(session, motion_id, to)
    if to in REASONED and not deed.note.strip():
        raise MotionReasonNeeded
    last = queries.last_step(session, motion_id)
    step = MotionStep(
        motion_id=motion_id,
        **chain.after(last),
        to_state=to,
        dated_on=_dated_on(session, last, deed),
        decision_id=decision_id,
        leave_id=leave_id,
    )
    return _write(session, step, deed)


def ensure_may_go(session: Session, motion_id: UUID, to: State) -> None:
    """Refuse a step that a motion cannot take where it is.

    :raises MotionStepOutOfOrder: no arrow leads there from where the motion is.
    :raises DivisionGoesOn: it would be changed or go away, and a vote on it is not declared.
    """
    state = queries.state(session, motion_id)
    if not may_go(state, to):
        raise MotionStepOutOfOrder(state=state, wanted=to)
    if to in MOVES_WHAT_IS_PUT:
        ensure_no_vote_goes_on(session, motion_id)


def ensure_no_vote_goes_on(session: Session, motion_id: UUID) -> None:
    """Refuse to change what is being voted on.

    :raises DivisionGoesOn: a vote on the motion, or on an amendment of it, is not declared.
    """
    if queries.vote_goes_on(session, motion_id):
        raise DivisionGoesOn


def ensure_in(session: Session, motion_id: UUID, *states: State, wanted: State) -> State:
    """Refuse a deed that belongs to other states, and return the state of the motion.

    :raises MotionStepOutOfOrder: the motion is in none of `states`.
    """
    current = queries.state(session, motion_id)
    if current not in states:
        raise MotionStepOutOfOrder(state=current, wanted=wanted)
    return current


def ensure_read(session: Session, motion_id: UUID, read: int | None) -> None:
    """Refuse a deed with a text that was changed since the actor read it.

    :param read: the version that they read; None where the deed is entered without a page, to the text that stands.
    :raises TextChanged: another text stands now.
    """
    if read is not None and read != queries.text(session, motion_id).version:
        raise TextChanged


def keep(session: Session, motion_id: UUID, row: Row, deed: Deed, *, event: str, **facts: Any) -> Row:
    """Write a row that belongs to a motion, journal it as `record` does, and return it."""
    session.add(row)
    session.flush()
    record(session, motion_id, deed, event=event, **facts)
    return row


def record(session: Session, motion_id: UUID, deed: Deed, *, event: str, **facts: Any) -> None:
    """Journal what was done to a motion; `facts` are ids, codes and counts."""
    audit.record(session, Happening(event=event, subject_id=motion_id, facts=facts), actor=deed.actor, at=deed.at)


def _dated_on(session: Session, last: MotionStep, deed: Deed) -> date:
    today = constitution.today(session, at=deed.at)
    dated_on = deed.dated_on or today
    if not last.dated_on <= dated_on <= today:
        raise MotionDateOutOfOrder(not_before=last.dated_on, today=today)
    return dated_on


def _write(session: Session, step: MotionStep, deed: Deed) -> MotionStep:
    step.at, step.actor_id, step.note = deed.at, deed.actor.person_id, deed.note.strip()
    session.add(step)
    session.flush()
    facts = {"n": step.n, "dated_on": step.dated_on, "decision": step.decision_id, "leave": step.leave_id}
    record(session, step.motion_id, deed, event=f"motion.{State(step.to_state)}", **facts)
    return step
