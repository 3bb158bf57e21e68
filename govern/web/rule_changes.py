"""The way of a draft to the members and to the registrar: a motion, a class asked for its consent, the filing."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, g, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from govern.access import actor, requires
from govern.agenda.service import Proposal
from govern.consequences import on_paper
from govern.constitution import queries as constitution
from govern.constitution.changes import Changed
from govern.constitution.models import Constituency, RuleSet
from govern.constitution.parameters.board import ReservedMatter
from govern.constitution.parameters.motions import CLAUSES
from govern.constitution.rulebook import PARAMETERS
from govern.core import clock, db
from govern.core.actors import Deed
from govern.core.errors import NotFound
from govern.core.languages import SOURCE_LANGUAGE, LocalText
from govern.core.words import Sentence, say
from govern.motions.models import Motion
from govern.motions.rules import Deciders, Kind, Way
from govern.permissions import Permission
from govern.register import queries as register
from govern.rule_changes import class_consents, entrenchment
from govern.rule_changes import service as rule_changes
from govern.rule_changes.class_consents import Consent
from govern.rule_changes.words import languages_of, lines_of, title_of, told, written_in
from govern.web.deeds import Gate, ask_or_do, deed_now
from govern.web.forms.elections import local_fields, local_text_of
from govern.web.forms.fields import day_of, number_of, text_of
from govern.web.forms.motions import ButtonForm
from govern.web.forms.rules_registration import FilingForm, RuleMotionForm, with_titles
from govern.web.steps import today
from govern.web.waiting_rules import waiting_facts

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

pages = Blueprint("rule_changes", __name__)


@pages.route("/rules/<uuid:rule_set_id>/motion", methods=["GET", "POST"])
@requires(Permission.MOTION_ENTER)
def propose(rule_set_id: UUID) -> ResponseReturnValue:
    version, _registration = constitution.rule_set(db.session(), rule_set_id)
    changes = rule_changes.differences(db.session(), rule_set_id, on=today())
    names = constitution.names_of_constituencies(db.session())
    kind = Kind.FRANCHISE if any(one.parameter.touches_franchise for one in changes) else Kind.SPECIAL
    lines = [line for one in changes for line in lines_of(one, names)]
    titles = _titles(lines, lambda language: title_of(changes, language))
    form = with_titles(titles)

    def keep(session: "Session") -> str:
        proposal = _proposal(session, form, version, kind, (titles, lines))
        return url_for("motions.show", motion_id=_submitted(session, proposal).id)

    said = gettext("The change is proposed. It goes the way of every motion from here.")
    return ask_or_do(
        form,
        keep,
        template="rule_changes/propose.html",
        gate=_gate(
            version, lambda session: rule_changes.ensure_proposable(session, rule_set_id, kind=kind, at=clock.now())
        ),
        said=said,
        version=version,
        changes=[told(one, names) for one in changes],
        titles=local_fields(form, "title"),
        is_franchise=kind is Kind.FRANCHISE,
        touched=[CLAUSES[one] for one in entrenchment.touched(db.session(), rule_set_id, at=clock.now())],
        waiting=waiting_facts(db.session(), rule_set_id),
    )


def _submitted(session: "Session", proposal: Proposal) -> Motion:
    return on_paper.submit(session, proposal, deed_now(), base_url=g.settings.base_url)


def _proposal(
    session: "Session",
    form: RuleMotionForm,
    version: RuleSet,
    kind: Kind,
    words: tuple[LocalText, Sequence[Sentence]],
    *,
    home: Constituency | None = None,
) -> Proposal:
    titles, lines = words
    mutual, reasons = constitution.mutual(session), text_of(form.reasons)
    written = SOURCE_LANGUAGE if SOURCE_LANGUAGE in mutual.languages else mutual.languages[0]
    return Proposal(
        proposer_id=register.member_of_number(session, number_of(form.member_no)),
        kind=kind,
        deciders=Deciders.MEMBERS,
        way=Way.MEETING,
        title=LocalText(titles | local_text_of(form, "title")),
        text=written_in(list(titles), lines, zone=mutual.time_zone),
        reasons=LocalText({written: reasons} if reasons else {}),
        matter=ReservedMatter.FRANCHISE if kind is Kind.FRANCHISE else None if home else ReservedMatter.ALTER_RULES,
        constituency_id=home.id if home else None,
        changes_to_id=version.id,
    )


@pages.route("/rules/<uuid:rule_set_id>/consents/<uuid:constituency_id>", methods=["GET", "POST"])
@requires(Permission.MOTION_ENTER)
def ask_class(rule_set_id: UUID, constituency_id: UUID) -> ResponseReturnValue:
    session = db.session()
    version, _registration = constitution.rule_set(session, rule_set_id)
    found = rule_changes.latest(session, rule_set_id)
    asked = (
        [one for one in class_consents.of_change(session, found[0]) if one.constituency.id == constituency_id]
        if found
        else []
    )
    if not asked:
        raise NotFound
    home, names = asked[0].constituency, constitution.names_of_constituencies(session)
    changes = _taken_from(session, asked[0], version)
    lead = say("That %(home)s consents to this change of the rules.", home=home.name)
    lines = [lead, *(line for one in changes for line in lines_of(one, names))]
    title = say("Consent of %(home)s to version %(version)s", home=home.name, version=str(version.version))
    titles = _titles([title, *lines], title.spoken)
    form = with_titles(titles)

    def keep(session: "Session") -> str:
        proposal = _proposal(session, form, version, Kind.CLASS, (titles, lines), home=home)
        return url_for("motions.show", motion_id=_submitted(session, proposal).id)

    said = gettext("The question to this constituency is a motion now.")
    return ask_or_do(
        form,
        keep,
        template="rule_changes/ask_class.html",
        gate=_gate(version, lambda session: _ensure_asked(session, version, constituency_id)),
        said=said,
        version=version,
        consent=asked[0],
        changes=[told(one, names) for one in changes],
        titles=local_fields(form, "title"),
    )


def _titles(lines: Sequence[Sentence], titled: Callable[[str], str]) -> LocalText:
    """Return a title in each language of the mutual that has words for all of what is put."""
    return LocalText({one: titled(one) for one in languages_of(lines, g.mutual.languages)})


def _taken_from(session: "Session", consent: Consent, version: RuleSet) -> list[Changed]:
    """Return the rules by which a change takes something from a constituency."""
    affected = [PARAMETERS[name] for name in consent.rules]
    return [one for one in rule_changes.differences(session, version.id, on=today()) if one.parameter in affected]


def _ensure_asked(session: "Session", version: RuleSet, constituency_id: UUID) -> None:
    rule_changes.ensure_consent_asked(session, version.id, constituency_id=constituency_id)


@pages.route("/rules/<uuid:rule_set_id>/discarding", methods=["GET", "POST"])
@requires(Permission.RULES_DRAFT)
def discard(rule_set_id: UUID) -> ResponseReturnValue:
    version, _registration = constitution.rule_set(db.session(), rule_set_id)
    names = constitution.names_of_constituencies(db.session())

    def keep(session: "Session") -> str:
        rule_changes.discard(session, rule_set_id, deed_now())
        return url_for("rule_book.index")

    return ask_or_do(
        ButtonForm(),
        keep,
        template="rule_changes/discard.html",
        said=gettext("The draft is discarded. It is on no list any more."),
        gate=_gate(version, lambda session: rule_changes.ensure_may_be_discarded(session, rule_set_id)),
        title=gettext("Discard this draft"),
        who=gettext("Version %(version)s of the rules", version=version.version),
        lead=gettext("Nobody has proposed it, and it binds nobody. It leaves the lists, and cannot be brought back."),
        changes=[told(one, names) for one in rule_changes.differences(db.session(), rule_set_id, on=today())],
        button=gettext("Discard it"),
        back=url_for("rule_book.show", rule_set_id=rule_set_id),
    )


@pages.route("/rules/<uuid:rule_set_id>/filing", methods=["GET", "POST"])
@requires(Permission.RULES_REGISTER)
def file(rule_set_id: UUID) -> ResponseReturnValue:
    version, _registration = constitution.rule_set(db.session(), rule_set_id)
    form = FilingForm(sent_on=today())

    def keep(session: "Session") -> str:
        rule_changes.file(session, rule_set_id, Deed(actor=actor(), at=clock.now(), dated_on=day_of(form.sent_on)))
        return url_for("rule_book.show", rule_set_id=rule_set_id)

    said = gettext("It is on record that this was sent. It has no effect until it is registered.")
    gate = _gate(version, lambda session: rule_changes.ensure_may_be_filed(session, rule_set_id, deed_now()))
    waiting = waiting_facts(db.session(), rule_set_id)
    facts = {"version": version, "waiting": waiting}
    return ask_or_do(form, keep, template="rule_changes/file.html", said=said, gate=gate, **facts)


def _gate(version: RuleSet, ensure: Callable[["Session"], object]) -> Gate:
    """Let a deed be asked for only while it can be done with a version; its page says what can."""
    about = say("Version %(version)s of the rules", version=version.version)
    return Gate(ensure=ensure, about=about, back=url_for("rule_book.show", rule_set_id=version.id))
