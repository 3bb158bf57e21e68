"""Why an amendment is not taken, or not yet put."""

from govern.core.errors import Refusal
from govern.core.words import Sentence, say


class OnlySlips(Refusal):
    """A special, extraordinary or statutory resolution is passed in the words of its notice."""

    code = "only-slips"
    source = "Re Moorgate Mercantile Holdings [1980] 1 WLR 227: only clerical corrections; domain 5.3"
    says = say(
        "A resolution of this kind is passed in the words of its notice, and only a slip of the pen in them"
        " can be put right. For another text, propose a new motion."
    )


class OlderText(Refusal):
    """An amendment changes the text that stands."""

    code = "older-text"
    source = "Procedure of meetings: an amendment is to the motion as it then stands"
    says = say(
        "The motion was amended since, so this change is to a text that no longer stands."
        " Read the new text, and file the change to it anew."
    )


class NothingChanged(Refusal):
    """An amendment changes words of the text."""

    code = "nothing-changed"
    says = say("This is the text as it stands. Change the words that you want changed, and send it then.")


class NotInThatLanguage(Refusal):
    """An amendment is written in a language of the text that it changes, so that both can be compared."""

    code = "not-in-that-language"
    says = say("Write the change in a language in which the motion is written, so that both can be compared.")


class SecondsThemselves(Refusal):
    """Whoever files an amendment does not second it."""

    code = "seconds-themselves"
    source = "Procedure of meetings: proposer and seconder are two"
    says = say("The amendment needs another person as its seconder.")


class SeconderMissing(Refusal):
    """Where motions need a seconder, so do amendments."""

    code = "amendment-seconder-missing"
    source = "The mutual’s rules: a motion needs a seconder"
    says = say(
        "Nobody seconds this wording yet, and the rules ask for it. Somebody else seconds it on the motion’s page."
    )


class AmendmentSeconded(Refusal):
    """One seconder is enough."""

    code = "amendment-seconded"
    says = say("Somebody seconds this wording already. One person is enough, and it goes to its vote.")


class AmendmentSettled(Refusal):
    """What became of an amendment stands."""

    code = "amendment-settled"
    says = say("This amendment is settled, and that stands. File another one if it is to be decided anew.")


class SlipNotRuledOn(Refusal):
    """Whether it corrects a slip is not for its proposer to say."""

    code = "slip-not-ruled-on"
    source = "Re Moorgate Mercantile Holdings [1980] 1 WLR 227: only clerical corrections; the chair rules on order"
    says = say(
        "This wording is said to correct a slip of the pen, and the chair has not ruled on that yet."
        " It can be agreed to once the chair has."
    )


class SlipRuledOn(Refusal):
    """A ruling stands."""

    code = "slip-ruled-on"
    says = say("Somebody has ruled on this wording already, and that stands.")


class NoSlipToRuleOn(Refusal):
    """Only what is said to be a slip is ruled on as one."""

    code = "no-slip-to-rule-on"
    says = say("Nobody says that this wording corrects a slip of the pen. It is voted on like any other.")


class AmendmentNotNext(Refusal):
    """The amendment filed last is voted on first."""

    code = "amendment-not-next"
    source = "Domain 5.3: amendments first, the latest filed first, then the motion"

    def __init__(self, n: int) -> None:
        """Take the number of the amendment whose turn it is."""
        super().__init__(n)
        self.n = n

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say(
            "Amendments are voted on before the motion, the one filed last first. Put amendment %(n)s first.", n=self.n
        )


class FiledAlready(Refusal):
    """One change is filed once by one person, and voted on once."""

    code = "filed-already"
    says = say("You proposed this wording already, and it waits for its vote. Nothing was entered twice.")


class NotItsSeconder(Refusal):
    """Only whoever seconds an amendment takes that back."""

    code = "not-its-seconder"
    status = 404
    says = say("You do not second this wording, so there is no name to take back.")


class NotTheirAmendment(Refusal):
    """Who files an amendment withdraws it, who proposes the motion accepts it, the chair rules on order."""

    code = "not-their-amendment"
    source = "Procedure of meetings: withdrawn by whoever proposes it, accepted by the motion’s proposer in person"
    says = say(
        "Only whoever proposes an amendment withdraws it, and only whoever proposes the motion accepts it, each with"
        " their own word. Whoever seconds it can take back their own name."
    )


class DivisionNeeded(Refusal):
    """What was carried or lost was voted on."""

    code = "amendment-division-needed"
    source = "Domain 5.3: an amendment is carried or lost in a vote that is counted"
    says = say("Call a vote on the amendment. It is carried or lost when the vote is declared.")


class AmendmentsWait(Refusal):
    """A text is not given in another language while an amendment to it waits."""

    code = "amendments-wait"
    says = say("An amendment waits for this text. Settle it first, and add the other language then.")


class WordsFollowTheDraft(Refusal):
    """A motion that brings a draft says what the draft says, and nothing else is voted on under its name."""

    code = "words-follow-the-draft"
    source = "CCBSA 2014 s.16: the amendment that is registered is the one that the members passed"
    says = say(
        "This motion brings a draft of the rules, and its words are what the draft changes. To have other rules"
        " decided, draft them and propose that draft."
    )
