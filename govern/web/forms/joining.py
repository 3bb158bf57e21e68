"""What somebody writes who wants to join: one form for each question, in the order in which they are asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, EmailField, StringField, TextAreaField
from wtforms.validators import DataRequired, NumberRange, Optional, ValidationError

from govern.admissions.criteria import Home
from govern.admissions.evidence import MOST_HOURS, PLACE_LENGTH, Fact
from govern.admissions.rules import FactKind
from govern.core.languages import LocalText
from govern.core.words import Sentence, in_pounds, say
from govern.register.persons import NAME_LENGTH
from govern.register.rules import age_on, comes_of_age_on, is_email
from govern.web.filters import in_reader_language
from govern.web.forms.elections import at_most
from govern.web.forms.fields import Choice, Day, Number, day_of, number_of, offered, printable, text_of
from govern.web.forms.money import Sum
from govern.web.steps import today

MOST_PENCE = 10_000_000  # CCBSA 2014 s.24(2): the most that one person may hold in withdrawable shares
BELONGS: dict[FactKind, Sentence] = {
    FactKind.EMPLOYED_SINCE: say("I work here."),
    FactKind.SUPPORTED_SINCE: say("I get support."),
    FactKind.CARES_SINCE: say("I care for somebody who gets support."),
    FactKind.QUALIFIES_SINCE: say("I belong to this group."),
}


@dataclass(frozen=True, kw_only=True)
class Group:
    """A constituency, or a part of one, that somebody can apply to.

    :param code: of the constituency, and of the part where it has parts.
    """

    code: str
    constituency_id: UUID
    part_id: UUID | None
    home: Home
    part: LocalText | None


class GroupForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Which group somebody is in."""

    group = Choice(_("Which group are you in?"))

    def offer(self, words: dict[str, str]) -> "GroupForm":
        """Offer the groups by their codes."""
        self.group.choices = offered(words)
        return self


def can_be_mailed(_form: FlaskForm, field: EmailField) -> None:
    """Refuse an address that no mail can be sent to. The service asks the same rule."""
    if not is_email((field.data or "").strip().lower()):
        raise ValidationError(_("Enter an e-mail address such as name@example.org."))


class YouForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Who somebody is, and where mail and post reach them."""

    name = StringField(_("Your name"), [DataRequired(_("Enter your name.")), at_most(NAME_LENGTH)], filters=[printable])
    email = EmailField(
        _("E-mail address"), [DataRequired(_("Enter your e-mail address.")), can_be_mailed], filters=[printable]
    )
    postal_address = TextAreaField(
        _("Postal address"), [DataRequired(_("Enter an address that post reaches.")), at_most(500)], filters=[printable]
    )
    may_send_ballots = BooleanField(_("When I am a member, send my voting links to this e-mail address."))


class AgeForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """That somebody is old enough, or when they were born."""

    age = Choice(_("How old are you?"))
    birth_on = Day(_("When were you born?"), [Optional()])

    def ask_for(self, age: int, *, least: int) -> "AgeForm":
        """Name the highest age that the rules ask for, and keep in mind the least of a member."""
        words = {"yes": say("I am %(age)s or over.", age=age), "no": say("I am under %(age)s.", age=age)}
        self.highest, self.least = age, least
        self.age.choices = offered({value: in_reader_language(sentence) for value, sentence in words.items()})
        return self

    def validate_birth_on(self, field: Day) -> None:
        """Refuse a day that has not come, one that speaks against the answer, and one that is too late to join yet."""
        if field.data is not None and field.data > today():
            raise ValidationError(_("Enter the day you were born. This day has not come yet."))
        if field.data is not None and self.age.data == "no" and age_on(field.data, today()) >= self.highest:
            raise ValidationError(
                _("Whoever was born on this day is not so young. Change the day, or the answer above.")
            )
        if field.data is not None and self.age.data == "no" and age_on(field.data, today()) < self.least:
            raise ValidationError(in_reader_language(self._too_young(field.data)))

    def _too_young(self, birth_on: date) -> Sentence:
        """Return from which day on somebody can ask."""
        return say(
            "By our rules, people can join from the age of %(age)s. You can ask from %(day)s on. "
            "Until then we keep nothing of what you wrote.",
            age=self.least,
            day=comes_of_age_on(birth_on, age=self.least),
        )

    def validate_age(self, field: Choice) -> None:
        """Ask whoever is younger when they were born."""
        if field.data == "no" and not any(self.birth_on.raw_data or ()):
            raise ValidationError(_("Enter the day you were born, below."))


class FactsForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """That somebody belongs to the group, since when, and where the proof is kept. Never why they need support."""

    belongs_by = Choice(_("Which of these is so?"))
    since = Day(_("Since when?"), [DataRequired(_("Enter the day it began."))])
    hours = Number(
        _("How many hours a week?"),
        [NumberRange(0, MOST_HOURS, message=_("Enter the hours of one week, such as 12."))],
    )
    kept_at = StringField(
        _("Where is the proof kept?"),
        [DataRequired(_("Say where the proof is kept.")), at_most(PLACE_LENGTH)],
        filters=[printable],
    )

    def ask_for(self, home: Home) -> "FactsForm":
        """Ask for what shows that somebody belongs to a constituency, and for nothing else."""
        self.kinds: Sequence[FactKind] = home.shown_by
        if len(self.kinds) == 1:
            del self.belongs_by
        else:
            words = {kind.value: in_reader_language(BELONGS[kind]) for kind in self.kinds}
            self.belongs_by.choices = offered(words)
        if not home.criteria.min_hours:
            del self.hours
        return self

    def validate_since(self, field: Day) -> None:
        """Refuse a day that has not come."""
        if field.data is not None and field.data > today():
            raise ValidationError(_("This day has not come yet. Say what is so today."))

    @property
    def kind(self) -> FactKind:
        """Return by what somebody belongs."""
        return FactKind(self.belongs_by.data) if self.belongs_by else self.kinds[0]

    def facts(self) -> list[Fact]:
        """Return what a checked form states."""
        where = text_of(self.kept_at)
        stated = [Fact(kind=self.kind, kept_at=where, day=day_of(self.since))]
        if self.hours:
            stated.append(Fact(kind=FactKind.HOURS_A_WEEK, kept_at=where, number=number_of(self.hours)))
        return stated


class GiveForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """What somebody will give, in pounds and pence."""

    pounds = Sum(_("How many pounds?"))

    def ask_for(self, least_pence: int) -> "GiveForm":
        """Ask for as much as the rules do, or more."""
        words = say(
            "Enter a sum from £%(least)s to £%(most)s, such as 5 or 25.50.",
            least=in_pounds(least_pence),
            most=in_pounds(MOST_PENCE),
        )
        self.pounds.validators = [NumberRange(least_pence, MOST_PENCE, message=in_reader_language(words))]
        return self


class ReviewForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Nothing but the button."""
