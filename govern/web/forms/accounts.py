"""What an administrator types to open an account."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import EmailField, StringField
from wtforms.validators import DataRequired

from govern.web.forms.elections import at_most
from govern.web.forms.fields import printable
from govern.web.forms.sign_in import is_an_address


class OpenForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Whose account it is to be, as the register knows them."""

    name = StringField(
        _("Name, as the register has it"),
        [DataRequired(_("Enter the person’s name, as the register has it.")), at_most(200)],
        filters=[printable],
    )
    email = EmailField(
        _("E-mail address, as the person gave it to you"),
        [DataRequired(_("Enter the e-mail address that the person gave you.")), is_an_address],
        filters=[printable],
    )


class CloseForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Nothing to type: closing an account is one press of a button."""
