"""Applications: the queue by what each waits for, and those that came on paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, g, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from govern.access import actor, requires
from govern.admissions import applications, denials, queries, reports
from govern.admissions import service as admissions
from govern.admissions.queries import Line
from govern.admissions.rules import State, Undertaking, undertaking_of
from govern.admissions.words import STATE_WORDS
from govern.constitution import queries as constitution
from govern.core import clock, db
from govern.core.actors import Deed
from govern.core.words import Sentence, say, say_many
from govern.permissions import Permission
from govern.register import finding
from govern.register import queries as register
from govern.web.case_ways import NEXT, OPEN_AGAIN
from govern.web.deeds import ask_or_do
from govern.web.forms.applications import ApplicationForm
from govern.web.forms.fields import text_of
from govern.web.forms.register import SearchForm, offered_homes
from govern.web.people import known_today
from govern.web.steps import today

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from govern.core.languages import LocalText

pages = Blueprint("applications", __name__)
S = State
# The order in which somebody has to do something about them.
GROUPS: tuple[tuple[Sentence, Sentence, tuple[State, ...]], ...] = (
    (say("To check"), say("Nothing waits to be checked."), (S.SUBMITTED,)),
    (say("To decide"), say("Nothing waits for a decision."), (S.UNDER_CHECK, S.APPEALED)),
    (say("To enter"), say("Nobody waits to be entered."), (S.ADMITTED,)),
    (say("With the applicant"), say("Nothing waits for an applicant."), (S.REFERRED_BACK,)),
)
CLOSED = (S.REFUSED, S.REFUSAL_STANDS, S.ENTERED, S.LAPSED, S.WITHDRAWN)
SHOWN_CLOSED = timedelta(days=30)
# From how many applications of one source, in which time, they are looked at together.
MANY, MANY_WITHIN = 5, timedelta(days=14)


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """An application in the queue, as somebody reads it.

    :param is_of_many: many came from where it came from.
    """

    line: Line
    name: str
    home: "LocalText"
    part: "LocalText | None"
    state: Sentence
    waits: Sentence
    next: Sentence
    is_of_many: bool


@pages.get("/applications")
@requires(Permission.APPLICATION_READ)
def index() -> ResponseReturnValue:
    session, on = db.session(), today()
    many = reports.from_one_source(session, since=clock.now() - MANY_WITHIN, at_least=MANY)
    return render_template(
        "applications/index.html",
        groups=[
            (name, nothing, _waiting(session, queries.queue(session, *states), many, on=on))
            for name, nothing, states in GROUPS
        ],
        closed=_waiting(session, queries.queue(session, *CLOSED, since=on - SHOWN_CLOSED), many, on=on),
        many=sum(many.values()),
    )


def _waiting(session: "Session", lines: Sequence[Line], many: dict[str, int], *, on: "date") -> list[Waiting]:
    """Return lines of the queue in words."""
    names = register.names_of(session, {line.person_id for line in lines})
    homes = {one.id: one.name for one in constitution.constituencies(session)}
    parts = {one.id: one.name for one in constitution.parts(session)}
    open_again = denials.open_again(session)
    return [
        Waiting(
            line=line,
            name=names[line.person_id],
            home=homes[line.constituency_id],
            part=parts.get(line.sub_constituency_id) if line.sub_constituency_id else None,
            state=STATE_WORDS[line.state],
            waits=since(line.since_on, on=on),
            next=OPEN_AGAIN if line.application_id in open_again else _next(session, line, on=on),
            is_of_many=line.source_mark in many,
        )
        for line in lines
    ]


def since(begun_on: "date", *, on: "date") -> Sentence:
    """Return for how long something has waited."""
    days = (on - begun_on).days
    return say_many("%(count)s day", "%(count)s days", count=days) if days > 0 else say("since today")


def _next(session: "Session", line: Line, *, on: "date") -> Sentence:
    """Return what comes next."""
    hindrance = admissions.hindrance(session, line.application_id, on=on) if line.state is S.ADMITTED else None
    return NEXT[line.state] if hindrance is None else hindrance.sentence()


@pages.route("/applications/new", methods=["GET", "POST"])
@requires(Permission.APPLICATION_ENTER)
def find_applicant() -> ResponseReturnValue:
    """Look for somebody who applied on paper. What was looked for is in no address."""
    form, found = SearchForm(), None
    if form.validate_on_submit():
        found = finding.suggestions(db.session(), search=text_of(form.wanted), on=today())
    page = render_template("applications/find_applicant.html", form=form, found=found)
    return page, 422 if form.errors else 200


@pages.post("/applications/suggestions")
@requires(Permission.APPLICATION_ENTER)
def suggest() -> ResponseReturnValue:
    """Answer what is being typed with a part of a page. What was typed is in no address."""
    form = SearchForm()
    if not form.validate_on_submit():
        return {"html": ""}, 422
    wanted = text_of(form.wanted)
    found = finding.suggestions(db.session(), search=wanted, on=today())
    return {"html": render_template("applications/suggestions.html", wanted=wanted, found=found)}


@pages.route("/people/<uuid:person_id>/application", methods=["GET", "POST"])
@requires(Permission.APPLICATION_ENTER)
def enter(person_id: UUID) -> ResponseReturnValue:
    session, on, known = db.session(), today(), known_today(person_id)
    gives = undertaking_of(constitution.legal_form(session))
    divided = constitution.divided_on(session, on=on)
    homes = offered_homes(constitution.open_on(session, on=on), constitution.parts(session), divided=divided)
    form = ApplicationForm(received_on=on).offer(homes, gives)

    def enter_paper(session: "Session") -> str:
        at = clock.now()
        received_at = form.received_at(at=at, today=on, zone=g.zone)
        deed = Deed(actor=actor(), at=at)
        made = applications.enter_paper(session, person_id, form.wanted(gives), received_at=received_at, deed=deed)
        return url_for("cases.show", application_id=made.id)

    return ask_or_do(
        form,
        enter_paper,
        template="applications/enter.html",
        said=gettext("The application is on record. Nobody is a member by it."),
        person_id=person_id,
        known=known,
        lapse_days=constitution.rule_book_on(session, on=on).admission_lapse_days,
        is_given=gives is not Undertaking.NONE,
    )
