"""Doubts about electors, and the ballots tendered under them."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from govern.access import actor, requires
from govern.ballots import doubts
from govern.ballots import queries as ballots
from govern.ballots.doubts import DoubtLine
from govern.core import clock, db
from govern.core.errors import NotFound, Refusal
from govern.elections import links, queries
from govern.elections.polling import poll_of
from govern.permissions import Permission
from govern.register import queries as register
from govern.web.filters import in_reader_language
from govern.web.forms.fields import number_of, text_of
from govern.web.forms.polling import DOUBTS, GROUNDS, DoubtForm, RulingForm

pages = Blueprint("tendered", __name__)


@pages.get("/elections/<uuid:election_id>/doubts")
@requires(Permission.ROLL_READ)
def show(election_id: UUID) -> ResponseReturnValue:
    election = queries.find(db.session(), election_id)
    poll = ballots.find(db.session(), poll_of(election))
    listed = doubts.listed(db.session(), poll.id)
    names = register.names_of(db.session(), {line.person_id for line in listed})
    lines = [(line, names[line.person_id]) for line in listed]
    return render_template(
        "tendered/show.html", election=election, poll=poll, lines=lines, doubts=DOUBTS, grounds=GROUNDS
    )


@pages.route("/elections/<uuid:election_id>/doubts/new", methods=["GET", "POST"])
@requires(Permission.BALLOT_TENDER)
def raise_doubt(election_id: UUID) -> ResponseReturnValue:
    election = queries.find(db.session(), election_id)
    poll_id = poll_of(election)
    form = DoubtForm()
    if not form.validate_on_submit():
        return render_template("tendered/raise_doubt.html", election=election, form=form), 422 if form.errors else 200
    try:
        with db.transaction() as session:
            elector_id = links.elector_id(session, ballots.find(session, poll_id), number_of(form.number))
            was_in_time = doubts.raise_doubt(
                session, poll_id, elector_id, reason=text_of(form.reason), actor=actor(), at=clock.now()
            )
    except Refusal as refusal:
        form.number.errors = [in_reader_language(refusal.sentence())]
        return render_template("tendered/raise_doubt.html", election=election, form=form), refusal.status
    if not was_in_time:
        form.number.errors = [gettext("This elector’s place is taken already, and nothing is taken out of a box.")]
        return render_template("tendered/raise_doubt.html", election=election, form=form), 409
    flash(gettext("The doubt is on record. If this elector votes, the ballot is kept apart until you decide."))
    return redirect(url_for(".show", election_id=election_id), 303)


@pages.route("/elections/<uuid:election_id>/doubts/<uuid:elector_id>", methods=["GET", "POST"])
@requires(Permission.TENDERED_DECIDE)
def decide(election_id: UUID, elector_id: UUID) -> ResponseReturnValue:
    election = queries.find(db.session(), election_id)
    poll_id = poll_of(election)
    line = _tendered(poll_id, elector_id)
    form = RulingForm()
    if not form.validate_on_submit():
        return _decide_page(election_id, line, form), 422 if form.errors else 200
    try:
        with db.transaction() as session:
            doubts.decide(
                session,
                (poll_id, elector_id),
                is_accepted=form.is_accepted,
                reason=text_of(form.reason),
                actor=actor(),
                at=clock.now(),
            )
    except Refusal as refusal:
        form.ruling.errors = [in_reader_language(refusal.sentence())]
        return _decide_page(election_id, line, form), refusal.status
    flash(gettext("The decision on this ballot is on record."))
    return redirect(url_for(".show", election_id=election_id), 303)


def _decide_page(election_id: UUID, line: DoubtLine, form: RulingForm) -> str:
    """Return the page that asks whether a tendered ballot goes into the box."""
    return render_template(
        "tendered/decide.html",
        election=queries.find(db.session(), election_id),
        line=line,
        name=register.name_of(db.session(), line.person_id),
        form=form,
        doubts=DOUBTS,
    )


def _tendered(poll_id: UUID, elector_id: UUID) -> DoubtLine:
    """Return the doubt under which an elector's ballot was tendered.

    :raises NotFound: there is no such ballot.
    """
    for line in doubts.listed(db.session(), poll_id):
        if line.elector_id == elector_id and line.is_tendered:
            return line
    raise NotFound
