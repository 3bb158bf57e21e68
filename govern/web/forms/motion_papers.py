"""What an officer types to enter a motion that came on paper, and who signed it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms.validators import InputRequired, StopValidation

from govern.motions.rules import Backing, Kind
from govern.web.forms.fields import Choice, Menu, Number
from govern.web.forms.motions import OF_MEMBERS, MotionForm, OfText

BY_OFFICERS = (*OF_MEMBERS, Kind.RESERVED, Kind.CLASS)
A_MEMBER = "member"


class NumberOfMember:
    """Asks for the number where it is a member who is meant, and for none where a director is chosen by name."""

    def __init__(self, chosen: str) -> None:
        """Look at the field that says who is meant."""
        self._chosen = chosen

    def __call__(self, form: FlaskForm, field: Number) -> None:
        """Stop at an empty field: it is asked for, or is not needed."""
        if any(str(value).strip() for value in field.raw_data or ()):
            return
        field.errors = []
        if form[self._chosen].data == A_MEMBER:
            raise StopValidation(_("Enter the number of the member."))
        raise StopValidation


class PaperMotionForm(MotionForm):
    """A motion that somebody handed in on paper, as the secretary enters it."""

    proposer = Menu(_("Who proposes it"), [InputRequired(_("Choose who proposes it."))])
    member_no = Number(_("Member number, if a member proposes it"), [NumberOfMember("proposer")])
    constituency = Menu(_("Whose consent it asks for, if it is a consent"))

    def offer_people(self, directors: Mapping[UUID, str], constituencies: Mapping[UUID, str]) -> None:
        """Offer the directors and the constituencies."""
        none = ("", _("none of these"))
        self.proposer.choices = people(directors)
        self.constituency.choices = [none, *((str(one), name) for one, name in constituencies.items())]

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for a director by name where the board decides: no other name is taken there."""
        is_filled = super().validate(extra_validators)
        if self.kind.data != Kind.BOARD or self.proposer.data != A_MEMBER:
            return is_filled
        wrong = _("Directors put motions to the board. Choose the director by name.")
        self.proposer.errors = [*self.proposer.errors, wrong]
        return False

    def chosen(self) -> dict[str, Any]:
        """Return the constituency that was chosen, by what a proposal calls it."""
        return {"constituency_id": UUID(self.constituency.data) if self.constituency.data else None}


class SupporterForm(OfText, FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Somebody who signed a motion on paper."""

    person = Menu(_("Who signed it"), [InputRequired(_("Choose who signed it."))])
    member_no = Number(_("Member number, if a member signed it"), [NumberOfMember("person")])
    part = Choice(_("What they do"), [InputRequired(_("Choose what they do."))])

    def offer(self, directors: Mapping[UUID, str], *, is_boards: bool, may_second: bool) -> "SupporterForm":
        """Offer those whose names can be taken, and to second while nobody does.

        :param is_boards: the board decides, so that directors alone stand behind it.
        """
        if is_boards:
            self.person.choices = [("", _("Choose")), *((str(one), name) for one, name in directors.items())]
            del self.member_no
        else:
            self.person.choices = people(directors)
        if may_second:
            self.part.choices = [
                (Backing.SECONDER.value, _("They second it")),
                (Backing.SUPPORTER.value, _("They support it")),
            ]
        else:
            del self.part
        return self

    @property
    def backing(self) -> Backing:
        """Return as what a checked form enters somebody."""
        return Backing(self.part.data) if self.part else Backing.SUPPORTER


def people(directors: Mapping[UUID, str]) -> list[tuple[str, Any]]:
    """Return the choices of who acts on paper: a member by number, or a director by name."""
    return [(A_MEMBER, _("A member, by number")), *((str(one), name) for one, name in directors.items())]
