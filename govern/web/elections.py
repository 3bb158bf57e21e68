"""Elections: the list, a plan, one election's page, and the steps that are not of its poll or its count."""

from datetime import date, time, timedelta
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from govern.access import can, in_words, requires
from govern.board import queries as board
from govern.board.rules import Term
from govern.constitution import queries as constitution
from govern.core import clock, db
from govern.core.actors import Role
from govern.core.errors import Refusal
from govern.core.words import Sentence, say
from govern.counting import presets
from govern.elections import counts, limits, planning, queries, timetable
from govern.elections.candidates import WITHDRAWABLE
from govern.elections.models import Election
from govern.elections.refusals import NAMES, TimetableNotInOrder
from govern.elections.rules import State
from govern.permissions import POLICY, Permission
from govern.web.deeds import deed_now
from govern.web.filters import in_reader_language
from govern.web.forms.elections import CloseForm, GraveStepForm, LegalStepForm, PlanForm, local_fields, with_titles
from govern.web.limit_words import limits_told
from govern.web.next_steps import Way, next_steps
from govern.web.steps import Step, take_step, today
from govern.web.timeline import timeline
from govern.web.whereabouts import electorate_of, frozen_on, office_of, poll_facts, state_now, whereabouts

pages = Blueprint("elections", __name__)
# The hours that a plan begins with; nominations and polls of the model rules close at five.
NINE, FIVE = time(9), time(17)


@pages.get("/elections")
@requires(Permission.ELECTION_READ)
def index() -> ResponseReturnValue:
    listed = [(line, state_now(line.election, line.state)) for line in queries.listed(db.session())]
    return render_template("elections/index.html", listed=listed, names=NAMES)


@pages.route("/elections/new", methods=["GET", "POST"])
@requires(Permission.ELECTION_PLAN)
def plan() -> ResponseReturnValue:
    rules = constitution.rule_set_on(db.session(), on=today())
    form = with_titles(g.mutual.languages)(candidate_order=rules.parameters["candidate_order"], **_days_asked())
    form.offer(_electorates())
    if not form.validate_on_submit():
        return _plan_page(form), 422 if form.errors else 200
    try:
        with db.transaction() as session:
            planned = form.plan(rule_set_id=rules.id, zone=g.zone)
            election = planning.plan(session, planned, deed_now())
    except TimetableNotInOrder as refusal:
        form.complain(refusal.about, in_reader_language(refusal.sentence()))
        return _plan_page(form), refusal.status
    except Refusal as refusal:
        return _plan_page(form, refusal), refusal.status
    flash(gettext("The election is planned. Nothing is public until you publish its notice."))
    return redirect(url_for(".show", election_id=election.id), 303)


def _days_asked() -> dict[str, date | time]:
    """Return the days and times that follow from the close in the address, to begin with; none without one."""
    asked = CloseForm(request.args)
    if not asked.validate() or asked.closes_on.data is None:
        return {}
    rules = constitution.rule_book_on(db.session(), on=today())
    found = timetable.proposed(rules, closes_on=asked.closes_on.data, today=today())
    return {
        "nominations_close_on": found.days.nominations_close,
        "nominations_close_time": FIVE,
        "roll_date": found.roll_date,
        "opens_on": found.opens_on,
        "opens_time": NINE,
        "closes_on": found.closes_on,
        "closes_time": FIVE,
    }


def _plan_page(form: PlanForm, refusal: Refusal | None = None) -> str:
    """Return the page of a plan, with what was typed and what was refused."""
    rules = constitution.rule_set_on(db.session(), on=today())
    return render_template(
        "elections/plan.html", form=form, titles=local_fields(form, "title"), refusal=refusal, rules=rules
    )


def _electorates() -> list[tuple[str, str]]:
    """Return who can elect, by id, each with how many of its seats are empty today."""
    session = db.session()
    parts = constitution.parts(session)
    seated = {(seat.third, seat.sub_constituency_id) for seat in constitution.seats(session, on=today())}
    found: list[tuple[str, str]] = []
    for one in constitution.constituencies(session):
        if one.third is None:
            continue
        if (one.third, None) in seated:
            found.append((str(one.id), _with_empty_seats(say("%(name)s", name=one.name), one.third, None)))
        for part in parts:
            if part.constituency_id == one.id and (one.third, part.id) in seated:
                named = say("%(name)s: %(part)s", name=one.name, part=part.name)
                found.append((f"{one.id}/{part.id}", _with_empty_seats(named, one.third, part.id)))
    return found


def _with_empty_seats(named: Sentence, third: str, part_id: UUID | None) -> str:
    term = Term(starts_on=today(), ends_on=today() + timedelta(days=1))
    empty = len(board.vacant(db.session(), third=third, sub_constituency_id=part_id, term=term))
    return in_reader_language(say("%(named)s (seats empty today: %(empty)s)", named=named, empty=empty))


@pages.get("/elections/<uuid:election_id>")
@requires(Permission.ELECTION_READ)
def show(election_id: UUID) -> ResponseReturnValue:
    session = db.session()
    election = queries.find(session, election_id)
    where = whereabouts(election)
    steps = [(step, office_of(step)) for step in queries.steps(session, election_id)]
    ways = next_steps(where, at=clock.now())
    return render_template(
        "elections/show.html",
        election=election,
        electorate=electorate_of(election),
        where=where,
        state=NAMES[where.state],
        next_steps=ways,
        others=[way for way in ways.others if can(way.permission)],
        who_steps=_who_takes(ways.main),
        term_last_on=election.term_ends_on - clock.A_DAY,
        moments=timeline(where, steps, frozen_on=frozen_on(election)),
        candidates=queries.candidates(session, election_id),
        limits=_limits_told(election),
        withdrawable=WITHDRAWABLE,
        counted_by=presets.preset(election.rule).text,
        count=queries.count(session, election_id),
        declaration=queries.declaration(session, election_id),
        **poll_facts(election),
    )


def _who_takes(way: Way | None) -> Sentence | None:
    """Return the office that a step is for, beside what goes by itself."""
    return in_words(POLICY[way.permission] - {Role.CLOCKWORK}) if way else None


def _limits_told(election: Election) -> list[Sentence]:
    """Return the limits of an election's rules, with who is of each category so far."""
    names = {one.number: one.name for one in queries.standing(db.session(), election.id)}
    return limits_told((one._asdict() for one in limits.categories(db.session(), election)), names)


@pages.route("/elections/<uuid:election_id>/notice", methods=["GET", "POST"])
@requires(Permission.ELECTION_NOTICE)
def publish_notice(election_id: UUID) -> ResponseReturnValue:
    election = queries.find(db.session(), election_id)
    return take_step(
        election_id,
        Step(
            template="elections/publish_notice.html",
            form=LegalStepForm(dated_on=today()),
            take=planning.publish_notice,
            to=State.NOTICE_PUBLISHED,
            said=gettext("The notice is published. Nothing in it changes from here on."),
            shown={"electorate": electorate_of(election), "limits": limits.limits_of(db.session(), election)},
        ),
    )


@pages.route("/elections/<uuid:election_id>/voiding", methods=["GET", "POST"])
@requires(Permission.ELECTION_VOID)
def void(election_id: UUID) -> ResponseReturnValue:
    return take_step(
        election_id,
        Step(
            template="elections/void.html",
            form=GraveStepForm(dated_on=today()),
            take=planning.void,
            to=State.VOIDED,
            said=gettext("The election is void, and why is on record."),
        ),
    )


@pages.route("/elections/<uuid:election_id>/rerun", methods=["GET", "POST"])
@requires(Permission.ELECTION_MOVE)
def order_rerun(election_id: UUID) -> ResponseReturnValue:
    return take_step(
        election_id,
        Step(
            template="elections/order_rerun.html",
            form=GraveStepForm(dated_on=today()),
            take=counts.order_rerun,
            to=State.RERUN,
            said=gettext("It is on record that this is to be run again. Now plan the new election."),
        ),
    )


@pages.route("/elections/<uuid:election_id>/disposal", methods=["GET", "POST"])
@requires(Permission.ELECTION_DISPOSE)
def dispose(election_id: UUID) -> ResponseReturnValue:
    return take_step(
        election_id,
        Step(
            template="elections/dispose.html",
            form=GraveStepForm(dated_on=today()),
            take=counts.dispose,
            to=State.DISPOSED,
            said=gettext("It is on record that the papers are destroyed."),
        ),
    )
