"""The timetable of an election, for everybody from its notice on; and the days that follow from a close."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from uuid import UUID, uuid5

from flask import Blueprint, Response, g, render_template, request
from flask.typing import ResponseReturnValue

from govern.access import ensure_may, public, requires
from govern.constitution import queries as constitution
from govern.core import clock, db
from govern.core.words import say
from govern.elections import progress, queries, timetable
from govern.elections.models import Election
from govern.elections.progress import Line
from govern.elections.refusals import NAMES
from govern.elections.rules import State
from govern.permissions import Permission
from govern.web.calendars import Entry, calendar
from govern.web.filters import spoken
from govern.web.forms.elections import CloseForm
from govern.web.steps import today
from govern.web.whereabouts import electorate_of, state_now

pages = Blueprint("timetables", __name__)


@pages.get("/elections/<uuid:election_id>/timetable")
@public
def show(election_id: UUID) -> ResponseReturnValue:
    election, session = _public(election_id), db.session()
    steps = queries.steps(session, election_id)
    state = State(steps[-1].to_state)
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


def _public(election_id: UUID) -> Election:
    """Return an election that whoever reads may know of; a planned one is for officers."""
    election = queries.find(db.session(), election_id)
    if queries.state(db.session(), election_id) == State.PLANNED:
        ensure_may(Permission.ELECTION_READ)
    return election


@pages.get("/elections/<uuid:election_id>/timetable.ics")
@public
def save(election_id: UUID) -> ResponseReturnValue:
    election, at = _public(election_id), clock.now()
    lines = progress.of(db.session(), election, at=at)
    answer = Response(calendar(_entries(election, lines), at=at), mimetype="text/calendar")
    answer.headers["Content-Disposition"] = f"attachment; filename=timetable-{election_id}.ics"
    return answer


def _entries(election: Election, lines: Iterable[Line]) -> Iterator[Entry]:
    """Yield a day for each step that has one: when it happens by itself, or else its latest."""
    for line in lines:
        said = line.said
        on = clock.local_date(said, g.zone) if isinstance(said, datetime) else said or line.latest
        if on is not None:
            step = line.step if said else say("%(step)s: latest day", step=line.step)
            told = say("%(title)s, %(when)s", title=election.title, when=said) if said else election.title
            yield Entry(uid=uuid5(election.id, line.step.msgid), on=on, summary=spoken(step), description=spoken(told))


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
