"""What the secretary answers."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import TextAreaField
from wtforms.validators import DataRequired

from govern.web.forms.elections import at_most
from govern.web.forms.fields import printable


class AnswerForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """The answer to what somebody asked."""

    answer = TextAreaField(
        _("Your answer"), [DataRequired(_("Write what you found and did.")), at_most(1000)], filters=[printable]
    )
