"""What is typed to give notice of a meeting that votes on a motion."""

from collections.abc import Mapping
from datetime import date

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Optional, ValidationError

from govern.core.words import Sentence, say
from govern.statutory.callings import Given, Notice
from govern.statutory.rules import MeetingDays
from govern.web.course_page import why
from govern.web.filters import in_reader_language
from govern.web.forms.elections import at_most, day, is_in_reach
from govern.web.forms.fields import Choice, Day, day_of, offered, printable, text_of
from govern.web.forms.motions import OfText

WAYS: Mapping[Given, Sentence] = {
    Given.SENT: say("Send it from here now: by e-mail, and as letters to print for whoever has none"),
    Given.OTHERWISE: say("It was given already, in another way"),
}


class MeetingNoticeForm(OfText, FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """For which day and place members are called, and how."""

    meeting_on = day(_("Day of the meeting"), _("Enter the day of the meeting."))
    place = TextAreaField(
        _("Where it is held, at what hour, and how to take part"),
        [DataRequired(_("Enter where it is held, at what hour, and how to take part.")), at_most(1_000)],
        filters=[printable],
    )
    given = Choice(_("How notice is given"), [InputRequired(_("Choose how notice is given."))], default=Given.SENT)
    delivered_on = Day(_("If it was given already: the day on which it counts as delivered"), [Optional(), is_in_reach])
    told = StringField(_("If it was given already: by whom, and how"), [at_most(300)], filters=[printable])

    def offer(self, days: MeetingDays) -> "MeetingNoticeForm":
        """Say on which days the meeting can be held, and let a calendar offer no other days of its window."""
        self.given.choices = offered({one.value: in_reader_language(words) for one, words in WAYS.items()})
        self.meeting_on.description = in_reader_language(why(days))
        if days.allowed:
            self.meeting_on.render_kw = {"min": days.allowed.earliest, "max": days.allowed.latest}
        return self

    @property
    def was_delivered_on(self) -> date | None:
        """Return when a notice was delivered that was given otherwise; None where it is sent from here."""
        return None if self.given.data == Given.SENT else self.delivered_on.data

    def validate_delivered_on(self, field: Day) -> None:
        """Refuse a notice that was given on no day."""
        if self.given.data == Given.OTHERWISE and field.data is None:
            raise ValidationError(gettext("Enter the day on which the notice counts as delivered."))

    def validate_told(self, field: StringField) -> None:
        """Refuse a notice that nobody gave in any way."""
        if self.given.data == Given.OTHERWISE and not text_of(field):
            raise ValidationError(gettext("Enter by whom the notice was given, and how."))

    def notice(self) -> Notice:
        """Return what a checked form holds."""
        is_sent = self.given.data == Given.SENT
        return Notice(
            meeting_on=day_of(self.meeting_on),
            place=text_of(self.place),
            delivered_on=None if is_sent else day_of(self.delivered_on),
            told="" if is_sent else text_of(self.told),
            read=self.text_version.data,
        )
