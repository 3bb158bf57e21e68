"""Nominations: opened, entered, withdrawn, closed and published."""

from typing import TYPE_CHECKING
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from govern.access import requires
from govern.core import clock, db
from govern.core.actors import Deed
from govern.core.errors import NotFound, Refusal
from govern.elections import candidates, limits, planning, queries
from govern.elections.models import Candidate
from govern.elections.refusals import NominationNotReceived, NoSuchCandidate
from govern.elections.rules import State
from govern.permissions import Permission
from govern.register import queries as register
from govern.web.deeds import deed_now
from govern.web.filters import in_reader_language
from govern.web.forms.elections import LegalStepForm, StepForm, local_fields
from govern.web.forms.fields import day_of, text_of
from govern.web.forms.nominations import NominationForm, SearchForm, WithdrawalForm, with_statements
from govern.web.steps import Step, take_step, today

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

pages = Blueprint("nominations", __name__)


@pages.route("/elections/<uuid:election_id>/nominations/opening", methods=["GET", "POST"])
@requires(Permission.ELECTION_MOVE)
def open_nominations(election_id: UUID) -> ResponseReturnValue:
    return take_step(
        election_id,
        Step(
            template="nominations/open_nominations.html",
            form=StepForm(dated_on=today()),
            take=planning.open_nominations,
            to=State.NOMINATIONS_OPEN,
            said=gettext("Nominations are open."),
        ),
    )


@pages.route("/elections/<uuid:election_id>/nominations/new", methods=["GET", "POST"])
@requires(Permission.CANDIDATE_ENTER)
def find_member(election_id: UUID) -> ResponseReturnValue:
    """Look for the member who is nominated. What was looked for is in no address."""
    election = queries.find(db.session(), election_id)
    form = SearchForm()
    found = None
    if form.validate_on_submit():
        found = candidates.eligible(db.session(), election, text_of(form.wanted), at=clock.now())
    page = render_template(
        "nominations/find_member.html", election=election, form=form, found=found, most=candidates.MOST_MATCHES
    )
    return page, 422 if form.errors else 200


@pages.route("/elections/<uuid:election_id>/nominations/new/<uuid:person_id>", methods=["GET", "POST"])
@requires(Permission.CANDIDATE_ENTER)
def enter(election_id: UUID, person_id: UUID) -> ResponseReturnValue:
    election = queries.find(db.session(), election_id)
    if not candidates.is_member(db.session(), election, person_id, at=clock.now()):
        raise NotFound
    called = register.name_of(db.session(), person_id)
    form = with_statements(g.mutual.languages)(
        name=called,
        sort_name=_by_surname(called),
        received_on=today(),
        received_time=clock.now().astimezone(ZoneInfo(g.zone)).time(),
    )
    form.offer(limit.category for limit in limits.limits_of(db.session(), election))
    if not form.validate_on_submit():
        return _enter_page(election_id, form), 422 if form.errors else 200
    try:
        with db.transaction() as session:
            nomination = form.nomination(person_id, zone=g.zone)
            candidates.enter(session, election_id, nomination, deed_now())
    except NominationNotReceived as refusal:
        form.received_on.errors = [in_reader_language(refusal.sentence())]
        return _enter_page(election_id, form), refusal.status
    except Refusal as refusal:
        return _enter_page(election_id, form, refusal), refusal.status
    flash(gettext("The nomination is entered."))
    return redirect(url_for("elections.show", election_id=election_id), 303)


def _enter_page(election_id: UUID, form: NominationForm, refusal: Refusal | None = None) -> str:
    """Return the page of a nomination, with what was typed and what was refused."""
    election = queries.find(db.session(), election_id)
    return render_template(
        "nominations/enter.html",
        election=election,
        form=form,
        statements=local_fields(form, "statement"),
        refusal=refusal,
    )


def _by_surname(name: str) -> str:
    """Return a name as an alphabet may go by it, for the officer to put right.

    >>> _by_surname("Ada Beth Ash")
    'Ash, Ada Beth'
    """
    first, _space, last = name.rpartition(" ")
    return f"{last}, {first}" if first else last


@pages.route("/elections/<uuid:election_id>/candidates/<int:number>/withdrawal", methods=["GET", "POST"])
@requires(Permission.CANDIDATE_WITHDRAW)
def withdraw(election_id: UUID, number: int) -> ResponseReturnValue:
    candidate = _candidate(election_id, number)
    form = WithdrawalForm(dated_on=today())

    def take(session: "Session", election_id: UUID, deed: Deed) -> None:
        candidates.withdraw(session, election_id, number, deed, withdrawn_on=day_of(form.dated_on))

    return take_step(
        election_id,
        Step(
            template="nominations/withdraw.html",
            form=form,
            take=take,
            ensure=lambda session, _election: candidates.ensure_may_be_withdrawn(
                session, election_id, number, deed_now()
            ),
            said=gettext("The withdrawal is on record."),
            shown={"candidate": candidate},
        ),
    )


def _candidate(election_id: UUID, number: int) -> Candidate:
    """Return somebody who stands.

    :raises NoSuchCandidate: nobody of that number does.
    """
    for one in queries.standing(db.session(), election_id):
        if one.number == number:
            return one
    raise NoSuchCandidate


@pages.route("/elections/<uuid:election_id>/nominations/closing", methods=["GET", "POST"])
@requires(Permission.ELECTION_MOVE)
def close_nominations(election_id: UUID) -> ResponseReturnValue:
    return take_step(
        election_id,
        Step(
            template="nominations/close_nominations.html",
            form=StepForm(dated_on=today()),
            take=planning.close_nominations,
            to=State.NOMINATIONS_CLOSED,
            said=gettext("Nominations are closed."),
        ),
    )


@pages.route("/elections/<uuid:election_id>/candidates/publication", methods=["GET", "POST"])
@requires(Permission.ELECTION_MOVE)
def publish_candidates(election_id: UUID) -> ResponseReturnValue:
    return take_step(
        election_id,
        Step(
            template="nominations/publish_candidates.html",
            form=LegalStepForm(dated_on=today()),
            take=planning.publish_candidates,
            to=State.CANDIDATES_PUBLISHED,
            said=gettext("The candidates are published."),
            shown={"candidates": queries.standing(db.session(), election_id)},
        ),
    )


@pages.route("/elections/<uuid:election_id>/withdrawals/closing", methods=["GET", "POST"])
@requires(Permission.ELECTION_MOVE)
def close_withdrawals(election_id: UUID) -> ResponseReturnValue:
    return take_step(
        election_id,
        Step(
            template="nominations/close_withdrawals.html",
            form=StepForm(dated_on=today()),
            take=planning.close_withdrawals,
            to=State.WITHDRAWALS_CLOSED,
            said=gettext("Withdrawals are closed. Whoever stands now is on the ballot paper."),
            shown={"candidates": queries.standing(db.session(), election_id)},
        ),
    )
