"""The count of an election, its sheet, its declaration, and the days after it."""

from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from govern.access import requires
from govern.ballots import queries as ballots
from govern.core import db
from govern.core.actors import Deed
from govern.core.errors import NotFound
from govern.counting import presets
from govern.elections import counts, queries
from govern.elections.models import Election, ElectionCount
from govern.elections.polling import poll_of
from govern.elections.rules import State
from govern.permissions import Permission
from govern.web.forms.elections import LegalStepForm, StepForm
from govern.web.sheets import sheet_of
from govern.web.steps import Step, keyring, take_step, today

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

pages = Blueprint("counting", __name__)


@pages.route("/elections/<uuid:election_id>/counting", methods=["GET", "POST"])
@requires(Permission.ELECTION_COUNT)
def count(election_id: UUID) -> ResponseReturnValue:
    def take(session: "Session", election_id: UUID, deed: Deed) -> None:
        counts.count(session, election_id, deed, keys=keyring())

    election = queries.find(db.session(), election_id)
    return take_step(
        election_id,
        Step(
            template="counting/count.html",
            form=LegalStepForm(dated_on=today()),
            take=take,
            to=State.COUNTING,
            said=gettext("The votes are counted twice, and both counts agree. Read the sheet, then declare."),
            shown={"is_empty": _is_empty(election), "counted_by": presets.preset(election.rule).text},
        ),
    )


def _is_empty(election: Election) -> bool:
    """Say whether a box was sealed in which there is no ballot."""
    return election.poll_id is not None and ballots.find(db.session(), election.poll_id).sealed_ballots == 0


@pages.get("/elections/<uuid:election_id>/count")
@requires(Permission.COUNT_READ)
def show(election_id: UUID) -> ResponseReturnValue:
    counted = _counted(election_id)
    election = queries.find(db.session(), election_id)
    poll = ballots.find(db.session(), poll_of(election))
    return render_template(
        "counting/show.html",
        election=election,
        poll=poll,
        counted=counted,
        sheet=sheet_of(counted.record),
        is_to_declare=queries.state(db.session(), election_id) == State.COUNTING,
    )


def _counted(election_id: UUID) -> ElectionCount:
    """Return the count of an election.

    :raises NotFound: its votes are not counted.
    """
    counted = queries.count(db.session(), election_id)
    if counted is None:
        raise NotFound
    return counted


@pages.route("/elections/<uuid:election_id>/declaration", methods=["GET", "POST"])
@requires(Permission.ELECTION_DECLARE)
def declare(election_id: UUID) -> ResponseReturnValue:
    counted = queries.count(db.session(), election_id)

    def take(session: "Session", election_id: UUID, deed: Deed) -> None:
        counts.declare(session, election_id, deed, keys=keyring())

    return take_step(
        election_id,
        Step(
            template="counting/declare.html",
            form=LegalStepForm(dated_on=today()),
            take=take,
            to=State.DECLARED,
            said=gettext("The result is declared and public, and the seats are filled."),
            shown={"sheet": sheet_of(counted.record) if counted else None},
        ),
    )


@pages.route("/elections/<uuid:election_id>/uncontested-declaration", methods=["GET", "POST"])
@requires(Permission.ELECTION_DECLARE)
def declare_unopposed(election_id: UUID) -> ResponseReturnValue:
    def take(session: "Session", election_id: UUID, deed: Deed) -> None:
        counts.declare_unopposed(session, election_id, deed, keys=keyring())

    return take_step(
        election_id,
        Step(
            template="counting/declare_unopposed.html",
            form=LegalStepForm(dated_on=today()),
            take=take,
            to=State.UNCONTESTED_DECLARED,
            said=gettext("The result is declared and public, and the seats are filled."),
            shown={"standing": queries.standing(db.session(), election_id)},
        ),
    )


@pages.route("/elections/<uuid:election_id>/challenge-window", methods=["GET", "POST"])
@requires(Permission.ELECTION_MOVE)
def open_to_challenge(election_id: UUID) -> ResponseReturnValue:
    return take_step(
        election_id,
        Step(
            template="counting/open_to_challenge.html",
            form=StepForm(dated_on=today()),
            take=counts.open_to_challenge,
            to=State.CHALLENGE_WINDOW,
            said=gettext("The result can be questioned from now on."),
        ),
    )


@pages.route("/elections/<uuid:election_id>/final", methods=["GET", "POST"])
@requires(Permission.ELECTION_MOVE)
def make_final(election_id: UUID) -> ResponseReturnValue:
    return take_step(
        election_id,
        Step(
            template="counting/make_final.html",
            form=LegalStepForm(dated_on=today()),
            take=counts.make_final,
            to=State.FINAL,
            said=gettext("The result is final."),
        ),
    )
