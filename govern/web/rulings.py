"""What a body decided on applications: on one, from its case, or on many, from the decision's page."""

from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # its types are of an older release

from govern.access import requires
from govern.admissions import queries
from govern.admissions.models import MembershipApplication
from govern.admissions.rules import State
from govern.consequences import admitting
from govern.constitution import confirmations
from govern.constitution import queries as constitution
from govern.constitution.models import Decision
from govern.constitution.rules import Matter, Subject
from govern.core import db
from govern.core.errors import Refusal
from govern.core.words import say
from govern.permissions import Permission
from govern.register import queries as register
from govern.register import subjects
from govern.web.cases import find_case
from govern.web.deeds import ask_or_do, deed_now
from govern.web.filters import in_reader_language
from govern.web.forms.applications import RulingForm, rulings_form
from govern.web.forms.decisions import named
from govern.web.steps import today
from govern.web.who_decided import who_took

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

pages = Blueprint("rulings", __name__)


@pages.route("/applications/<uuid:application_id>/rulings", methods=["GET", "POST"])
@requires(Permission.APPLICATION_DECIDE)
def rule(application_id: UUID) -> ResponseReturnValue:
    session, application = db.session(), find_case(application_id)
    form = RulingForm().offer(_offered(session, application))

    def apply(session: "Session") -> str:
        decision_id, deed = UUID(form.decision.data), deed_now()
        _names, outcomes = _named(session, decision_id)
        admitting.rule(session, decision_id, [form.ruling(application_id, outcomes[application_id])], deed=deed)
        return url_for("cases.show", application_id=application_id)

    return ask_or_do(
        form,
        apply,
        template="rulings/rule.html",
        said=gettext("What was decided is on record."),
        back=url_for("cases.show", application_id=application_id),
        who=register.name_of(session, application.person_id),
    )


def _offered(session: "Session", application: MembershipApplication) -> list[SelectChoice]:
    """Return the decisions that name an application and can be applied to it, each with what it says."""
    ruled = {one.decision_id for one in queries.rulings_of(session, application.id)}
    found = constitution.decisions_about(session, application.person_id, Matter.ADMISSION, Matter.REFUSAL)
    return [
        SelectChoice(value=str(one.id), label=_with_outcome(one, said))
        for one in found
        if not confirmations.is_denied(session, one.id)
        for said in constitution.subjects(session, one.id)
        if said.application_id == application.id and one.id not in ruled
    ]


def _with_outcome(decision: Decision, said: Subject) -> str:
    """Return a decision in a line, with what it says of an application."""
    outcome = say("admit") if said.matter is Matter.ADMISSION else say("refuse")
    line: str = in_reader_language(say("%(decision)s: %(outcome)s", decision=named(decision), outcome=outcome))
    return line


@pages.route("/decisions/<uuid:decision_id>/rulings", methods=["GET", "POST"])
@requires(Permission.APPLICATION_DECIDE)
def rule_on_many(decision_id: UUID) -> ResponseReturnValue:
    """Enter one resolution over many applications. Each is counted by those who were free to decide on it."""
    session = db.session()
    decision = constitution.decision(session, decision_id)
    names, chosen = _named(session, decision_id) if can_rule(session, decision_id) else ({}, {})
    form = rulings_form(names, chosen)

    def apply(session: "Session") -> str:
        deed = deed_now()
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
        body=who_took(decision),
        today=today(),
    )


def _named(session: "Session", decision_id: UUID) -> tuple[dict[UUID, str], dict[UUID, State]]:
    """Return the applications that a decision names and was not applied to, each in words, and with its outcome."""
    about = {one: words for one, words in subjects.told(session, decision_id).items() if one.application_id}
    done = {application_id for application_id, _person, _outcome in queries.ruled_by(session, decision_id)}
    names: dict[UUID, str] = {}
    chosen: dict[UUID, State] = {}
    for one, words in about.items():
        if one.application_id is not None and one.application_id not in done:
            names[one.application_id] = in_reader_language(words)
            chosen[one.application_id] = State.ADMITTED if one.matter is Matter.ADMISSION else State.REFUSED
    return names, chosen


def can_rule(session: "Session", decision_id: UUID) -> bool:
    """Say whether a decision that nobody denies names applications to which it was not applied yet."""
    return not confirmations.is_denied(session, decision_id) and bool(_named(session, decision_id)[0])
