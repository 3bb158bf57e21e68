"""The rules: every version with each value and its source; a draft; its registration."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from govern.access import actor, can, public, requires
from govern.consequences import registering
from govern.constitution import drafts, entrenched, queries
from govern.constitution.draft_refusals import DraftChangesNothing
from govern.constitution.parameters.frame import declared
from govern.constitution.parameters.kinds import called
from govern.constitution.parameters.motions import CLAUSES
from govern.constitution.rulebook import RuleBook, RulesNotAllowed, defaults_for
from govern.constitution.rules import LegalForm
from govern.core import clock, db
from govern.core.words import Sentence, say
from govern.motions import queries as motions
from govern.motions.words import words_of
from govern.permissions import Permission
from govern.registrar import registrations
from govern.rule_changes import class_consents, entrenchment
from govern.rule_changes import service as rule_changes
from govern.rule_changes import waiting as waiting_rules
from govern.rule_changes.service import Stage
from govern.rule_changes.words import OVERTAKEN, STAGES, names_of, told
from govern.web.deeds import Gate, ask_or_do, deed_now
from govern.web.forms.rules import SUBJECT_WORDS, RulesForm, rules_form
from govern.web.forms.rules_registration import RegistrationForm
from govern.web.refusals import NotUnderstood
from govern.web.registrations import reported
from govern.web.steps import today
from govern.web.waiting_rules import undone_facts, waiting_facts

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from govern.constitution.models import RuleSet

pages = Blueprint("rule_book", __name__)


@pages.get("/rules")
@public
def index() -> ResponseReturnValue:
    session = db.session()
    versions = queries.rule_sets(session)
    return render_template(
        "rule_book/index.html",
        versions=versions,
        in_force=queries.rule_set_on(session, on=today()),
        standing={version.id: _standing(session, version.id) for version, _ in versions},
    )


@pages.get("/rules/<uuid:rule_set_id>")
@public
def show(rule_set_id: UUID) -> ResponseReturnValue:
    session = db.session()
    version, registration = queries.rule_set(session, rule_set_id)
    book, names = queries.rule_book(session, rule_set_id), queries.names_of_constituencies(session)
    return render_template(
        "rule_book/show.html",
        version=version,
        registration=registration,
        reported=reported(session, registrations.of_rules(session, rule_set_id)),
        denied=reported(session, registrations.denied_of_rules(session, rule_set_id)),
        book=book,
        entrenched=entrenched.rules_of(book),
        groups_of=lambda parameter, value: [
            (head and called(head, names), [called(line, names) for line in lines])
            for head, lines in parameter.kind.groups(value)
        ],
        subjects=[(SUBJECT_WORDS[name], declared(rules)) for name, rules in RuleBook.SUBJECTS.items()],
        **_on_its_way(session, rule_set_id),
    )


def _standing(session: "Session", rule_set_id: UUID) -> Sentence:
    """Return where a version is, in words."""
    if rule_changes.is_overtaken(session, rule_set_id):
        return OVERTAKEN
    return STAGES[rule_changes.stage(session, rule_set_id)]


def _on_its_way(session: "Session", rule_set_id: UUID) -> dict[str, Any]:
    """Return where a version is on its way to being in force, and who has to consent."""
    stage, found = rule_changes.stage(session, rule_set_id), rule_changes.latest(session, rule_set_id)
    consents = class_consents.of_change(session, found[0]) if found and stage is not Stage.DRAFT else []
    names = queries.names_of_constituencies(session)
    asked = motions.asked_to_consent(session, rule_set_id) if consents else {}
    is_overtaken = rule_changes.is_overtaken(session, rule_set_id)
    is_to_come = stage not in (Stage.REGISTERED, Stage.SUPERSEDED, Stage.DISCARDED)
    return {
        "stage": stage,
        "discarded": drafts.discarded(session, rule_set_id),
        "is_overtaken": is_overtaken,
        "waiting": waiting_facts(session, rule_set_id) if is_to_come else [],
        "undone": undone_facts(session, rule_set_id),
        "stage_words": _standing(session, rule_set_id),
        "motion_id": found[0].motion_id if found else None,
        "in_force": queries.rule_set_on(session, on=today()),
        "consents": [(one, names_of(one.rules)) for one in consents],
        "consent_motions": asked,
        "to_ask": {one.constituency.id for one in consents if not one.is_given and one.constituency.id not in asked}
        if stage is Stage.CLASS_CONSENTS and can(Permission.MOTION_ENTER) and not is_overtaken
        else set(),
        "motion_words": words_of(found[1], is_consulted=False) if found else None,
        "changes": [told(one, names) for one in rule_changes.differences(session, rule_set_id, on=today())]
        if is_to_come
        else [],
        "touched": [CLAUSES[one] for one in entrenchment.touched(session, rule_set_id, at=clock.now())]
        if is_to_come
        else [],
    }


@pages.route("/rules/new", methods=["GET", "POST"])
@requires(Permission.RULES_DRAFT)
def draft() -> ResponseReturnValue:
    session = db.session()
    in_force = queries.rule_set_on(session, on=today())
    waiting = waiting_rules.beside(session, in_force.id)
    base = next((one.version for one in waiting if str(one.version.id) == request.args.get("on")), in_force)
    now = defaults_for(LegalForm(g.mutual.legal_form)) | base.parameters
    form = rules_form(now, homes={one.code: one.name for one in queries.constituencies(session)})
    if form.is_submitted() and not form.is_whole():
        raise NotUnderstood
    if not form.validate_on_submit():
        return _draft_page(form, base), 422 if form.errors else 200
    try:
        with db.transaction() as session:
            drafted = drafts.keep(session, now | form.parameters(), on_top_of=base, actor=actor(), at=clock.now())
    except RulesNotAllowed as refusal:
        form.blame(refusal.objections)
        return _draft_page(form, base), 422
    except DraftChangesNothing as refusal:
        return _draft_page(form, base, refusal), refusal.status
    flash(gettext("The draft is kept. It binds nobody until the members have decided it and it is registered."))
    return redirect(url_for(".show", rule_set_id=drafted.id), 303)


def _draft_page(form: RulesForm, base: "RuleSet", refusal: DraftChangesNothing | None = None) -> str:
    """Return the page of a draft on top of a version, with what was typed and what cannot stand."""
    return render_template(
        "rule_book/draft.html",
        form=form,
        refusal=refusal,
        legal_form=LegalForm(g.mutual.legal_form),
        base=base,
        is_on_top=base.id != queries.rule_set_on(db.session(), on=today()).id,
        waiting=waiting_facts(db.session(), base.id),
    )


@pages.route("/rules/<uuid:rule_set_id>/registration", methods=["GET", "POST"])
@requires(Permission.RULES_REGISTER)
def register(rule_set_id: UUID) -> ResponseReturnValue:
    version, _registration = queries.rule_set(db.session(), rule_set_id)
    form = RegistrationForm()

    def keep(session: "Session") -> str:
        base_url = g.settings.base_url
        registering.report_rules(session, rule_set_id, form.answer(), deed_now(), base_url=base_url)
        return url_for(".show", rule_set_id=rule_set_id)

    said = gettext("It is entered. It takes effect once somebody else has compared it with the registrar’s answer.")
    gate = Gate(
        ensure=lambda session: registrations.ensure_may_report_rules(session, rule_set_id, deed_now()),
        about=say("Version %(version)s of the rules", version=version.version),
        back=url_for(".show", rule_set_id=rule_set_id),
    )
    facts = {
        "version": version,
        "waiting": waiting_facts(db.session(), rule_set_id),
        "undone": undone_facts(db.session(), rule_set_id),
    }
    return ask_or_do(form, keep, template="rule_book/register.html", said=said, gate=gate, **facts)
