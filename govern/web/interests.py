"""The register of interests: of the board, of one person, and what was declared in a decision."""

from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from govern.access import actor, requires
from govern.board import queries as board
from govern.constitution import queries as constitution
from govern.core import clock, db
from govern.permissions import Permission
from govern.register import interests, queries
from govern.web.deeds import ask_or_do
from govern.web.forms.connections import NATURES, DeclarationForm, EndForm, InterestForm, shown_interest
from govern.web.forms.fields import day_after, text_of
from govern.web.people import known_today
from govern.web.steps import today

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

pages = Blueprint("interests", __name__)


@pages.get("/interests")
@requires(Permission.INTEREST_READ)
def index() -> ResponseReturnValue:
    session = db.session()
    directors = board.directors_on(session, today())
    names = queries.names_of(session, directors)
    return render_template(
        "interests/index.html",
        directors=sorted(names.items(), key=lambda named: named[1]),
        interests=interests.interests_of_all(session, directors),
        natures=NATURES,
        today=today(),
    )


@pages.route("/people/<uuid:person_id>/interests/new", methods=["GET", "POST"])
@requires(Permission.INTEREST_RECORD)
def declare(person_id: UUID) -> ResponseReturnValue:
    known, form = known_today(person_id), InterestForm().offer()

    def keep(session: "Session") -> str:
        interests.declare(session, form.declared(person_id), actor=actor(), at=clock.now())
        return url_for(".index")

    said = gettext("The interest is on the register.")
    return ask_or_do(form, keep, template="interests/declare.html", said=said, known=known)


@pages.route("/interests/<uuid:interest_id>/correction", methods=["GET", "POST"])
@requires(Permission.INTEREST_RECORD)
def correct(interest_id: UUID) -> ResponseReturnValue:
    told = interests.find(db.session(), interest_id)
    person_id, known = told.person_id, known_today(told.person_id)
    form = InterestForm(**shown_interest(told)).offer()

    def keep(session: "Session") -> str:
        interests.correct(session, interest_id, form.declared(person_id), actor=actor(), at=clock.now())
        return url_for(".index")

    said = gettext("It is on record. What was declared before is kept beside it.")
    return ask_or_do(form, keep, template="interests/correct.html", said=said, known=known)


@pages.route("/interests/<uuid:interest_id>/end", methods=["GET", "POST"])
@requires(Permission.INTEREST_RECORD)
def end(interest_id: UUID) -> ResponseReturnValue:
    told = interests.find(db.session(), interest_id)
    extent, known, form = told.extent, known_today(told.person_id), EndForm()

    def keep(session: "Session") -> str:
        ended_on = day_after(form.last_on)
        assert ended_on is not None
        interests.end(session, interest_id, on=ended_on, actor=actor(), at=clock.now())
        return url_for(".index")

    said = gettext("The end is on record. The interest stays on the register with both days.")
    return ask_or_do(form, keep, template="interests/end.html", said=said, known=known, extent=extent)


@pages.route("/decisions/<uuid:decision_id>/interests/new", methods=["GET", "POST"])
@requires(Permission.INTEREST_RECORD)
def declare_in_decision(decision_id: UUID) -> ResponseReturnValue:
    session = db.session()
    decision = constitution.decision(session, decision_id)
    people = {one.person_id for one in constitution.participants(session, decision_id)}
    form = DeclarationForm().offer(
        queries.names_of(session, people - interests.declared_in(session, decision_id).keys())
    )

    def keep(session: "Session") -> str:
        person, extent = UUID(form.person.data), text_of(form.extent)
        interests.declare_in_decision(session, decision_id, person, extent=extent, actor=actor(), at=clock.now())
        return url_for("decisions.show", decision_id=decision_id)

    said = gettext("The interest is on record beside the decision.")
    return ask_or_do(form, keep, template="interests/declare_in_decision.html", said=said, decision=decision)
