"""Who belongs to the admissions committee and the appeal panel: entered and ended, by decisions of others."""

from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from govern.access import actor, requires
from govern.constitution import queries as constitution
from govern.core import clock, db
from govern.permissions import Permission
from govern.register import bodies
from govern.register import queries as register
from govern.web.deeds import ask_or_do
from govern.web.forms.bodies import NAMES, AppointmentForm, LeavingForm
from govern.web.forms.decisions import named_each, offered_decisions
from govern.web.forms.fields import day_of, number_of
from govern.web.forms.register import none_chosen
from govern.web.steps import today

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

pages = Blueprint("bodies", __name__)


@pages.get("/bodies")
@requires(Permission.REGISTER_READ)
def show() -> ResponseReturnValue:
    session, on = db.session(), today()
    found = bodies.on_record(session)
    return render_template(
        "bodies/show.html",
        bodies=[(words, [one for one in found if one.body == body]) for body, words in NAMES.items()],
        names=register.names_of(session, {one.person_id for one in found}),
        decisions=named_each([*constitution.decisions_among(session, {line.decision_id for line in found}).values()]),
        on=on,
    )


@pages.route("/bodies/members/new", methods=["GET", "POST"])
@requires(Permission.DECISION_ENTER)
def appoint() -> ResponseReturnValue:
    form = AppointmentForm(from_on=today()).offer_bodies()
    decisions = constitution.decisions_of(db.session(), *bodies.APPOINTING)
    form.decision.choices = [none_chosen(), *offered_decisions(decisions)]

    def enter(session: "Session") -> str:
        person_id = register.member_of_number(session, number_of(form.number))
        bodies.appoint(session, form.appointed(person_id), actor=actor(), at=clock.now())
        return url_for(".show")

    return ask_or_do(form, enter, template="bodies/appoint.html", said=gettext("They belong to that body now."))


@pages.route("/bodies/members/<uuid:place_id>/ending", methods=["GET", "POST"])
@requires(Permission.DECISION_ENTER)
def end(place_id: UUID) -> ResponseReturnValue:
    session = db.session()
    line, form = bodies.find(session, place_id), LeavingForm(until_on=today())

    def leave(session: "Session") -> str:
        bodies.end(session, place_id, until_on=day_of(form.until_on), actor=actor(), at=clock.now())
        return url_for(".show")

    return ask_or_do(
        form,
        leave,
        template="bodies/end.html",
        said=gettext("The end is on record."),
        line=line,
        name=register.name_of(session, line.person_id),
        body=next(words for body, words in NAMES.items() if body == line.body),
    )
