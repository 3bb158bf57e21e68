"""What is typed of an interest in a motion, of an objection to it, and of the ruling on that."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import TextAreaField
from wtforms.validators import DataRequired, InputRequired, Optional

from govern.interests.models import LONGEST
from govern.interests.objecting import Relayed
from govern.motions.rules import Came, Ground
from govern.motions.words import CAME
from govern.web.filters import in_reader_language
from govern.web.forms.elections import at_most, day
from govern.web.forms.fields import Choice, Menu, Number, day_of, offered, printable, text_of

A_MEMBER = "member"


class InterestForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """In what somebody is interested, in their own words."""

    extent = TextAreaField(
        _("What is your interest?"),
        [DataRequired(_("Write what your interest is.")), at_most(LONGEST)],
        filters=[printable],
    )


class NamingForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Whose interest it is, and by what. What stands in the register of interests is only chosen."""

    found = Choice(_("Found in the register of interests"))
    person = Menu(_("Who has the interest"))
    member_no = Number(_("Member number of who has the interest"), [Optional()])
    ground = Choice(_("By what ground of the rules"), [Optional()])
    extent = TextAreaField(_("What the interest is"), [Optional(), at_most(LONGEST)], filters=[printable])

    def offer(
        self, found: Mapping[str, str], directors: Mapping[str, str] | None, grounds: Mapping[str, str]
    ) -> "NamingForm":
        """Offer what was found, who decides, and the grounds that the rules know."""
        if found:
            self.found.choices = offered({**found, "": gettext("Somebody else, or something else")})
        else:
            del self.found
        if directors is None:
            del self.person
        else:
            del self.member_no
            self.person.choices = [("", gettext("Choose")), *directors.items()]
        self.ground.choices = offered(grounds)
        return self

    @property
    def is_found(self) -> bool:
        """Say whether an entry in the register was chosen."""
        return bool(self.found and self.found.data)

    def chosen(self) -> Ground:
        """Return the ground that a checked form holds."""
        return Ground(self.ground.data)

    def validate(self, **extra: Any) -> bool:
        """Ask for all the rest only where no entry of the register was chosen."""
        is_right: bool = super().validate(**extra)
        if self.is_found:
            return is_right
        missing = {
            "person": gettext("Choose who has the interest."),
            "member_no": gettext("Enter the member number of who has the interest."),
            "ground": gettext("Choose the ground."),
            "extent": gettext("Write what the interest is."),
        }
        for name, words in missing.items():
            if name in self and not self[name].data and not self[name].errors:
                self[name].errors = [words]
                is_right = False
        return is_right


class ObjectionForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Why somebody should have their vote."""

    reason = TextAreaField(
        _("Why is it wrong?"), [DataRequired(_("Write why it is wrong.")), at_most(LONGEST)], filters=[printable]
    )


class EnteredObjectionForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """What somebody said against having no vote, and when and how it came."""

    came_on = day(_("Day on which it came"), _("Enter the day on which it came."))
    came_by = Choice(_("How it came"), [InputRequired(_("Choose how it came."))])
    reason = TextAreaField(
        _("What they say"), [DataRequired(_("Write what they say.")), at_most(LONGEST)], filters=[printable]
    )

    def offer(self) -> "EnteredObjectionForm":
        """Name the ways in the reader's language."""
        self.came_by.choices = offered({one.value: in_reader_language(words) for one, words in CAME.items()})
        return self

    def relayed(self) -> Relayed:
        """Return what a checked form holds."""
        came_by = Came(self.came_by.data)
        return Relayed(reason=text_of(self.reason), came_on=day_of(self.came_on), came_by=came_by)


class TellingForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """How somebody was told that they are named."""

    came_by = Choice(_("How did you tell them?"), [InputRequired(_("Choose how you told them."))])

    def offer(self) -> "TellingForm":
        """Name the ways in the reader's language."""
        self.came_by.choices = offered({one.value: in_reader_language(words) for one, words in CAME.items()})
        return self


class RulingForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """What comes of an objection."""

    has_vote = Choice(
        _("What is your ruling?"),
        [InputRequired(_("Choose your ruling."))],
        choices=offered(
            {"yes": _("The ground does not stand: they have a vote"), "no": _("The ground stands: they have no vote")}
        ),
    )
    reason = TextAreaField(
        _("Your reason"), [DataRequired(_("Write your reason.")), at_most(LONGEST)], filters=[printable]
    )
