"""What officers type about applications."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, Form, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # its types are of an older release
from wtforms.validators import DataRequired, InputRequired, Optional, ValidationError

from govern.admissions.applications import WORDS_LENGTH, Wanted
from govern.admissions.criteria import Home
from govern.admissions.evidence import PLACE_LENGTH, Fact
from govern.admissions.rules import FactKind, ReasonCode, State, Undertaking
from govern.admissions.ruling import Ruling
from govern.admissions.words import FACT_WORDS, REASON_WORDS
from govern.core.words import Sentence, say
from govern.web.filters import in_reader_language
from govern.web.forms.elections import at_most, day, is_in_reach
from govern.web.forms.fields import Choice, Day, Menu, Number, day_of, offered, printable, text_of
from govern.web.forms.money import Sum
from govern.web.forms.register import none_chosen

OUTCOME, WORDS = "outcome_", "words_"
AMOUNTS: Mapping[Undertaking, Sentence] = {
    Undertaking.SHARE: say("Share that they take, in pounds"),
    Undertaking.GUARANTEE: say("Guarantee that they give, in pounds"),
}


def _is_something(_form: Form, field: Field) -> None:
    """Refuse nothing at all, which is left out instead."""
    if field.data == 0:
        raise ValidationError(_("Enter a sum in pounds, such as 1 or 25.50."))


class ApplicationForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """What somebody asked for on paper."""

    home = Menu(_("Constituency that they ask to belong to"), [InputRequired(_("Choose a constituency."))])
    received_on = day(_("Day on which it was received"), _("Enter the day on which the application was received."))
    amount = Sum(validators=[Optional(), _is_something])

    def offer(self, homes: Sequence[SelectChoice], undertaking: Undertaking) -> "ApplicationForm":
        """Name the constituencies, and what a member of this form of mutual gives."""
        self.home.choices = [none_chosen(), *homes]
        if undertaking is Undertaking.NONE:
            del self.amount
        else:
            self.amount.label.text = in_reader_language(AMOUNTS[undertaking])
        return self

    def wanted(self, undertaking: Undertaking) -> Wanted:
        """Return what a checked form asks for.

        :param undertaking: what a member of this form of mutual gives.
        """
        constituency, _sign, part = str(self.home.data).partition("/")
        pence = self.amount.data if "amount" in self else None
        return Wanted(
            constituency_id=UUID(constituency),
            sub_constituency_id=UUID(part) if part else None,
            undertaking=undertaking if pence else Undertaking.NONE,
            amount_pence=pence or 0,
        )

    def received_at(self, *, at: datetime, today: date, zone: str) -> datetime:
        """Return when it was received: now, or as the day began on which it was."""
        received_on = day_of(self.received_on)
        return at if received_on == today else datetime.combine(received_on, time.min, ZoneInfo(zone))


class WordsForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Words that are needed."""

    words = TextAreaField(
        _("In words that they can follow"),
        [DataRequired(_("Write it in words that they can follow.")), at_most(WORDS_LENGTH)],
        filters=[printable],
    )


class AppealForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """What an applicant says against a refusal."""

    words = TextAreaField(_("What they say against it, if they say why"), [at_most(WORDS_LENGTH)], filters=[printable])


class FactForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """That somebody qualifies, and where the proof is."""

    kind = Choice(_("What is so"), [InputRequired(_("Choose what is so."))])
    since_on = Day(_("Since which day"), [Optional(), is_in_reach])
    hours = Number(_("Hours a week"), [Optional()])
    kept_at = StringField(
        _("Where the proof is kept"),
        [DataRequired(_("Enter where the proof is kept, such as: personnel file 114.")), at_most(PLACE_LENGTH)],
        filters=[printable],
    )

    def offer(self, kinds: Mapping[FactKind, Home | None]) -> "FactForm":
        """Name the facts that bear on the application, and those that show that they belong elsewhere as such."""
        named = {
            kind.value: words if first is None else say("%(fact)s, and so of “%(group)s”", fact=words, group=first.name)
            for kind, words in FACT_WORDS.items()
            if kind in kinds
            for first in (kinds[kind],)
        }
        self.kind.choices = offered({kind: in_reader_language(words) for kind, words in named.items()})
        if FactKind.HOURS_A_WEEK not in kinds:
            del self.hours
        return self

    def fact(self) -> Fact:
        """Return what a checked form states; what does not belong to its kind is left out."""
        kind = FactKind(self.kind.data)
        return Fact(
            kind=kind,
            kept_at=text_of(self.kept_at),
            day=self.since_on.data if kind.has_day else None,
            number=self.hours.data if kind.has_number and self.hours else None,
        )


class RecommendationForm(WordsForm):
    """What is recommended, and why."""

    is_for = Choice(
        _("What you recommend"),
        [InputRequired(_("Choose what you recommend."))],
        choices=offered({"yes": _("To admit them"), "no": _("To refuse them")}),
    )
    words = TextAreaField(
        _("Why"), [DataRequired(_("Say why you recommend it.")), at_most(WORDS_LENGTH)], filters=[printable]
    )


class RecusalForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Who stands back."""

    person = Menu(_("Who stands back"), [InputRequired(_("Choose who stands back."))])

    def offer(self, people: Mapping[UUID, str]) -> "RecusalForm":
        """Name those who could act on it."""
        named = [SelectChoice(value=str(one), label=name) for one, name in people.items()]
        self.person.choices = [none_chosen(), *named]
        return self


class UndertakingForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """When the share was paid for, or the guarantee signed."""

    given_on = day(_("Day on which it was given"), _("Enter the day on which it was given."))


class DeedForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Nothing but the button."""


class RulingForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """What a decision says of one application."""

    decision = Menu(_("Decision"), [InputRequired(_("Choose the decision."))])
    reason = Menu(_("Why they are refused"))
    words = TextAreaField(_("Words to them; a refusal needs them"), [at_most(WORDS_LENGTH)], filters=[printable])
    is_told_apart = BooleanField(_("They resemble a member, and the decision found that they are two people"))

    def offer(self, decisions: Sequence[SelectChoice]) -> "RulingForm":
        """Name the decisions that could be cited, and the reasons."""
        self.decision.choices = [none_chosen(), *decisions]
        self.reason.choices = [SelectChoice(value="", label=gettext("They are not refused")), *_reasons()]
        return self

    def ruling(self, application_id: UUID, outcome: State) -> Ruling:
        """Return what a checked form holds, with the outcome that the decision names."""
        is_refused = outcome is State.REFUSED and bool(self.reason.data)
        return Ruling(
            application_id=application_id,
            outcome=outcome,
            reason=ReasonCode(self.reason.data) if is_refused else None,
            words=text_of(self.words),
            is_told_apart=bool(self.is_told_apart.data),
        )


class RulingsForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """What one decision says of many applications. Fields for each are added by `rulings_form`."""

    def pairs(self) -> list[tuple[Field, Field]]:
        """Return the fields of each application: what was decided, and the words."""
        return [(one, self[f"{WORDS}{one.name.removeprefix(OUTCOME)}"]) for one in self if one.name.startswith(OUTCOME)]

    def point_at(self, application_id: UUID | None) -> None:
        """Say at its field which application was refused, if it was one of them."""
        if application_id is not None:
            self[f"{OUTCOME}{application_id}"].errors = [gettext("Nothing was entered, because of this one.")]

    def rulings(self) -> list[Ruling]:
        """Return what a checked form says of the applications that the decision was on."""
        return [_ruling(outcome, words) for outcome, words in self.pairs() if outcome.data]


def _ruling(outcome: Field, words: Field) -> Ruling:
    application_id = UUID(outcome.name.removeprefix(OUTCOME))
    if outcome.data == State.ADMITTED:
        return Ruling(application_id=application_id, outcome=State.ADMITTED, words=text_of(words))
    reason = ReasonCode(outcome.data)
    return Ruling(application_id=application_id, outcome=State.REFUSED, reason=reason, words=text_of(words))


def rulings_form(names: Mapping[UUID, str], outcomes: Mapping[UUID, State]) -> RulingsForm:
    """Return the form of a decision on many applications.

    :param names: the applicant of each, and where they apply.
    :param outcomes: what the decision says of each.
    """
    left = SelectChoice(value="", label=gettext("Leave this one for later"))
    admitted = [left, SelectChoice(value=State.ADMITTED.value, label=gettext("Admitted"))]
    refused = [left, *_reasons(say("Refused: %(reason)s"))]
    made: dict[str, Any] = {}
    for one, name in names.items():
        is_admitted = outcomes[one] is State.ADMITTED
        first = State.ADMITTED.value if is_admitted else ""
        made[f"{OUTCOME}{one}"] = Menu(name, choices=admitted if is_admitted else refused, default=first)
        asked = gettext("Words to them; a refusal needs them (%(name)s)", name=name)
        made[f"{WORDS}{one}"] = StringField(asked, [at_most(WORDS_LENGTH)], filters=[printable])
    form: RulingsForm = type("RulingsForm", (RulingsForm,), made)()
    return form


def _reasons(words: Sentence | None = None) -> Iterable[SelectChoice]:
    for reason, told in REASON_WORDS.items():
        said = told if words is None else Sentence(words.msgid, {"reason": told})
        yield SelectChoice(value=reason.value, label=in_reader_language(said))
