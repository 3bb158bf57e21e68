"""What the secretary types when rules have been registered."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms.validators import InputRequired

from govern.web.forms.elections import day
from govern.web.forms.fields import Menu


class RegistrationForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """By which decision, and from which day."""

    decision = Menu(_("Decision of the members"), [InputRequired(_("Choose the decision by which the rules changed."))])
    registered_on = day(_("Day of registration"), _("Enter the day that the registrar gives."))
