"""Accounts: who can sign in; opening an account for a person, and closing one.

The administrator types name and address as the person gave them, and both have to be what the register has: so two
people know whose address it is, and neither can sign in as somebody else by it.
"""

from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, g, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from govern.access import actor, requires
from govern.accounts import queries, service
from govern.consequences import letting_in
from govern.core import clock, db
from govern.permissions import Permission
from govern.register import queries as register
from govern.web.asked import page_asked
from govern.web.deeds import ask_or_do
from govern.web.forms.accounts import CloseForm, OpenForm
from govern.web.forms.fields import text_of
from govern.web.steps import today

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

pages = Blueprint("accounts", __name__)


@pages.get("/accounts")
@requires(Permission.ACCOUNT_OPEN)
def index() -> ResponseReturnValue:
    page = queries.page_of_accounts(db.session(), page_asked())
    wrote = {one.id: letting_in.writer_of(db.session(), one.person_id, one.email or "") for one in page.items}
    named = {one.recorded_by for one in wrote.values() if one} | {one.opened_by for one in page.items if one.opened_by}
    names = register.names_of(db.session(), {one.person_id for one in page.items} | named)
    return render_template("accounts/index.html", page=page, names=names, wrote=wrote)


@pages.route("/accounts/new", methods=["GET", "POST"])
@requires(Permission.ACCOUNT_OPEN)
def enter() -> ResponseReturnValue:
    form = OpenForm()

    def open_account(session: "Session") -> str:
        letting_in.open_account(
            session,
            name=text_of(form.name),
            email=text_of(form.email),
            match_key=g.settings.match_key.encode(),
            actor=actor(),
            at=clock.now(),
        )
        return url_for(".index")

    said = gettext("The account is open. The person asks for a sign-in link on the page “Sign in”.")
    return ask_or_do(form, open_account, template="accounts/enter.html", said=said)


@pages.route("/accounts/<uuid:account_id>/closing", methods=["GET", "POST"])
@requires(Permission.ACCOUNT_CLOSE)
def close(account_id: UUID) -> ResponseReturnValue:
    account = queries.find_account(db.session(), account_id)

    def close_account(session: "Session") -> str:
        closing = queries.find_account(session, account_id)
        service.close_account(session, closing, on=today(), actor=actor(), at=clock.now())
        return url_for(".index")

    said = gettext("The account is closed, and everybody who was signed in by it is signed out.")
    name = register.name_of(db.session(), account.person_id)
    return ask_or_do(CloseForm(), close_account, template="accounts/close.html", said=said, account=account, name=name)
