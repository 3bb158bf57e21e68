"""What the secretary types on the way of a change of the rules."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired

from govern.core.languages import LocalText
from govern.registrar.registrations import Answer
from govern.web.forms.elections import at_most, day, local_text
from govern.web.forms.fields import Choice, Number, day_of, offered, printable, text_of
from govern.web.forms.motions import title_field


class RuleMotionForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Who proposes a change, and why."""

    member_no = Number(
        _("Member number of whoever proposes it"), [InputRequired(_("Enter the number of the member who proposes it."))]
    )
    reasons = TextAreaField(_("Why it is proposed"), [at_most(4_000)], filters=[printable])


def with_titles(titles: LocalText) -> RuleMotionForm:
    """Return the form of a change with a title in each language, as it is unless another is given."""
    asking = local_text(RuleMotionForm, "title", title_field, list(titles))
    return asking(**{f"title_{language}": title for language, title in titles.items()})


class FilingForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """On which day it was sent."""

    sent_on = day(_("Day on which it was sent"), _("Enter the day on which it was sent."))


class RegistrationForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """What the registrar answered: from which day it is in force, and on which paper that stands."""

    registered_on = day(_("Day of registration"), _("Enter the day that the registrar gives."))
    reference = StringField(
        _("Reference on the registrar’s acknowledgement"),
        [DataRequired(_("Enter the reference by which the registrar’s answer is found again.")), at_most(120)],
        filters=[printable],
    )

    def answer(self) -> Answer:
        """Return what a checked form holds."""
        return Answer(registered_on=day_of(self.registered_on), reference=text_of(self.reference))


class CompareForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Whether the registrar's answer is as somebody else entered it."""

    SO, NOT_SO = "so", "not_so"

    word = Choice(
        _("What does the registrar’s answer say?"),
        [InputRequired(_("Choose what the registrar’s answer says."))],
        choices=offered({SO: _("It says this"), NOT_SO: _("It does not say this")}),
    )
