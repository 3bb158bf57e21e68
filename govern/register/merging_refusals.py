"""What the register refuses of two records that could be of one person."""

from datetime import datetime

from govern.core.errors import Refusal
from govern.core.words import Sentence, say

SOURCE = "INV-13: one person, one active membership"


class OneRecord(Refusal):
    """A record resembles itself."""

    code = "one-record"
    source = SOURCE
    says = say("These are one record already. Choose two.")


class MergeProposed(Refusal):
    """The two wait for somebody else, or were decided."""

    code = "merge-proposed"
    source = SOURCE
    says = say("One of these records is merged already, or waits to be. Decide on that first, or undo it.")


class OwnMerge(Refusal):
    """Whoever proposes does not decide."""

    code = "own-merge"
    source = SOURCE
    says = say("You proposed this, so somebody else has to decide on it. Ask the chair, or another secretary.")


class OwnRecord(Refusal):
    """Nobody decides on a record of their own."""

    code = "own-record"
    source = "INV-13; INV-01: nobody decides in their own case"
    says = say("One of these records is your own, so somebody else has to see to it. Ask another officer.")


class MergeDecided(Refusal):
    """It was decided before."""

    code = "merge-decided"
    source = SOURCE
    says = say("Somebody has decided on this already. See below what became of it.")


class MergedIsMember(Refusal):
    """A membership would be left under a record that nobody uses."""

    code = "merged-is-member"
    source = SOURCE

    def __init__(self, number: int) -> None:
        """Take the number of the membership."""
        super().__init__(number)
        self.number = number

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say(
            "The record that is to go has a membership, number %(number)s. Keep that record, or end the membership.",
            number=str(self.number),
        )


class OnFrozenRoll(Refusal):
    """A vote is under way in which one of them is an elector."""

    code = "on-frozen-roll"
    source = "INV-13: no merge while either record is on a frozen roll"
    says = say("One of these people is on the frozen roll of a vote. Wait until its box has been opened.")


class UndoTooLate(Refusal):
    """The days in which it can be undone are over, or it is no merge."""

    code = "undo-too-late"
    source = "Product 2, point 31: undone within 14 days"

    def __init__(self, until: datetime | None) -> None:
        """Take until when it could have been undone."""
        super().__init__(until)
        self.until = until

    def sentence(self) -> Sentence:
        """Return the sentence."""
        if self.until is None:
            return say("There is no merge to undo.")
        return say("This could be undone until %(until)s. From now on it stays.", until=self.until)


class MergedAway(Refusal):
    """The person is known under another record."""

    code = "merged-away"
    source = SOURCE
    says = say("This record was merged with another of the same person. Enter them under that one.")
