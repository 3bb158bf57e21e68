"""What the rules find of somebody who applies, as it is drawn on the case and on the page of a vote on them."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from govern.access import can
from govern.admissions import queries, steps
from govern.admissions.criteria import Finding
from govern.admissions.models import MembershipApplication
from govern.admissions.rules import State
from govern.constitution import queries as constitution
from govern.core import db
from govern.motions import queries as motions
from govern.motions.models import Motion
from govern.permissions import Permission
from govern.register import queries as register
from govern.web.bars import Bars, bars
from govern.web.steps import today

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

OPEN = frozenset({State.UNDER_CHECK, State.REFERRED_BACK, State.APPEALED})
Found = list[tuple[Finding, Bars | None]]


def found(session: "Session", application: MembershipApplication, state: State, *, on: date) -> Found:
    """Return what the rules find, on the day of the last decision where there is one."""
    rulings = queries.rulings_of(session, application.id)
    if rulings and state not in OPEN:
        on = constitution.decision(session, rulings[-1].decision_id).decided_on
    return [(one, _drawn(one)) for one in queries.findings_of(session, application, on=on)]


def of_motion(motion: Motion) -> "Sequence[tuple[UUID, str, Found]]":
    """Return the applications that a motion is on, each with its name and what is found, to whoever may read them."""
    if not can(Permission.APPLICATION_READ):
        return []
    session = db.session()
    asked = {one.application_id for one in motions.concerns(session, motion.id) if one.application_id}
    cases = [queries.find(session, one) for one in asked]
    names = register.names_of(session, {one.person_id for one in cases})
    told = [
        (one.id, names[one.person_id], found(session, one, steps.state(session, one.id), on=today())) for one in cases
    ]
    return sorted(told, key=lambda case: case[1])


def _drawn(finding: Finding) -> Bars | None:
    """Return what is so as a bar, and what the rules ask for as the line across it."""
    return bars([str(finding.figures[0])], str(finding.figures[1])) if finding.figures else None
