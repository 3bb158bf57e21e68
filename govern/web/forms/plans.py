"""What the secretary chooses for a plan of the board: for each seat, whose it is."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import Field
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # its types are of an older release
from wtforms.validators import InputRequired

from govern.constitution.models import Constituency, SubConstituency
from govern.constitution.rules import PlannedSeat, Third
from govern.constitution.words import THIRDS
from govern.core.words import say
from govern.web.filters import in_reader_language
from govern.web.forms.fields import Menu
from govern.web.forms.register import offered_homes

SEAT = "seat_"


class PlanForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A decision, and every seat. `plan_form` adds the seats."""

    decision = Menu(_("Decision of the members"), [InputRequired(_("Choose the decision that adopts the plan."))])

    def seats(self) -> list[PlannedSeat]:
        """Return the seats as a checked form holds them."""
        return [_planned(field) for field in self.seat_fields()]

    def seat_fields(self) -> list[Field]:
        """Return the fields of the seats."""
        return [field for field in self if field.name.startswith(SEAT)]


def plan_form(
    seats_per_third: int, constituencies: Sequence[Constituency], parts: Sequence[SubConstituency]
) -> PlanForm:
    """Return a form that asks for each seat of three equal thirds whose it is."""
    made = {
        f"{SEAT}{third}_{number}": Menu(
            in_reader_language(say("%(third)s, seat %(number)s", third=words, number=number)),
            choices=_homes(third, constituencies, parts),
        )
        for third, words in THIRDS.items()
        for number in range(1, seats_per_third + 1)
    }
    form: PlanForm = type("PlanForm", (PlanForm,), made)()
    return form


def _homes(
    third: Third, constituencies: Sequence[Constituency], parts: Sequence[SubConstituency]
) -> list[SelectChoice]:
    """Return whose a seat of a third can be: of the whole third, of a constituency, or of a part of one."""
    whole = SelectChoice(value="", label=in_reader_language(say("The whole third")))
    return [whole, *offered_homes([one for one in constituencies if one.third == third], parts)]


def _planned(field: Any) -> PlannedSeat:
    third, _, number = field.name.removeprefix(SEAT).rpartition("_")
    constituency, _, part = (field.data or "").partition("/")
    return PlannedSeat(
        third=Third(third),
        number=int(number),
        constituency_id=UUID(constituency) if constituency else None,
        sub_constituency_id=UUID(part) if part else None,
    )
