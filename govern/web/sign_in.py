"""Signing in, by a link sent by mail or by a password, and signing out."""

from urllib.parse import urlsplit
from uuid import UUID

from flask import Blueprint, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_user, logout_user
from werkzeug.wrappers import Response

from govern.access import SignedIn, actor, public
from govern.accounts import codes, queries
from govern.accounts import service as accounts
from govern.accounts.passwords import account_with
from govern.accounts.refusals import CodeNotUsable, NotRecognised
from govern.accounts.rules import origin_of, plain_address, subject_hash
from govern.accounts.service import Attempt
from govern.core import clock, db
from govern.core.actors import OFFICES
from govern.web.filters import in_reader_language
from govern.web.forms.fields import text_of
from govern.web.forms.sign_in import CodeForm, LinkForm, PasswordForm
from govern.web.languages import language_of_reader

pages = Blueprint("sign_in", __name__)
NEXT = "next"
USER = "_user_id"  # where Flask-Login keeps the token of our session


@pages.get("/sign-in")
@public
def enter() -> ResponseReturnValue:
    wanted = request.args.get(NEXT, "")
    if is_local(wanted):
        session[NEXT] = wanted
    forms = {"link": LinkForm(), "password": PasswordForm(), "code": CodeForm()}
    return render_template("sign_in/enter.html", **forms, came_back=bool(wanted))


@pages.post("/sign-in/links")
@public
def send_link() -> ResponseReturnValue:
    form = LinkForm()
    if not form.validate_on_submit():
        return _enter_again(link=form)
    with db.transaction() as current:
        accounts.ask_for_link(
            current,
            email=text_of(form.email),
            language=language_of_reader(),
            attempt=attempt_for(text_of(form.email), counted_as="links from"),
            at=clock.now(),
        )
    return redirect(url_for(".sent"), 303)


@pages.get("/sign-in/sent")
@public
def sent() -> ResponseReturnValue:
    return render_template("sign_in/sent.html")


@pages.get("/sign-in/links/<token>")
@public
def show_link(token: str) -> ResponseReturnValue:
    """Show the button. Mail scanners open links, so opening one spends nothing."""
    return render_template("sign_in/continue.html", token=token)


@pages.post("/sign-in/links/<token>")
@public
def spend_link(token: str) -> ResponseReturnValue:
    at = clock.now()
    with db.transaction() as current:
        started, account_id = accounts.sign_in_by_link(current, token, at=at, instead_of=session.get(USER))
    return _let_in(started, account_id)


@pages.post("/sign-in")
@public
def check_password() -> ResponseReturnValue:
    form = PasswordForm()
    if not form.validate_on_submit():
        return _enter_again(password=form)
    at, attempt = clock.now(), attempt_for(text_of(form.address))
    with db.transaction() as current:
        accounts.count_try(current, attempt, at=at)
    # Outside any writing transaction: the hash is slow on purpose, and others wait for the lock.
    account_id = account_with(db.session(), email=text_of(form.address), password=text_of(form.password))
    if account_id is None:
        form.address.errors = [in_reader_language(NotRecognised().sentence())]
        return _enter_again(password=form)
    with db.transaction() as current:
        accounts.take_back_try(current, attempt, at=at)
        started = accounts.start_session(current, account_id, at=at, instead_of=session.get(USER))
    return _let_in(started, account_id)


@pages.post("/sign-in/codes")
@public
def check_code() -> ResponseReturnValue:
    form = CodeForm()
    if not form.validate_on_submit():
        return _enter_again(code=form)
    at = clock.now()
    try:
        with db.transaction() as current:
            typed, secret = text_of(form.code), g.settings.secret_key
            account_id = codes.spend(current, typed, secret=secret, on=clock.local_date(at, g.zone), at=at)
            digest = codes.digest_of(typed, secret=secret)
            started = accounts.start_session(current, account_id, at=at, instead_of=session.get(USER), code=digest)
    except CodeNotUsable as refusal:
        _count_wrong_code()
        form.code.errors = [in_reader_language(refusal.sentence())]
        return _enter_again(code=form)
    return _let_in(started, account_id)


def _count_wrong_code() -> None:
    """Count a code that opened nothing by where it came from, as with voting codes, so that nobody can try many."""
    origin = subject_hash(g.settings.secret_key.encode(), "code", origin_of(request.remote_addr))
    with db.transaction() as current:
        accounts.count_wrong_code(current, origin, at=clock.now())


@pages.post("/sign-out")
@public
def leave() -> ResponseReturnValue:
    sign_out()
    return redirect(url_for("home.show"), 303)


def sign_out() -> None:
    """End the session of whoever is signed in, and forget all that this browser held."""
    if current_user.is_authenticated:
        with db.transaction() as current:
            accounts.end_session(current, current_user.token, at=clock.now())
    logout_user()
    session.clear()


@pages.post("/session/extension")
@public
def extend() -> ResponseReturnValue:
    """Say that somebody is still there. That the request came is what is noted."""
    return ("", 204) if current_user.is_authenticated else ("", 401)


def is_local(path: str) -> bool:
    """Say whether this is a path of ours, and not the address of another site in disguise."""
    if not path.startswith("/") or path.startswith("//") or "\\" in path or not path.isprintable():
        return False
    parts = urlsplit(path)
    return not parts.scheme and not parts.netloc


def attempt_for(email: str, *, counted_as: str = "origin") -> Attempt:
    """Return who tries and from where, as it is counted.

    :param counted_as: what is counted of the place that they try from; each is counted apart.
    """
    key = g.settings.secret_key.encode()
    return Attempt(
        address=subject_hash(key, "address", plain_address(email)),
        origin=subject_hash(key, counted_as, origin_of(request.remote_addr)),
    )


def _enter_again(
    link: LinkForm | None = None, password: PasswordForm | None = None, code: CodeForm | None = None
) -> ResponseReturnValue:
    """Show the page again with what was typed and what to change."""
    page = render_template(
        "sign_in/enter.html",
        link=link or LinkForm(None),
        password=password or PasswordForm(None),
        code=code or CodeForm(None),
        came_back=False,
    )
    return page, 422


def _let_in(token: str, account_id: UUID) -> Response:
    """Carry the new session in the cookie, and go where the reader was going.

    A form that the same person half filled before their session ran out can still be sent: only then
    does the token of its session stay. For anybody else everything that the browser held is forgotten.
    """
    wanted = session.get(NEXT)
    stale = session.get(USER)
    if not stale or queries.account_of_session(db.session(), stale) != account_id:
        session.clear()
    session.pop(NEXT, None)
    found = queries.find_session(db.session(), token, at=clock.now())
    assert found is not None
    login_user(SignedIn(token, found))
    g.pop("actor", None)
    first = "home.show" if actor().roles & set(OFFICES) else "my_page.show"
    return redirect(wanted if wanted and is_local(wanted) else url_for(first), 303)
