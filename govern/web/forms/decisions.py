"""What the secretary types of a decision: what the minutes say, and everybody's part in it."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import Field, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # its types are of an older release
from wtforms.validators import DataRequired, InputRequired, ValidationError

from govern.admissions.rules import State
from govern.constitution.decisions import Minute
from govern.constitution.models import Decision
from govern.constitution.parameters.board import RESERVED_MATTERS, ReservedMatter
from govern.constitution.rules import Body, Participant, Vote
from govern.core.words import Sentence, say
from govern.web.filters import in_reader_language
from govern.web.forms.elections import at_most, day
from govern.web.forms.fields import Choice, Choices, Menu, day_of, offered, printable, text_of
from govern.web.forms.subjects import (
    APPLICATION,
    FIRST_ROWS,
    MOST_ROWS,
    NOBODY,
    SOMEBODY,
    Row,
    fields_of_subjects,
    rows_of,
)
from govern.web.who_decided import BODIES, who_took_each

PART = "part_"
VOTED = ("board", "others")
# Whoever is expelled is named below, as the case of their membership goes by it.
BY_A_MOTION = tuple(one for one in ReservedMatter if one is not ReservedMatter.EXPEL_MEMBERS)
PARTS: dict[str, tuple[Sentence, dict[str, Any]]] = {
    "for": (say("Voted for"), {"vote": Vote.FOR}),
    "against": (say("Voted against"), {"vote": Vote.AGAINST}),
    "abstained": (say("Abstained"), {"vote": Vote.ABSTAINED}),
    "present": (say("Was there and did not vote"), {}),
    "recused": (say("Stood back"), {"is_recused": True}),
    "absent": (say("Was not there"), {"is_present": False}),
}


class DecisionForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """What the minutes say. Who voted for it is ticked; a field for each exception is added by `decision_form`."""

    body = Choice(_("Who decided"), [InputRequired(_("Choose who decided."))])
    decided_on = day(_("Day of the decision"), _("Enter the day of the decision."))
    minute_reference = StringField(
        _("Where it stands in the minutes"),
        [DataRequired(_("Enter where it stands, such as B/2026/14.")), at_most(100)],
        filters=[printable],
    )
    text = TextAreaField(
        _("What was decided"),
        [DataRequired(_("Write what was decided, as the minutes have it.")), at_most(4_000)],
        filters=[printable],
    )

    matter = Menu(_("Is it on a matter that members decide by a motion?"))
    about = Choice(
        _("Whom it is about"),
        [InputRequired(_("Choose whom the decision is about."))],
        choices=offered(
            {
                SOMEBODY: _("Applications or persons, chosen below"),
                NOBODY: _("No person: other business"),
            }
        ),
    )

    def validate_about(self, field: Field) -> None:
        """Refuse a choice that what is chosen below speaks against."""
        is_somebody = bool(self.applications() or self.rows())
        if field.data == NOBODY and is_somebody:
            raise ValidationError(gettext("Below, applications or persons are chosen. Choose that, or take them out."))
        if field.data == SOMEBODY and not is_somebody:
            raise ValidationError(gettext("Choose below whom it is about, or that it is about no person."))

    def applications(self) -> list[tuple[UUID, State]]:
        """Return the applications that the decision is on, each with the outcome."""
        chosen = [one for one in self.fields_of_applications() if one.data in (State.ADMITTED, State.REFUSED)]
        return [(UUID(one.name.removeprefix(APPLICATION)), State(one.data)) for one in chosen]

    def fields_of_applications(self) -> list[Field]:
        """Return the fields of the applications."""
        return [field for field in self if field.name.startswith(APPLICATION)]

    def rows(self) -> list[Row]:
        """Return the rows in which a person or a matter stands."""
        return [row for row in rows_of(self) if row.wanted or row.matter_chosen.data]

    def has_wrong_rows(self) -> bool:
        """Say whether something in the rows has to be changed."""
        return any(field.errors for row in rows_of(self) for field in (row.who, row.matter_chosen, row.home_chosen))

    def every_row(self) -> list[Row]:
        """Return the rows, empty ones too."""
        return rows_of(self)

    def has_room(self) -> bool:
        """Say whether rows can be added."""
        return len(self.every_row()) < MOST_ROWS

    def minute(self) -> Minute:
        """Return what a checked form says of the decision, but for whom it is about."""
        return Minute(
            body=Body(self.body.data),
            decided_on=day_of(self.decided_on),
            minute_reference=text_of(self.minute_reference),
            text=text_of(self.text),
            matter=ReservedMatter(self.matter.data) if self.matter.data else None,
        )

    voted_board = Choices(_("Who voted for it"))
    voted_others = Choices(_("Others who voted for it"))

    def participants(self) -> list[Participant]:
        """Return everybody's part, as a checked form holds it; who is left out had none.

        What is said of somebody by themselves counts before a tick: whoever ticks all names the exceptions below.
        """
        ticked = {one for name in VOTED for one in self[f"voted_{name}"].data or ()}
        parts = {field.name.removeprefix(PART): field.data for field in self.people()}
        told = {person: part or ("for" if person in ticked else "") for person, part in parts.items()}
        return [Participant(person_id=UUID(person), **PARTS[part][1]) for person, part in told.items() if part]

    def people(self) -> list[Field]:
        """Return the fields of the people, each for a part otherwise than by a vote for it."""
        return [field for field in self if field.name.startswith(PART)]

    def has_exceptions(self) -> bool:
        """Say whether somebody's part is chosen by itself, or cannot be read."""
        return any(field.data or field.errors for field in self.people())


class ConfirmationForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A participant's own word."""

    word = Choice(
        _("Is it so?"),
        [InputRequired(_("Choose whether it is so."))],
        choices=offered(
            {"so": _("Yes: this was decided, and this was my part"), "not_so": _("No: this is not what happened")}
        ),
    )

    @property
    def is_so(self) -> bool:
        """Say whether a checked form says that it is so."""
        return bool(self.word.data == "so")


def decision_form(
    people: Mapping[UUID, str],
    applications: Mapping[UUID, str],
    homes: Sequence[SelectChoice],
    *,
    board: Collection[UUID] = (),
    rows: int = FIRST_ROWS,
    **shown: Any,
) -> DecisionForm:
    """Return the form of a decision, with a field for each person who could have had a part in it.

    :param board: of these people, those who decide for the board today; they are named first.
    :param applications: those that it can be on, each in a line.
    :param homes: where somebody can go by it.
    :param rows: how many persons can be named, besides the applications.
    """
    choices = [SelectChoice(value="", label=in_reader_language(say("As ticked above")))]
    choices += offered({part: in_reader_language(words) for part, (words, _facts) in PARTS.items()})
    made = {
        f"{PART}{person}": Menu(in_reader_language(say("How %(name)s took part", name=name)), choices=choices)
        for person, name in people.items()
    }
    made |= fields_of_subjects(applications, homes, rows=rows)
    form: DecisionForm = type("DecisionForm", (DecisionForm,), made)(**shown)
    form.voted_board.choices = offered({str(one): name for one, name in people.items() if one in board})
    form.voted_others.choices = offered({str(one): name for one, name in people.items() if one not in board})
    none = ("", in_reader_language(say("No, it is on none of these")))
    form.matter.choices = [none, *((one.value, in_reader_language(RESERVED_MATTERS[one])) for one in BY_A_MOTION)]
    form.body.choices = offered({body.value: in_reader_language(words) for body, words in BODIES.items()})
    return form


def offered_decisions(decisions: Sequence[Decision]) -> list[SelectChoice]:
    """Return decisions to choose among, each by its day and where it stands in the minutes."""
    return [SelectChoice(value=str(one), label=in_reader_language(line)) for one, line in named_each(decisions).items()]


def named(decision: Decision) -> Sentence:
    """Return a decision in a line."""
    return named_each([decision])[decision.id]


def named_each(decisions: Sequence[Decision]) -> dict[UUID, Sentence]:
    """Return some decisions, each in a line: its day, who took it, and where it stands in the minutes."""
    took = who_took_each(decisions)
    return {
        one.id: say(
            "%(day)s, %(body)s, %(reference)s", day=one.decided_on, body=took[one.id], reference=one.minute_reference
        )
        for one in decisions
    }


def parts_of(participants: Sequence[Participant]) -> dict[UUID, Sentence]:
    """Return each participant's part in words."""
    return {one.person_id: _part(one) for one in participants}


def _part(participant: Participant) -> Sentence:
    """Return a part in words that hold of a meeting and of what was decided in writing."""
    if participant.is_recused:
        return PARTS["recused"][0]
    if not participant.is_present:
        return say("Took no part")
    for words, facts in PARTS.values():
        if Participant(person_id=participant.person_id, **facts) == participant:
            return words
    raise AssertionError(participant)
