"""Which admissions were taken back, as somebody denies the decision that they rest on, and by whose word that is done.

Source: domain 2.8 INV-42; decision 0023.
"""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Exists, and_, exists, or_, select
from sqlalchemy.orm import Session, aliased

from govern.admissions.models import ApplicationStep, RulingPart
from govern.admissions.rules import UNDOING, State
from govern.constitution.models import DecisionConfirmation, DecisionSubject


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


@dataclass(frozen=True, kw_only=True)
class Left:
    """An admission that still waits for its entry, on a decision that somebody denies."""

    application_id: UUID
    decision_id: UUID
    denied_by: UUID


def left_admitted(session: Session) -> list[Left]:
    """Return the admissions that were left on a decision which somebody denies who is not one of those it is about."""
    query = (
        select(ApplicationStep.application_id, DecisionConfirmation.decision_id, DecisionConfirmation.person_id)
        .join(ApplicationStep, ApplicationStep.decision_id == DecisionConfirmation.decision_id)
        .where(_denies_as_another(), ApplicationStep.to_state == State.ADMITTED, _is_last())
        .order_by(DecisionConfirmation.confirmed_at, ApplicationStep.application_id)
    )
    return [Left(application_id=one, decision_id=by, denied_by=who) for one, by, who in session.execute(query)]


def is_denied_by(session: Session, decision_id: UUID, person_id: UUID) -> bool:
    """Say whether somebody denies a decision by their own word, and is not one of those whom it is about."""
    word = select(DecisionConfirmation.person_id).where(
        DecisionConfirmation.decision_id == decision_id,
        DecisionConfirmation.person_id == person_id,
        _denies_as_another(),
    )
    return session.scalar(word) is not None


def _denies_as_another() -> ColumnElement[bool]:
    about = exists().where(
        DecisionSubject.decision_id == DecisionConfirmation.decision_id,
        DecisionSubject.person_id == DecisionConfirmation.person_id,
    )
    return and_(~DecisionConfirmation.is_so, ~about)


def _takes_a_decision_back(step: type[ApplicationStep]) -> ColumnElement[bool]:
    return or_(*(and_(step.from_state == begin, step.to_state == end) for begin, end in sorted(UNDOING)))


def _is_last() -> ColumnElement[bool]:
    later = aliased(ApplicationStep)
    return ~exists().where(later.application_id == ApplicationStep.application_id, later.n > ApplicationStep.n)
