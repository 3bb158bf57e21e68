"""What people send from their own pages."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, EmailField, StringField, TelField, TextAreaField
from wtforms.validators import DataRequired

from govern.consequences.contacts import Details
from govern.constitution.models import Mutual
from govern.core.languages import SOURCE_LANGUAGE
from govern.core.words import Sentence, say
from govern.register.models import PersonVersion
from govern.register.rules import Format, Purpose
from govern.web.filters import in_reader_language
from govern.web.forms.elections import at_most, day
from govern.web.forms.fields import Choice, Choices, offered, printable, text_of
from govern.web.forms.sign_in import is_an_address
from govern.web.languages import NAMES

EMAIL_FOR: dict[Purpose, Sentence] = {
    Purpose.NOTICES: say("Notices, such as of a meeting. The address is then in the register, and members may see it."),
    Purpose.BALLOTS: say("My voting links. Without this they come by letter."),
    Purpose.SIGN_IN: say("Links to sign in here."),
}
TELEPHONE_FOR: dict[Purpose, Sentence] = {
    Purpose.NOTICES: say("Notices, such as of a meeting."),
    Purpose.BALLOTS: say("Help with voting."),
}
FORMATS: dict[Format, Sentence] = {
    Format.LARGE_PRINT: say("Large print"),
    Format.EASY_READ: say("Easy Read"),
    Format.AUDIO: say("Audio"),
    Format.PAPER: say("On paper, by post"),
}
# How a letter can be wanted, which is on paper anyway.
WANTED = (Format.LARGE_PRINT, Format.EASY_READ, Format.AUDIO)


class SendAgainForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Nothing but the button."""


class QueryForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """What somebody thinks is wrong with their entry."""

    words = TextAreaField(
        _("What do you think is wrong?"),
        [DataRequired(_("Write what you think is wrong.")), at_most(1000)],
        filters=[printable],
    )


class DetailsForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """How somebody wants to be reached."""

    postal_address = TextAreaField(
        _("Postal address"), [DataRequired(_("Enter an address that post reaches.")), at_most(500)], filters=[printable]
    )
    email_purposes = Choices(_("We may use your e-mail address for"))
    telephone = TelField(_("Telephone, if you like"), [at_most(40)], filters=[printable])
    telephone_purposes = Choices(_("We may use your telephone number for"))
    language = Choice(_("Write to me in"))
    formats = Choices(_("Send me things as"))

    def offer_choices(self, known: PersonVersion, mutual: Mutual) -> "DetailsForm":
        """Name the choices in the reader's language, and leave out what there is nothing to choose of."""
        self.telephone_purposes.choices = _spoken(TELEPHONE_FOR)
        self.formats.choices = _spoken(FORMATS)
        self.email_purposes.choices = _spoken(EMAIL_FOR)
        self.language.choices = offered({code: NAMES.get(code, code) for code in mutual.languages})
        if known.email is None:
            del self.email_purposes
        if len(mutual.languages) == 1:
            del self.language
        return self

    def details(self, known: PersonVersion) -> Details:
        """Return what a checked form holds."""
        return Details(
            postal_address=text_of(self.postal_address),
            email_purposes=tuple(self.email_purposes.data or ()) if self.email_purposes else (),
            telephone=text_of(self.telephone) or None,
            telephone_purposes=tuple(self.telephone_purposes.data or ()),
            language=self.language.data if self.language else known.language,
            formats=tuple(self.formats.data or ()),
        )


def shown_details(known: PersonVersion) -> dict[str, Any]:
    """Return a version as the form shows it."""
    return {
        "postal_address": known.postal_address,
        "email_purposes": known.email_purposes,
        "telephone": known.telephone,
        "telephone_purposes": known.telephone_purposes or [],
        "language": known.language or SOURCE_LANGUAGE,
        "formats": known.formats or [],
    }


def _spoken(words: Mapping[Any, Sentence]) -> list[Any]:
    return offered({value.value: in_reader_language(sentence) for value, sentence in words.items()})


class NewEmailForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """An address to be reached at from now on."""

    email = EmailField(
        _("New e-mail address"), [DataRequired(_("Enter your e-mail address.")), is_an_address], filters=[printable]
    )


class ConfirmForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Nothing but the button."""


class NewNameForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A name from now on, and why."""

    name = StringField(_("Your new name"), [DataRequired(_("Enter your new name.")), at_most(200)], filters=[printable])
    reason = TextAreaField(
        _("Why it changed"), [DataRequired(_("Say why, in a few words.")), at_most(500)], filters=[printable]
    )

    def words(self) -> str:
        """Return the request that a checked form makes."""
        return f"{text_of(self.name)}\n{text_of(self.reason)}"


class ResignationForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """From when on, and that somebody means it."""

    on = day(_("Day on which it ends"), _("Enter the day on which your membership ends."))
    promise = BooleanField(
        _("I want to end my membership"), [DataRequired(_("Tick the box if you want to end your membership."))]
    )


class StayForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Nothing but the button."""


class WithdrawalForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Nothing but the button."""


class AppealForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Why somebody thinks that a refusal is wrong, if they want to say."""

    words = TextAreaField(_("Why do you think it is wrong?"), [at_most(2000)], filters=[printable])
