"""Vote on a motion by name: what is put, one choice, a look at it again, and the answer."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from govern.access import actor, requires
from govern.constitution import confirmations
from govern.constitution.rules import Vote
from govern.core import clock, db
from govern.core.errors import NotFound, Refusal
from govern.divisions import agreeing, asked
from govern.divisions import service as divisions
from govern.motions import queries
from govern.motions.division_models import Division
from govern.permissions import Permission
from govern.web.asked import LONGEST_NUMBER
from govern.web.division_page import facts_of, question_of, tally_facts, votes_of
from govern.web.forms.divisions import VoteForm

pages = Blueprint("divisions", __name__)
# No motion and no vote has a longer number, and no column holds one.
MOST = 10**LONGEST_NUMBER


@pages.get("/divisions/<uuid:division_id>")
@requires(Permission.MOTION_READ)
def show(division_id: UUID) -> ResponseReturnValue:
    division = divisions.find(db.session(), division_id)
    return _page(division, _form(division))


@pages.get("/motions/<int:number>/<int:n>")
@requires(Permission.MOTION_READ)
def find(number: int, n: int) -> ResponseReturnValue:
    """Lead from the short address that stands in a letter to the page of a vote."""
    if max(number, n) > MOST:
        raise NotFound
    return redirect(url_for(".show", division_id=queries.division_of_numbers(db.session(), number, n).id))


def _form(division: Division) -> VoteForm:
    return VoteForm().ask(question_of(division), votes_of(division))


def _page(division: Division, form: VoteForm, refusal: Refusal | None = None) -> str:
    """Return the page of a vote; what it comes to is shown to all once it is declared."""
    facts = facts_of(division)
    counted = tally_facts(division) if facts["outcome"] is not None else {}
    facts["word_on"] = confirmations.decision_by_vote(db.session(), division.id, actor().person_id)
    return render_template("divisions/show.html", form=form, refusal=refusal, **facts, **counted)


@pages.post("/divisions/<uuid:division_id>/review")
@requires(Permission.DIVISION_VOTE)
def review(division_id: UUID) -> ResponseReturnValue:
    """Show a choice once more before it is given. Nothing is stored."""
    division = divisions.find(db.session(), division_id)
    form = _form(division)
    if not form.validate_on_submit():
        return _page(division, form), 422
    if not asked.waits_for(db.session(), division, actor().person_id, at=clock.now()):
        return _page(division, form), 409
    return render_template("divisions/review.html", chosen=Vote(form.vote.data), **facts_of(division))


@pages.post("/divisions/<uuid:division_id>/choice")
@requires(Permission.DIVISION_VOTE)
def choose_again(division_id: UUID) -> ResponseReturnValue:
    """Show the question again with what was chosen, for somebody who wants to change it. Nothing is stored."""
    division = divisions.find(db.session(), division_id)
    return _page(division, _form(division))


@pages.post("/divisions/<uuid:division_id>/vote")
@requires(Permission.DIVISION_VOTE)
def give(division_id: UUID) -> ResponseReturnValue:
    division = divisions.find(db.session(), division_id)
    form = _form(division)
    if not form.validate_on_submit():
        return _page(division, form), 422
    try:
        with db.transaction() as session:
            agreeing.vote(session, division_id, vote=Vote(form.vote.data), actor=actor(), at=clock.now())
    except Refusal as refusal:
        return _page(divisions.find(db.session(), division_id), form, refusal), refusal.status
    # It can have ended with this vote.
    given = divisions.find(db.session(), division_id)
    return render_template("divisions/given.html", chosen=Vote(form.vote.data), **facts_of(given))
