"""What an administrator types to grant or end an office."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import EmailField
from wtforms.validators import DataRequired, InputRequired

from govern.accounts.words import OFFICE_WORDS
from govern.core.actors import Role
from govern.web.filters import in_reader_language
from govern.web.forms.elections import day
from govern.web.forms.fields import Choice, printable
from govern.web.forms.sign_in import is_an_address


class GrantForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Which office, to whom, and from when."""

    office = Choice(_("Office"), [InputRequired(_("Choose an office."))])
    email = EmailField(
        _("E-mail address of the person’s account"),
        [DataRequired(_("Enter the address that the person signs in with.")), is_an_address],
        filters=[printable],
    )
    from_on = day(_("First day in office"), _("Enter the first day in office."))

    def offer_offices(self) -> "GrantForm":
        """Name the offices in the reader's language."""
        self.office.choices = [(str(office), in_reader_language(words)) for office, words in OFFICE_WORDS.items()]
        return self

    @property
    def role(self) -> Role:
        """Return the office chosen."""
        return Role(self.office.data)


class EndForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """From which day the person is without the office."""

    until_on = day(_("First day without the office"), _("Enter the first day without the office."))
