"""One's own account: how one signs in, and where one is signed in."""

from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user

from govern.access import DERIVED, actor, in_words, signed_in
from govern.accounts import queries
from govern.accounts import service as accounts
from govern.accounts.models import Account
from govern.accounts.passwords import account_with
from govern.accounts.refusals import PresentPasswordWrong
from govern.consequences import letting_in
from govern.core import clock, db
from govern.core.errors import NotFound
from govern.register import queries as register
from govern.web.filters import in_reader_language
from govern.web.forms.fields import text_of
from govern.web.forms.sign_in import NewPasswordForm
from govern.web.reader import offices_in_words
from govern.web.sign_in import attempt_for
from govern.web.steps import today

pages = Blueprint("account", __name__)


@pages.get("/account")
@signed_in
def show() -> ResponseReturnValue:
    account = _own_account()
    return _page(account, NewPasswordForm().asked_of(account)), 200


@pages.post("/account/password")
@signed_in
def set_password() -> ResponseReturnValue:
    account, at = _own_account(), clock.now()
    if account.email is None:
        raise NotFound
    form = NewPasswordForm().asked_of(account)
    if not form.validate_on_submit() or (account.password_hash and not _knows_present(account, form, at=at)):
        return _page(account, form), 422
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


def _own_account() -> Account:
    """Return the account of whoever is signed in."""
    return queries.find_account(db.session(), current_user.account_id)


def _knows_present(account: Account, form: NewPasswordForm, *, at: datetime) -> bool:
    """Say whether the form has the present password; if not, its field says so. Each try is counted like a sign-in.

    :raises TooManyTries: the account or the origin has used up its tries.
    """
    address = account.email or ""
    with db.transaction() as session:
        accounts.count_try(session, attempt_for(address), at=at)
    # Outside any writing transaction: the hash is slow on purpose, and others wait for the lock.
    if account_with(db.session(), email=address, password=text_of(form.present)) == account.id:
        return True
    form.present.errors = [in_reader_language(PresentPasswordWrong().sentence())]
    return False


def _page(account: Account, form: NewPasswordForm) -> str:
    """Return the page with its form."""
    derived = actor().roles & DERIVED
    known_as = in_reader_language(in_words(derived)) if derived else ""
    known = register.person_on(db.session(), account.person_id, on=today())
    address = account.email or (known.email if known else None)
    wrote = letting_in.writer_of(db.session(), account.person_id, address) if address else None
    return render_template(
        "account/show.html",
        account=account,
        address=address,
        wrote=wrote,
        wrote_name=register.name_of(db.session(), wrote.recorded_by) if wrote else None,
        form=form,
        held=offices_in_words(),
        known_as=known_as,
    )
