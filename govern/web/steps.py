"""What the pages of an election share: one way to take a step, and one way to show a refusal."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from govern.access import actor
from govern.core import clock, db
from govern.core.actors import CLOCKWORK, Deed
from govern.core.errors import Refusal
from govern.core.keyring import Keyring
from govern.elections import polling, queries
from govern.elections.models import Election
from govern.elections.refusals import DateOutOfOrder, StepOutOfOrder
from govern.elections.rules import State, may_go
from govern.web.deeds import Gate, not_now, refused_at
from govern.web.filters import in_reader_language
from govern.web.forms.elections import StepForm
from govern.web.whereabouts import state_now

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

Take = Callable[["Session", UUID, Deed], object]


@dataclass(frozen=True, kw_only=True)
class Step:
    """A step as its page asks for it.

    :param template: says what the step does.
    :param take: the deed.
    :param to: where the election has to be able to go now; None where it stays where it is.
    :param ensure: refuses what else cannot be done now, in words of its own.
    :param said: what the next page says was done.
    :param shown: what else the page shows.
    """

    template: str
    form: StepForm
    take: Take
    said: str
    to: State | None = None
    ensure: Callable[["Session", Election], object] = lambda _session, _election: None
    shown: dict[str, Any] = field(default_factory=dict)


def take_step(election_id: UUID, step: Step) -> ResponseReturnValue:
    """Ask for a step, or take it and go to the election's page; a refusal comes back with what was typed."""
    election = queries.find(db.session(), election_id)
    ensure = partial(_ensure_can_be_taken, election=election, step=step)
    gate = Gate(ensure=ensure, about=election.title, back=_page(election_id))
    if request.method == "GET" and (shut := gate.refusal()):
        return not_now(gate, shut)
    if not step.form.validate_on_submit():
        if not step.form.errors:
            return _ask(election_id, step)
        return refused_at(gate) or (_ask(election_id, step), 422)
    try:
        with db.transaction() as session:
            at = clock.now()
            polling.keep_time(session, election.id, Deed(actor=CLOCKWORK, at=at))
            step.take(session, election.id, step.form.deed(actor(), at))
    except DateOutOfOrder as refusal:
        step.form.dated_on.errors = [in_reader_language(refusal.sentence())]
        return _ask(election_id, step), refusal.status
    except Refusal as refusal:
        return refused_at(gate, refusal) or (_ask(election_id, step, refusal), refusal.status)
    flash(step.said)
    return redirect(_page(election_id), 303)


def _page(election_id: UUID) -> str:
    return url_for("elections.show", election_id=election_id)


def _ensure_can_be_taken(session: "Session", *, election: Election, step: Step) -> None:
    """Refuse a step that an election cannot take where it is now, the clock's own steps counted."""
    step.ensure(session, election)
    to = step.to
    state = state_now(election, queries.state(session, election.id))
    if to is not None and not may_go(state, to):
        raise StepOutOfOrder(state=state, wanted=to)


def _ask(election_id: UUID, step: Step, refusal: Refusal | None = None) -> str:
    """Return the page of a step, with what was typed and what was refused."""
    election = queries.find(db.session(), election_id)
    return render_template(step.template, election=election, form=step.form, refusal=refusal, **step.shown)


def today() -> date:
    """Return the date on the mutual's own wall."""
    return clock.local_date(clock.now(), g.zone)


def keyring() -> Keyring:
    """Return the key files of this installation."""
    return Keyring(g.settings.keys, g.settings.keys_backup)
