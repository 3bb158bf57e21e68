"""What is refused of a decision that does not name whom it is cited for."""

from collections.abc import Sequence

from govern.core.errors import Refusal
from govern.core.words import Sentence, say

SHOWN = 3


class NotAboutThem(Refusal):
    """A decision is cited for somebody, or for a matter, that it does not name."""

    code = "not-about-them"
    source = "INV-42: a decision names whom it is about before anybody gives their word"

    def __init__(self, about: Sequence[Sentence]) -> None:
        """Take what it is about."""
        super().__init__(*map(str, about))
        self.about = about

    def sentence(self) -> Sentence:
        """Return the sentence."""
        if not self.about:
            return say(
                "This decision names no person, so nothing of a person rests on it. Choose the one that names them, or"
                " enter what was decided on them."
            )
        return say(
            "This decision is about something else: %(about)s. Choose the one that names them, or enter what was"
            " decided on them.",
            about=_listed(self.about),
        )


class DecisionUsed(Refusal):
    """What a decision says of somebody is done once."""

    code = "decision-used"
    source = "INV-42: a decision is carried out once for whom it names"
    says = say("This decision has been carried out for this person, and that is done once. It needs a new decision.")


def _listed(about: Sequence[Sentence]) -> Sentence:
    """Return what a decision is about in one line, as much as one would read."""
    shown = about[0]
    for one in about[1:SHOWN]:
        shown = say("%(before)s; %(next)s", before=shown, next=one)
    if len(about) > SHOWN:
        return say("%(before)s; and %(count)s more", before=shown, count=len(about) - SHOWN)
    return shown
