"""Who runs us: the board by thirds, on a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from govern.access import public
from govern.board import queries
from govern.board.models import AppointmentKind
from govern.board.queries import SeatLine
from govern.constitution import queries as constitution
from govern.constitution.rules import Third
from govern.core import db
from govern.core.words import Sentence, say
from govern.web.forms.elections import BoardDayForm
from govern.web.steps import today

pages = Blueprint("board", __name__)
THIRDS: dict[Third, Sentence] = {
    Third.WORKFORCE: say("Workforce"),
    Third.SERVICE_USERS: say("Service users"),
    Third.LOCAL_AUTHORITY: say("Local authority"),
}
FILLED: dict[AppointmentKind, Sentence] = {
    AppointmentKind.ELECTED: say("elected"),
    AppointmentKind.APPOINTED: say("appointed"),
    AppointmentKind.COOPTED: say("co-opted"),
}


@dataclass(frozen=True, kw_only=True)
class Bloc:
    """A third of the board."""

    name: Sentence
    seats: Sequence[SeatLine]

    @property
    def filled(self) -> int:
        """Return how many of its seats are held."""
        return sum(seat.starts_on is not None for seat in self.seats)


@pages.get("/board")
@public
def show() -> ResponseReturnValue:
    form = BoardDayForm(request.args, on=today())
    is_read = form.validate()
    on = form.on.data if is_read and form.on.data else today()
    page = render_template(
        "board/show.html",
        form=form,
        on=on,
        is_today=on == today(),
        blocs=_blocs(on),
        parts={part.id: part.name for part in constitution.parts(db.session())},
        filled=FILLED,
    )
    return page, 200 if is_read else 422


def _blocs(on: date) -> list[Bloc]:
    """Return the thirds of the plan in force on a day, with their seats in order."""
    lines = queries.board_on(db.session(), on)
    return [
        Bloc(name=name, seats=[line for line in lines if line.third == third])
        for third, name in THIRDS.items()
        if any(line.third == third for line in lines)
    ]
