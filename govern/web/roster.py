"""The duty roster: the fewest people who can do everything, who holds what, and which deed nobody can lawfully do."""

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from govern.access import requires
from govern.accounts import queries, roster
from govern.accounts.words import OFFICE_WORDS
from govern.board import queries as board
from govern.core import db
from govern.elections import queries as elections
from govern.permissions import Permission
from govern.register import belonging, opening
from govern.register import queries as register
from govern.web.steps import today

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

pages = Blueprint("roster", __name__)


@pages.get("/duty-roster")
@requires(Permission.OFFICE_READ)
def show() -> ResponseReturnValue:
    session, on = db.session(), today()
    holders = holders_on(session, on)
    gaps = gaps_on(session, on, holders)
    people = {one.person_id for one in holders} | {person for gap in gaps for person in gap.could}
    names = register.names_of(session, people)
    return render_template(
        "roster/show.html",
        today=on,
        gaps=gaps,
        deeds=_deeds(session),
        fewest=roster.fewest_people(),
        holders=[one for one in holders if one.holds(on)],
        members=belonging.members_among(session, people, on=on),
        names=names,
        could={gap.deed.name.msgid: ", ".join(names.get(person, "") for person in gap.could) for gap in gaps},
        words=OFFICE_WORDS,
    )


def holders_on(session: "Session", on: "date") -> list[roster.Holder]:
    """Return every office in somebody's hands on a day or later, with what bears on its use."""
    interested = _interested(session, on)
    return [
        roster.Holder(
            person_id=held.person_id,
            office=held.office,
            from_on=held.from_on,
            until_on=held.until_on,
            is_interested=held.person_id in interested,
        )
        for held in queries.holdings(session, on=on)
    ]


def gaps_on(session: "Session", on: "date", holders: Sequence[roster.Holder]) -> list[roster.Gap]:
    """Return the deeds that nobody can lawfully do on a day, or within the month after it."""
    return roster.gaps(holders, today=on, interested=_interested(session, on), wanted=_deeds(session))


def _deeds(session: "Session") -> list[roster.Deed]:
    return roster.deeds(is_opened=opening.is_over(session))


def _interested(session: "Session", on: "date") -> frozenset[UUID]:
    """Return who sits on the board, or stands in an election that is under way."""
    return frozenset(board.directors_on(session, on)) | elections.candidates_under_way(session)
