"""What is typed to enter a member of a committee or a panel, and to end that."""

from uuid import UUID

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms.validators import InputRequired, NumberRange

from govern.constitution.rules import Body
from govern.core.words import Sentence, say
from govern.register.bodies import Appointed
from govern.web.filters import in_reader_language
from govern.web.forms.elections import day
from govern.web.forms.fields import Choice, Menu, Number, day_of, offered
from govern.web.forms.polling import LARGEST_NUMBER

NAMES: dict[Body, Sentence] = {
    Body.COMMITTEE: say("The membership committee"),
    Body.PANEL: say("The panel that hears appeals"),
}


class AppointmentForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Who, to which body, by which decision, from when."""

    body = Choice(_("Body"), [InputRequired(_("Choose a body."))])
    number = Number(
        _("Their member number"),
        [
            InputRequired(_("Enter their member number.")),
            NumberRange(1, LARGEST_NUMBER, _("Enter a member number, such as 1012.")),
        ],
    )
    decision = Menu(_("Decision that appointed them"), [InputRequired(_("Choose the decision."))])
    from_on = day(_("First day in the body"), _("Enter the first day in the body."))

    def offer_bodies(self) -> "AppointmentForm":
        """Name the bodies in the reader's language."""
        self.body.choices = offered({one.value: in_reader_language(words) for one, words in NAMES.items()})
        return self

    def appointed(self, person_id: UUID) -> Appointed:
        """Return what a checked form says of a person."""
        return Appointed(
            body=Body(self.body.data),
            person_id=person_id,
            decision_id=UUID(self.decision.data),
            from_on=day_of(self.from_on),
        )


class LeavingForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """From which day somebody belongs to it no longer."""

    until_on = day(_("First day without it"), _("Enter the first day on which they belong to it no longer."))
