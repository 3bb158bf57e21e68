"""What became of applications in some days, for the members; and what came in bulk, to be looked at together."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govern.admissions import denials
from govern.admissions.models import ApplicationStep, MembershipApplication
from govern.admissions.rules import State


@dataclass(frozen=True, kw_only=True)
class Count:
    """How many applications to one constituency came to one end in some days.

    :param reason: of refusals; None for other ends.
    """

    constituency_id: UUID
    to_state: State
    reason: str | None
    applications: int


def ended_in(session: Session, *, from_on: date, until_on: date) -> list[Count]:
    """Return what became of applications in some days, by constituency: those of a quarter, for the members.

    :param until_on: the first day after them.

    Source: domain 2.8 INV-41.
    """
    rows = session.execute(
        select(
            MembershipApplication.constituency_id,
            ApplicationStep.to_state,
            ApplicationStep.reason,
            func.count().label("applications"),
        )
        .join(MembershipApplication, MembershipApplication.id == ApplicationStep.application_id)
        .where(ApplicationStep.dated_on >= from_on, ApplicationStep.dated_on < until_on)
        .where(~denials.is_taken_back(ApplicationStep))
        .group_by(MembershipApplication.constituency_id, ApplicationStep.to_state, ApplicationStep.reason)
        .order_by(MembershipApplication.constituency_id, ApplicationStep.to_state, ApplicationStep.reason)
    )
    return [Count(**dict(row._mapping) | {"to_state": State(row.to_state)}) for row in rows]


def from_one_source(session: Session, *, since: datetime, at_least: int) -> dict[str, int]:
    """Return the source marks under which many applications came in since an instant, and how many.

    Source: product 2, point 5: applications in bulk from one source are looked at together.
    """
    rows = session.execute(
        select(MembershipApplication.source_mark, func.count())
        .where(MembershipApplication.source_mark.is_not(None), MembershipApplication.submitted_at >= since)
        .group_by(MembershipApplication.source_mark)
        .having(func.count() >= at_least)
    )
    return {str(mark): number for mark, number in rows}
