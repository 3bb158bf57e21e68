"""What the register refuses about connections between people, each with its reason."""

from collections.abc import Sequence
from datetime import date

from govern.core.errors import Refusal
from govern.core.words import Sentence, say

INTERESTED = "Domain 2.8: a connected person is interested"


class ConnectedToThemselves(Refusal):
    """A connection joins two."""

    code = "connected-to-themselves"
    source = INTERESTED
    says = say("A connection joins two. Choose the other person.")


class NotBetweenThem(Refusal):
    """A body has no parents, and nobody sits on a human."""

    code = "not-between-them"
    source = INTERESTED
    says = say(
        "A human and a body, or two of the same, cannot be connected in this way."
        " Choose another connection, or another person."
    )


class ConnectionEndsFirst(Refusal):
    """A connection that ends on or before the day it begins."""

    code = "connection-ends-first"
    source = INTERESTED
    says = say("A connection has to end after it begins. Choose a later day, or leave the end open.")


class AlreadyConnected(Refusal):
    """The same connection is on record for some of the same days."""

    code = "already-connected"
    source = INTERESTED

    def __init__(self, since: date) -> None:
        """Take the day since which it is on record."""
        super().__init__(since)
        self.since = since

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say(
            "This connection is on record since %(day)s. Correct that entry if its days are not the right ones.",
            day=self.since,
        )


class ConnectionHasEnded(Refusal):
    """A connection ends once."""

    code = "connection-has-ended"
    source = INTERESTED

    def __init__(self, ended_on: date) -> None:
        """Take the first day without it."""
        super().__init__(ended_on)
        self.ended_on = ended_on

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say("This connection ended on %(day)s. Correct it if that was another day.", day=self.ended_on)


class OwnConnection(Refusal):
    """Nobody takes away what keeps them from deciding."""

    code = "own-connection"
    source = "INV-01, INV-02: what bars somebody is lifted by somebody else"
    says = say("This connection is your own. Ask another officer to end or correct it.")


class TookPartWhileConnected(Refusal):
    """Somebody who took part in the decision is connected with the one it is about."""

    code = "took-part-while-connected"
    source = "INV-03, INV-05, INV-06: who is connected with somebody stands back when it is decided about them"

    def __init__(self, names: Sequence[str]) -> None:
        """Take who they are."""
        super().__init__(names)
        self.names = names

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say(
            "Connected with this person, and took part in the decision: %(names)s."
            " Take the decision again while they stand back.",
            names=", ".join(self.names),
        )


class EnteredByConnected(Refusal):
    """Who enters a member is not connected with them."""

    code = "entered-by-connected"
    source = "INV-02: whoever enters is not interested"
    says = say("You are connected with this person, so you cannot enter them. Ask another officer to enter them.")
