"""Decisions as the minutes have them: the list, one of them, and a new one."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from govern.access import actor, can, requires
from govern.accounts import queries as accounts
from govern.admissions import denials
from govern.admissions import queries as admissions
from govern.admissions.words import STATE_WORDS
from govern.board import queries as board
from govern.consequences import deciding, minuting
from govern.constitution import queries
from govern.constitution.rules import Vote
from govern.core import clock, db
from govern.core.clock import local_date
from govern.core.words import Sentence, say
from govern.motions import queries as motions
from govern.permissions import Permission
from govern.register import interests
from govern.register import queries as register
from govern.web import subjects
from govern.web.asked import page_asked
from govern.web.deeds import ask_or_do
from govern.web.forms.decisions import decision_form, parts_of
from govern.web.forms.register import offered_homes
from govern.web.forms.subjects import ADDING, rows_wanted
from govern.web.minutes_words import can_confirm, said_of
from govern.web.rulings import can_rule
from govern.web.steps import today
from govern.web.who_decided import from_minutes, who_took, who_took_each

if TYPE_CHECKING:
    from sqlalchemy.orm import Session
    from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # its types are of an older release

    from govern.constitution.models import Decision

pages = Blueprint("decisions", __name__)
# Minutes can be entered after a director they name has left.
OF_LATE = timedelta(days=365)
TAKEN_BACK = say("admitted, and open again as somebody denies it")


@pages.get("/decisions")
@requires(Permission.REGISTER_READ)
def index() -> ResponseReturnValue:
    page = queries.decisions(db.session(), page=page_asked())
    said = said_of([one.id for one in page.items])
    return render_template("decisions/index.html", page=page, who_took=who_took_each(page.items), said=said)


@pages.get("/decisions/<uuid:decision_id>")
@requires(Permission.REGISTER_READ)
def show(decision_id: UUID) -> ResponseReturnValue:
    session = db.session()
    decision = queries.decision(session, decision_id)
    participants = queries.participants(session, decision_id)
    parts = parts_of(participants)
    votes = Counter(one.vote for one in participants)
    names = register.names_of(session, parts)
    declared = interests.declared_in(session, decision_id)
    return render_template(
        "decisions/show.html",
        decision=decision,
        body=who_took(decision),
        motion=motions.of_decisions(session, [decision_id]).get(decision_id),
        entered=_entered(session, decision),
        said=said_of([decision_id]).get(decision_id, []),
        may_confirm=can_confirm(decision_id),
        parts=sorted((names[person], words) for person, words in parts.items()),
        votes_for=votes[Vote.FOR],
        votes_against=votes[Vote.AGAINST],
        declared=sorted((names[person], one.extent) for person, one in declared.items()),
        about=subjects.shown(decision_id),
        ruled=_ruled(session, decision_id),
        can_rule=can_rule(session, decision_id),
    )


def _entered(session: "Session", decision: "Decision") -> "Sentence | None":
    """Return that a decision was entered from minutes and not counted here; None for what a motion became."""
    if motions.of_decisions(session, [decision.id]):
        return None
    entered_on = local_date(decision.entered_at, queries.mutual(session).time_zone)
    return from_minutes(decision.body, on=decision.decided_on, entered_on=entered_on)


def _ruled(session: "Session", decision_id: UUID) -> "list[tuple[UUID, str, Sentence]]":
    """Return the applications that a decision was on, for those who may read them: the applicant, and the outcome."""
    if not can(Permission.APPLICATION_READ):
        return []
    found = admissions.ruled_by(session, decision_id)
    undone = denials.undone_by(session, decision_id)
    names = register.names_of(session, {person_id for _id, person_id, _outcome in found})
    return [
        (one, names[person_id], TAKEN_BACK if one in undone else STATE_WORDS[outcome])
        for one, person_id, outcome in found
    ]


@pages.route("/decisions/new", methods=["GET", "POST"])
@requires(Permission.DECISION_ENTER)
def enter() -> ResponseReturnValue:
    rows = rows_wanted(request.form)
    session, on = db.session(), today()
    founders = deciding.founders_act(session, on=on)
    board = deciding.acting_for_the_board(session, on=on)
    form = decision_form(_people(), subjects.to_decide(), _homes(), board=board, rows=rows, decided_on=on)
    if ADDING in request.form:
        return render_template("decisions/enter.html", form=form, refusal=None, founders_act=founders, adding=True)

    def keep(session: "Session") -> str:
        people, about = form.participants(), subjects.typed_in(session, form)
        minute = replace(form.minute(), about=about)
        made = deciding.enter(session, minute, participants=people, actor=actor(), at=clock.now())
        link = g.settings.base_url + url_for("confirmations.confirm", decision_id=made.id)
        minuting.ask(session, made, {one.person_id for one in people}, about=len(about), link=link, at=clock.now())
        return url_for(".show", decision_id=made.id)

    said = gettext("The decision is on record. It cannot be changed.")
    return ask_or_do(form, keep, template="decisions/enter.html", said=said, founders_act=founders, adding=False)


def _homes() -> "list[SelectChoice]":
    """Return where somebody can go by a decision."""
    session, on = db.session(), today()
    divided = queries.divided_on(session, on=on)
    return offered_homes(queries.open_on(session, on=on), queries.parts(session), divided=divided)


def _people() -> dict[UUID, str]:
    """Return who can have had a part in a decision, by name.

    Who sat on the board of late, those in office, the founders; and whoever has an account, as members of a panel
    or a committee need one to say themselves that it is so.
    """
    session, on = db.session(), today()
    people = set(board.sat_between(session, on - OF_LATE, on))
    people |= {held.person_id for held in accounts.holdings(session, on=on)}
    people |= {one.person_id for one in queries.participants(session, queries.founders_decision(session).id)}
    people |= accounts.people_with_accounts(session)
    names = register.names_of(session, people)
    return dict(sorted(names.items(), key=lambda named: named[1]))
