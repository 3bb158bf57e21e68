"""The timetable of an election, for everybody from its notice on; and the days that follow from a close."""

from uuid import UUID

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from govern.access import ensure_may, public, requires
from govern.constitution import queries as constitution
from govern.core import clock, db
from govern.elections import progress, queries, timetable
from govern.elections.refusals import NAMES
from govern.elections.rules import State
from govern.permissions import Permission
from govern.web.forms.elections import CloseForm
from govern.web.steps import today
from govern.web.whereabouts import electorate_of, state_now

pages = Blueprint("timetables", __name__)


@pages.get("/elections/<uuid:election_id>/timetable")
@public
def show(election_id: UUID) -> ResponseReturnValue:
    session = db.session()
    election = queries.find(session, election_id)
    steps = queries.steps(session, election_id)
    state = State(steps[-1].to_state)
    if state == State.PLANNED:
        ensure_may(Permission.ELECTION_READ)
    version, _registration = constitution.rule_set(session, election.rule_set_id)
    return render_template(
        "timetables/show.html",
        election=election,
        electorate=electorate_of(election),
        state=NAMES[state_now(election, state)],
        noticed_on=next((step.dated_on for step in steps if step.to_state == State.NOTICE_PUBLISHED), None),
        rules=version,
        lines=progress.of(session, election, at=clock.now()),
    )


@pages.get("/elections/timetable")
@requires(Permission.ELECTION_PLAN)
def propose() -> ResponseReturnValue:
    form = CloseForm(request.args)
    is_read = form.validate()
    session, on = db.session(), today()
    rules = constitution.rule_book_on(session, on=on)
    first = timetable.first_close(rules.election_timetable, today=on)
    asked = form.closes_on.data if is_read else None
    page = render_template(
        "timetables/propose.html",
        form=form,
        first=first,
        rules=constitution.rule_set_on(session, on=on),
        proposal=timetable.proposed(rules, closes_on=asked, today=on) if asked else None,
    )
    return page, 200 if is_read else 422
