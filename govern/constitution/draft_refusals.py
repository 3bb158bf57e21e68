"""Why a draft of the rules is refused."""

from govern.core.errors import Refusal
from govern.core.words import Sentence, say


class DraftChangesNothing(Refusal):
    """Nobody can decide on a change that is none."""

    code = "draft-changes-nothing"
    source = "CCBSA 2014 s.16: what is registered is an amendment of the rules"

    def __init__(self, version: int) -> None:
        """Take the number of the version of which it says the same."""
        super().__init__(version)
        self.version = version

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say(
            "This draft says the same as version %(version)s of the rules, so there is nothing to decide."
            " A draft changes at least one rule.",
            version=str(self.version),
        )


class DraftDiscarded(Refusal):
    """What was discarded goes no further."""

    code = "draft-discarded"
    source = "INV-28: only what the members decide on becomes a rule"
    says = say("This draft was discarded. Draft the change again, if it is wanted after all.")
