"""What waits among applications, as numbers and days: for desks, and for the clock."""

from datetime import date, timedelta

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session, aliased

from govern.admissions.models import ApplicationStep, MembershipApplication, UndertakingGiven
from govern.admissions.rules import State, Undertaking, lapses_on
from govern.constitution import queries as constitution
from govern.core.waiting import Heap


def waiting(session: Session, *states: State) -> Heap:
    """Return how many applications are in these states, and since when the one that waits longest is there."""
    count, since = session.execute(
        select(func.count(), func.min(ApplicationStep.at)).where(ApplicationStep.to_state.in_(states), _is_last())
    ).one()
    return Heap(count, since)


def lapsing(session: Session, *, on: date, by: date) -> Heap:
    """Return how many admissions lapse by a day unless the share or guarantee is given, and the last day of the first.

    :param on: the day whose rules say how long there is.

    Source: domain 9.0b; the rules in force: days to give the share or guarantee.
    """
    days = constitution.rule_book_on(session, on=on).admission_lapse_days
    given = exists().where(UndertakingGiven.application_id == MembershipApplication.id)
    count, admitted_on = session.execute(
        select(func.count(), func.min(ApplicationStep.dated_on))
        .join(MembershipApplication, MembershipApplication.id == ApplicationStep.application_id)
        .where(
            ApplicationStep.to_state == State.ADMITTED,
            MembershipApplication.undertaking != Undertaking.NONE,
            ~given,
            _is_last(),
            ApplicationStep.dated_on <= by - timedelta(days=days),
        )
    ).one()
    return Heap(count, None if admitted_on is None else last_day(admitted_on, days=days))


def last_day(admitted_on: date, *, days: int) -> date:
    """Return the last day on which the share or guarantee of an admission can be given.

    >>> last_day(date(2026, 6, 1), days=30).isoformat()
    '2026-07-01'
    """
    return lapses_on(admitted_on, days=days) - timedelta(days=1)


def _is_last() -> ColumnElement[bool]:
    later = aliased(ApplicationStep)
    return ~exists().where(later.application_id == ApplicationStep.application_id, later.n > ApplicationStep.n)
