"""What an officer types about a poll: its links, doubts, tendered ballots, and a difference to be settled."""

from collections.abc import Iterable
from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField
from wtforms.validators import InputRequired, NumberRange

from govern.web.forms.elections import GraveStepForm
from govern.web.forms.fields import Choice, Menu, Number, offered

DOUBTS = {
    "evidence_awaited": _("Evidence of their right to vote is awaited"),
    "membership_ended": _("Their membership may have ended before the roll date"),
    "other_constituency": _("They may belong to another constituency"),
    "identity": _("They may not be the person on the roll"),
}
GROUNDS = {
    "evidence_seen": _("Their right to vote has been shown"),
    "no_evidence": _("Their right to vote was not shown in time"),
    "not_entitled": _("They had no right to vote in this constituency"),
    "not_the_person": _("They are not the person on the roll"),
}
LARGEST_NUMBER = 999_999_999
ACCEPT, REFUSE = "accept", "refuse"


def elector_number() -> Number:
    """Return the field of an elector's number on the roll."""
    return Number(
        _("Member number of the elector"),
        [
            InputRequired(_("Enter the elector’s member number.")),
            NumberRange(1, LARGEST_NUMBER, _("Enter a member number, such as 1012.")),
        ],
    )


class LinksForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Nothing to type: making the links is one press of a button."""


class ReplacementForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Whose link is to be made again."""

    number = elector_number()


class DirectorsReplacementForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Which director's link is to be made again: nobody knows the numbers of the board's roll."""

    number = Menu(_("Director"), [InputRequired(_("Choose the director."))])

    def offer(self, electors: Iterable[tuple[int, str]]) -> "DirectorsReplacementForm":
        """Name the directors on the roll, each with their number on it."""
        self.number.choices = [("", gettext("Choose")), *((str(number), name) for number, name in electors)]
        return self


class RemakeForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A promise that letters were lost and their codes are to end."""

    promise = BooleanField(_("I confirm this"), [InputRequired(_("Tick the sentence to confirm it."))])


class DoubtForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Whose entitlement is in doubt, and why."""

    number = elector_number()
    reason = Choice(_("What is in doubt"), [InputRequired(_("Choose what is in doubt."))], choices=offered(DOUBTS))


class RulingForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Whether a tendered ballot goes into the box, and why."""

    ruling = Choice(
        _("What you decide"),
        [InputRequired(_("Choose one of these."))],
        choices=offered(
            {
                ACCEPT: _("Accept: the ballot goes into the box and is counted"),
                REFUSE: _("Refuse: the ballot stays shut and is not counted"),
            }
        ),
    )
    reason = Choice(_("Why"), [InputRequired(_("Choose why."))], choices=offered(GROUNDS))

    @property
    def is_accepted(self) -> bool:
        """Say whether the ballot goes into the box."""
        return bool(self.ruling.data == ACCEPT)


class SettlementForm(GraveStepForm):
    """The decision by which the count goes on although box and marks differ."""

    decision = Menu(_("Decision"), [InputRequired(_("Choose the decision."))])

    def offer(self, decisions: Iterable[tuple[UUID, str]]) -> "SettlementForm":
        """Name the decisions on record."""
        self.decision.choices = offered({"": _("Choose")} | {str(one): words for one, words in decisions})
        return self
