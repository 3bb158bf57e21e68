"""What the secretary types of an instrument by which the authority puts somebody into one of its seats."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # its types are of an older release
from wtforms.validators import InputRequired, Optional, ValidationError

from govern.board.queries import SeatLine
from govern.board.service import Instrument
from govern.board.vacating import Revocation
from govern.constitution.models import Decision
from govern.core.clock import A_DAY
from govern.core.words import Sentence, say
from govern.web.filters import in_reader_language
from govern.web.forms.decisions import offered_decisions
from govern.web.forms.elections import at_most, day, is_in_reach
from govern.web.forms.fields import Choice, Day, Menu, day_of, offered, printable, text_of
from govern.web.forms.register import none_chosen


class InstrumentForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Which seat, by which decision, signed by whom, and for how long."""

    seat = Menu(_("Seat of the authority"), [InputRequired(_("Choose a seat."))])
    decision = Menu(_("The authority’s decision"), [InputRequired(_("Choose the decision of the authority."))])
    appointer = Menu(_("The body that appoints, if it is known here"), default="")
    signed_by = Menu(_("Who signed for the authority"), [InputRequired(_("Choose who signed."))])
    starts_on = Day(_("First day, if the instrument states one"), [Optional(), is_in_reach])
    last_on = day(_("Last day of the term"), _("Enter the last day of the term."))
    condition_office = StringField(
        _("Office on which the instrument makes it depend, if it names one"), [at_most(100)], filters=[printable]
    )
    promise = BooleanField(
        _("I have the signed instrument, and it says this"), [InputRequired(_("Tick the sentence to confirm it."))]
    )

    def offer(
        self,
        *,
        seats: Sequence[SeatLine],
        decisions: Sequence[Decision],
        signers: Mapping[UUID, str],
        bodies: Mapping[UUID, str],
    ) -> "InstrumentForm":
        """Name the seats, the decisions, the bodies that are known, and who can have signed."""
        seated = {str(seat.seat_id): in_reader_language(_told(seat)) for seat in seats}
        self.seat.choices = [none_chosen(), *offered(seated)]
        self.decision.choices = [none_chosen(), *offered_decisions(decisions)]
        self.signed_by.choices = [none_chosen(), *offered({str(one): name for one, name in signers.items()})]
        none = SelectChoice(value="", label=in_reader_language(say("It is not known here")))
        self.appointer.choices = [none, *offered({str(one): name for one, name in bodies.items()})]
        return self

    def instrument(self, person_id: UUID) -> Instrument:
        """Return the instrument that a checked form holds."""
        return Instrument(
            seat_id=UUID(self.seat.data),
            person_id=person_id,
            decision_id=UUID(self.decision.data),
            signed_by=UUID(self.signed_by.data),
            starts_on=self.starts_on.data,
            ends_on=day_of(self.last_on) + A_DAY,
            appointer_id=UUID(self.appointer.data) if self.appointer.data else None,
            condition_office=text_of(self.condition_office) or None,
        )


def _told(seat: SeatLine) -> Sentence:
    """Return a seat in a line, with who holds it today."""
    if seat.last_on is None:
        return say("Seat %(number)s, vacant", number=seat.number)
    return say("Seat %(number)s, held by %(name)s until %(last)s", number=seat.number, name=seat.holder or "?",
               last=seat.last_on)  # fmt: skip


REVOKED, OFFICE_ENDED = "revoked", "office_ended"
WAYS: dict[str, Sentence] = {
    REVOKED: say("The authority ended it by notice"),
    OFFICE_ENDED: say("The office on which the instrument made it depend has ended"),
}


class EndingForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """How an appointment by the authority ended, and when."""

    way = Choice(_("How it ended"), [InputRequired(_("Choose how it ended."))])
    decision = Menu(_("The authority’s decision, where it ended it"))
    on = Day(_("First day without the seat, if it is another than today"), [Optional(), is_in_reach])

    def offer(self, decisions: Sequence[Decision]) -> "EndingForm":
        """Name the ways, and the decisions that could be cited."""
        self.way.choices = offered({way: in_reader_language(words) for way, words in WAYS.items()})
        self.decision.choices = [none_chosen(), *offered_decisions(decisions)]
        return self

    def validate_decision(self, field: Menu) -> None:
        """Ask for the decision where the authority ended it."""
        if self.way.data == REVOKED and not field.data:
            raise ValidationError(gettext("Choose the decision of the authority."))

    @property
    def is_revoked(self) -> bool:
        """Say whether the authority ended it."""
        return bool(self.way.data == REVOKED)

    def revocation(self, holding_id: UUID) -> Revocation:
        """Return the notice that a checked form holds."""
        return Revocation(holding_id=holding_id, decision_id=UUID(self.decision.data), on=self.on.data)
