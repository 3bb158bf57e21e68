"""A plan of the board in equal thirds, adopted whole."""

from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from govern.access import actor, requires
from govern.constitution import plans, queries
from govern.constitution.rules import Body
from govern.core import clock, db
from govern.permissions import Permission
from govern.web.deeds import ask_or_do
from govern.web.forms.decisions import offered_decisions
from govern.web.forms.plans import PlanForm, plan_form
from govern.web.steps import today

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

pages = Blueprint("plans", __name__)


@pages.route("/board-plans/new", methods=["GET", "POST"])
@requires(Permission.BOARD_PLAN)
def adopt() -> ResponseReturnValue:
    form = _form()

    def adopt_whole(session: "Session") -> str:
        decision_id = UUID(form.decision.data)
        plans.adopt(session, form.seats(), decision_id=decision_id, actor=actor(), at=clock.now())
        return url_for("constitution.show")

    said = gettext("The plan of the board is adopted.")
    return ask_or_do(form, adopt_whole, template="plans/adopt.html", said=said)


def _form() -> PlanForm:
    """Return a form with as many seats as the rules in force give each third."""
    session = db.session()
    book = queries.rule_book_on(session, on=today())
    form = plan_form(book.seats_per_third, queries.constituencies(session), queries.parts(session))
    form.decision.choices = offered_decisions(queries.decisions_of(session, Body.GENERAL_MEETING))
    return form
