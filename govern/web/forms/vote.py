"""What a voter types: a number beside each name, or a code from a letter."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from govern.ballots.papers import PaperLine
from govern.ballots.rules import ranking_from_numbers
from govern.web.forms.fields import printable

LONGEST_NUMBER = 4
BLANK = "blank"


class CodeForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """The code of a letter or a link."""

    code = StringField(
        _("Voting code"),
        [
            DataRequired(_("Enter the code from your letter.")),
            Length(max=60, message=_("A voting code has 12 letters and digits. Check that you typed only the code.")),
        ],
        filters=[printable],
    )


@dataclass
class RankingForm:
    """One box for each line of the ballot paper: 1 is the first preference, an empty box none.

    Not a WTForms form: each line is one number, and a paper can have many lines.

    :ivar entries: what was typed, by option number; shown again as it was.
    :ivar wrongs: what to change, by option number.
    :ivar is_blank: whether a blank vote was asked for.
    """

    options: Sequence[PaperLine]
    entries: dict[int, str] = field(default_factory=dict)
    wrongs: dict[int, str] = field(default_factory=dict)
    is_blank: bool = False
    is_sent: bool = False

    def read(self, sent: Mapping[str, str]) -> "RankingForm":
        """Take what was typed and find what has to be changed."""
        self.is_sent, self.is_blank = True, "blank" in sent
        self.show_again(sent)
        preferences = self._numbers()
        if not self.wrongs:
            self._find_repeats(preferences)
        if not self.wrongs:
            self._find_gap(preferences)
        return self

    def show_again(self, sent: Mapping[str, str]) -> None:
        """Take what was typed, for somebody who wants to change it; nothing is found wrong with it yet."""
        self.entries = {one.number: sent.get(f"p-{one.number}", "").strip() for one in self.options}

    @property
    def problems(self) -> list[tuple[str, str]]:
        """Return what to change on the paper, each with the id of where to change it."""
        if self.wrongs or not self.is_sent:
            return [(f"p-{number}", wrong) for number, wrong in self.wrongs.items()]
        first = f"p-{self.options[0].number}" if self.options else "main"
        is_numbered = any(self.entries.values())
        if not is_numbered and not self.is_blank:
            return [(first, gettext("You have not numbered anybody yet. To vote for nobody, choose a blank vote."))]
        if is_numbered and self.is_blank:
            return [(first, gettext("You asked for a blank vote, but you numbered people. Choose one or the other."))]
        return []

    @property
    def ranking(self) -> list[int]:
        """Return the option numbers in order of preference; call it only when nothing is wrong."""
        ranking = ranking_from_numbers(self._numbers())
        assert ranking is not None
        return ranking

    def _numbers(self) -> dict[int, int]:
        """Return the preferences that are whole numbers in range, noting the others."""
        numbers: dict[int, int] = {}
        for number, text in self.entries.items():
            if (
                text.isascii()
                and text.isdecimal()
                and len(text) <= LONGEST_NUMBER
                and 1 <= int(text) <= len(self.options)
            ):
                numbers[number] = int(text)
            elif text:
                self.wrongs[number] = gettext(
                    "Enter a number from 1 to %(most)s beside %(name)s, or leave the box empty.",
                    most=len(self.options),
                    name=self._name(number),
                )
        return numbers

    def _find_repeats(self, preferences: Mapping[int, int]) -> None:
        often = Counter(preferences.values())
        for number, preference in preferences.items():
            if often[preference] > 1:
                self.wrongs[number] = gettext(
                    "You gave the number %(preference)s more than once. Give %(name)s a number of its own.",
                    preference=preference,
                    name=self._name(number),
                )

    def _find_gap(self, preferences: Mapping[int, int]) -> None:
        missing = min(set(range(1, len(preferences) + 1)) - set(preferences.values()), default=None)
        if missing is None:
            return
        after = min((one for one in preferences if preferences[one] > missing), key=preferences.__getitem__)
        self.wrongs[after] = gettext(
            "There is no number %(missing)s yet. Number in order, without gaps.", missing=missing
        )

    def _name(self, number: int) -> str:
        return next(one.name for one in self.options if one.number == number)


@dataclass
class OneChoiceForm(RankingForm):
    """One choice of a few lines; a paper that asks for or against. Who chooses neither casts a blank vote."""

    def read(self, sent: Mapping[str, str]) -> "OneChoiceForm":
        """Take what was chosen."""
        self.is_sent = True
        self.show_again(sent)
        return self

    def show_again(self, sent: Mapping[str, str]) -> None:
        """Take what was chosen, for somebody who wants to change it."""
        chosen = sent.get("choice", "")
        self.is_blank = chosen == BLANK
        self.entries = {one.number: "1" if chosen == str(one.number) else "" for one in self.options}

    @property
    def problems(self) -> list[tuple[str, str]]:
        """Return that nothing was chosen, with the id of where to choose."""
        if not self.is_sent or self.is_blank or any(self.entries.values()):
            return []
        return [("c-1", gettext("Choose one of the three."))]
