"""Which steps of applications were taken back, as somebody denies the decision that they rest on.

Source: domain 2.8 INV-42; decision 0023.
"""

from uuid import UUID

from sqlalchemy import ColumnElement, Exists, and_, exists, or_, select
from sqlalchemy.orm import Session, aliased

from govern.admissions.models import ApplicationStep, RulingPart
from govern.admissions.rules import UNDOING, State
from govern.constitution.models import DecisionConfirmation


def is_taken_back(step: type[ApplicationStep]) -> Exists:
    """Return the condition that a step was taken back by the one after it."""
    back = aliased(ApplicationStep)
    return exists().where(
        back.application_id == step.application_id, back.previous_n == step.n, _takes_a_decision_back(back)
    )


def is_undone() -> Exists:
    """Return the condition that the decision in which somebody had a part on an application was taken back."""
    decided = aliased(ApplicationStep)
    return exists().where(
        decided.application_id == RulingPart.application_id,
        decided.decision_id == RulingPart.decision_id,
        is_taken_back(decided),
    )


def undone(session: Session, application_id: UUID) -> frozenset[UUID]:
    """Return the decisions on an application that were taken back."""
    query = select(RulingPart.decision_id).where(RulingPart.application_id == application_id, is_undone())
    return frozenset(session.scalars(query))


def undone_by(session: Session, decision_id: UUID) -> frozenset[UUID]:
    """Return the applications from which a decision was taken back."""
    query = select(RulingPart.application_id).where(RulingPart.decision_id == decision_id, is_undone())
    return frozenset(session.scalars(query))


def open_again(session: Session) -> frozenset[UUID]:
    """Return the applications that wait since a decision on them was taken back."""
    query = select(ApplicationStep.application_id).where(_takes_a_decision_back(ApplicationStep), _is_last())
    return frozenset(session.scalars(query))


def left_admitted(session: Session) -> list[tuple[UUID, UUID]]:
    """Return the denied decisions on which an admission still waits for its entry, each with who denies it."""
    query = (
        select(DecisionConfirmation.decision_id, DecisionConfirmation.person_id)
        .join(ApplicationStep, ApplicationStep.decision_id == DecisionConfirmation.decision_id)
        .where(~DecisionConfirmation.is_so, ApplicationStep.to_state == State.ADMITTED, _is_last())
    )
    return [(decision_id, person_id) for decision_id, person_id in session.execute(query)]


def _takes_a_decision_back(step: type[ApplicationStep]) -> ColumnElement[bool]:
    return or_(*(and_(step.from_state == begin, step.to_state == end) for begin, end in sorted(UNDOING)))


def _is_last() -> ColumnElement[bool]:
    later = aliased(ApplicationStep)
    return ~exists().where(later.application_id == ApplicationStep.application_id, later.n > ApplicationStep.n)
