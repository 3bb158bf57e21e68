"""A plan of the board in equal thirds, adopted whole."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from govern.access import actor, requires
from govern.constitution import plans, queries
from govern.constitution.rules import Body
from govern.core import clock, db
from govern.core.errors import Refusal
from govern.permissions import Permission
from govern.web.forms.decisions import offered_decisions
from govern.web.forms.plans import PlanForm, plan_form
from govern.web.steps import today

pages = Blueprint("plans", __name__)


@pages.route("/board-plans/new", methods=["GET", "POST"])
@requires(Permission.BOARD_PLAN)
def adopt() -> ResponseReturnValue:
    form = _form()
    refusal: Refusal | None = None
    if form.validate_on_submit():
        try:
            with db.transaction() as session:
                plans.adopt(session, form.seats(), decision_id=UUID(form.decision.data), actor=actor(), at=clock.now())
        except Refusal as refused:
            refusal = refused
        else:
            flash(gettext("The plan of the board is adopted."))
            return redirect(url_for("constitution.show"), 303)
    status = refusal.status if refusal else 422 if form.errors else 200
    return render_template("plans/adopt.html", form=form, refusal=refusal), status


def _form() -> PlanForm:
    """Return a form with as many seats as the rules in force give each third."""
    session = db.session()
    book = queries.rule_book_on(session, on=today())
    form = plan_form(book.seats_per_third, queries.constituencies(session), queries.parts(session))
    form.decision.choices = offered_decisions(queries.decisions_of(session, Body.GENERAL_MEETING))
    return form
