"""One's own account: how one signs in, and where one is signed in."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user

from govern.access import DERIVED, actor, in_words, signed_in
from govern.accounts import queries
from govern.accounts import service as accounts
from govern.accounts.words import OFFICE_WORDS
from govern.core import clock, db
from govern.web.filters import in_reader_language
from govern.web.forms.fields import text_of
from govern.web.forms.sign_in import NewPasswordForm

pages = Blueprint("account", __name__)


@pages.get("/account")
@signed_in
def show() -> ResponseReturnValue:
    return _page(NewPasswordForm()), 200


@pages.post("/account/password")
@signed_in
def set_password() -> ResponseReturnValue:
    form = NewPasswordForm()
    if not form.validate_on_submit():
        return _page(form), 422
    at = clock.now()
    with db.transaction() as session:
        accounts.set_password(session, current_user.account_id, password=text_of(form.password), actor=actor(), at=at)
        accounts.end_sessions(session, current_user.account_id, at=at, but_for=current_user.token)
    flash(gettext("Your password is set. You are signed out on every other device."))
    return redirect(url_for(".show"), 303)


@pages.post("/account/sign-outs")
@signed_in
def sign_out_elsewhere() -> ResponseReturnValue:
    with db.transaction() as session:
        accounts.end_sessions(session, current_user.account_id, at=clock.now(), but_for=current_user.token)
    flash(gettext("You are signed out on every other device."))
    return redirect(url_for(".show"), 303)


def _page(form: NewPasswordForm) -> str:
    """Return the page with its form."""
    account = queries.find_account(db.session(), current_user.account_id)
    held = ", ".join(in_reader_language(words) for office, words in OFFICE_WORDS.items() if office in actor().roles)
    derived = actor().roles & DERIVED
    known_as = in_reader_language(in_words(derived)) if derived else ""
    return render_template("account/show.html", account=account, form=form, held=held, known_as=known_as)
