"""What a body decided on applications: on one, from its case, or on many, from the decision's page."""

from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from govern.access import actor, requires
from govern.admissions import queries, steps
from govern.admissions.models import MembershipApplication
from govern.admissions.rules import State
from govern.admissions.steps import Deed
from govern.consequences import admitting
from govern.constitution import queries as constitution
from govern.constitution.models import Decision
from govern.constitution.rules import Body
from govern.core import clock, db
from govern.core.errors import Refusal
from govern.permissions import Permission
from govern.register import queries as register
from govern.web.cases import find_case
from govern.web.deeds import ask_or_do
from govern.web.filters import spoken
from govern.web.forms.applications import RulingForm, rulings_form
from govern.web.forms.decisions import BODIES, FOUNDERS, offered_decisions
from govern.web.steps import today

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

pages = Blueprint("rulings", __name__)
# The bodies that rules can name for admissions, and for appeals.
RULING = (Body.BOARD, Body.COMMITTEE, Body.SECRETARY_DELEGATED, Body.GENERAL_MEETING, Body.PANEL)
TO_DECIDE = (State.UNDER_CHECK, State.APPEALED)


@pages.route("/applications/<uuid:application_id>/rulings", methods=["GET", "POST"])
@requires(Permission.APPLICATION_DECIDE)
def rule(application_id: UUID) -> ResponseReturnValue:
    session, application = db.session(), find_case(application_id)
    form = RulingForm().offer(offered_decisions(_citable(session, application)))

    def apply(session: "Session") -> str:
        deed = Deed(actor=actor(), at=clock.now())
        admitting.rule(session, UUID(form.decision.data), [form.ruling(application_id)], deed=deed)
        return url_for("cases.show", application_id=application_id)

    return ask_or_do(
        form,
        apply,
        template="rulings/rule.html",
        said=gettext("What was decided is on record."),
        back=url_for("cases.show", application_id=application_id),
        who=register.name_of(session, application.person_id),
    )


def _citable(session: "Session", application: MembershipApplication) -> list[Decision]:
    """Return the decisions that can have been on an application: none from before it, or its appeal, came in."""
    assert application.submitted_at is not None
    last = steps.last(session, application.id)
    came_on = constitution.today(session, at=application.submitted_at)
    since = last.dated_on if last.to_state == State.APPEALED else came_on
    ruled = {one.decision_id for one in queries.rulings_of(session, application.id)}
    found = constitution.decisions_of(session, *RULING)
    return [one for one in found if one.decided_on >= since and one.id not in ruled]


@pages.route("/decisions/<uuid:decision_id>/rulings", methods=["GET", "POST"])
@requires(Permission.APPLICATION_DECIDE)
def rule_on_many(decision_id: UUID) -> ResponseReturnValue:
    """Enter one resolution over many applications. Each is counted by those who were free to decide on it."""
    session = db.session()
    decision = constitution.decision(session, decision_id)
    names = _waiting(session, decision)
    form = rulings_form(names)

    def apply(session: "Session") -> str:
        deed = Deed(actor=actor(), at=clock.now())
        try:
            admitting.rule(session, decision_id, form.rulings(), deed=deed)
        except Refusal as refused:
            form.point_at(refused.which)
            raise
        return url_for("decisions.show", decision_id=decision_id)

    count = len(form.rulings()) if form.is_submitted() and not form.errors else 0
    return ask_or_do(
        form,
        apply,
        template="rulings/rule_on_many.html",
        said=ngettext("It is on record for %(num)s application.", "It is on record for %(num)s applications.", count),
        decision=decision,
        body=BODIES.get(Body(decision.body), FOUNDERS),
        today=today(),
    )


def _waiting(session: "Session", decision: Decision) -> dict[UUID, str]:
    """Return the applications on which a decision can have been, in the order in which they came in.

    Each is named by its applicant and constituency.
    """
    lines = queries.queue(session, *TO_DECIDE)
    names = register.names_of(session, {line.person_id for line in lines})
    homes = {one.id: one.name for one in constitution.constituencies(session)}
    return {
        line.application_id: f"{names[line.person_id]}, {spoken(homes[line.constituency_id])}"
        for line in lines
        if line.submitted_at is not None and constitution.today(session, at=line.submitted_at) <= decision.decided_on
    }


def can_rule(decision: Decision) -> bool:
    """Say whether a decision is of a body that can have decided on applications."""
    return Body(decision.body) in RULING
