"""What a returning officer types to plan an election and to take its steps."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, Form, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError

from govern.constitution.rules import CandidateOrder
from govern.core import clock
from govern.core.actors import Actor, Deed
from govern.core.clock import A_DAY
from govern.core.languages import LocalText
from govern.elections.planning import Plan
from govern.web.forms.fields import (
    Choice,
    Day,
    Menu,
    Number,
    TimeOfDay,
    day_of,
    number_of,
    offered,
    printable,
    text_of,
    time_of,
)

FIRST_YEAR, LAST_YEAR = 2000, 2199
MOST_SEATS = 20
# More than there are fields in all: forms order their fields by when each was made.
FIRST_IN_THE_FORM = 1_000_000
# What a plan calls otherwise than the field in which its day is typed.
FIELDS = {
    "nominations_close_at": "nominations_close_on",
    "opens_at": "opens_on",
    "closes_at": "closes_on",
    "term_ends_on": "term_last_on",
}
LANGUAGES = {"en": _("English"), "cy": _("Welsh")}
OneForm = TypeVar("OneForm", bound=FlaskForm)


def is_in_reach(_form: Form, field: Field) -> None:
    """Refuse a year that somebody typed by slip."""
    if field.data is not None and not FIRST_YEAR <= field.data.year <= LAST_YEAR:
        raise ValidationError(_("Enter a day from the years 2000 to 2199."))


def at_most(letters: int) -> Length:
    """Return the bound of a text."""
    return Length(max=letters, message=_("Enter at most %(letters)s characters.", letters=letters))


def local_text(form: type[OneForm], name: str, make: Any, languages: Sequence[str]) -> type[OneForm]:
    """Return a form that asks for the same words in each of the mutual's languages.

    :param make: given a language's name where there is more than one, else None; returns the field.
    """
    named = {one: LANGUAGES.get(one, one) if len(languages) > 1 else None for one in languages}
    fields = {f"{name}_{one}": make(named[one]) for one in languages}
    return type(form.__name__, (form,), fields)


def local_text_of(form: FlaskForm, name: str) -> LocalText:
    """Return what was typed in each language; a language left empty is left out."""
    typed = {field.name.removeprefix(f"{name}_"): text_of(field) for field in local_fields(form, name)}
    return LocalText({language: text for language, text in typed.items() if text})


def local_fields(form: FlaskForm, name: str) -> list[Field]:
    """Return the fields of a text that is asked for in each language."""
    return [field for field in form if field.name.startswith(f"{name}_")]


def day(words: Any, asked: Any) -> Day:
    """Return a field for a date that must be given."""
    return Day(words, [InputRequired(asked), is_in_reach])


class StepForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """The day that a step was taken, and what is to be remembered with it."""

    dated_on = day(_("Day on which it is done"), _("Enter the day on which it is done."))
    note = TextAreaField(_("Note for the record, if there is something to say"), [at_most(2_000)], filters=[printable])

    def deed(self, actor: Actor, at: datetime) -> Deed:
        """Return who does it, when, and what was typed."""
        return Deed(actor=actor, at=at, dated_on=day_of(self.dated_on), note=text_of(self.note))


class LegalStepForm(StepForm):
    """A step with effect in law, promised in words."""

    promise = BooleanField(_("I confirm this"), [InputRequired(_("Tick the sentence to confirm it."))])


class GraveStepForm(LegalStepForm):
    """A step that needs a reason."""

    note = TextAreaField(
        _("Why"), [DataRequired(_("Enter why; it goes on record.")), at_most(2_000)], filters=[printable]
    )


def title_field(language: Any) -> Any:
    """Return the field of an election's title, for a form: it comes first there, as it does on its page."""
    words = _("Title, in %(language)s", language=language) if language else _("Title")
    asked = _("Enter the title in %(language)s.", language=language) if language else _("Enter a title.")
    field: Any = StringField(words, [DataRequired(asked), at_most(120)], filters=[printable])
    field.creation_counter -= FIRST_IN_THE_FORM
    return field


class PlanForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """An election to be held. Its title is added for each of the mutual's languages."""

    electorate = Menu(_("Who elects"), [InputRequired(_("Choose who elects."))])
    seats = Number(
        _("Seats to fill"),
        [
            InputRequired(_("Enter how many seats are to be filled.")),
            NumberRange(1, MOST_SEATS, _("Enter a number from 1 to %(most)s.", most=MOST_SEATS)),
        ],
    )
    term_starts_on = day(_("First day of the term"), _("Enter the first day of the term."))
    term_last_on = day(_("Last day of the term"), _("Enter the last day of the term."))
    nominations_close_on = day(_("Nominations close on"), _("Enter the day on which nominations close."))
    nominations_close_time = TimeOfDay(
        _("Nominations close at"), [InputRequired(_("Enter the time at which nominations close."))]
    )
    roll_date = day(_("Roll date"), _("Enter the roll date."))
    opens_on = day(_("Voting opens on"), _("Enter the day on which voting opens."))
    opens_time = TimeOfDay(_("Voting opens at"), [InputRequired(_("Enter the time at which voting opens."))])
    closes_on = day(_("Voting closes on"), _("Enter the day on which voting closes."))
    closes_time = TimeOfDay(_("Voting closes at"), [InputRequired(_("Enter the time at which voting closes."))])
    candidate_order = Choice(
        _("Order of names on the ballot paper"),
        [InputRequired(_("Choose an order."))],
        choices=offered(
            {
                CandidateOrder.ALPHABETICAL: _("By surname"),
                CandidateOrder.DRAWN: _("Drawn by lot from the lot text"),
            }
        ),
    )
    lot_seed = StringField(
        _("Lot text"), [DataRequired(_("Enter the text that lots are drawn from.")), at_most(200)], filters=[printable]
    )

    def offer(self, electorates: Iterable[tuple[str, str]]) -> "PlanForm":
        """Name who can elect."""
        self.electorate.choices = offered({"": _("Choose")} | dict(electorates))
        return self

    def plan(self, *, rule_set_id: UUID, zone: str) -> Plan:
        """Return the plan that a checked form holds.

        :param zone: where the times were typed.
        """
        constituency, _slash, part = text_of(self.electorate).partition("/")
        return Plan(
            title=local_text_of(self, "title"),
            constituency_id=UUID(constituency),
            sub_constituency_id=UUID(part) if part else None,
            seats=number_of(self.seats),
            rule_set_id=rule_set_id,
            candidate_order=CandidateOrder(self.candidate_order.data),
            lot_seed=text_of(self.lot_seed),
            nominations_close_at=instant_of(self.nominations_close_on, self.nominations_close_time, zone),
            roll_date=day_of(self.roll_date),
            opens_at=instant_of(self.opens_on, self.opens_time, zone),
            closes_at=instant_of(self.closes_on, self.closes_time, zone),
            term_starts_on=day_of(self.term_starts_on),
            term_ends_on=day_of(self.term_last_on) + A_DAY,
        )

    def complain(self, about: str, words: str) -> None:
        """Say at a field what the rules refuse.

        :param about: the plan's own name of what was typed there.
        """
        self[FIELDS.get(about, about)].errors = [words]


def instant_of(on: Day, at: TimeOfDay, zone: str) -> datetime:
    """Return the instant of a day and a time as they were typed."""
    typed = time_of(at)
    return clock.instant(day_of(on), typed.hour, typed.minute, zone)


def with_titles(languages: Sequence[str]) -> type[PlanForm]:
    """Return the form of a plan, asking for the title in each language."""
    return local_text(PlanForm, "title", title_field, languages)


class AskedForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """What is asked by GET, so without a token."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]  # Flask-WTF has no types
        """Nothing is stored."""

        csrf = False


class BoardDayForm(AskedForm):
    """The day on which the board is to be shown."""

    on = Day(_("On which day"), [Optional(), is_in_reach])


class CloseForm(AskedForm):
    """The day on which voting is to close."""

    closes_on = Day(_("Voting closes on"), [Optional(), is_in_reach])
