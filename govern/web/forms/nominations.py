"""What a returning officer types about candidates."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired

from govern.elections.candidates import Nomination
from govern.web.forms.elections import StepForm, at_most, day, instant_of, local_text, local_text_of
from govern.web.forms.fields import Choices, TimeOfDay, printable, text_of


class SearchForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Whom to look for."""

    wanted = StringField(
        _("Name or member number"),
        [DataRequired(_("Enter a part of the name, or the member number.")), at_most(200)],
        filters=[printable],
    )


class NominationForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Somebody put forward. The statement is added for each of the mutual's languages."""

    name = StringField(
        _("Name as it will stand on the ballot paper"),
        [DataRequired(_("Enter the name as it will stand on the ballot paper.")), at_most(200)],
        filters=[printable],
    )
    sort_name = StringField(
        _("Name that the alphabet goes by"),
        [DataRequired(_("Enter the name that the alphabet goes by, such as the surname.")), at_most(200)],
        filters=[printable],
    )
    categories = Choices(_("Which of these is the candidate?"))
    received_on = day(_("Received on"), _("Enter the day on which the nomination was received."))
    received_time = TimeOfDay(
        _("Received at"), [InputRequired(_("Enter the time at which the nomination was received."))]
    )

    def offer(self, categories: Iterable[str]) -> None:
        """Offer the categories that the rules limit."""
        self.categories.choices = [(category, category) for category in categories]

    def nomination(self, person_id: UUID, *, zone: str) -> Nomination:
        """Return what a checked form holds.

        :param zone: where the time was typed.
        """
        return Nomination(
            person_id=person_id,
            name=text_of(self.name),
            sort_name=text_of(self.sort_name),
            statement=local_text_of(self, "statement"),
            received_at=instant_of(self.received_on, self.received_time, zone),
            categories=tuple(self.categories.data or ()),
        )


def statement_field(language: Any) -> TextAreaField:
    """Return the field of a candidate's statement."""
    words = (
        _("Statement, in %(language)s", language=language) if language else _("Statement, as the candidate wrote it")
    )
    return TextAreaField(words, [at_most(4_000)], filters=[printable])


def with_statements(languages: Sequence[str]) -> type[NominationForm]:
    """Return the form of a nomination, asking for the statement in each language."""
    return local_text(NominationForm, "statement", statement_field, languages)


class WithdrawalForm(StepForm):
    """Why a candidate no longer stands, and since when."""

    dated_on = day(_("Day on which they withdrew, died or left"), _("Enter the day from which they no longer stand."))
    note = TextAreaField(
        _("Why they no longer stand"),
        [DataRequired(_("Enter why; it goes on record.")), at_most(500)],
        filters=[printable],
    )
