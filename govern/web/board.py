"""Who runs us: the board by thirds, on a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from govern.access import public
from govern.board import queries
from govern.board.models import AppointmentKind
from govern.board.queries import SeatLine
from govern.board.rules import Term
from govern.constitution import queries as constitution
from govern.constitution.words import THIRDS
from govern.core import db
from govern.core.words import Sentence, say, say_many
from govern.elections import queries as elections
from govern.elections.rules import UNDER_WAY
from govern.web.forms.elections import BoardDayForm
from govern.web.hemicycle import Hemicycle, hemicycle
from govern.web.steps import today

pages = Blueprint("board", __name__)
FILLED: dict[AppointmentKind, Sentence] = {
    AppointmentKind.ELECTED: say("elected"),
    AppointmentKind.APPOINTED: say("appointed by the authority"),
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
        return sum(seat.is_held for seat in self.seats)


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """The board as a picture, and the same in words, one sentence a third."""

    hemicycle: Hemicycle
    words: Sequence[Sentence]
    filled: int
    seats: int


@pages.get("/board")
@public
def show() -> ResponseReturnValue:
    form = BoardDayForm(request.args, on=today())
    is_read = form.validate()
    on = form.on.data if is_read and form.on.data else today()
    blocs = blocs_on(on)
    page = render_template(
        "board/show.html",
        form=form,
        on=on,
        is_today=on == today(),
        blocs=blocs,
        drawing=drawing_of(blocs) if blocs else None,
        contests=_contested() if on == today() else frozenset(),
        parts={part.id: part.name for part in constitution.parts(db.session())},
        filled=FILLED,
    )
    return page, 200 if is_read else 422


def _contested() -> frozenset[UUID]:
    """Return the seats that an election under way is to fill."""
    session = db.session()
    under_way = [line.election for line in elections.listed(session) if line.state in UNDER_WAY]
    return frozenset(
        place.seat_id
        for one in under_way
        for place in queries.vacant(
            session,
            third=elections.constituency(session, one).third or "",
            sub_constituency_id=one.sub_constituency_id,
            term=Term(starts_on=one.term_starts_on, ends_on=one.term_ends_on),
        )
    )


def drawing_of(blocs: Sequence[Bloc]) -> Drawing:
    """Return the picture of a board."""
    return Drawing(
        hemicycle=hemicycle([[seat.is_held for seat in bloc.seats] for bloc in blocs]),
        words=[_in_words(bloc) for bloc in blocs],
        filled=sum(bloc.filled for bloc in blocs),
        seats=sum(len(bloc.seats) for bloc in blocs),
    )


def _in_words(bloc: Bloc) -> Sentence:
    """Return what the picture shows of a third, with the seats that are vacant."""
    vacant = ", ".join(str(seat.number) for seat in bloc.seats if not seat.is_held)
    told = say_many(
        "%(name)s: %(filled)s of %(count)s seat filled.",
        "%(name)s: %(filled)s of %(count)s seats filled.",
        count=len(bloc.seats),
        name=bloc.name,
        filled=bloc.filled,
    )
    return say("%(told)s Vacant: seat %(vacant)s.", told=told, vacant=vacant) if vacant else told


def blocs_on(on: date) -> list[Bloc]:
    """Return the thirds of the plan in force on a day, with their seats in order."""
    lines = queries.board_on(db.session(), on)
    return [
        Bloc(name=name, seats=[line for line in lines if line.third == third])
        for third, name in THIRDS.items()
        if any(line.third == third for line in lines)
    ]
