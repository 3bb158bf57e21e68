"""Who holds which office; granting one and ending one."""

from datetime import date
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from govern.access import actor, requires
from govern.accounts import offices, queries
from govern.accounts.words import OFFICE_WORDS
from govern.core import clock, db
from govern.core.errors import Refusal
from govern.permissions import Permission
from govern.register import queries as register
from govern.web.filters import in_reader_language
from govern.web.forms.fields import day_of, text_of
from govern.web.forms.offices import EndForm, GrantForm

pages = Blueprint("offices", __name__)


@pages.get("/offices")
@requires(Permission.OFFICE_READ)
def show() -> ResponseReturnValue:
    held = queries.holdings(db.session(), on=_today())
    names = register.names_of(db.session(), {holding.person_id for holding in held})
    return render_template("offices/show.html", held=held, names=names, words=OFFICE_WORDS)


@pages.route("/offices/new", methods=["GET", "POST"])
@requires(Permission.OFFICE_GRANT)
def grant() -> ResponseReturnValue:
    form = GrantForm(from_on=_today()).offer_offices()
    if not form.validate_on_submit():
        return render_template("offices/grant.html", form=form), 422 if form.errors else 200
    try:
        _grant(form)
    except Refusal as refusal:
        form.email.errors = [in_reader_language(refusal.sentence())]
        return render_template("offices/grant.html", form=form), refusal.status
    flash(gettext("The office is granted, and the grant is in the journal."))
    return redirect(url_for(".show"), 303)


@pages.route("/offices/<uuid:holding_id>/ending", methods=["GET", "POST"])
@requires(Permission.OFFICE_GRANT)
def end(holding_id: UUID) -> ResponseReturnValue:
    held = queries.find_held(db.session(), holding_id)
    form = EndForm(until_on=_today())
    if not form.validate_on_submit():
        return _end_page(held, form), 422 if form.errors else 200
    try:
        with db.transaction() as session:
            holding = queries.find_holding(session, holding_id)
            offices.end_office(session, holding, until_on=day_of(form.until_on), actor=actor(), at=clock.now())
    except Refusal as refusal:
        form.until_on.errors = [in_reader_language(refusal.sentence())]
        return _end_page(held, form), refusal.status
    flash(gettext("The end of the office is on record."))
    return redirect(url_for(".show"), 303)


def _grant(form: GrantForm) -> None:
    """Grant what the form says."""
    from_on, at = day_of(form.from_on), clock.now()
    with db.transaction() as session:
        person_id = queries.person_with_address(session, text_of(form.email))
        offices.grant(session, office=form.role, person_id=person_id, from_on=from_on, actor=actor(), at=at)


def _end_page(held: queries.Held, form: EndForm) -> str:
    """Return the page that asks for the first day without the office."""
    name = register.name_of(db.session(), held.person_id)
    return render_template("offices/end.html", held=held, name=name, form=form, words=OFFICE_WORDS)


def _today() -> date:
    """Return the date on the mutual's own wall."""
    return clock.local_date(clock.now(), g.zone)
