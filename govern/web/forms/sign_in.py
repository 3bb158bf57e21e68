"""What people type to sign in, and on their own account page."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import EmailField, PasswordField, StringField
from wtforms.validators import DataRequired, Length, ValidationError

from govern.accounts.models import Account
from govern.accounts.refusals import AddressNotUsable, PasswordNotAccepted
from govern.accounts.rules import PASSWORD_MAX, PASSWORD_MIN, is_address, plain_address
from govern.web.filters import in_reader_language
from govern.web.forms.fields import printable


def is_an_address(_form: FlaskForm, field: EmailField) -> None:
    """Refuse what cannot be an address. The service asks the same rule."""
    if not is_address(plain_address(field.data or "")):
        raise ValidationError(in_reader_language(AddressNotUsable().sentence()))


class LinkForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """An address to send a link to."""

    email = EmailField(
        _("E-mail address"), [DataRequired(_("Enter your e-mail address.")), is_an_address], filters=[printable]
    )


class CodeForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A code from a letter."""

    code = StringField(
        _("Code from a letter"),
        [
            DataRequired(_("Enter the code from your letter.")),
            Length(max=60, message=_("A code has 12 letters and digits. Check that you typed only the code.")),
        ],
        filters=[printable],
    )


class PasswordForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """An address and its password."""

    address = EmailField(
        _("E-mail address"), [DataRequired(_("Enter your e-mail address.")), is_an_address], filters=[printable]
    )
    password = PasswordField(
        _("Password"),
        [
            DataRequired(_("Enter your password.")),
            Length(max=10_000, message=_("A password has at most 10,000 characters. Enter yours again.")),
        ],
    )


class NewPasswordForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A password to have from now on, and the one that it replaces where there is one."""

    present = PasswordField(
        _("Present password"),
        [
            DataRequired(_("Enter your present password.")),
            Length(max=10_000, message=_("A password has at most 10,000 characters. Enter yours again.")),
        ],
    )
    password = PasswordField(_("New password"), [DataRequired(_("Enter a new password."))])

    def asked_of(self, account: Account) -> "NewPasswordForm":
        """Leave out the present password where the account has none."""
        if account.password_hash is None:
            del self.present
        return self

    def validate_password(self, field: PasswordField) -> None:
        """Refuse a length that the service refuses."""
        if not PASSWORD_MIN <= len(field.data or "") <= PASSWORD_MAX:
            raise ValidationError(in_reader_language(PasswordNotAccepted().sentence()))
