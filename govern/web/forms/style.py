"""A form with one field of each kind, for the page that shows every part."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    DateField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)

from govern.web.forms.fields import printable


class EveryFieldForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """One field of each kind. It is never sent."""

    line = StringField(_("A line of text"), filters=[printable])
    lines = TextAreaField(_("Several lines"), filters=[printable])
    secret = PasswordField(_("A password"))
    on = DateField(_("A date"))
    one_of = SelectField(_("One of a list"), choices=[("a", _("The first")), ("b", _("The second"))])
    choice = RadioField(_("One of a few"), choices=[("a", _("The first")), ("b", _("The second"))])
    some = SelectMultipleField(_("Some of a few"), choices=[("a", _("The first")), ("b", _("The second"))])
    tick = BooleanField(_("Something to confirm"))
    file = FileField(_("A file"))
