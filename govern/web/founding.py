"""The founding: only while there is no mutual, behind a code, once."""

from flask import Blueprint, flash, g, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from govern.access import actor, public
from govern.consequences import founding
from govern.constitution.presets import PRESETS
from govern.constitution.refusals import AlreadyFounded
from govern.constitution.rulebook import RulesNotAllowed
from govern.core import clock, db
from govern.core.errors import NotFound, Refusal
from govern.core.words import say
from govern.permissions import Permission, may
from govern.web.filters import in_reader_language
from govern.web.forms.fields import text_of
from govern.web.forms.founding import MOST_FOUNDERS, USUAL_FOUNDERS, BeginForm, FoundingForm, founding_form
from govern.web.steps import today

pages = Blueprint("founding", __name__)
CODE = "founding_code"


class FoundingNotOpen(Refusal):
    """Without the code nobody founds."""

    code = "founding-not-open"
    status = 403
    source = "INV-11: the founders, and nobody else, found the mutual"
    says = say("This is not the code of today. Ask whoever runs this installation to print it: govern founding-code.")


@pages.route("/founding", methods=["GET", "POST"])
@public
def begin() -> ResponseReturnValue:
    _ensure_not_founded()
    form = BeginForm().offer_presets()
    is_open = _is_open()
    if not form.validate_on_submit():
        return render_template("founding/begin.html", form=form, is_open=is_open), 422 if form.errors else 200
    if not is_open:
        session[CODE] = text_of(form.code)
        if not _is_open():
            form.code.errors = [in_reader_language(FoundingNotOpen().sentence())]
            return render_template("founding/begin.html", form=form, is_open=False), FoundingNotOpen.status
    return redirect(url_for(".found", preset=form.preset.data), 303)


@pages.route("/founding/<preset>", methods=["GET", "POST"])
@public
def found(preset: str) -> ResponseReturnValue:
    _ensure_not_founded()
    if preset not in PRESETS:
        raise NotFound
    if not _is_open():
        raise FoundingNotOpen
    form = founding_form(PRESETS[preset], decided_on=today(), registered_on=today())
    if not form.validate_on_submit():
        return _found_page(form), 422 if form.errors else 200
    try:
        with db.transaction() as current:
            founding.found(
                current, form.charter(), form.founders(), match_key=g.settings.match_key.encode(), at=clock.now()
            )
    except RulesNotAllowed as refusal:
        form.blame(refusal.objections)
        return _found_page(form), 422
    except Refusal as refusal:
        return _found_page(form, refusal), refusal.status
    session.pop(CODE, None)
    flash(gettext("The mutual is founded. Officers sign in with the address that was typed for them."))
    return redirect(url_for("home.show"), 303)


def _found_page(form: FoundingForm, refusal: Refusal | None = None) -> str:
    """Return the page of the founding, with what was typed and what was refused."""
    founders = [form.founder_fields(number) for number in range(1, MOST_FOUNDERS + 1)]
    is_more = any(field.data or field.errors for row in founders[USUAL_FOUNDERS:] for field in row.values())
    return render_template(
        "founding/found.html", form=form, founders=founders, usual=USUAL_FOUNDERS, is_more=is_more, refusal=refusal
    )


def _ensure_not_founded() -> None:
    """Refuse the pages of the founding once there is a mutual."""
    if g.mutual is not None:
        raise AlreadyFounded


def _is_open() -> bool:
    """Say whether this reader has the code, or is the administrator who was put here before anybody."""
    typed = session.get(CODE, "")
    has_code = founding.is_code(typed, on=today(), secret=g.settings.secret_key.encode())
    return has_code or may(actor(), Permission.MUTUAL_FOUND)
