"""What people send from their own pages."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import TextAreaField
from wtforms.validators import DataRequired

from govern.web.forms.elections import at_most
from govern.web.forms.fields import printable


class SendAgainForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Nothing but the button."""


class QueryForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """What somebody thinks is wrong with their entry."""

    words = TextAreaField(
        _("What do you think is wrong?"),
        [DataRequired(_("Write what you think is wrong.")), at_most(1000)],
        filters=[printable],
    )
