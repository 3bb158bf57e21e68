"""A person's own page: the next thing to do, what the register says of them, and the votes to come.

What stands here and what is done from here says no more than the roll does: that somebody may vote and how their link
comes, and never whether they have voted.
"""

from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user

from govern.access import actor, signed_in
from govern.accounts import service as accounts
from govern.accounts.rules import subject_hash
from govern.admissions import own as applicants
from govern.admissions.words import done
from govern.board import queries as board
from govern.board.models import AppointmentKind
from govern.constitution.rules import Third
from govern.constitution.words import THIRDS
from govern.core import clock, db
from govern.core.clock import A_DAY
from govern.elections import mine
from govern.interests import named
from govern.meetings import queries as meetings
from govern.register import own, resignations
from govern.register import queries as register
from govern.register.models import PersonVersion
from govern.register.rules import Standing
from govern.web.board import FILLED
from govern.web.decisions_to_confirm import to_confirm
from govern.web.filters import day, spoken
from govern.web.forms.own import SendAgainForm
from govern.web.joining import is_open
from govern.web.own_motions import own_motions
from govern.web.steps import today
from govern.web.votes_now import votes_now

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

pages = Blueprint("my_page", __name__)


@pages.get("/me")
@signed_in
def show() -> ResponseReturnValue:
    session, person_id = db.session(), current_user.person_id
    coming = mine.coming(session, person_id, at=clock.now())
    case = applicants.latest(session, person_id, on=today())
    membership, seat = own.latest_membership(session, person_id, on=today()), _own_seat(session, person_id)
    is_asked = membership is not None or not seat
    return render_template(
        "my_page/show.html",
        membership=membership,
        seat=seat,
        resigned=resignations.waiting(session, membership.membership_id) if membership else None,
        case=case,
        case_done=None if case is None else done(case.last),
        can_join=is_open(),
        is_member=membership is not None and membership.standing != Standing.CEASED,
        now=[one for one in coming if one.is_open and one.place.may_vote],
        later=[one for one in coming if is_asked and not one.is_open and not one.place.is_elsewhere],
        meetings=meetings.of_person(session, person_id, on=today()),
        email=ballot_address(own_particulars()),
        named=list(named.of_person(session, person_id, at=clock.now())) if actor().is_known else [],
        proposed=own_motions(session, person_id, at=clock.now()) if actor().is_known else [],
        **votes_now(at=clock.now()),
        **to_confirm(),
    )


def _own_seat(session: "Session", person_id: UUID) -> "Sequence[tuple[str, str]]":
    """Return what whoever sits on the board is told of their seat; nothing for others."""
    held = board.seat_of(session, person_id, on=today())
    if held is None:
        return ()
    seat, holding = held
    return (
        (gettext("What you are"), gettext("a director")),
        (gettext("Your third of the board"), spoken(THIRDS[Third(seat.third)])),
        (gettext("How you came there"), spoken(FILLED[AppointmentKind(holding.kind)])),
        (gettext("Last day of your term"), day((holding.vacated_on or holding.ends_on) - A_DAY)),
    )


@pages.post("/me/voting-links/<uuid:election_id>")
@signed_in
def send_link_again(election_id: UUID) -> ResponseReturnValue:
    if SendAgainForm().validate_on_submit():
        at = clock.now()
        with db.transaction() as session:
            accounts.count_request(session, _counted_as("voting link"), at=at)
            mine.ask_again(session, election_id, current_user.person_id, at=at)
        flash(gettext("If you have not voted yet, a new link is on its way to your e-mail address."))
    return redirect(url_for(".show"), 303)


def own_particulars() -> PersonVersion | None:
    """Return what the register holds today of whoever is signed in."""
    return register.person_on(db.session(), current_user.person_id, on=today())


def ballot_address(known: PersonVersion | None) -> str | None:
    """Return the e-mail address to which somebody's voting links go, or None where they come by letter."""
    return None if known is None else mine.ballots_by_mail(db.session(), known)


def _counted_as(kind: str) -> str:
    """Return what requests of whoever is signed in are counted as."""
    return subject_hash(g.settings.secret_key.encode(), kind, str(current_user.person_id))
