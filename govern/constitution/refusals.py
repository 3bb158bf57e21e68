"""What the constitution refuses, each with its reason."""

from datetime import date

from govern.constitution.parameters.board import RESERVED_MATTERS, ReservedMatter
from govern.core.errors import Refusal
from govern.core.words import Sentence, say, say_many


class NotFounded(Refusal):
    """There is no mutual here yet."""

    code = "not-founded"
    status = 404
    source = "The founding comes first"
    says = say("No mutual has been founded here yet. Found it first, with the code that was printed at set-up.")


class AlreadyFounded(Refusal):
    """The founding happens once, and closes for ever."""

    code = "already-founded"
    source = "INV-11: the founding closes for ever"
    says = say("This mutual has been founded, and that cannot be done again. Sign in to work on it.")


class TooFewFounders(Refusal):
    """Fewer founders than the law or the separation of duties needs."""

    code = "too-few-founders"
    source = "CCBSA 2014 s.2(1); our rule that nobody decides alone"

    def __init__(self, *, needed: int) -> None:
        """Take how many are needed."""
        super().__init__(needed)
        self.needed = needed

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say_many(
            "The founding needs at least %(count)s founder. Name one.",
            "The founding needs at least %(count)s founders. Name the others.",
            count=self.needed,
        )


class CharterIncomplete(Refusal):
    """Something that every mutual has is missing from the charter."""

    code = "charter-incomplete"
    source = "The registration of the mutual"

    def __init__(self, missing: Sentence) -> None:
        """Take what is missing."""
        super().__init__(str(missing))
        self.missing = missing

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say("The founding is not complete: %(missing)s", missing=self.missing)


class DecisionNotYetTaken(Refusal):
    """A decision dated after today."""

    code = "decision-not-yet-taken"
    source = "INV-09: nothing is entered before it happened"

    def __init__(self, decided_on: date) -> None:
        """Take the day."""
        super().__init__(decided_on)
        self.decided_on = decided_on

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say("%(day)s has not come yet. Enter the decision once it has been taken.", day=self.decided_on)


class ReferenceOfAVote(Refusal):
    """Only what was voted on here stands in the register as a motion's vote."""

    code = "reference-of-a-vote"
    source = "Domain 5.10: a resolution is told from minutes by where it stands"
    says = say(
        "“Motion 11, vote 3” is how a vote that was counted here is found. Enter where this stands in the minutes, such"
        " as GM/2026/14."
    )


class CarriedAsAMotion(Refusal):
    """What members decide by a motion is put, voted on and counted, and not written down afterwards."""

    code = "carried-as-a-motion"
    source = "INV-28, INV-33; domain 5.4, 5.7: matters that the members decide by their own majority"

    def __init__(self, matter: ReservedMatter) -> None:
        """Take the matter."""
        super().__init__(matter)
        self.matter = matter

    def sentence(self) -> Sentence:
        """Return the sentence."""
        if self.matter in (ReservedMatter.ALTER_RULES, ReservedMatter.FRANCHISE):
            return say(
                "A change of the rules is not entered from minutes. Draft it under “Rules”, and propose it to the"
                " members from there."
            )
        return say(
            "“%(matter)s” is not entered from minutes. Enter it as a motion of the members, and put it to the vote"
            " here: the sum, the notice and the papers for the registrar go with it.",
            matter=RESERVED_MATTERS[self.matter],
        )


class BeforeTheMutual(Refusal):
    """A deed dated before the mutual's first rules took effect."""

    code = "before-the-mutual"
    source = "INV-09; CCBSA 2014 s.3: a society is one from its registration on"

    def __init__(self, day: date, *, began_on: date) -> None:
        """Take the day, and the first that would do."""
        super().__init__(day, began_on)
        self.day = day
        self.began_on = began_on

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say(
            "On %(day)s there was no mutual: its first rules were registered on %(began)s."
            " Enter that day or a later one.",
            day=self.day,
            began=self.began_on,
        )


class ParticipantNamedTwice(Refusal):
    """One person, one part in a decision."""

    code = "participant-named-twice"
    source = "One person, one vote: CCBSA 2014; ICA principle 2"
    says = say("Somebody is named twice in this decision. Name each person once.")


class VoteNotOpenToThem(Refusal):
    """A vote by somebody absent or recused."""

    code = "vote-not-open-to-them"
    source = "CA 2006 s.175(6); Co-operatives UK model: withdraw during the vote and have no vote"
    says = say(
        "Only somebody who was there and had not stood back can have voted."
        " Correct who was there, or take the vote out."
    )


class NotCarried(Refusal):
    """A decision by name that did not have more for than against."""

    code = "not-carried"
    source = "Co-operatives UK model: equality is lost"
    says = say(
        "More people must have voted for this than against it. Enter every vote, or leave the decision in the minutes."
    )


class Inquorate(Refusal):
    """Fewer were present and free to vote than the rules need."""

    code = "inquorate"
    source = "CA 2006 s.175(6); domain 6.5: who stands back is not in the quorum"

    def __init__(self, *, present: int, needed: int) -> None:
        """Take how many were there without having stood back, and how many were needed."""
        super().__init__(present, needed)
        self.present = present
        self.needed = needed

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say(
            "%(needed)s, and %(present)s. Take the decision again with enough people.",
            needed=say_many(
                "%(count)s person who had not stood back was needed",
                "%(count)s people who had not stood back were needed",
                count=self.needed,
            ),
            present=say_many("%(count)s was there", "%(count)s were there", count=self.present),
        )


class WrongBody(Refusal):
    """A decision taken by a body that the rules do not give it to."""

    code = "wrong-body"
    source = "INV-28: only those whom the rules name can decide"

    def __init__(self, needed: Sentence) -> None:
        """Take the words for who must decide."""
        super().__init__(str(needed))
        self.needed = needed

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say("The rules give this decision to: %(needed)s. Enter their decision.", needed=self.needed)


class RulesAlreadyRegistered(Refusal):
    """A version takes effect once."""

    code = "rules-already-registered"
    source = "CCBSA 2014 s.16"
    says = say("These rules have been registered already. Draft a new version to change them.")


class RegisteredBeforeDecided(Refusal):
    """Rules cannot take effect before they were decided."""

    code = "registered-before-decided"
    source = "CCBSA 2014 s.16; INV-27"

    def __init__(self, *, decided_on: date) -> None:
        """Take the day of the decision."""
        super().__init__(decided_on)
        self.decided_on = decided_on

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say("These rules were decided on %(day)s. Enter that day or a later one.", day=self.decided_on)


class NotYetRegistered(Refusal):
    """A registration dated after today."""

    code = "not-yet-registered"
    source = "CCBSA 2014 s.16: no change is valid until registered"

    def __init__(self, registered_on: date) -> None:
        """Take the day."""
        super().__init__(registered_on)
        self.registered_on = registered_on

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say(
            "%(day)s has not come yet. Enter the registration once the registrar has confirmed it.",
            day=self.registered_on,
        )


class RegisteredOutOfOrder(Refusal):
    """A version registered before the one in force would change which rules past decisions were under."""

    code = "registered-out-of-order"
    source = "INV-27: a new version applies to later decisions only"

    def __init__(self, *, latest_on: date) -> None:
        """Take the day on which the rules in force were registered."""
        super().__init__(latest_on)
        self.latest_on = latest_on

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say("The rules in force were registered on %(day)s. Enter a later day.", day=self.latest_on)


class ThirdsNotEqual(Refusal):
    """A board plan whose thirds differ."""

    code = "thirds-not-equal"
    source = "The founding brief: a third each; domain 6.1"

    def __init__(self, *, seats_per_third: int) -> None:
        """Take how many seats each third must have."""
        super().__init__(seats_per_third)
        self.seats_per_third = seats_per_third

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say_many(
            "Each third of the board must have %(count)s seat. Add or remove seats until they are equal.",
            "Each third of the board must have %(count)s seats, numbered from 1."
            " Add or remove seats until they are equal.",
            count=self.seats_per_third,
        )


class PlanDiffersFromRules(Refusal):
    """The rules in force give each third another number of seats."""

    code = "plan-differs-from-rules"
    source = "INV-28: settings are the rules’, and change only with them"

    def __init__(self, *, seats_per_third: int) -> None:
        """Take the seats that the rules in force give each third."""
        super().__init__(seats_per_third)
        self.seats_per_third = seats_per_third

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say_many(
            "The rules in force give each third %(count)s seat."
            " Plan that many, or register a change of the rules first.",
            "The rules in force give each third %(count)s seats."
            " Plan that many, or register a change of the rules first.",
            count=self.seats_per_third,
        )


class PlanAlreadyAdopted(Refusal):
    """A plan is adopted once, whole."""

    code = "plan-already-adopted"
    source = "INV-28: a change is a new plan"
    says = say("A board plan has been adopted for this day already. Choose another day.")


class CodeTaken(Refusal):
    """Two constituencies, or two parts of one, cannot share a code or a place in the order."""

    code = "code-taken"
    source = "INV-13: one person, one constituency"

    def __init__(self, taken: str) -> None:
        """Take the code or the place."""
        super().__init__(taken)
        self.taken = taken

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say("“%(taken)s” is in use already. Choose another.", taken=self.taken)


class NotInConstituency(Refusal):
    """A part of another constituency, or of none."""

    code = "not-in-constituency"
    source = "Domain 6.1: constituency, its parts, its seats"
    says = say("That part does not belong to this constituency. Choose one of its own parts.")


class ColourTooFaint(Refusal):
    """Not everybody could read what is written in this colour."""

    code = "colour-too-faint"
    status = 422
    source = "WCAG 2.2, 1.4.3: text has a contrast of at least 4.5 to 1"

    def __init__(self, *, contrast: float) -> None:
        """Take the least contrast that it has with a ground of our pages."""
        super().__init__(contrast)
        self.contrast = contrast

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say(
            "This colour is too light for our pages: its contrast is %(found)s to 1, and people who see less"
            " well need 4.5 to 1. Choose a darker one.",
            found=f"{self.contrast:.1f}",
        )


class SubjectAmiss(Refusal):
    """It is not clear what a decision says of somebody."""

    code = "subject-amiss"
    status = 422
    source = "INV-42: a decision names whom it is about"
    says = say(
        "What the decision says of somebody is not clear. Name each person once for each matter, with a"
        " constituency for whoever is admitted, moved or taken back, and for nobody else."
    )


class EntersOwnMatter(Refusal):
    """Nobody writes into the minutes' place what was decided about themselves, or about somebody close to them."""

    code = "enters-own-matter"
    source = "INV-01, INV-02: neither who decides on somebody nor who enters it has an interest in it"
    says = say(
        "This decision is about you, or about somebody close to you. So another officer enters it from the minutes."
    )


class NotNamedInIt(Refusal):
    """Only those whom a decision names can say whether it is so."""

    code = "not-named-in-it"
    status = 403
    source = "INV-42: the word on a decision is that of those who took it"
    says = say("This decision does not name you, so there is nothing for you to confirm.")


class ConfirmedAlready(Refusal):
    """One's word is given once."""

    code = "confirmed-already"
    source = "What was said of a decision stays on record"
    says = say("Your word on this decision is on record, and stays. If it was not so, tell the secretary in writing.")
