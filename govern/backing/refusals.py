"""Why somebody cannot stand behind a motion, or a motion has too few behind it."""

from govern.core.errors import Refusal
from govern.core.words import Sentence, say, say_many
from govern.motions.rules import Standing


class NotMembersMotion(Refusal):
    """Members stand behind members' motions."""

    code = "backer-not-member"
    source = "The mutual’s rules on motions; INV-14: who is on the register and may vote"
    says = say(
        "Only a member who may vote can stand behind a motion of the members."
        " The register shows no such member here today. Ask the secretary about it."
    )


class BackerSuspended(Refusal):
    """While a membership is suspended, its rights rest."""

    code = "backer-suspended"
    source = "Domain 2.4: a suspended member keeps the membership and not its votes"
    says = say(
        "This membership is suspended. Until that ends, it cannot stand behind a motion."
        " The secretary can say when it ends."
    )


class NotDirectorsMotion(Refusal):
    """Directors stand behind motions of the board."""

    code = "backer-not-director"
    source = "The mutual’s rules on the board: its directors put motions to it"
    says = say(
        "Only somebody who sits on the board today can stand behind a motion of the board. Where the board decides on"
        " admissions, a motion to admit somebody is one of the board too, so a director proposes it."
    )


class NotForAnother(Refusal):
    """Everybody stands behind a motion for themselves; on paper it comes through the secretary."""

    code = "backs-for-another"
    source = "Nobody acts in somebody else’s name (INV-40)"
    says = say("You can do this for yourself only. What somebody hands in on paper is entered by an officer.")


class SecretaryEnters(Refusal):
    """The secretary enters what came on paper, and the chair while nobody who is secretary is free."""

    code = "secretary-enters"
    source = "Domain 2.8 INV-02, INV-05, INV-40: one officer enters it, and never their own"
    says = say(
        "The secretary enters what came on paper. The chair does so only while everybody who is secretary takes no part"
        " in it."
    )


class NobodyLeftToSign(Refusal):
    """Directors stand behind a motion of the board, each with one name."""

    code = "nobody-left-to-sign"
    source = "The mutual’s rules on the board: its directors put motions to it"
    says = say(
        "Every director stands behind this motion, took their name back, or takes no part in it. So no name is left to"
        " enter."
    )


class BackerInterested(Refusal):
    """Whom a motion is about, and who is close to them, does not second it or support it."""

    code = "backer-interested"
    source = "Domain 2.8, interested in a decision; INV-05, INV-17"
    says = say(
        "The motion is about whoever would put their name here, or somebody close to them."
        " So this name is not taken. Somebody else can second it or support it."
    )


class BacksAlready(Refusal):
    """Proposer, seconder and supporters are different people."""

    code = "backs-already"
    source = "Procedure of meetings: proposer and seconder are two; a supporter counts once"
    says = say("This name is on the motion. It counts once, and was not put there twice.")


class ProposesIt(BacksAlready):
    """Whoever proposes a motion is behind it from the first, and is counted as nothing else."""

    code = "proposes-it"
    says = say("Whoever proposes a motion stands behind it already. Others second it and support it.")


class BackedBefore(Refusal):
    """Who withdrew from a motion does not come back to it."""

    code = "backed-before"
    says = say("That name was under these words and was taken back, and that stays on record. The vote comes later.")


class SecondedAlready(Refusal):
    """One person seconds a motion."""

    code = "seconded-already"
    says = say("Someone else seconds this motion now. You can still give it your support.")


class NotBehindIt(Refusal):
    """Only who stands behind a motion withdraws from it."""

    code = "not-behind-it"
    status = 404
    says = say("There is no name of yours under this motion, so there is none to take back.")


class ProposerStays(Refusal):
    """A motion without its proposer is withdrawn."""

    code = "proposer-stays"
    says = say("Who proposes a motion can take back all of it. Choose “Withdraw the motion”.")


class TooFewBehindIt(Refusal):
    """A motion goes on the agenda when those are behind it whom the rules ask for."""

    code = "too-few-behind-it"
    source = "The mutual’s rules: seconder and supporters of a motion"

    def __init__(self, standing: Standing) -> None:
        """Take who stands behind it, and whom it needs."""
        super().__init__(standing)
        self.standing = standing

    def sentence(self) -> Sentence:
        """Return the sentence."""
        if self.standing.short_by == 0:
            return say("Nobody who may do so seconds this motion yet, and the rules ask for it.")
        return say_many(
            "The rules ask for %(count)s more supporter before this motion goes on the agenda.",
            "The rules ask for %(count)s more supporters before this motion goes on the agenda.",
            count=self.standing.short_by,
        )
