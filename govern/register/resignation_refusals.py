"""Why a resignation for a later day is refused."""

from datetime import date

from govern.core.errors import Refusal
from govern.core.words import Sentence, say


class HasResigned(Refusal):
    """A resignation of theirs waits for its day already."""

    code = "has-resigned"
    source = "One membership ends once"

    def __init__(self, on: date) -> None:
        """Take the day on which it ends."""
        super().__init__(on)
        self.on = on

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say("You have resigned for %(day)s. Take that back first, if you want another day.", day=self.on)


class ResignsOnAnotherDay(Refusal):
    """The day has gone, comes before the notice of the rules has run, or is more than a year away."""

    code = "resigns-on-another-day"
    source = "The rules in force: notice that a member gives who resigns; a resignation waits for a year at most"

    def __init__(self, *, first: date, last: date) -> None:
        """Take the first and the last day that can be named."""
        super().__init__(first, last)
        self.first, self.last = first, last

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say("Choose a day from %(first)s to %(last)s.", first=self.first, last=self.last)


class NothingToTakeBack(Refusal):
    """No resignation of theirs waits for its day."""

    code = "no-resignation-to-take-back"
    source = "Domain 2.2: what has ended by its day stays ended"
    says = say("You have not resigned for a later day, so there is nothing to take back.")
