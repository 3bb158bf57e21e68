"""Why the board says no."""

from govern.core.errors import Refusal
from govern.core.words import Sentence, say


class TooFewVacantSeats(Refusal):
    """There are not as many empty seats as there are people to fill them."""

    code = "too-few-vacant-seats"
    source = "Board plan: one holder a seat"

    def __init__(self, *, wanted: int, vacant: int) -> None:
        """Take both numbers."""
        super().__init__(wanted, vacant)
        self.wanted, self.vacant = wanted, vacant

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say(
            "%(wanted)s seats were asked for and %(vacant)s are empty on the day the term starts."
            " Look at the board plan, then enter that number.",
            wanted=self.wanted,
            vacant=self.vacant,
        )


class AppointedByThemselves(Refusal):
    """Nobody puts themselves on the board."""

    code = "appointed-by-themselves"
    source = "INV-36: the instrument is signed by somebody else"

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say(
            "Who is appointed cannot sign the appointment or enter it. Ask another officer of the authority to sign."
        )


class SeatNotTheirs(Refusal):
    """The authority fills its own third and no other."""

    code = "seat-not-theirs"
    source = "Domain 6.2: the authority appoints to the authority’s third"

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say("The members elect this seat; the authority cannot fill it. Choose a seat of the authority’s third.")
