"""What the founders type: the code, the model rules, and all that the mutual begins with."""

from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import available_timezones

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, EmailField, Field, Form, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # its types are of an older release
from wtforms.validators import DataRequired, InputRequired, Optional, ValidationError

from govern.accounts.words import OFFICE_WORDS
from govern.consequences.founding import Founder
from govern.constitution.charter import Charter, CharterConstituency, CharterPart
from govern.constitution.presets import PRESETS, Preset, equal_seats
from govern.constitution.rules import Mode, divided
from govern.core.actors import Role
from govern.core.languages import SOURCE_LANGUAGE, LocalText
from govern.core.words import DEFAULT_ZONE, Sentence, say
from govern.web.filters import in_reader_language
from govern.web.forms.elections import LANGUAGES, at_most, day
from govern.web.forms.fields import Choice, Choices, Menu, day_of, offered, printable, text_of
from govern.web.forms.rules import RulesForm, field_of, rules_asked
from govern.web.forms.sign_in import is_an_address

USUAL_FOUNDERS, MOST_FOUNDERS = 5, 8  # shown at once, and in all
MODES: dict[Mode, Sentence] = {
    Mode.REAL: say("A real mutual: what is decided here counts"),
    Mode.DEMO: say("A demonstration: nothing decided here counts"),
    Mode.REHEARSAL: say("A rehearsal: nothing decided here counts"),
}


class BeginForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """The code, and the one question that a founding starts from."""

    code = StringField(_("Code of the founding"), [at_most(60)], filters=[printable])
    preset = Choice(
        _("Which model rules are you registered under?"), [InputRequired(_("Choose the rules that are nearest."))]
    )

    def offer_presets(self) -> "BeginForm":
        """Name the model rules in the reader's language."""
        self.preset.choices = offered({code: in_reader_language(one.name) for code, one in PRESETS.items()})
        return self


def is_a_zone(_form: Form, field: Field) -> None:
    """Refuse a time zone that no clock knows."""
    if field.data not in available_timezones():
        raise ValidationError(_("Enter a time zone such as Europe/London."))


def asked(words: Any, sentence: Any, most: int = 200) -> StringField:
    """Return a field for a line that must be given."""
    return StringField(words, [DataRequired(sentence), at_most(most)], filters=[printable])


class FoundingForm(RulesForm):
    """All that the mutual begins with. `founding_form` adds the rules, the constituencies and the founders."""

    name = asked(_("Name of the mutual"), _("Enter the name of the mutual."))
    registered_number = StringField(
        _("Number in the public register, if it has one"), [at_most(60)], filters=[printable]
    )
    mode = Choice(_("What this installation is for"), [InputRequired(_("Choose what this installation is for."))])
    languages = Choices(
        _("Languages of the pages for members"),
        [InputRequired(_("Choose at least one language."))],
        choices=offered(LANGUAGES),
        default=[SOURCE_LANGUAGE],
    )
    telephone = asked(_("Telephone number for members"), _("Enter a telephone number that members can call."), 60)
    text_relay = asked(_("Text-relay number"), _("Enter the number as text relay dials it."), 60)
    time_zone = StringField(
        _("Time zone"),
        [DataRequired(_("Enter a time zone.")), is_a_zone],
        filters=[printable],
        default=DEFAULT_ZONE,
    )
    decided_on = day(_("Day of the founders’ decision"), _("Enter the day on which the founders decided."))
    registered_on = day(_("Day on which the rules were registered"), _("Enter the day of registration."))
    minute_reference = asked(
        _("Where the founders’ decision is recorded"), _("Enter where it is recorded, such as Founders/1.")
    )
    promise = BooleanField(
        _("I have checked all of this with the founders. It is done once."),
        [InputRequired(_("Check it with the founders, then tick this box."))],
    )
    preset: Preset

    def charter(self) -> Charter:
        """Return the charter that a checked form holds."""
        parameters = self.preset.parameters() | self.parameters()
        seats = parameters["seats_per_third"]
        is_as_preset = seats == self.preset.parameters()["seats_per_third"]
        return Charter(
            name=text_of(self.name),
            registered_number=text_of(self.registered_number) or None,
            legal_form=self.preset.legal_form,
            mode=Mode(self.mode.data),
            languages=tuple(self.languages.data or ()),
            time_zone=text_of(self.time_zone),
            telephone=text_of(self.telephone),
            text_relay=text_of(self.text_relay),
            decided_on=day_of(self.decided_on),
            registered_on=day_of(self.registered_on),
            minute_reference=text_of(self.minute_reference),
            parameters=parameters,
            constituencies=tuple(self._constituency(one) for one in self.preset.constituencies),
            seats=self.preset.seats if is_as_preset or not isinstance(seats, int) else equal_seats(seats),
        )

    def _constituency(self, one: CharterConstituency) -> CharterConstituency:
        """Return a constituency of the model rules under the name that was typed."""
        parts = tuple(
            CharterPart(code=part.code, name=self._named(f"{one.code}__{part.code}", part.name)) for part in one.parts
        )
        name = self._named(one.code, one.name)
        return CharterConstituency(code=one.code, name=name, third=one.third, precedence=one.precedence, parts=parts)

    def _named(self, code: str, suggested: LocalText) -> LocalText:
        """Return the name that was typed, in every language of the model rules where it was left as they have it."""
        typed = text_of(self[f"home_{code}"])
        return suggested if typed == str(suggested) else LocalText({SOURCE_LANGUAGE: typed})

    def founders(self) -> list[Founder]:
        """Return the founders whose rows were filled in."""
        rows = [self.founder_fields(number) for number in range(1, MOST_FOUNDERS + 1)]
        return [_founder(row) for row in rows if row["name"].data]

    def founder_fields(self, number: int) -> dict[str, Field]:
        """Return the fields of one founder."""
        return {part: self[f"founder_{number}_{part}"] for part in ("name", "email", "offices", "home", "adult")}

    def home_fields(self) -> list[Field]:
        """Return the fields of the names of constituencies and parts."""
        return [field for field in self if field.name.startswith("home_")]

    def validate(self, extra_validators: Any = None) -> bool:
        """Check the rows of the founders too: who has a name needs an address, and a member an age."""
        is_good = super().validate(extra_validators)
        for number in range(1, MOST_FOUNDERS + 1):
            row = self.founder_fields(number)
            if row["name"].data and not row["email"].data:
                row["email"].errors = [in_reader_language(say("Enter this founder’s e-mail address."))]
                is_good = False
            if row["home"].data and row["name"].data and not row["adult"].data:
                row["adult"].errors = [in_reader_language(say("Confirm that this first member is an adult."))]
                is_good = False
        return bool(is_good)


def _founder(row: Mapping[str, Field]) -> Founder:
    """Return the founder of one row."""
    constituency, _sign, part = (row["home"].data or "").partition("/")
    return Founder(
        name=text_of(row["name"]),
        email=text_of(row["email"]),
        offices=frozenset(Role(office) for office in row["offices"].data or ()),
        constituency=constituency or None,
        part=part or None,
        is_adult=bool(row["adult"].data),
    )


def founding_form(preset: Preset, **shown: Any) -> FoundingForm:
    """Return a form that asks for all that differs from some model rules."""
    homes = {one.code: one.name for one in preset.constituencies}
    leaves = rules_asked(preset.parameters(), homes=homes)
    made: dict[str, Any] = {leaf.name: field_of(leaf) for leaf in leaves}
    made |= _home_fields(preset)
    for number in range(1, MOST_FOUNDERS + 1):
        made |= _founder_fields(number, preset)
    form: FoundingForm = type("FoundingForm", (FoundingForm,), made | {"leaves": leaves, "homes": homes})(**shown)
    form.preset = preset
    form.mode.choices = offered({mode.value: in_reader_language(words) for mode, words in MODES.items()})
    return form


def _home_fields(preset: Preset) -> dict[str, Any]:
    """Return a field for the name of each constituency and part."""
    named = {one.code: one.name for one in preset.constituencies}
    named |= {f"{one.code}__{part.code}": part.name for one in preset.constituencies for part in one.parts}
    return {
        f"home_{code}": StringField(
            _("What “%(name)s” is called here", name=str(name)),
            [DataRequired(_("Enter what it is called.")), at_most(100)],
            filters=[printable],
            default=str(name),
        )
        for code, name in named.items()
    }


def _founder_fields(number: int, preset: Preset) -> dict[str, Any]:
    """Return the fields of one founder."""
    offices = offered({office.value: in_reader_language(words) for office, words in OFFICE_WORDS.items()})
    return {
        f"founder_{number}_name": StringField(_("Name"), [at_most(200)], filters=[printable]),
        f"founder_{number}_email": EmailField(_("E-mail address"), [Optional(), is_an_address], filters=[printable]),
        f"founder_{number}_offices": Choices(_("Offices"), choices=offices),
        f"founder_{number}_home": Menu(_("First member in"), choices=_homes(preset)),
        f"founder_{number}_adult": BooleanField(_("Confirmed to be an adult")),
    }


def _homes(preset: Preset) -> Sequence[SelectChoice]:
    """Return where a founder can belong: nowhere, in a constituency, or in a part of a divided one."""
    found = [SelectChoice(value="", label=in_reader_language(say("Not a member")))]
    in_parts = divided((seat.constituency, seat.part) for seat in preset.seats)
    for one in preset.constituencies:
        if one.code not in in_parts:
            found.append(SelectChoice(value=one.code, label=str(one.name)))
        found += [SelectChoice(value=f"{one.code}/{part.code}", label=f"{one.name}: {part.name}") for part in one.parts]
    return found
