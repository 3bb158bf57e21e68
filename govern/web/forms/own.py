"""What people send from their own pages."""

from flask_wtf import FlaskForm


class SendAgainForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Nothing but the button."""
