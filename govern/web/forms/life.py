"""What the secretary types of what happens to a membership between its entry and its end."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # its types are of an older release
from wtforms.validators import DataRequired, InputRequired, NumberRange, Optional

from govern.core.words import Sentence, say
from govern.register.ending_rules import Hearing, LetterKind
from govern.register.expulsions import LONGEST, MeetingVote
from govern.register.rules import Acting
from govern.register.stand_ins import Authority
from govern.web.filters import in_reader_language
from govern.web.forms.elections import at_most, day, is_in_reach
from govern.web.forms.fields import Choice, Day, Menu, Number, day_of, number_of, offered, printable, text_of
from govern.web.forms.register import none_chosen

MOST_VOTES = 9_999_999
HEARINGS: dict[Hearing, Sentence] = {
    Hearing.ATTENDED: say("They came and answered"),
    Hearing.REPRESENTED: say("Somebody answered for them"),
    Hearing.IN_WRITING: say("They answered in writing"),
    Hearing.DID_NOT_COME: say("They did not answer, though they had notice"),
}
LETTERS: dict[LetterKind, Sentence] = {
    LetterKind.RESIGNATION: say("Their letter of resignation, and the day it came"),
    LetterKind.UNANSWERED: say("A letter of ours that brought no answer, and the day it was sent"),
}
ACTINGS: dict[Acting, Sentence] = {
    Acting.REPRESENTATIVE: say("Representative of a body, by its resolution"),
    Acting.NOMINEE: say("Nominee of a body that is not incorporated"),
    Acting.JOINT_HOLDER: say("The joint holder who votes, as all of them agreed"),
    Acting.PERSONAL_REPRESENTATIVE: say("Personal representative of a member who died: notices, and no vote"),
}


class ComplaintForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """What is complained of."""

    complaint = TextAreaField(
        _("The complaint, as the member will be told it"),
        [DataRequired(_("Enter the complaint as the member will be told it.")), at_most(LONGEST)],
        filters=[printable],
    )
    received_on = day(_("Day on which it was received"), _("Enter the day on which the complaint was received."))


class NoticeForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """When the member had notice, and when the meeting is."""

    served_on = day(_("Day on which the notice reached the member"), _("Enter the day on which it reached them."))
    hearing_on = day(_("Day of the meeting that hears them"), _("Enter the day of the meeting."))


class HearingForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """How the member answered."""

    hearing = Choice(_("How the member answered"), [InputRequired(_("Choose how they answered."))])
    representations = TextAreaField(_("What they said, in short"), [at_most(LONGEST)], filters=[printable])

    def offer(self) -> "HearingForm":
        """Name the ways in the reader's language."""
        self.hearing.choices = offered({one.value: in_reader_language(words) for one, words in HEARINGS.items()})
        return self


def _votes(label: str) -> Number:
    """Return a field for a number of votes."""
    words = _("Enter a whole number of votes, 0 if there were none.")
    return Number(label, [InputRequired(words), NumberRange(min=0, max=MOST_VOTES, message=words)])


class VoteForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """The decision of the meeting, and the votes cast."""

    decision = Menu(_("Decision of the general meeting"), [InputRequired(_("Choose the decision of the meeting."))])
    votes_for = _votes(_("Votes for it"))
    votes_against = _votes(_("Votes against it"))

    def offer(self, decisions: Sequence[SelectChoice]) -> "VoteForm":
        """Name the decisions that could be cited."""
        self.decision.choices = [none_chosen(), *decisions]
        return self

    def vote(self) -> MeetingVote:
        """Return what a checked form holds."""
        return MeetingVote(
            decision_id=UUID(self.decision.data),
            votes_for=number_of(self.votes_for),
            votes_against=number_of(self.votes_against),
        )


class ByDecisionForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A decision to cite."""

    decision = Menu(_("Decision"), [InputRequired(_("Choose the decision."))])

    def offer(self, decisions: Sequence[SelectChoice]) -> None:
        """Name the decisions that could be cited."""
        self.decision.choices = [none_chosen(), *decisions]


class SuspensionForm(ByDecisionForm):
    """From when to when the rights are withheld."""

    from_on = day(_("First day without the rights"), _("Enter the first day without the rights."))
    until_on = Day(_("First day with the rights again, if it was said"), [Optional(), is_in_reach])


class RestorationForm(ByDecisionForm):
    """From when the rights are given back."""

    on = day(_("First day with the rights again"), _("Enter the first day with the rights again."))


class MoveForm(ByDecisionForm):
    """Where a member goes."""

    home = Menu(_("New constituency"), [InputRequired(_("Choose a constituency."))])

    def place(self) -> tuple[UUID, UUID | None]:
        """Return the constituency and the part that a checked form holds."""
        constituency, _sign, part = str(self.home.data).partition("/")
        return UUID(constituency), UUID(part) if part else None


class LetterForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A letter to or from a member."""

    kind = Choice(_("Which letter"), [InputRequired(_("Choose which letter it was."))])
    dated_on = day(_("The day"), _("Enter the day of the letter."))

    def offer(self) -> "LetterForm":
        """Name the letters in the reader's language."""
        self.kind.choices = offered({one.value: in_reader_language(words) for one, words in LETTERS.items()})
        return self


class WhoForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Somebody whom the mutual knows, by the whole name."""

    who = StringField(
        _("Whole name of the person, as the register has it"),
        [DataRequired(_("Enter the whole name of somebody the mutual knows.")), at_most(200)],
        filters=[printable],
    )


class JointHolderForm(WhoForm):
    """Who holds a membership too."""

    from_on = day(_("Since"), _("Enter the day since which they hold it too."))


class StandInForm(WhoForm):
    """Who acts for a member, by which paper."""

    acting = Choice(_("In what right"), [InputRequired(_("Choose in what right they act."))])
    paper = StringField(
        _("Where the resolution, agreement or grant is to be found"),
        [DataRequired(_("Enter where the paper is to be found.")), at_most(200)],
        filters=[printable],
    )
    resolved_on = day(_("Day of that paper"), _("Enter the day of the paper."))
    from_on = day(_("Acts from"), _("Enter the first day on which they act."))
    until_on = Day(_("First day on which they act no longer, if it is known"), [Optional(), is_in_reach])

    def offer(self, actings: Sequence[Acting]) -> "StandInForm":
        """Name the rights in which somebody can act here, in the reader's language.

        A single one is chosen; for the dead there is but one, which the page is about.
        """
        if Acting.PERSONAL_REPRESENTATIVE in actings:
            del self.acting
            return self
        self.acting.choices = offered({one.value: in_reader_language(ACTINGS[one]) for one in actings})
        if len(actings) == 1 and self.acting.data is None:
            self.acting.data = actings[0].value
        return self

    def authority(self, membership_id: UUID, person_id: UUID) -> Authority:
        """Return what a checked form holds."""
        until: date | None = self.until_on.data
        return Authority(
            membership_id=membership_id,
            person_id=person_id,
            acting=Acting(self.acting.data) if "acting" in self else Acting.PERSONAL_REPRESENTATIVE,
            paper=text_of(self.paper),
            resolved_on=day_of(self.resolved_on),
            from_on=day_of(self.from_on),
            until_on=until,
        )


class EndOfActingForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """From when nobody acts for a member any more."""

    on = day(_("First day on which nobody acts for them"), _("Enter the first day on which nobody acts for them."))
