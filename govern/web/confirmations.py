"""Somebody whom a decision names says whether the minutes are right."""

from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user

from govern.access import actor, signed_in
from govern.accounts import queries as accounts
from govern.consequences import denying
from govern.constitution import confirmations, minutes, queries
from govern.constitution.rules import Matter
from govern.core import clock, db
from govern.core.words import say
from govern.motions import queries as motions
from govern.register import subjects
from govern.web.deeds import Gate, ask_or_do
from govern.web.forms.decisions import ConfirmationForm, parts_of
from govern.web.who_decided import who_took

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy.orm import Session

    from govern.constitution.rules import Subject

pages = Blueprint("confirmations", __name__)


def _is_named(decision_id: UUID) -> bool:
    """Say whether a decision names the reader; whoever is neither named nor asked as chair is refused."""
    if confirmations.is_named(db.session(), decision_id, actor()):
        return True
    confirmations.ensure_may_confirm(db.session(), decision_id, actor())
    return False


def _sends_back(about: "Collection[Subject]", person_id: UUID) -> bool:
    """Say whether somebody's denial has what a decision says of applications decided again: not if it is about them."""
    return any(one.application_id and one.matter is Matter.ADMISSION for one in about) and all(
        one.person_id != person_id for one in about
    )


@pages.route("/decisions/<uuid:decision_id>/confirmation", methods=["GET", "POST"])
@signed_in
def confirm(decision_id: UUID) -> ResponseReturnValue:
    session, person_id = db.session(), current_user.person_id
    accounts.ensure_opened(session, current_user.account_id)
    decision = queries.decision(session, decision_id)
    parts = parts_of([confirmations.part_of(session, decision_id, person_id)]) if _is_named(decision_id) else {}
    form, about = ConfirmationForm(), subjects.told(session, decision_id)

    def keep(session: "Session") -> str:
        denying.give_word(session, decision_id, is_so=form.is_so, actor=actor(), at=clock.now())
        return url_for("home.show")

    return ask_or_do(
        form,
        keep,
        template="confirmations/confirm.html",
        gate=Gate(
            ensure=lambda session: confirmations.ensure_may_confirm(session, decision_id, actor()),
            about=say("%(body)s, %(reference)s", body=who_took(decision), reference=decision.minute_reference),
            back=url_for("home.show"),
        ),
        said=gettext("Your word is on record."),
        decision=decision,
        body=who_took(decision),
        motion=motions.of_decisions(session, [decision_id]).get(decision_id),
        has_voted=confirmations.is_by_vote(session, decision_id, person_id),
        part=parts.get(person_id),
        is_chair=minutes.may_say(session, decision_id, actor()),
        about=[(words, None) for words in about.values()],
        sends_back=bool(parts) and _sends_back(list(about), person_id),
    )
