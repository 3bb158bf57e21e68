"""Questions about cases of expulsion, and about those who were taken back."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from govern.core import lookup
from govern.register.ending_refusals import CaseOutOfOrder
from govern.register.ending_rules import CaseOutcome
from govern.register.models import ExpulsionCase, Readmission


def find(session: Session, case_id: UUID) -> ExpulsionCase:
    """Return one case.

    :raises NotFound: there is none of this id.
    """
    return lookup.find(session, ExpulsionCase, case_id)


def of_membership(session: Session, membership_id: UUID) -> Sequence[ExpulsionCase]:
    """Return every case of a membership, the newest first."""
    query = select(ExpulsionCase).where(ExpulsionCase.membership_id == membership_id)
    return session.scalars(query.order_by(ExpulsionCase.opened_at.desc())).all()


def was_taken_back(session: Session, person_id: UUID, decision_id: UUID) -> bool:
    """Say whether a meeting voted, with enough votes, to take back somebody who was expelled, by this decision."""
    return session.get(Readmission, (decision_id, person_id)) is not None


def open_case(session: Session, membership_id: UUID) -> ExpulsionCase | None:
    """Return the case of expulsion that is open for a membership, or None."""
    query = select(ExpulsionCase).where(ExpulsionCase.membership_id == membership_id, ExpulsionCase.outcome.is_(None))
    return session.scalar(query)


def ensure_open(case: ExpulsionCase | None) -> ExpulsionCase:
    """Return a case that is open.

    :raises CaseOutOfOrder: there is none.
    """
    if case is None or case.outcome is not None:
        raise CaseOutOfOrder
    return case


def is_case_behind(session: Session, membership_id: UUID, decision_id: UUID) -> bool:
    """Say whether a case of expulsion ended so by a decision."""
    case = select(ExpulsionCase.id).where(
        ExpulsionCase.membership_id == membership_id,
        ExpulsionCase.decision_id == decision_id,
        ExpulsionCase.outcome == CaseOutcome.EXPELLED,
    )
    return session.scalar(case.limit(1)) is not None
