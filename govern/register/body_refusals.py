"""Why a place in a committee or a panel is refused."""

from datetime import date

from govern.core.errors import Refusal
from govern.core.words import Sentence, say


class NoBodyOfMembers(Refusal):
    """The board, a meeting or the secretary: who they are is on record elsewhere."""

    code = "no-body-of-members"
    source = "The rules in force: committees and panels are of members"
    says = say("Only the membership committee and the appeal panel have their members here. Choose one of them.")


class AlreadyOfTheBody(Refusal):
    """They belong to it on that day, or from a later one."""

    code = "already-of-the-body"
    source = "One person has one place in a body"
    says = say("This member belongs to that body already. End that first, if the days are to change.")


class HasLeftTheBody(Refusal):
    """The end is on record."""

    code = "has-left-the-body"
    source = "What is on record stays"

    def __init__(self, until_on: date) -> None:
        """Take the first day without it."""
        super().__init__(until_on)
        self.until_on = until_on

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say("The end is on record: %(day)s. Appoint them again by a decision.", day=self.until_on)


class AppointsThemselves(Refusal):
    """They took part in the decision, or enter it themselves."""

    code = "appoints-themselves"
    source = "INV-01, INV-04: nobody gives themselves a say on who gets in"
    says = say(
        "Nobody has a part in their own appointment. Take the decision again while they stand back, and let another"
        " officer enter it."
    )


class LeavesBeforeTheyCame(Refusal):
    """The end is before the beginning."""

    code = "leaves-the-body-before-coming"
    source = "One follows from the other"
    says = say("They did not belong to that body yet on that day. Enter the first day without it.")
