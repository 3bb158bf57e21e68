"""A colour, as the browser's own colour field sends it."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import Field, StringField
from wtforms.validators import ValidationError

from govern.constitution.colours import Colour, read_colour
from govern.web.forms.fields import printable, text_of


class ColourForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """The colour of links and buttons."""

    colour = StringField(_("Colour of links and buttons"), filters=[printable])

    def validate_colour(self, field: Field) -> None:
        """Refuse what is no colour, and a form without one: the colour shown is not one that was chosen."""
        if not field.raw_data or read_colour(text_of(field)) is None:
            raise ValidationError(gettext("Enter a colour as # and six digits, such as #0f4c3f."))

    def chosen(self) -> Colour:
        """Return the colour; call it only when nothing is wrong."""
        colour = read_colour(text_of(self.colour))
        assert colour is not None
        return colour
