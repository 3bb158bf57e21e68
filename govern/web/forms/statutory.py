"""What the secretary types of a resolution whose course statute lays down."""

from collections.abc import Mapping
from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Optional, ValidationError

from govern.motions.matters import Section
from govern.statutory.rules import Capacity
from govern.statutory.words import SECTIONS
from govern.web.filters import in_reader_language
from govern.web.forms.divisions import are_numbers
from govern.web.forms.elections import at_most, day
from govern.web.forms.fields import Choice, Menu, Number, offered, printable, text_of


class BeginForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """By which section, and which motion or under what title."""

    WITH_MOTION = tuple(one.value for one in Section if one.has_two_meetings)

    section = Choice(_("What the society is to do"), [InputRequired(_("Choose what the society is to do."))])
    is_dormant = BooleanField(
        _("The society is dormant as section 119(6) has it, its accounts show that, and it is not a credit union.")
    )
    motion = Menu(_("Motion that the meetings vote on"))
    title = StringField(_("Title of the instrument, where there is no motion"), [at_most(120)], filters=[printable])

    def validate_motion(self, field: Menu) -> None:
        """Refuse two meetings without a motion, and an instrument with one."""
        if self.section.data in self.WITH_MOTION and not field.data:
            raise ValidationError(gettext("Choose the motion that the two meetings vote on."))
        if self.section.data == Section.INSTRUMENT and field.data:
            raise ValidationError(gettext("Members sign an instrument, and vote on no motion. Choose none here."))

    def validate_is_dormant(self, field: BooleanField) -> None:
        """Refuse the section of dormant societies for one of which nobody says that it is."""
        if self.section.data == Section.DORMANT and not field.data:
            raise ValidationError(
                gettext("Section 120 is for a dormant society alone. Tick that it is one, or choose section 119.")
            )

    def validate_title(self, field: StringField) -> None:
        """Refuse an instrument without a title."""
        if self.section.data == Section.INSTRUMENT and not text_of(field):
            raise ValidationError(gettext("Enter the title of the instrument."))

    def offer(self, motions: Mapping[UUID, str]) -> "BeginForm":
        """Offer the sections, and the motions that could go by one."""
        self.section.choices = offered({one.value: in_reader_language(SECTIONS[one]) for one in Section})
        self.motion.choices = [("", _("none: members sign an instrument"))]
        self.motion.choices += [(str(one), words) for one, words in motions.items()]
        return self


class SignatureForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Who signed the instrument on a day."""

    signed_on = day(_("Day of the signature"), _("Enter the day of the signature."))
    member_nos = TextAreaField(
        _("Member numbers of those who signed on that day, one to a line"),
        [DataRequired(_("Enter the numbers of the members.")), are_numbers, at_most(4_000)],
        filters=[printable],
    )


class TakeBackForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Why an entry is taken back."""

    reason = TextAreaField(
        _("What was wrong with the entry"),
        [DataRequired(_("Say what was wrong with the entry.")), at_most(500)],
        filters=[printable],
    )


class DeclarationForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Who declared, and as what."""

    capacity = Choice(
        _("Who declares"),
        [InputRequired(_("Choose who declares."))],
        choices=offered({Capacity.SECRETARY.value: _("You, as secretary"), Capacity.MEMBER.value: _("A member")}),
    )
    member_no = Number(_("Member number, if it is a member"), [Optional()])
    made_on = day(_("Day of the declaration"), _("Enter the day of the declaration."))


class PapersForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """When the papers were sent, and who signed as secretary."""

    sent_on = day(_("Day on which they were sent"), _("Enter the day on which they were sent."))
    secretary = Menu(_("Who countersigned as secretary"), [InputRequired(_("Choose who countersigned."))])
    is_signed_on_paper = BooleanField(
        _("Both signed the copy on paper: whoever was in the chair of the second meeting, and the secretary."),
        [DataRequired(_("Tick that both signed the copy on paper. Until they have, it is not sent."))],
    )

    def sent_by(self) -> None:
        """Ask who sends an instrument as secretary: nothing of it is countersigned."""
        self.secretary.label.text = gettext("Who sends it as secretary")
        self.secretary.validators = [InputRequired(_("Choose who sends it as secretary."))]
