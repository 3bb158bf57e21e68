"""The authority puts somebody into one of its seats; the secretary enters the instrument, and the board notes it."""

from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from govern.access import actor, requires
from govern.accounts import queries as accounts
from govern.board import queries as board
from govern.board import service, vacating
from govern.constitution import queries as constitution
from govern.constitution.rules import Matter, Third
from govern.core import clock, db
from govern.core.actors import Role
from govern.core.languages import LocalText
from govern.permissions import Permission
from govern.register import belonging
from govern.register import queries as register
from govern.web.deeds import Gate, ask_or_do
from govern.web.forms.appointments import EndingForm, InstrumentForm
from govern.web.people import known_today
from govern.web.steps import today

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

pages = Blueprint("appointments", __name__)


@pages.route("/people/<uuid:person_id>/appointment", methods=["GET", "POST"])
@requires(Permission.INSTRUMENT_ENTER)
def enter(person_id: UUID) -> ResponseReturnValue:
    known = known_today(person_id)
    form = _form(person_id)

    def seat(session: "Session") -> str:
        told = form.instrument(person_id)
        made = service.seat_appointed(session, told, actor=actor(), at=clock.now())
        if service.is_signed_by_connected(session, told, on=today()):
            flash(
                gettext(
                    "Who signed is connected with who is appointed. The authority may do so, and the journal says it."
                )
            )
        return url_for("board.show", on=made.starts_on.isoformat())

    said = gettext("The appointment is on record, and the seat is filled from the first day of the term.")
    return ask_or_do(
        form,
        seat,
        template="appointments/enter.html",
        said=said,
        gate=Gate(
            ensure=lambda session: belonging.ensure_alive(session, person_id),
            about=LocalText(en=known.name),
            back=url_for("people.show", person_id=person_id),
        ),
        person_id=person_id,
        known=known,
        sits=board.is_appointed(db.session(), person_id, on=today()),
    )


@pages.route("/people/<uuid:person_id>/appointment/ending", methods=["GET", "POST"])
@requires(Permission.INSTRUMENT_ENTER)
def end(person_id: UUID) -> ResponseReturnValue:
    known, holding_id = known_today(person_id), board.appointment_of(db.session(), person_id, on=today()).id
    form = EndingForm().offer(constitution.decisions_about(db.session(), person_id, Matter.REVOCATION))

    def vacate(session: "Session") -> str:
        if form.is_revoked:
            made = vacating.end_appointment(session, form.revocation(holding_id), actor=actor(), at=clock.now())
        else:
            on = form.on.data or today()
            made = vacating.end_with_office(session, holding_id, on=on, actor=actor(), at=clock.now())
        return url_for("board.show", on=str(made.vacated_on))

    return ask_or_do(
        form,
        vacate,
        template="deeds/plain.html",
        said=gettext("The end of the appointment is on record, and the seat is empty from that day."),
        back=url_for("people.show", person_id=person_id),
        who=known.name,
        title=gettext("Record that the appointment ended"),
        lead=gettext(
            "The authority ends an appointment by notice, from the day it reaches you or a later one that it states."
            " Where the instrument names an office, the seat is lost with that office. Nothing else ends it."
        ),
        button=gettext("Record the end"),
    )


def _form(person_id: UUID) -> InstrumentForm:
    """Return a form that offers the authority's seats, its decisions on somebody, and its officers of today."""
    session, on = db.session(), today()
    held = accounts.holdings(session, on=on)
    signers = {one.person_id for one in held if one.office == Role.COUNCIL_OFFICER and one.from_on <= on}
    return InstrumentForm().offer(
        seats=[seat for seat in board.board_on(session, on) if seat.third == Third.LOCAL_AUTHORITY],
        decisions=constitution.decisions_about(session, person_id, Matter.APPOINTMENT),
        signers=register.names_of(session, signers),
        bodies=register.bodies_on(session, on=on),
    )
