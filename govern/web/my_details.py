"""A person's own details: what the register holds of them, and how they want to be reached."""

from typing import TYPE_CHECKING

from flask import Blueprint, g, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user

from govern.access import actor, signed_in
from govern.accounts import handing
from govern.accounts import queries as account_queries
from govern.accounts import service as accounts
from govern.accounts.rules import plain_address, subject_hash
from govern.consequences import contacts, signing_in
from govern.consequences.contacts import Hand
from govern.core import clock, db
from govern.core.errors import NotFound
from govern.core.words import say
from govern.register import queries as register
from govern.register import vouching
from govern.register.models import PersonVersion
from govern.web.deeds import Gate, ask_or_do, may
from govern.web.forms.fields import text_of
from govern.web.forms.own import ConfirmForm, DetailsForm, NewEmailForm, NewNameForm, shown_details
from govern.web.my_page import own_particulars

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

pages = Blueprint("my_details", __name__)


@pages.route("/me/details", methods=["GET", "POST"])
@signed_in
def show() -> ResponseReturnValue:
    known = _known()
    form = DetailsForm(**shown_details(known)).offer_choices(known, g.mutual)

    def record(session: "Session") -> str:
        contacts.change(session, known.person_id, form.details(known), _hand())
        return url_for(".show")

    said = gettext("It is on record from today. What was recorded before is kept beside it.")
    shown = {"known": known, "written": _written(known), "calls_first": current_user.letter_waits}
    shown["signs_in_with"] = _signs_in_with(known)
    return ask_or_do(form, record, template="my_details/show.html", said=said, **shown)


@pages.route("/me/details/email", methods=["GET", "POST"])
@signed_in
def change_email() -> ResponseReturnValue:
    known, form, at = _known(), NewEmailForm(), clock.now()

    def send(session: "Session") -> str:
        subject = subject_hash(g.settings.secret_key.encode(), "new address", str(known.person_id))
        accounts.count_request(session, subject, at=at)
        contacts.ask_for_email(session, known.person_id, text_of(form.email), base_url=g.settings.base_url, at=at)
        return url_for(".show")

    said = gettext("A link is on its way to the new address. Nothing changes until you open it, signed in.")
    return ask_or_do(form, send, template="my_details/email.html", said=said, gate=_gate(known), known=known)


@pages.route("/me/email-changes/<token>", methods=["GET", "POST"])
@signed_in
def confirm_email(token: str) -> ResponseReturnValue:
    """Show the button. Mail scanners open links, so opening one changes nothing."""

    def confirm(session: "Session") -> str:
        contacts.confirm_email(session, current_user.person_id, token, _hand())
        return url_for(".show")

    said = gettext("We write to your new address from now on. The old one was told.")
    return ask_or_do(ConfirmForm(), confirm, template="my_details/confirm.html", said=said, token=token)


@pages.route("/me/details/name", methods=["GET", "POST"])
@signed_in
def change_name() -> ResponseReturnValue:
    known, form = _known(), NewNameForm()

    def ask(session: "Session") -> str:
        contacts.ask_for_name(session, known.person_id, form.words(), actor=actor(), at=clock.now())
        return url_for(".show")

    said = gettext("The secretary has it, and will write to you.")
    return ask_or_do(form, ask, template="my_details/name.html", said=said, gate=_gate(known), known=known)


def _signs_in_with(known: PersonVersion) -> str | None:
    """Return the address of an account that was opened for them, where it is not the one in the register."""
    account = account_queries.open_account_of(db.session(), known.person_id)
    if account is None or account.email is None:
        return None
    return account.email if account.email != plain_address(known.email or "") else None


def _known() -> PersonVersion:
    """Return what the register holds of whoever is signed in.

    :raises NotFound: it holds nothing of them.
    """
    known = own_particulars()
    if known is None:
        raise NotFound
    return known


def _written(known: PersonVersion) -> dict[str, str] | None:
    """Return who wrote somebody's address down, and how they can say that it is theirs; None where it is."""
    writer = vouching.writer_of(db.session(), known)
    if writer is None or contacts.is_of_own_account(db.session(), known):
        return None
    return {"by": register.name_of(db.session(), writer), "can_say": _can_say(known)}


def _can_say(known: PersonVersion) -> str:
    """Return how somebody can say that an address is theirs, or what they wait for: a call, or one to a member.

    Source: INV-42: who writes an address down and is no member can have come by it.
    """
    if not handing.came_by_link(db.session(), actor()):
        return "elsewhere"
    needs_member = not may(lambda: _ensure_by_no_outsiders_code(db.session(), known))
    if current_user.letter_waits:
        return "call_a_member" if needs_member else "call"
    return "come_again" if needs_member else "heard"


def _ensure_by_no_outsiders_code(session: "Session", known: PersonVersion) -> None:
    signing_in.ensure_by_no_outsiders_code(session, known.person_id, at=clock.now())


def _gate(known: PersonVersion) -> Gate:
    """Let nobody fill in what would be refused them for how they came; the page says whom to call."""

    def ensure(session: "Session") -> None:
        handing.ensure_handed(session, actor())
        _ensure_by_no_outsiders_code(session, known)

    return Gate(ensure=ensure, about=say("My details"), back=url_for(".show"))


def _hand() -> Hand:
    return Hand(actor=actor(), at=clock.now(), match_key=g.settings.match_key.encode(), staying=current_user.token)
