"""One way to ask for a deed and to do it: the form again with the reason, or on to where it can be seen."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from govern.access import actor
from govern.core import clock, db
from govern.core.actors import Deed
from govern.core.errors import Refusal
from govern.core.languages import LocalText
from govern.core.words import Sentence

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

Doing = Callable[["Session"], str]
Made = TypeVar("Made")


@dataclass(frozen=True, kw_only=True)
class Gate:
    """Whether a deed can be done at all now, whatever is filled in.

    :ivar ensure: refuses where it cannot; it only reads.
    :ivar about: with what the deed is done, as people call it.
    :ivar back: where it stands what can be done instead.
    """

    ensure: Callable[["Session"], object]
    about: LocalText | Sentence
    back: str

    def refusal(self) -> Refusal | None:
        """Return why it cannot be done now."""
        try:
            self.ensure(db.session())
        except Refusal as refused:
            return refused
        return None


def may(ensure: Callable[[], object]) -> bool:
    """Say whether a deed would not be refused."""
    try:
        ensure()
    except Refusal:
        return False
    return True


def not_now(gate: Gate, refusal: Refusal) -> str:
    """Return the page that says why something cannot be asked for now."""
    return _shut_page(gate, refusal, is_refused=False)


def refused_at(gate: Gate, refusal: Refusal | None = None) -> tuple[str, int] | None:
    """Return the page and status for a deed that was sent where it cannot be done at all now; None where it can.

    :param refusal: of the deed itself, which is told before what the gate would say.
    """
    shut = gate.refusal()
    if shut is None:
        return None
    told = refusal or shut
    return _shut_page(gate, told, is_refused=True), told.status


def _shut_page(gate: Gate, refusal: Refusal, *, is_refused: bool) -> str:
    """Return the page of a deed that cannot be done now; `is_refused` where it was sent all the same."""
    return render_template(
        "deeds/not_now.html", refusal=refusal, is_refused=is_refused, about=gate.about, back=gate.back
    )


def deed_now() -> Deed:
    """Return a deed of whoever reads this page, done now."""
    return Deed(actor=actor(), at=clock.now())


def ask_or_do(
    form: FlaskForm,
    deed: Doing,
    *,
    template: str,
    said: str | Callable[[], str],
    gate: Gate | None = None,
    **shown: Any,
) -> ResponseReturnValue:
    """Show a form; once it is sent and can be read, do the deed in one transaction and go on.

    :param deed: does it, and returns the address to go on to.
    :param said: what the next page says was done; called after the deed, where that hangs on what came of it.
    :param gate: see `ask_or_show`.
    :param shown: what else the form's page shows.
    """

    def go_on(address: str) -> ResponseReturnValue:
        flash(said if isinstance(said, str) else said())
        return redirect(address, 303)

    return ask_or_show(form, deed, go_on, template=template, gate=gate, **shown)


def ask_or_show(
    form: FlaskForm,
    deed: Callable[["Session"], Made],
    answer: Callable[[Made], ResponseReturnValue],
    *,
    template: str,
    gate: Gate | None = None,
    **shown: Any,
) -> ResponseReturnValue:
    """Show a form; once it is sent and can be read, do the deed in one transaction and answer with what came of it.

    :param gate: where it is shut, the page says why instead of asking for what would be refused.
    :param shown: what else the form's page shows.
    """
    shut = gate.refusal() if gate and request.method == "GET" else None
    if gate and shut:
        return not_now(gate, shut)
    refusal: Refusal | None = None
    if form.validate_on_submit():
        try:
            with db.transaction() as session:
                made = deed(session)
        except Refusal as refused:
            refusal = refused
        else:
            return answer(made)
    if gate and (refusal or form.errors) and (page := refused_at(gate, refusal)):
        return page
    status = refusal.status if refusal else 422 if form.errors else 200
    return render_template(template, form=form, refusal=refusal, **shown), status
