"""What is refused of an application and of the entry that follows it, each with its reason."""

from datetime import date

from govern.admissions.rules import State
from govern.admissions.words import STATE_WORDS
from govern.core.errors import Refusal
from govern.core.words import Sentence, in_pounds, say


class NotFromThere(Refusal):
    """No arrow leads there from where the application is."""

    code = "application-not-from-there"
    source = "Domain 9.0b: the steps of an application"

    def __init__(self, *, state: State, wanted: State) -> None:
        """Take where it is, and where somebody wanted it to go."""
        super().__init__(state, wanted)
        self.state = state
        self.wanted = wanted

    def sentence(self) -> Sentence:
        """Return the sentence."""
        if self.state == self.wanted:
            return say(
                "This application is %(state)s already: somebody did it before you, or you pressed twice. Open it to"
                " see who did, and what comes next.",
                state=STATE_WORDS[self.state],
            )
        return say(
            "This application is %(state)s, so it cannot become %(wanted)s now. Open it to see what comes next.",
            state=STATE_WORDS[self.state],
            wanted=STATE_WORDS[self.wanted],
        )


class BeforeTheLastStep(Refusal):
    """The clock shows a day before that of the last step."""

    code = "before-the-last-step"
    source = "INV-09: the true date, neither earlier nor later"

    def __init__(self, last_on: date) -> None:
        """Take the day of the last step."""
        super().__init__(last_on)
        self.last_on = last_on

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say(
            "The last step of this application was on %(day)s, and the clock shows an earlier day."
            " Ask an administrator to set the clock right.",
            day=self.last_on,
        )


class HasApplied(Refusal):
    """An application of theirs is open."""

    code = "has-applied"
    source = "One person in one constituency: domain 2.7"
    says = say("An application of this person is open already. Go on with that one, or withdraw it and begin another.")


class NotTheirs(Refusal):
    """Somebody else's draft or appeal."""

    code = "application-not-theirs"
    source = "An application is the applicant’s own until it is submitted"
    says = say("This application is somebody else’s. Ask them to do this, or enter it as one that came on paper.")


class NotYetReceived(Refusal):
    """It cannot have been received later than now."""

    code = "application-not-yet-received"
    source = "INV-09: the true date, neither earlier nor later"
    says = say("This application cannot have come in later than now. Enter when it was received.")


class WrongUndertaking(Refusal):
    """This form of mutual takes something else of its members."""

    code = "wrong-undertaking"
    source = "CCBSA 2014 s.30(2)(c); CA 2006 s.11: a share in a society, a guarantee in a company"
    says = say("Members of a mutual of this form give something else. Choose what its rules ask for, with its sum.")


class FactIncomplete(Refusal):
    """A fact without its day or number, or without the place of its proof."""

    code = "fact-incomplete"
    source = "Evidence is that somebody qualifies, and where the proof is: domain 2.1"
    says = say("Enter the day or the hours that this fact is about, and where the proof is kept.")


class FactNotYetSo(Refusal):
    """A fact that begins in the future."""

    code = "fact-not-yet-so"
    source = "INV-09: the true date, neither earlier nor later"
    says = say("This day has not come yet. State what is so today.")


class VerifierInterested(Refusal):
    """Whoever would certify is the applicant, or connected to them."""

    code = "verifier-interested"
    source = "INV-08: nobody certifies themselves, or those connected to them"
    says = say("You have an interest in this application. Ask an officer who has none to look at the proof.")


class AlreadyVerified(Refusal):
    """Somebody has seen the proof."""

    code = "already-verified"
    source = "INV-08"
    says = say("Somebody has seen this proof already. There is nothing left to do about it.")


class SpokeForIt(Refusal):
    """Whoever would certify stated the fact, or entered the application in which it stands."""

    code = "spoke-for-it"
    source = "INV-08: nobody certifies what they stated themselves"
    says = say(
        "You stated this fact, or entered the application that it stands in. So somebody else looks at its proof:"
        " the chair, or another secretary."
    )


class StandsBack(Refusal):
    """Whoever would act on an application has an interest in it."""

    code = "stands-back"
    source = "INV-02, INV-05: who has an interest takes no part"
    says = say("You have an interest in this application, so you take no part in it. Ask another officer.")


class AlreadyStoodBack(Refusal):
    """It is on record."""

    code = "already-stood-back"
    source = "INV-06"
    says = say("It is on record that this person stands back from this application.")


class WordsMissing(Refusal):
    """A reason or a recommendation without words."""

    code = "words-missing"
    source = "INV-41: a refusal needs its reasons"
    says = say("Say why, in words that the person concerned can follow, in at most 2,000 characters.")


class NoAppealHere(Refusal):
    """The rules name nobody who hears appeals."""

    code = "no-appeal-here"
    source = "The rules in force: who hears an appeal against refusal"
    says = say("The rules of this mutual name nobody who hears an appeal. You can apply again at any time.")


class AppealTooLate(Refusal):
    """The days for an appeal have passed."""

    code = "appeal-too-late"
    source = "The rules in force: days to appeal against refusal"

    def __init__(self, by: date) -> None:
        """Take the last day."""
        super().__init__(by)
        self.by = by

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say(
            "By the rules the last day to appeal was %(day)s, and it has passed. You can apply again at any time.",
            day=self.by,
        )


class ShareTooSmall(Refusal):
    """The share that is promised costs less than the rules ask for."""

    code = "share-too-small"
    source = "The rules in force: what a member’s share costs at least"

    def __init__(self, least_pence: int) -> None:
        """Take the least, in pence."""
        super().__init__(least_pence)
        self.least_pence = least_pence

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say(
            "By the rules a share costs at least £%(pounds)s. Enter as much or more.",
            pounds=in_pounds(self.least_pence),
        )


class NotGivenYet(Refusal):
    """The share or guarantee is not there."""

    code = "undertaking-not-given"
    source = "CCBSA 2014 s.30(2)(c); CA 2006 s.11"
    says = say(
        "The share or guarantee that goes with this membership is not on record. Record it first, then enter them."
    )


class NothingToGive(Refusal):
    """The application promised neither share nor guarantee, or it is given."""

    code = "nothing-to-give"
    source = "CCBSA 2014 s.30(2)(c); CA 2006 s.11"
    says = say("Nothing is left to give for this application. It is on record, or none was asked for.")


class ConditionNotMet(Refusal):
    """What the admission waits for has not come."""

    code = "condition-not-met"
    source = "INV-09: nobody is a member from before the condition was met"

    def __init__(self, from_on: date) -> None:
        """Take the first day on which they can be entered."""
        super().__init__(from_on)
        self.from_on = from_on

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say("They meet the rules from %(day)s on. Enter them on that day or later.", day=self.from_on)


class NotLapsedYet(Refusal):
    """There is still time to give the share or guarantee, or it is given."""

    code = "not-lapsed-yet"
    source = "The rules in force: days to give the share or guarantee"
    says = say("This admission has not lapsed. There is still time to give the share or guarantee, or it is given.")


class NotConfirmable(Refusal):
    """A link that confirms an application was used, is too old, or was never made. One answer for all three."""

    code = "application-not-confirmable"
    status = 410
    source = "An application reaches the mutual by a link, which works once, within three days"
    says = say("This link has been used already, or it is more than three days old. You can apply again.")


class TooManyUnconfirmed(Refusal):
    """More applications wait for one address than one household sends."""

    code = "too-many-unconfirmed"
    status = 429
    source = "OWASP ASVS 5.0, 2.4.1: nobody’s mailbox is flooded from here"
    says = say("We have sent enough links to this address for now. Open one of them, or telephone us.")
