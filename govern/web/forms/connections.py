"""What the secretary types of a connection between two people, and of an interest."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Optional

from govern.core.words import Sentence, say
from govern.register.connection_rules import ConnectionKind, Relation
from govern.register.interest_models import LONGEST, Interest
from govern.register.interest_rules import Declared, Nature
from govern.web.filters import in_reader_language
from govern.web.forms.elections import at_most, day, is_in_reach
from govern.web.forms.fields import Choice, Day, Menu, day_after, day_before, day_of, offered, printable, text_of
from govern.web.forms.register import none_chosen

# What the other is to the person whose record it stands on.
KINDS: dict[ConnectionKind, Sentence] = {
    ConnectionKind.PARTNER: say("Spouse or partner"),
    ConnectionKind.PARENT: say("Parent"),
    ConnectionKind.CHILD: say("Child"),
    ConnectionKind.SIBLING: say("Brother or sister"),
    ConnectionKind.HOUSEHOLD: say("In the same household"),
    ConnectionKind.EMPLOYER: say("Employer or line manager"),
    ConnectionKind.EMPLOYEE: say("Employee, or somebody they manage"),
    ConnectionKind.BUSINESS_PARTNER: say("Business partner"),
    ConnectionKind.SITS_ON: say("Sits on this body"),
    ConnectionKind.SEATS: say("Body on which they sit"),
    ConnectionKind.SPONSOR: say("Sponsor of their application"),
    ConnectionKind.SPONSORED: say("Somebody whose application they sponsor"),
    ConnectionKind.APPOINTER: say("Body that appointed them to the board"),
    ConnectionKind.APPOINTEE: say("Director whom this body appointed"),
}
NATURES: dict[Nature, Sentence] = {
    Nature.EMPLOYMENT: say("Paid work"),
    Nature.OFFICE: say("Office in another body"),
    Nature.OWNERSHIP: say("Shares or ownership"),
    Nature.CONTRACT: say("Contract or grant"),
    Nature.LAND: say("Land or building"),
    Nature.GIFT: say("Gift or hospitality"),
    Nature.CONNECTED_PERSON: say("Interest of somebody connected with them"),
    Nature.OTHER: say("Something else"),
}


class ConnectionForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """What the other is to somebody, and since when."""

    kind = Choice(_("What are they?"), [InputRequired(_("Choose what they are to each other."))])
    valid_from = day(_("Since"), _("Enter the day since which it is so."))
    last_on = Day(_("Last day, if it has ended"), [Optional(), is_in_reach])

    def offer(self, kinds: Iterable[ConnectionKind]) -> "ConnectionForm":
        """Name the kinds in the reader's language."""
        self.kind.choices = offered({kind.value: in_reader_language(KINDS[kind]) for kind in kinds})
        return self

    def relation(self, person_id: UUID, other_id: UUID) -> Relation:
        """Return what a checked form says that the other is to somebody."""
        return Relation(
            person_id=other_id,
            kind=ConnectionKind(self.kind.data),
            other_id=person_id,
            valid_from=day_of(self.valid_from),
            valid_to=day_after(self.last_on),
        )


class EndForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """The last day of something."""

    last_on = day(_("Last day on which it was so"), _("Enter the last day on which it was so."))


class MistakeForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """That something never was so."""

    promise = BooleanField(
        _("It was never so, and was recorded by mistake"), [InputRequired(_("Tick the sentence to confirm it."))]
    )


class InterestForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """An interest, as its holder declares it."""

    nature = Choice(_("What kind of interest is it?"), [InputRequired(_("Choose what kind of interest it is."))])
    extent = TextAreaField(
        _("In what, and how far"),
        [DataRequired(_("Write in what the interest is, and how far it goes.")), at_most(LONGEST)],
        filters=[printable],
    )
    is_general_notice = BooleanField(_("They give this as a general notice, for whatever is decided about it"))
    valid_from = day(_("Since"), _("Enter the day since which they have it."))
    last_on = Day(_("Last day, if it has ended"), [Optional(), is_in_reach])

    def offer(self) -> "InterestForm":
        """Name the kinds in the reader's language."""
        self.nature.choices = offered({one.value: in_reader_language(words) for one, words in NATURES.items()})
        return self

    def declared(self, person_id: UUID) -> Declared:
        """Return what a checked form holds."""
        return Declared(
            person_id=person_id,
            nature=Nature(self.nature.data),
            extent=text_of(self.extent),
            is_general_notice=bool(self.is_general_notice.data),
            valid_from=day_of(self.valid_from),
            valid_to=day_after(self.last_on),
        )


def shown_interest(known: Interest) -> dict[str, Any]:
    """Return an interest as a form shows it."""
    return {
        "nature": known.nature,
        "extent": known.extent,
        "is_general_notice": known.is_general_notice,
        "valid_from": known.valid_from,
        "last_on": day_before(known.valid_to),
    }


class DeclarationForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """What somebody said in a decision: I have an interest in this."""

    person = Menu(_("Who declared it"), [InputRequired(_("Choose who declared it."))])
    extent = TextAreaField(
        _("In what, and how far"),
        [DataRequired(_("Write in what the interest is, and how far it goes.")), at_most(LONGEST)],
        filters=[printable],
    )

    def offer(self, people: Mapping[UUID, str]) -> "DeclarationForm":
        """Name those who can have declared one."""
        self.person.choices = [none_chosen(), *offered({str(one): name for one, name in people.items()})]
        return self
