"""Why a poll says no."""

from datetime import datetime

from govern.core.errors import Refusal
from govern.core.words import Sentence, say, say_many


class VotingNotOpen(Refusal):
    """The ballot came before the poll opened, or at or after its close."""

    code = "voting-not-open"
    source = "Election rules: a ballot is in time by the instant the server received it (domain 5.11)"

    def __init__(self, *, opens_at: datetime, closes_at: datetime, at: datetime) -> None:
        """Take the hours and the instant of receipt."""
        super().__init__(opens_at, closes_at, at)
        self.opens_at, self.closes_at, self.at = opens_at, closes_at, at

    def sentence(self) -> Sentence:
        """Return the sentence."""
        if self.at < self.opens_at:
            return say("Voting opens at %(opens)s. Come back then to cast your ballot.", opens=self.opens_at)
        if self.at < self.closes_at:
            return say("This poll is not taking ballots at the moment. Ask the returning officer when it will.")
        return say("Voting closed at %(closes)s, so your ballot was not accepted.", closes=self.closes_at)


class AlreadyVoted(Refusal):
    """The first ballot stands."""

    code = "already-voted"
    source = "NHS foundation trust model election rules, rule 39: the first vote received counts"
    says = say(
        "You have already voted, and your first ballot stands. If you did not vote, tell the returning"
        " officer. Do it before voting closes."
    )


class NoOtherLink(Refusal):
    """Another code for an elector whose place is taken would open nothing."""

    code = "no-other-link"
    source = "NHS foundation trust model election rules, rule 39: the first vote received counts"
    says = say(
        "No other link was made. This elector has voted, or was struck off the roll, and a new link would open nothing."
    )


class NotOnRoll(Refusal):
    """Nobody votes who is not on the frozen roll."""

    code = "not-on-roll"
    status = 403
    source = "INV-14: a vote is accepted only from the frozen roll"
    says = say("You are not on the roll for this vote. The secretary can tell you why.")


class NoLongerEntitled(Refusal):
    """On the frozen roll, but struck off or no longer a member."""

    code = "no-longer-entitled"
    status = 403
    source = "INV-14: entitled on the roll date and still entitled when the vote is cast"
    says = say(
        "The register says that you can no longer vote in this poll, so no ballot was taken."
        " If that is wrong, tell the returning officer. Do it before voting closes."
    )


class BallotCopied(Refusal):
    """This very sealed ballot is in the box already, under another elector."""

    code = "ballot-copied"
    source = "Ballots 2, Cast: a sealed ballot enters the box once"
    says = say("This sealed ballot has been cast before by somebody else. Start again from your own voting link.")


class BallotNotOurs(Refusal):
    """What came back is not what the review page sent out to this elector."""

    code = "ballot-not-ours"
    status = 400
    source = "Ballots 2, Cast: a sealed ballot is bound to its poll and its elector"
    says = say(
        "This form was not made for you on this poll, so nothing was cast. Go back to your ballot and review it again."
    )


class PaperNotYours(Refusal):
    """The paper that was sent back was handed out to another elector than the one this browser now acts for."""

    code = "paper-not-yours"
    source = "Ballots 2, Cast: a ballot is bound to its poll and its elector from the paper on"
    says = say(
        "Another ballot was opened in this browser after this one, so nothing was taken."
        " Open your own voting link again, and then vote."
    )


class RankingNotValid(Refusal):
    """The numbers on the paper cannot be read as an order."""

    code = "ranking-not-valid"
    status = 400
    source = "Scottish Local Government Elections Order 2011, Schedule 1: preferences in order, without repeats"
    says = say("Number your preferences 1, 2, 3 and so on, without gaps or repeats.")


class CredentialNotKnown(Refusal):
    """A link or a code that opens nothing."""

    code = "credential-not-known"
    status = 404
    says = say(
        "This voting link or code does not open a ballot. Check that you have all of it; if a newer one"
        " was sent to you, use that. The returning officer can send another."
    )


class PollNotReady(Refusal):
    """A step was asked for before the one it stands on."""

    code = "poll-not-ready"

    def __init__(self, needed: Sentence) -> None:
        """Take what is still needed, as a sentence."""
        super().__init__(needed)
        self.needed = needed

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return self.needed


class DirectorsNeedOfficersKeys(Refusal):
    """An election of directors is not run under a key that the installation holds."""

    code = "directors-need-officers-keys"
    source = "Ballots 2, Custody: installation custody is for routine motions, demonstrations and rehearsals"
    says = say(
        "Whoever runs this computer could open a box locked with its own key, so directors are not elected"
        " this way. Run this election as a rehearsal, or with keys that officers hold."
    )


class CanaryNotOpened(Refusal):
    """The key in the backup does not open what was sealed to the poll's key."""

    code = "canary-not-opened"
    source = "Decisions: arming needs a canary opened with the restored backup"
    says = say(
        "The backup of this poll's key does not open the test ballot, so the box might never be opened."
        " Nothing was armed. Put the right key file into the backup folder, then arm again."
    )


class BoxAndMarksDiffer(Refusal):
    """The box does not hold as many ballots as there are marks."""

    code = "box-and-marks-differ"
    source = "Ballots 2, Close: a mismatch blocks opening, never closing"

    def __init__(self, *, ballots: int, marks: int) -> None:
        """Take both numbers."""
        super().__init__(ballots, marks)
        self.ballots, self.marks = ballots, marks

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say_many(
            "The box holds %(count)s ballot and the marked roll shows %(marks)s, so the box stays shut."
            " Find out why; only a recorded decision can let the count go on.",
            "The box holds %(count)s ballots and the marked roll shows %(marks)s, so the box stays shut."
            " Find out why; only a recorded decision can let the count go on.",
            count=self.ballots,
            marks=self.marks,
        )


class NothingToSettle(Refusal):
    """No difference between box and marks waits for a decision."""

    code = "nothing-to-settle"
    source = "Ballots 2, Close: a mismatch blocks opening, never closing"

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say("No difference between this box and the marks waits for a decision. Look at the tally again.")


class DecidedBeforeTheSeal(Refusal):
    """A decision from before the box was sealed cannot be on what the seal showed."""

    code = "decided-before-the-seal"
    source = "Ballots 2, Close: only a recorded decision lets the count go on"

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say(
            "This decision was entered before the box was sealed, when nobody knew of the difference."
            " Let a body of the mutual decide on it, have that entered, then choose that decision."
        )


class ClassCodeTooLong(Refusal):
    """A class's code leaves no room for a ranking beside it."""

    code = "class-code-too-long"
    source = "Ballots 2, Cast: every ballot of a poll is padded to one length"

    def __init__(self, elector_class: str) -> None:
        """Take the code."""
        super().__init__(elector_class)
        self.elector_class = elector_class

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say(
            "The code %(class)s is too long to be sealed into a ballot, so nothing was frozen."
            " Give the constituency a code of 64 letters or fewer, then freeze the roll.",
            **{"class": self.elector_class},
        )


class TenderedUndecided(Refusal):
    """Ballots in doubt wait for the returning officer."""

    code = "tendered-undecided"
    source = "INV-24: tendered ballots are decided before the box is opened"

    def __init__(self, waiting: int) -> None:
        """Take how many wait."""
        super().__init__(waiting)
        self.waiting = waiting

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say_many(
            "%(count)s tendered ballot is not decided yet. Decide it, then open the box.",
            "%(count)s tendered ballots are not decided yet. Decide each of them, then open the box.",
            count=self.waiting,
        )
