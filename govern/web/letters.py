"""Letters to print: those that wait, put aside once they are on paper; one with a code to sign in, and its arrival."""

from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from govern.access import actor, requires
from govern.accounts import handing
from govern.accounts.handing import Letter
from govern.accounts.rules import CODE_LASTS
from govern.consequences import hearing_addresses, signing_in, writing
from govern.consequences.hearing_addresses import Unheard
from govern.core import clock, db
from govern.core.actors import Deed
from govern.core.clock import local_date
from govern.core.errors import Refusal
from govern.core.languages import LocalText
from govern.jobs import printing
from govern.permissions import Permission
from govern.register import queries as register
from govern.web.deeds import Gate, ask_or_do, not_now
from govern.web.filters import instant, spoken
from govern.web.forms.letters import AddressesForm, ArrivalForm, CodeLetterForm, PrintedForm
from govern.web.forms.own import FORMATS, WANTED
from govern.web.people import known_today
from govern.web.steps import today

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

pages = Blueprint("letters", __name__)


@pages.route("/people/<uuid:person_id>/sign-in-code", methods=["GET", "POST"])
@requires(Permission.PERSON_ENTER)
def print_code(person_id: UUID) -> ResponseReturnValue:
    """Ask whether to make a code, and then show the letter. Only this answer ever shows it."""
    form, refusal, name = CodeLetterForm(), None, register.name_of(db.session(), known_today(person_id).person_id)
    gate = Gate(
        ensure=lambda session: signing_in.ensure_printable(session, person_id, on=today()),
        about=LocalText(en=name),
        back=url_for("people.show", person_id=person_id),
    )
    shut = gate.refusal() if request.method == "GET" else None
    if shut:
        return not_now(gate, shut)
    if form.validate_on_submit():
        try:
            at = clock.now()
            with db.transaction() as session:
                letter = signing_in.print_code(
                    session,
                    person_id,
                    secret=g.settings.secret_key,
                    base_url=g.settings.base_url,
                    actor=actor(),
                    at=at,
                )
            return render_template("letters/code.html", letter=letter, written_at=at, person_id=person_id)
        except Refusal as refused:
            refusal = refused
    page = render_template(
        "letters/print_code.html", form=form, refusal=refusal, name=name, person_id=person_id, lasts=CODE_LASTS.days
    )
    return page, refusal.status if refusal else 422 if form.errors else 200


@pages.route("/letters/arrivals", methods=["GET", "POST"])
@requires(Permission.LETTER_CONFIRM)
def confirm() -> ResponseReturnValue:
    """Ask a second officer which letters with a code came to whom they are for."""
    session, at = db.session(), clock.now()
    waiting, hears = handing.waiting(session, actor(), at=at), signing_in.hears_as(session, actor(), at=at)
    words = _who_signed_in(waiting)
    form = ArrivalForm()
    form.letters.choices = [(one.code, words[one.code]) for one in waiting if hears and one.is_theirs]

    def keep(session: "Session") -> str:
        signing_in.hear(session, form.letters.data or [], actor=actor(), at=clock.now())
        return url_for(".confirm")

    said = gettext(
        "It is on record. Whoever of them is still signed in can vote now, directors too. On who becomes a member"
        " directors vote from an account of their own."
    )
    return ask_or_do(
        form,
        keep,
        template="letters/confirm.html",
        said=said,
        people=form.letters,
        others=[words[one.code] for one in waiting if not (hears and one.is_theirs)],
        addresses=hearing_addresses.heap(session, on=today()).count,
    )


def _who_signed_in(waiting: "Sequence[Letter]") -> dict[str, str]:
    """Return who signed in when, by what they came, and who printed or wrote it."""
    names = register.names_of(db.session(), {one for each in waiting for one in (each.person_id, each.made_by)})

    def words(one: Letter) -> str:
        told = {"name": names.get(one.person_id, "?"), "instant": instant(one.used_at)}
        told["officer"] = names.get(one.made_by, "?")
        if one.is_link:
            return str(gettext("%(name)s, signed in at %(instant)s at an address that %(officer)s wrote down", **told))
        return str(gettext("%(name)s, signed in at %(instant)s by a letter that %(officer)s printed", **told))

    return {one.code: words(one) for one in waiting}


@pages.route("/letters/addresses", methods=["GET", "POST"])
@requires(Permission.LETTER_CONFIRM)
def hear_addresses() -> ResponseReturnValue:
    """Ask a second officer whose postal address is as another officer wrote it over the one before."""
    session, hears = db.session(), signing_in.hears_as(db.session(), actor(), at=clock.now())
    waiting = hearing_addresses.unheard(session, actor(), on=today())
    own = [one for one in waiting if hears and one.is_theirs]
    form = AddressesForm()
    form.addresses.choices = [(str(one.version_id), one.name) for one in own]

    def keep(session: "Session") -> str:
        heard = [UUID(one) for one in form.addresses.data or []]
        hearing_addresses.hear(session, heard, Deed(actor=actor(), at=clock.now()))
        return url_for(".hear_addresses")

    return ask_or_do(
        form,
        keep,
        template="letters/addresses.html",
        said=gettext(
            "It is on record. Ballots can go there now: whoever sends the links makes the letters that are missing."
        ),
        people=form.addresses,
        facts={str(one.version_id): ", ".join(one.address.splitlines()) for one in waiting},
        hints=_who_wrote(waiting),
        others=[one for one in waiting if one not in own],
    )


def _who_wrote(waiting: "Sequence[Unheard]") -> dict[str, str]:
    """Return who wrote each address that waits, and when."""
    names = register.names_of(db.session(), {one for each in waiting for one in each.written_by})
    return {
        str(one.version_id): gettext(
            "Written by %(officers)s, last on %(day)s",
            officers=", ".join(sorted(names[each] for each in one.written_by)),
            day=spoken(local_date(one.written_at, g.zone)),
        )
        for one in waiting
    }


@pages.route("/letters", methods=["GET", "POST"])
@requires(Permission.PERSON_ENTER)
def index() -> ResponseReturnValue:
    letters = printing.waiting(db.session())
    shown = {str(one.id): one.id for one in letters}

    def put_aside(session: "Session") -> str:
        printed: list[UUID] = [shown[one] for one in request.form.getlist("letter") if one in shown]
        writing.put_aside_printed(session, printed, actor=actor(), at=clock.now())
        return url_for(".index")

    return ask_or_do(
        PrintedForm(),
        put_aside,
        template="letters/index.html",
        said=gettext("Their names, addresses and texts are forgotten here."),
        letters=letters,
        in_all=printing.unprinted(db.session()).count,
        formats={one.value: FORMATS[one] for one in WANTED},
    )
