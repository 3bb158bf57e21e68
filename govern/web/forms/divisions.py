"""What is typed to call a vote, to give one, to keep the room, to count hands, and to declare."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, Form, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, NumberRange, Optional, ValidationError

from govern.constitution.rules import Vote
from govern.core.clock import A_DAY
from govern.core.words import Sentence, say
from govern.deciding.rules import Casting
from govern.divisions.hands import Hands, Sheet
from govern.divisions.hours import LEAST_MINUTES
from govern.motions.rules import Ask
from govern.web.filters import in_reader_language
from govern.web.forms.elections import at_most, is_in_reach
from govern.web.forms.fields import Choice, Day, Menu, Number, TimeOfDay, offered, printable, text_of
from govern.web.forms.motions import OfText

NUMBERS = re.compile(r"\d{1,9}")
ASKS: Mapping[Ask, Sentence] = {
    Ask.RECORDED: say("By name, on these pages"),
    Ask.HANDS: say("By a show of hands, which two tellers count; who is not there votes by name"),
    Ask.SECRET: say("In secret, through the ballot box"),
}
VOTES: Mapping[Vote, Sentence] = {
    Vote.FOR: say("For the motion"),
    Vote.AGAINST: say("Against the motion"),
    Vote.ABSTAINED: say("Neither: I abstain"),
}
ON_WORDING: Mapping[Vote, Sentence] = {
    **VOTES,
    Vote.FOR: say("For the change"),
    Vote.AGAINST: say("Against the change"),
}
IN_FAVOUR, AGAINST, NEITHER = "for_", "against_", "neither_"


def are_numbers(_form: Form, field: Field) -> None:
    """Refuse what is no list of numbers."""
    left = NUMBERS.sub("", text_of(field))
    if left.strip(" ,;\n\t"):
        raise ValidationError(_("Enter numbers only, with spaces or lines between them."))


def numbers_of(field: Field) -> list[int]:
    """Return the numbers that were typed, each as often as it was."""
    return [int(one) for one in NUMBERS.findall(text_of(field))]


MOST_MINUTES = 24 * 60
_LONG_ENOUGH = _(
    "Minutes for which voting stays open: enter a number from %(least)s to %(most)s.",
    least=LEAST_MINUTES,
    most=MOST_MINUTES,
)


class CallForm(OfText, FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """On what terms a vote is called, and on what: a wording by its number, or the motion, which is 0."""

    put = Number(_("What is put"), [InputRequired(_("Open this page again from the motion."))])
    ask = Choice(_("How votes are given"), [InputRequired(_("Choose how votes are given."))])
    closes_on = Day(_("Last day of voting"), [InputRequired(_("Enter the last day of voting.")), is_in_reach])
    closes_time = TimeOfDay(_("Hour at which voting ends, if not at the end of that day"), [Optional()])
    least_minutes = Number(
        _("Minutes for which voting stays open at least"),
        [
            InputRequired(_("Enter for how many minutes it stays open at least.")),
            NumberRange(LEAST_MINUTES, MOST_MINUTES, message=_LONG_ENOUGH),
        ],
        default=LEAST_MINUTES,
    )
    chair = Menu(_("In the chair"), [InputRequired(_("Choose who is in the chair."))])
    is_second = BooleanField(_("This is a second call: too few came to the first"))

    def offer(self, asks: Sequence[Ask], *, may_be_second: bool, lapses: bool, meets: bool) -> "CallForm":
        """Leave what can be chosen here.

        :param asks: the ways of voting that there are.
        :param may_be_second: whether too few came to a first call, long enough ago.
        :param lapses: whether the rules say when it closes.
        :param meets: whether it is at a meeting, where it can have an hour and the chair can end it.
        """
        self.ask.choices = offered({one.value: in_reader_language(ASKS[one]) for one in asks})
        if len(asks) == 1 and not self.is_submitted():
            self.ask.data = asks[0].value
        if lapses:
            del self.closes_on
        if not may_be_second:
            del self.is_second
        if not meets:
            del self.least_minutes, self.closes_time
        return self

    def minutes(self) -> int:
        """Return for how many minutes a vote at a meeting stays open at least."""
        return (self.least_minutes.data if "least_minutes" in self else None) or LEAST_MINUTES

    def offer_chairs(self, people: Mapping[UUID, str], *, presumed: UUID | None) -> None:
        """Ask who is in the chair, where more than one could be.

        :param people: who holds the office, by name.
        """
        if len(people) < 2:
            del self.chair
            return
        named = {str(one): name for one, name in sorted(people.items(), key=lambda named: named[1])}
        self.chair.choices = offered(named if presumed else {"": gettext("Choose")} | named)
        if presumed and not self.is_submitted():
            self.chair.data = str(presumed)

    def closes_at(self, zone: str) -> datetime | None:
        """Return the hour that was chosen, or the end of the last day; None where the rules say when it closes."""
        if "closes_on" not in self or self.closes_on.data is None:
            return None
        if "closes_time" in self and self.closes_time.data is not None:
            return datetime.combine(self.closes_on.data, self.closes_time.data, ZoneInfo(zone))
        return datetime.combine(self.closes_on.data + A_DAY, time.min, ZoneInfo(zone))


class VoteForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """One choice."""

    vote = Choice(validators=[InputRequired(_("Choose one of the three."))])

    def ask(self, question: str, votes: Mapping[Vote, Sentence]) -> "VoteForm":
        """Put the question, which is read out with each choice."""
        self.vote.label.text = question
        self.vote.choices = offered({one.value: in_reader_language(words) for one, words in votes.items()})
        return self


class RoomForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Who is in the room."""

    numbers = TextAreaField(
        _("Numbers of those who are in the room"),
        [DataRequired(_("Enter the numbers of those who are in the room.")), at_most(20_000), are_numbers],
        filters=[printable],
    )


class LeaveRoomForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Who was entered as in the room by mistake."""

    numbers = StringField(
        _("Numbers of those who are not in the room"),
        [DataRequired(_("Enter the numbers of those who are not in the room.")), at_most(500), are_numbers],
        filters=[printable],
    )


class HandsForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """What one teller counted. Fields for each class are added by `hands_form`."""

    def sheet(self) -> Sheet:
        """Return what a checked form holds, by class."""
        codes = [field.name.removeprefix(IN_FAVOUR) for field in self if field.name.startswith(IN_FAVOUR)]
        return {
            code: Hands(
                in_favour=self[IN_FAVOUR + code].data or 0,
                against=self[AGAINST + code].data or 0,
                abstained=self[NEITHER + code].data or 0,
            )
            for code in codes
        }

    def by_class(self) -> Mapping[str, tuple[Field, ...]]:
        """Return the fields of each class, by its code."""
        codes = [field.name.removeprefix(IN_FAVOUR) for field in self if field.name.startswith(IN_FAVOUR)]
        return {code: tuple(self[prefix + code] for prefix in (IN_FAVOUR, AGAINST, NEITHER)) for code in codes}


def hands_form(names: Mapping[str, str]) -> HandsForm:
    """Return a teller's sheet for some classes, by their codes."""
    made: dict[str, Any] = {}
    for code, name in names.items():
        for prefix, label, words in _columns(name):
            made[prefix + code] = Number(
                label,
                [
                    InputRequired(asked := f"{words}. {gettext('Enter how many; 0 for none.')}"),
                    NumberRange(0, 10**6, asked),
                ],
            )
    form: HandsForm = type("HandsForm", (HandsForm,), made)()
    return form


def _columns(name: str) -> Iterable[tuple[str, str, str]]:
    """Yield what is counted of a class: as its field begins, as it is called, and as it is called alone."""
    yield IN_FAVOUR, gettext("For"), gettext("%(name)s: hands for", name=name)
    yield AGAINST, gettext("Against"), gettext("%(name)s: hands against", name=name)
    yield NEITHER, gettext("Neither"), gettext("%(name)s: neither", name=name)


class SettleForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """The decision by which a box is opened although it and the marks differ."""

    decision = Menu(_("Decision"), [InputRequired(_("Choose the decision."))])
    promise = BooleanField(
        _("I confirm that this decision lets the count go on although box and marks differ."),
        [InputRequired(_("Tick the sentence to confirm it."))],
    )

    def offer(self, decisions: Iterable[tuple[UUID, str]]) -> "SettleForm":
        """Name the decisions on record."""
        self.decision.choices = [("", gettext("Choose"))] + [(str(one), words) for one, words in decisions]
        return self


class DeclareForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """How the chair used a casting vote, where the rules give one, and the word that it is declared."""

    casting = Choice(_("Your casting vote"), [Optional()], default="")
    promise = BooleanField(_("I declare this."), [InputRequired(_("Tick the sentence to confirm it."))])

    def offer(self, *, has_casting_vote: bool, votes: Mapping[Vote, Sentence]) -> "DeclareForm":
        """Leave the casting vote out where there is none.

        :param votes: what each vote is called.
        """
        if not has_casting_vote:
            del self.casting
            return self
        self.casting.choices = [
            ("", gettext("I do not use it")),
            (Casting.FOR.value, in_reader_language(votes[Vote.FOR])),
            (Casting.AGAINST.value, in_reader_language(votes[Vote.AGAINST])),
        ]
        return self

    def cast(self) -> Casting | None:
        """Return how the casting vote was used."""
        chosen = self.casting.data if "casting" in self else ""
        return Casting(chosen) if chosen else None
