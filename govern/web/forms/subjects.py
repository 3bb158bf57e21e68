"""What the secretary types of whom a decision is about: applications with their outcome, persons with the matter."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask_babel import gettext
from flask_wtf import FlaskForm
from wtforms import Field, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # its types are of an older release
from wtforms.validators import ValidationError

from govern.admissions.rules import State
from govern.constitution.rules import Matter
from govern.core.words import Sentence, say
from govern.web.filters import in_reader_language
from govern.web.forms.elections import at_most
from govern.web.forms.fields import Menu, printable, text_of
from govern.web.forms.register import none_chosen

APPLICATION, WHO, MATTER, HOME = "application_", "who_", "matter_", "home_"
# How many persons have a row at first, how many rows are added at once, and how many there are at most.
FIRST_ROWS, MORE_ROWS, MOST_ROWS = 5, 5, 100
ROWS, ADDING = "rows", "adding"
NOBODY, SOMEBODY = "nobody", "somebody"
# A refusal is chosen at its application.
MATTERS: dict[Matter, Sentence] = {
    Matter.ADMISSION: say("They are admitted, as their papers ask"),
    Matter.MOVE: say("They move to another constituency"),
    Matter.SUSPENSION: say("They are suspended"),
    Matter.RESTORATION: say("Their suspension ends"),
    Matter.EXPULSION: say("Whether they are expelled"),
    Matter.READMISSION: say("They are taken back, after an expulsion"),
    Matter.CESSATION: say("Their membership ends otherwise"),
    Matter.APPOINTMENT: say("They are appointed to the board"),
    Matter.REVOCATION: say("Their appointment to the board ends"),
}


@dataclass(frozen=True, kw_only=True)
class Row:
    """The three fields by which one person is named."""

    who: Field
    matter_chosen: Field
    home_chosen: Field

    @property
    def wanted(self) -> str:
        """Return the name or number that was typed."""
        return text_of(self.who)

    def matter(self) -> Matter:
        """Return the matter of a checked row."""
        return Matter(self.matter_chosen.data)

    def home(self) -> tuple[UUID | None, UUID | None]:
        """Return the constituency and the part of a checked row, where its matter has one."""
        if not self.matter().has_home:
            return None, None
        constituency, _sign, part = str(self.home_chosen.data).partition("/")
        return UUID(constituency), UUID(part) if part else None


def rows_wanted(sent: Mapping[str, str]) -> int:
    """Return how many rows a form that was sent has to have: those it had, and more where they are asked for."""
    had = sent.get(ROWS, "")
    count = int(had) if had.isascii() and had.isdigit() and len(had) <= len(str(MOST_ROWS)) else FIRST_ROWS
    return min(max(count, FIRST_ROWS) + (MORE_ROWS if ADDING in sent else 0), MOST_ROWS)


def fields_of_subjects(
    applications: Mapping[UUID, str], homes: Sequence[SelectChoice], *, rows: int = FIRST_ROWS
) -> dict[str, Any]:
    """Return the fields of a decision's subjects: one for each application that waits, and rows for persons.

    :param applications: each in a line.
    :param homes: the constituencies, and parts, that somebody can go to.
    """
    outcomes = [
        SelectChoice(value="", label=gettext("It was not on this one")),
        SelectChoice(value=State.ADMITTED.value, label=gettext("Admit")),
        SelectChoice(value=State.REFUSED.value, label=gettext("Refuse")),
    ]
    made: dict[str, Any] = {f"{APPLICATION}{one}": Menu(words, choices=outcomes) for one, words in applications.items()}
    matters = [SelectChoice(value="", label=gettext("Choose"))]
    matters += [SelectChoice(value=one.value, label=in_reader_language(words)) for one, words in MATTERS.items()]
    for row in range(1, rows + 1):
        made[f"{WHO}{row}"] = StringField(
            gettext("Person %(number)s: whole name, or member number", number=row), [at_most(200)], filters=[printable]
        )
        made[f"{MATTER}{row}"] = Menu(
            gettext("Person %(number)s: what it says of them", number=row), [_goes_with_a_person], choices=matters
        )
        made[f"{HOME}{row}"] = Menu(
            gettext("Person %(number)s: constituency, for whoever is admitted, moved or taken back", number=row),
            [_is_chosen_where_somebody_goes],
            choices=[none_chosen(), *homes],
        )
    return made


def rows_of(form: FlaskForm) -> list[Row]:
    """Return the rows of a form."""
    return [
        Row(who=form[f"{WHO}{row}"], matter_chosen=form[f"{MATTER}{row}"], home_chosen=form[f"{HOME}{row}"])
        for row in (name.removeprefix(WHO) for name in form._fields if name.startswith(WHO))
    ]


def _goes_with_a_person(form: FlaskForm, field: Field) -> None:
    """Refuse a person without a matter, and a matter without a person."""
    is_named = bool(text_of(form[f"{WHO}{field.name.removeprefix(MATTER)}"]))
    if is_named and not field.data:
        raise ValidationError(gettext("Choose what was decided on this person."))
    if field.data and not is_named:
        raise ValidationError(gettext("Enter the person on whom this was decided."))


def _is_chosen_where_somebody_goes(form: FlaskForm, field: Field) -> None:
    """Refuse a way without an end."""
    matter = form[f"{MATTER}{field.name.removeprefix(HOME)}"].data
    if matter in list(MATTERS) and Matter(matter).has_home and not field.data:
        raise ValidationError(gettext("Choose the constituency that they go to."))
