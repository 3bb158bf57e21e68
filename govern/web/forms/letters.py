"""What an officer sends who prints letters."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField
from wtforms.validators import DataRequired

from govern.web.forms.fields import Choices


class PrintedForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """That the letters are on paper."""

    promise = BooleanField(
        _("All letters on this page are printed"), [DataRequired(_("Print the letters, then tick the box."))]
    )


class ArrivalForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Which letters came to whom they are for."""

    letters = Choices(_("Who told you that it was they who signed in?"), [DataRequired(_("Tick whoever told you so."))])


class AddressesForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Whose postal address is as an officer wrote it."""

    addresses = Choices(_("Who told you that this is their address?"), [DataRequired(_("Tick whoever told you so."))])


class CodeLetterForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Nothing but the button."""
