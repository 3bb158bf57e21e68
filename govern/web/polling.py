"""The poll of an election: its roll frozen, armed after a check, sealed, and a difference settled."""

from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from govern.access import requires
from govern.ballots import queries as ballots
from govern.constitution import queries as constitution
from govern.core import clock, db
from govern.core.actors import Deed
from govern.core.words import say
from govern.elections import polling, preflight, queries
from govern.elections.rules import State
from govern.permissions import Permission
from govern.web.filters import in_reader_language
from govern.web.forms.elections import LegalStepForm
from govern.web.forms.fields import text_of
from govern.web.forms.polling import SettlementForm
from govern.web.steps import Step, keyring, take_step, today

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

pages = Blueprint("polling", __name__)


@pages.route("/elections/<uuid:election_id>/roll/freezing", methods=["GET", "POST"])
@requires(Permission.ROLL_FREEZE)
def freeze_roll(election_id: UUID) -> ResponseReturnValue:
    election = queries.find(db.session(), election_id)
    by_class = polling.electors_by_class(db.session(), election, known_at=clock.now())

    def take(session: "Session", election_id: UUID, deed: Deed) -> None:
        polling.freeze_roll(session, election_id, deed, keys=keyring())

    return take_step(
        election_id,
        Step(
            template="polling/freeze_roll.html",
            form=LegalStepForm(dated_on=today()),
            take=take,
            to=State.ARMED,
            ensure=lambda _session, election: polling.ensure_not_frozen(election),
            said=gettext("The roll and the ballot paper are frozen, and the box has its key."),
            shown={"by_class": by_class, "class_names": _class_names()},
        ),
    )


def _class_names() -> dict[str, object]:
    return {one.code: one.name for one in constitution.constituencies(db.session())}


@pages.route("/elections/<uuid:election_id>/arming", methods=["GET", "POST"])
@requires(Permission.POLL_ARM)
def arm(election_id: UUID) -> ResponseReturnValue:
    queries.find(db.session(), election_id)
    checks = preflight.checks(db.session(), election_id, keys=keyring(), at=clock.now())

    def take(session: "Session", election_id: UUID, deed: Deed) -> None:
        polling.arm(session, election_id, deed, keys=keyring())

    return take_step(
        election_id,
        Step(
            template="polling/arm.html",
            form=LegalStepForm(dated_on=today()),
            take=take,
            to=State.ARMED,
            said=gettext("The poll is armed. It opens and closes by itself."),
            shown={"checks": checks, "is_ready": all(one.is_ready for one in checks if one.is_needed)},
        ),
    )


@pages.route("/elections/<uuid:election_id>/sealing", methods=["GET", "POST"])
@requires(Permission.POLL_SEAL)
def seal(election_id: UUID) -> ResponseReturnValue:
    def take(session: "Session", election_id: UUID, deed: Deed) -> None:
        polling.seal(session, election_id, deed, keys=keyring(), clock_now=clock.now)

    return take_step(
        election_id,
        Step(
            template="polling/seal.html",
            form=LegalStepForm(dated_on=today()),
            take=take,
            to=State.SEALED,
            ensure=lambda session, election: polling.ensure_may_be_sealed(session, election, at=clock.now()),
            said=gettext("The box is sealed."),
        ),
    )


@pages.route("/elections/<uuid:election_id>/discrepancy-decision", methods=["GET", "POST"])
@requires(Permission.DISCREPANCY_SETTLE)
def settle_discrepancy(election_id: UUID) -> ResponseReturnValue:
    form = SettlementForm(dated_on=today()).offer(
        decisions_since_the_seal(queries.find(db.session(), election_id).poll_id)
    )

    def take(session: "Session", election_id: UUID, deed: Deed) -> None:
        polling.settle_discrepancy(session, election_id, deed, decision_id=UUID(text_of(form.decision)))

    return take_step(
        election_id,
        Step(
            template="polling/settle_discrepancy.html",
            form=form,
            take=take,
            ensure=polling.ensure_waits_for_a_decision,
            said=gettext("The decision is on record, and the box can be opened."),
        ),
    )


def decisions_since_the_seal(poll_id: UUID | None) -> list[tuple[UUID, str]]:
    """Return the decisions that can be on what the seal of a box showed, each by its minute and its date."""
    sealed_at = ballots.find(db.session(), poll_id).sealed_at if poll_id else None
    if sealed_at is None:
        return []
    return [
        (one.id, in_reader_language(say("%(minute)s, %(on)s", minute=one.minute_reference, on=one.decided_on)))
        for one in constitution.decisions_entered_since(db.session(), sealed_at)
    ]
