"""Why an interest in a motion, or an objection to one, is not entered."""

from govern.core.errors import Refusal
from govern.core.words import say


class InterestUnsaid(Refusal):
    """An interest, an objection and a ruling say why."""

    code = "motion-interest-unsaid"
    status = 422
    source = "Domain 5.10: declarations of interest stand in the minutes with their reason"
    says = say("Write why, in at most 500 characters. It goes on record.")


class InterestTakesNoVote(Refusal):
    """On other motions members may vote in their own interest."""

    code = "interest-takes-no-vote"
    source = "Decision 0030: a member's interest takes their vote on an admission and on the franchise alone"
    says = say(
        "On this motion members may vote in their own interest, so nobody stands back."
        " Say in the debate what your interest is, and then vote as you think right."
    )


class NotInElectorate(Refusal):
    """Whoever has no vote on a motion has none to stand back from."""

    code = "not-in-electorate"
    status = 403
    source = "INV-15: figures come from the roll alone"
    says = say("Only somebody who has a vote on this motion stands back from it, and this person has none.")


class InterestOnRecord(Refusal):
    """One word of one person on one motion."""

    code = "interest-on-record"
    says = say("This interest is on record already, and stays as it is.")


class MotionDecided(Refusal):
    """Nothing is declared in what is over."""

    code = "interest-too-late"
    says = say("This motion is decided or at an end, so nothing can be declared in it any more.")


class InterestIsOnesOwn(Refusal):
    """While a vote goes on, and of oneself, only one's own word counts."""

    code = "interest-is-ones-own"
    status = 403
    source = "Decision 0030: whoever calls a vote cannot take it from those who are against"
    says = say(
        "The vote is called. From now on only the person themselves can declare an interest, from their own account."
    )


class GroundNotOfMotion(Refusal):
    """Another's interest is named by a ground that the rules know for such a motion."""

    code = "ground-not-of-motion"
    status = 422
    source = "Domain 2.8, interested in an admission; domain 5.6"
    says = say(
        "The rules do not know this ground for such a motion. Choose one that is offered; an interest of your own is"
        " declared on a page of its own."
    )


class NothingToObjectTo(Refusal):
    """Only whoever was named by another objects, for themselves."""

    code = "nothing-to-object-to"
    says = say("Nobody has named you in this motion, so there is nothing to object to.")


class ObjectedAlready(Refusal):
    """One objection of one person to one motion."""

    code = "objected-already"
    says = say("Your objection is on record, and stays as it is.")


class NoObjection(Refusal):
    """There is no objection to rule on, or it was ruled on."""

    code = "no-objection"
    says = say("There is no objection of this person that waits for a ruling.")


class RulesOnOwnNaming(Refusal):
    """Whoever named somebody does not rule on their objection; nor do they, or anybody close to the matter."""

    code = "rules-on-own-naming"
    status = 403
    source = "INV-02: who enters and who decides are two people"
    says = say(
        "You named this person, or the motion is about you or somebody close to you. Let the chair or the secretary,"
        " whichever you are not, rule on the objection."
    )


class ObjectionWaits(Refusal):
    """A vote is not called while somebody's objection to having none waits for its ruling."""

    code = "objection-waits"
    source = "Nobody is kept from a vote by one person's word"
    says = say(
        "Somebody objects to having no vote on this motion. The chair or the secretary, whichever did not name them,"
        " rules on it first."
    )
