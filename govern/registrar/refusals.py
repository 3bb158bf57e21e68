"""Why what the registrar answered is not entered, or not confirmed."""

from datetime import date

from govern.core.errors import Refusal
from govern.core.words import Sentence, say


class RegisteredBeforeSent(Refusal):
    """The registrar registers what was sent."""

    code = "registered-before-sent"
    source = "CCBSA 2014 ss.16, 111(5)-(7), 113(5)-(7), 121"

    def __init__(self, sent_on: date) -> None:
        """Take the day on which it was sent."""
        super().__init__(sent_on)
        self.sent_on = sent_on

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say(
            "It was sent on %(day)s, and nothing is registered before. Enter the day that the registrar gives.",
            day=self.sent_on,
        )


class ReferenceMissing(Refusal):
    """Whoever confirms it has to find the same paper."""

    code = "reference-missing"
    source = "CCBSA 2014 ss.16, 111(7), 113(7), 121(5): it has effect once it is registered"
    says = say("Enter the reference by which the registrar’s answer is found again.")


class ReportWaits(Refusal):
    """One answer of the registrar at a time."""

    code = "report-waits"
    source = "Product rule: two people stand for what the registrar answered"
    says = say("The registration is entered, and waits for somebody else to compare it with the registrar’s answer.")


class AnsweredAlready(Refusal):
    """It is compared once."""

    code = "registration-answered-already"
    says = say("Somebody has said already whether this is so. Its page says what comes next.")


class SecondPersonNeeded(Refusal):
    """Nobody confirms what they entered."""

    code = "second-person-needed"
    source = "Product rule: two people stand for what the registrar answered"
    status = 403
    says = say("You entered this registration, so somebody else compares it with the registrar’s answer.")
