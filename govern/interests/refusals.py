"""Why an interest in a motion, or an objection to one, is not entered."""

from datetime import date

from govern.core.clock import A_DAY
from govern.core.errors import Refusal
from govern.core.words import Sentence, say


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
        " Whoever has an interest says so in the debate, and then votes as they think right."
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


class ObjectionOnRecord(Refusal):
    """What somebody said themselves, or an officer entered for them, is not entered again."""

    code = "objection-on-record"
    says = say("An objection of this person is on record, and stays as it is.")


class ObjectionIsOnesOwn(Refusal):
    """An officer who was named objects in their own words."""

    code = "objection-is-ones-own"
    says = say("You were named in this motion yourself. You object on a page of your own, from the page of the motion.")


class ObjectionDayNotPossible(Refusal):
    """Nobody objects before they are named, or tomorrow."""

    code = "objection-day-not-possible"
    status = 422

    def __init__(self, *, named_on: date) -> None:
        """Take the day on which they were named."""
        super().__init__(named_on)
        self.named_on = named_on

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say(
            "They were named on %(day)s. Enter the day on which the objection came, from that day to today.",
            day=self.named_on,
        )


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


class RulesForWhoAppointed(Refusal):
    """Whoever was given their office by the one who named somebody is no second person."""

    code = "rules-for-who-appointed"
    status = 403
    source = "INV-02: who enters and who decides are two people; decision 0040"
    says = say(
        "Whoever named this person also gave you your office, so you are no second person here. Let another who holds"
        " the office of chair or secretary rule on it, or let the naming be taken back."
    )


class SaysItThemselves(Refusal):
    """That somebody said so is no ground where they can say it here."""

    code = "says-it-themselves"
    status = 422
    source = "Decision 0034: an interest is one’s own word"
    says = say(
        "This person can sign in, so they declare what they said themselves, from their own account. Ask them to, or"
        " choose a ground that does not rest on what somebody heard."
    )


class ObjectionWaits(Refusal):
    """A vote is not called while somebody's objection to having none waits for its ruling."""

    code = "objection-waits"
    source = "Nobody is kept from a vote by one person's word"
    says = say(
        "Somebody objects to having no vote on this motion. The chair or the secretary, whichever did not name them,"
        " rules on it first."
    )


class TimeToObject(Refusal):
    """Whoever was named by another has time to object before a vote outside a meeting."""

    code = "time-to-object"
    source = "The rules on motions: clear days in which whoever is named can object"

    def __init__(self, *, named_on: date, first_on: date) -> None:
        """Take the last day on which somebody was named, and the first on which a vote can be called."""
        super().__init__(named_on, first_on)
        self.named_on, self.first_on = named_on, first_on

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say(
            "Somebody was named in this motion on %(named_on)s, and has time to object until the end of %(last_on)s."
            " Call the vote from %(first_on)s on, or once they have said that it is so.",
            named_on=self.named_on,
            last_on=self.first_on - A_DAY,
            first_on=self.first_on,
        )


class NamedToday(Refusal):
    """Whoever is named on the day of a meeting is heard in it, or another officer rules."""

    code = "named-today"
    source = "Nobody is kept from a vote by one person's word"
    says = say(
        "Somebody was named in this motion today. Let them say that it is so, or let the chair or the secretary,"
        " whichever did not name them, rule on it. Then call the vote, or call it on another day."
    )


class AlreadyCalled(Refusal):
    """The roll of a vote is frozen with its call."""

    code = "roll-stays"
    source = 'Decisions, "Roll, mark, cast": a frozen roll is never changed'
    says = say(
        "The vote is called, and its roll stays as it is. What somebody objects now goes on record, and what comes of"
        " the vote says whether theirs could have turned it."
    )


class NobodyNamedThem(Refusal):
    """There is nothing to agree to, to rule on, or to take back."""

    code = "nobody-named-them"
    says = say("This person is not named in this motion by another, or no longer.")


class AgreedAlready(Refusal):
    """One's word is given once."""

    code = "agreed-already"
    says = say("You have said that it is so. It stays on record.")


class NamingStays(Refusal):
    """Who applies for what a motion is about has no vote on it, whoever entered their name."""

    code = "naming-stays"
    source = "INV-17: whoever is to be admitted has no vote on it"
    says = say("They applied for what this motion is about, so they stay named in it. Withdraw the motion instead.")


class NotTheirsToTakeBack(Refusal):
    """Who named somebody takes it back, or the chair; the secretary too while nobody has told them."""

    code = "not-theirs-to-take-back"
    status = 403
    source = "Decision 0040: nobody takes back what others said of them"
    says = say(
        "Whoever named somebody takes it back, or the chair, and nobody for themselves. If you were named, object:"
        " somebody else then rules on it."
    )


class NamedBefore(Refusal):
    """What was taken back is not entered a second time."""

    code = "named-before"
    says = say("This person was named in this motion before, and that was taken back. It is not entered again.")


class MotionAboutNobody(Refusal):
    """A motion is about somebody only where its matter has such people."""

    code = "motion-about-nobody"
    status = 422
    source = "INV-17, INV-23, INV-38; decision 0030: on other motions members may vote in their own interest"
    says = say(
        "Nobody loses their vote by being named in a motion of this matter, or on this ground. Where a motion decides"
        " about somebody, its grounds are offered."
    )


class NotInRegister(Refusal):
    """Who says that something stands in the register finds it there."""

    code = "interest-not-in-register"
    status = 422
    source = "Domain 1.8, 5.6: the register of interests"
    says = say(
        "The register of interests holds no interest of this person in force. Choose another ground, or let the"
        " interest be entered in the register first."
    )


class NotCloseOnRecord(Refusal):
    """Who says that somebody is close to another finds the connection on record."""

    code = "not-close-on-record"
    status = 422
    source = "Domain 2.8: connected person; domain 1.8"
    says = say(
        "No connection is on record between this person and anybody whom the motion is about. Enter the connection"
        " first, or choose another ground."
    )


class NotToldYet(Refusal):
    """Somebody was named whom nothing reaches, and nobody has told them."""

    code = "not-told-yet"
    source = "Decision 0040: nobody’s time to object runs out unseen"
    says = say(
        "Somebody was named in this motion whom nothing reaches that is sent, or only at an address for which nobody"
        " stands but whoever named them. So their time to object has not begun. Let another officer than who named"
        " them tell them, and enter that on the motion’s page. If they cannot be told, let the chair or the secretary"
        " take the naming back."
    )


class NobodyToTell(Refusal):
    """They were sent the news, or somebody told them."""

    code = "nobody-to-tell"
    says = say("Nobody has to be told: they were written to, or somebody told them, or they are not named any more.")


class TellsOwnNaming(Refusal):
    """A second officer tells, for else one alone would take a vote."""

    code = "tells-own-naming"
    status = 403
    source = "Decision 0040; INV-02"
    says = say(
        "You named this person, or have your office from whoever did, or take no part in this motion. Let another who"
        " holds the office of chair or secretary tell them and enter it, or let the naming be taken back."
    )
