"""One way to ask for a deed and to do it: the form again with the reason, or on to where it can be seen."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from govern.access import actor
from govern.core import clock, db
from govern.core.actors import Deed
from govern.core.errors import Refusal

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

Doing = Callable[["Session"], str]
Made = TypeVar("Made")


def deed_now() -> Deed:
    """Return a deed of whoever reads this page, done now."""
    return Deed(actor=actor(), at=clock.now())


def ask_or_do(form: FlaskForm, deed: Doing, *, template: str, said: str, **shown: Any) -> ResponseReturnValue:
    """Show a form; once it is sent and can be read, do the deed in one transaction and go on.

    :param deed: does it, and returns the address to go on to.
    :param said: what the next page says was done.
    :param shown: what else the form's page shows.
    """

    def go_on(address: str) -> ResponseReturnValue:
        flash(said)
        return redirect(address, 303)

    return ask_or_show(form, deed, go_on, template=template, **shown)


def ask_or_show(
    form: FlaskForm,
    deed: Callable[["Session"], Made],
    answer: Callable[[Made], ResponseReturnValue],
    *,
    template: str,
    **shown: Any,
) -> ResponseReturnValue:
    """Show a form; once it is sent and can be read, do the deed in one transaction and answer with what came of it.

    :param shown: what else the form's page shows.
    """
    refusal: Refusal | None = None
    if form.validate_on_submit():
        try:
            with db.transaction() as session:
                made = deed(session)
        except Refusal as refused:
            refusal = refused
        else:
            return answer(made)
    status = refusal.status if refusal else 422 if form.errors else 200
    return render_template(template, form=form, refusal=refusal, **shown), status
