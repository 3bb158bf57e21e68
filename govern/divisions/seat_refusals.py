"""Why somebody has no vote in a division, as it is said to everybody and to them."""

from govern.core.errors import Refusal
from govern.core.words import Sentence, say
from govern.motions.rules import Bar, Heard

BARS = {
    Bar.APPLICANT: say("the motion is about their own admission"),
    Bar.IN_QUESTION: say("the motion is about them"),
    Bar.CONNECTED: say("they are connected with somebody whom the motion is about"),
    Bar.DECLARED_INTEREST: say("they have an interest in it, by their own word or by that of another"),
    Bar.ADMITTED_SINCE_NOTICE: say("they were admitted after the day of the first notice"),
}
OWN_BARS = {
    Bar.APPLICANT: say("This motion is about your own admission, so you have no vote on it."),
    Bar.IN_QUESTION: say("This motion is about you, so you have no vote on it."),
    Bar.CONNECTED: say("You are connected with somebody whom this motion is about, so you have no vote on it."),
    Bar.DECLARED_INTEREST: say("You have an interest in this motion, so you stand back and have no vote on it."),
    Bar.ADMITTED_SINCE_NOTICE: say(
        "You were admitted after the day of the first notice of this motion, so you have no vote on it."
    ),
}


# Of whoever disputes it, nothing is said but who said it.
NAMED = {
    Heard.NAMED: say("Somebody named you in this motion, so you have no vote on it."),
    Heard.OBJECTS: say("Somebody named you in this motion, so you have no vote on it. You have objected."),
    Heard.RULED_ON: say(
        "Somebody named you in this motion, and it was ruled that the ground stands, so you have no vote on it."
    ),
}
BY_RULE = {
    Bar.APPLICANT: "INV-17: nobody votes on what is about themselves",
    Bar.IN_QUESTION: "INV-38: nobody votes on what is about themselves",
    Bar.CONNECTED: "INV-17: nor do those who are close to whom it is about",
    Bar.DECLARED_INTEREST: "Domain 5.6: whoever has an interest takes no part in the vote",
    Bar.ADMITTED_SINCE_NOTICE: "INV-21: nobody is admitted to decide what was noticed before",
}


class HasNoVote(Refusal):
    """Somebody would vote who stands back."""

    code = "has-no-vote"
    status = 403
    source = "INV-17, INV-21, INV-38: nobody votes on what is about themselves"

    def __init__(self, bar: Bar, heard: Heard | None = None) -> None:
        """Take why, and how far they were heard where another named them."""
        super().__init__(bar, heard)
        self.bar, self.heard = bar, heard
        self.source = BY_RULE[bar]

    def sentence(self) -> Sentence:
        """Return the sentence."""
        is_named = self.heard is not None and self.bar in (Bar.DECLARED_INTEREST, Bar.IN_QUESTION, Bar.APPLICANT)
        return NAMED[self.heard] if self.heard is not None and is_named else OWN_BARS[self.bar]
