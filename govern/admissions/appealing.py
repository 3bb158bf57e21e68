"""Who hears an appeal against a refusal, and until when: by the rules of the day on which the applicant was told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from govern.admissions.models import ApplicationStep
from govern.admissions.refusals import AppealTooLate, NoAppealHere
from govern.admissions.rules import State, appeal_by
from govern.constitution import queries as constitution
from govern.constitution.parameters.membership import AppealBody


@dataclass(frozen=True, kw_only=True)
class Appeal:
    """What the rules say of an appeal against one refusal.

    :param by: the last day on which it can be brought.
    """

    to: AppealBody
    by: date


def appeal_against(session: Session, refused: ApplicationStep) -> Appeal | None:
    """Return what the rules of the day of a refusal say of an appeal against it; None where nobody hears one."""
    book = constitution.rule_book_on(session, on=refused.dated_on)
    if book.admission_appeal_body is AppealBody.NONE:
        return None
    return Appeal(to=book.admission_appeal_body, by=appeal_by(refused.dated_on, days=book.admission_appeal_days))


def appeal_of(session: Session, steps: Sequence[ApplicationStep]) -> Appeal | None:
    """Return the same of the last refusal among some steps; None where there is none."""
    refused = next((step for step in reversed(steps) if step.to_state == State.REFUSED), None)
    return None if refused is None else appeal_against(session, refused)


def ensure_in_time(session: Session, refused: ApplicationStep, *, on: date) -> None:
    """Refuse an appeal that nobody hears, or that comes too late.

    :raises NoAppealHere: the rules name nobody.
    :raises AppealTooLate: its last day has passed.
    """
    appeal = appeal_against(session, refused)
    if appeal is None:
        raise NoAppealHere
    if on > appeal.by:
        raise AppealTooLate(appeal.by)
