"""People the mutual knows: enter one, correct their particulars, enter them as a member."""

from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from govern.access import actor, requires
from govern.constitution import queries as constitution
from govern.core import clock, db
from govern.core.errors import NotFound, Refusal
from govern.permissions import Permission
from govern.register import persons, queries, service
from govern.register.rules import PersonKind
from govern.web.forms.decisions import offered_decisions
from govern.web.forms.fields import day_of
from govern.web.forms.register import CorrectionForm, EntryForm, PersonForm, offered_homes, shown_particulars
from govern.web.members import DECIDING
from govern.web.steps import today

pages = Blueprint("people", __name__)


@pages.get("/people/<uuid:person_id>")
@requires(Permission.REGISTER_READ)
def show(person_id: UUID) -> ResponseReturnValue:
    session = db.session()
    versions = queries.person_history(session, person_id)
    if not versions:
        raise NotFound
    return render_template(
        "people/show.html",
        person_id=person_id,
        name=queries.name_of(session, person_id),
        versions=versions,
        memberships=queries.memberships_of(session, person_id),
        is_member=queries.active_number(session, person_id, on=today()) is not None,
        recorders=queries.names_of(session, {one.recorded_by for one in versions}),
    )


@pages.route("/people/new", methods=["GET", "POST"])
@requires(Permission.PERSON_ENTER)
def enter() -> ResponseReturnValue:
    form = PersonForm().offer_kinds()
    refusal: Refusal | None = None
    if form.validate_on_submit():
        try:
            with db.transaction() as session:
                person = persons.enter(
                    session,
                    form.particulars(confirmed_on=today()),
                    kind=PersonKind(form.kind.data),
                    match_key=g.settings.match_key.encode(),
                    actor=actor(),
                    at=clock.now(),
                )
        except Refusal as refused:
            refusal = refused
        else:
            flash(gettext("This person is known now. They are a member only once they are entered as one."))
            return redirect(url_for(".show", person_id=person.id), 303)
    status = refusal.status if refusal else 422 if form.errors else 200
    return render_template("people/enter.html", form=form, refusal=refusal), status


@pages.route("/people/<uuid:person_id>/correction", methods=["GET", "POST"])
@requires(Permission.PERSON_ENTER)
def correct(person_id: UUID) -> ResponseReturnValue:
    known = queries.person_on(db.session(), person_id, on=today())
    if known is None:
        raise NotFound
    form = CorrectionForm(valid_from=today(), **shown_particulars(known))
    refusal: Refusal | None = None
    if form.validate_on_submit():
        try:
            with db.transaction() as session:
                persons.correct(
                    session,
                    person_id,
                    form.particulars(confirmed_on=known.adult_confirmed_on or today()),
                    valid_from=day_of(form.valid_from),
                    match_key=g.settings.match_key.encode(),
                    actor=actor(),
                    at=clock.now(),
                )
        except Refusal as refused:
            refusal = refused
        else:
            flash(gettext("It is on record. What was recorded before stays readable beside it."))
            return redirect(url_for(".show", person_id=person_id), 303)
    status = refusal.status if refusal else 422 if form.errors else 200
    return render_template("people/correct.html", form=form, person_id=person_id, known=known, refusal=refusal), status


@pages.route("/people/<uuid:person_id>/membership", methods=["GET", "POST"])
@requires(Permission.MEMBERSHIP_ENTER)
def admit(person_id: UUID) -> ResponseReturnValue:
    session = db.session()
    known = queries.person_on(session, person_id, on=today())
    if known is None:
        raise NotFound
    form = EntryForm()
    form.home.choices = offered_homes(constitution.constituencies(session), constitution.parts(session))
    form.decision.choices = offered_decisions(constitution.decisions_of(session, *DECIDING))
    refusal: Refusal | None = None
    if form.validate_on_submit():
        try:
            with db.transaction() as session:
                membership = service.enter(session, form.entry(person_id), actor=actor(), at=clock.now())
        except Refusal as refused:
            refusal = refused
        else:
            flash(gettext("They are a member from today on."))
            return redirect(url_for("members.show", membership_id=membership.id), 303)
    status = refusal.status if refusal else 422 if form.errors else 200
    return render_template("people/admit.html", form=form, person_id=person_id, known=known, refusal=refusal), status
