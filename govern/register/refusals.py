"""What the register refuses, each with its reason."""

from datetime import date

from govern.core.errors import NotAllowed, Refusal
from govern.core.words import Sentence, say


class MembershipEnded(NotAllowed):
    """What a member could do, whoever was one cannot do any more."""

    code = "membership-ended"
    source = "INV-14: who is on the register and may vote"

    def __init__(self, allowed: Sentence, *, on: date) -> None:
        """Take who may do it, and the day on which the membership ended."""
        super().__init__(allowed)
        self.on = on

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say(
            "Your membership ended on %(day)s, and this is for members. Your page says why it ended. If that is wrong,"
            " telephone us, and ask for the chair or a scrutineer.",
            day=self.on,
        )


class NameMissing(Refusal):
    """Nobody is registered without a name."""

    code = "name-missing"
    source = "CCBSA 2014 s.30(2)(a); CA 2006 s.113"
    says = say("Enter the name as the person writes it, in at most 200 characters.")


class EmailNotUsable(Refusal):
    """Mail could not be sent there."""

    code = "email-not-usable"
    source = "CCBSA 2014 s.30(2)(b)"
    says = say("Enter an e-mail address such as name@example.org, or leave it empty.")


class BirthDateNotPossible(Refusal):
    """Nobody was born then who could be a member now."""

    code = "birth-date-not-possible"
    source = "A date that can be true"

    def __init__(self, birth_on: date) -> None:
        """Take the date."""
        super().__init__(birth_on)
        self.birth_on = birth_on

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say("%(day)s cannot be a member’s birth date. Enter the day they were born.", day=self.birth_on)


class NotYetSo(Refusal):
    """The register holds what has happened."""

    code = "not-yet-so"
    source = "INV-09: the true date, neither earlier nor later"

    def __init__(self, on: date) -> None:
        """Take the day."""
        super().__init__(on)
        self.on = on

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say("%(day)s has not come yet. Enter it on that day or later.", day=self.on)


class AlreadyMember(Refusal):
    """One person, one membership."""

    code = "already-member"
    source = "INV-13: one person, one active membership"

    def __init__(self, member_no: int) -> None:
        """Take the number they have."""
        super().__init__(member_no)
        self.member_no = member_no

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say(
            "This person is a member already, with number %(number)s. Open that record instead.",
            number=str(self.member_no),
        )


class ResemblesMember(Refusal):
    """Somebody with the same name and birth date or address is a member."""

    code = "resembles-member"
    source = "INV-13: a second admission waits until it is known whether they are two people"

    def __init__(self, member_no: int) -> None:
        """Take the number of the member whom they resemble."""
        super().__init__(member_no)
        self.member_no = member_no

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say(
            "Member number %(number)s has the same name, with the same birth date or e-mail address."
            " Find out whether they are one person, and say so here if they are two.",
            number=str(self.member_no),
        )


class TooYoung(Refusal):
    """Below the youngest age of a member."""

    code = "too-young"
    source = "The rules in force: youngest age of a member"

    def __init__(self, *, min_age: int) -> None:
        """Take the age that the rules ask for."""
        super().__init__(min_age)
        self.min_age = min_age

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say(
            "The rules let people join from the age of %(age)s. Enter this person once they have reached it.",
            age=self.min_age,
        )


class AgeNotKnown(Refusal):
    """Neither a birth date nor a confirmation of age."""

    code = "age-not-known"
    source = "The rules in force: youngest age of a member"
    says = say("Enter this person’s birth date, or confirm that they are an adult, before they join.")


class NotInThatConstituency(Refusal):
    """A constituency that there is not, or a part of another."""

    code = "not-in-that-constituency"
    source = "One person in one constituency: domain 2.7"
    says = say("There is no such constituency or part. Choose one of those that the mutual has.")


class PartNeeded(Refusal):
    """Who belongs to no part of a divided constituency would elect nobody."""

    code = "part-needed"
    source = "Domain 6.1: the seats of a divided constituency belong to its parts"
    says = say("This constituency is divided into parts, and each elects its own directors. Choose the part.")


class OwnEntry(Refusal):
    """Nobody enters themselves."""

    code = "own-entry"
    source = "INV-01: nobody votes themselves in"
    says = say("You cannot enter yourself as a member. Ask another officer to enter you.")


class TookPartInOwnCase(Refusal):
    """The person was there when their own membership was decided on, and did not stand back."""

    code = "took-part-in-own-case"
    source = "INV-01, INV-05: nobody votes themselves in"
    says = say(
        "This person took part in the decision on their own membership. Take the decision again while they stand back."
    )


class DecidedAlone(Refusal):
    """Whoever enters also decided, and nobody else did."""

    code = "decided-alone"
    source = "INV-02: one decides, another enters"
    says = say("You decided this alone, so you cannot enter it too. Ask another officer to enter it.")


class WrongDecider(Refusal):
    """The decision is of a body that the rules do not let decide on this."""

    code = "wrong-decider"
    source = "The rules in force: who decides on admissions and on expulsion; INV-23"

    def __init__(self, needed: Sentence) -> None:
        """Take the words for who must decide."""
        super().__init__(str(needed))
        self.needed = needed

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say("The rules give this decision to: %(needed)s. Cite their decision.", needed=self.needed)


class DecisionNeeded(Refusal):
    """This ends or suspends a membership only by a decision."""

    code = "decision-needed"
    source = "Domain 2.2: expulsion and the like are decided, not found"
    says = say("This needs a decision. Enter the decision first, then cite it here.")


class BeforeTheDecision(Refusal):
    """Nothing takes effect before it was decided."""

    code = "before-the-decision"
    source = "INV-09"

    def __init__(self, decided_on: date) -> None:
        """Take the day of the decision."""
        super().__init__(decided_on)
        self.decided_on = decided_on

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say("This was decided on %(day)s. Enter that day or a later one.", day=self.decided_on)


class NotMemberThen(Refusal):
    """The membership had not begun, or had ended, on that day."""

    code = "not-member-then"
    source = "Domain 2.2: the entry shows the true dates"

    def __init__(self, on: date) -> None:
        """Take the day."""
        super().__init__(on)
        self.on = on

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say("The register does not show this membership on %(day)s. Choose a day on which it does.", day=self.on)


class NotSuspendedThen(Refusal):
    """There is no suspension to lift on that day."""

    code = "not-suspended-then"
    source = "Domain 2.4: a suspension is lifted while it lasts"

    def __init__(self, on: date) -> None:
        """Take the day."""
        super().__init__(on)
        self.on = on

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say("This membership is not suspended on %(day)s. There is nothing to lift.", day=self.on)


class EndsBeforeItBegins(Refusal):
    """A suspension that ends on or before the day it begins."""

    code = "suspension-ends-before-it-begins"
    source = "Domain 2.4: from when until when a membership is suspended"
    says = say("The suspension has to end after it begins. Choose a later day, or leave the end open.")


class NobodyKnownSo(Refusal):
    """The register holds nobody of this name with this address of mail."""

    code = "nobody-known-so"
    status = 422
    source = "INV-12: the address that a person signs in with is the one that the secretary entered"
    says = say(
        "The register knows nobody of this name with this address. Ask the person how both are written, and compare."
        " Whoever has no address on record yet, and is a member, enters it on their own pages: the secretary prints a"
        " code for them. Of others the secretary enters it, as they gave it."
    )


class AskedAlready(Refusal):
    """The same person has asked the same kind of thing, and waits for the answer."""

    code = "asked-already"
    source = "One question at a time, so that each gets its answer"
    says = say("You have asked this, and the answer is still to come. To add to it, telephone us.")


class AnsweredAlready(Refusal):
    """A request is answered once; the answer stays."""

    code = "answered-already"
    says = say("This has been answered, and the answer stays. If more is to be said, write to the person.")


class OwnRequest(Refusal):
    """Nobody answers what they asked themselves."""

    code = "own-request"
    source = "INV-01: nobody decides on their own case"
    says = say("You asked this yourself. Let another officer answer it.")


class NotYoursToAsk(Refusal):
    """A request about somebody's record is their own word."""

    code = "not-yours-to-ask"
    status = 403
    source = "INV-42: a member's word is given by the member"
    says = say("Only the person themselves can ask this about their record.")


class NotForOthersToChange(Refusal):
    """A member would become somebody else, or sign in from somebody else's address."""

    code = "not-for-others-to-change"
    status = 403
    source = "INV-42: nobody becomes a member by the hands of non-members alone"
    says = say(
        "You are no member, so you cannot change the name or e-mail address of a member or of a founder."
        " They can change them on their own pages, or a secretary who is a member does. The administrator can grant"
        " a member that office beside yours. Whoever has no e-mail comes to their own pages by a code: print one. Then"
        " an officer or a director who is a member has to hear from them that it is they."
    )


class HasDied(Refusal):
    """The register says that somebody died."""

    code = "has-died"
    source = "Domain 2.2: a membership ends with the death of its member"
    says = say("The register says that this person died. If that is wrong, enter an application for them.")


class NoPostReaches(Refusal):
    """No postal address is on record."""

    code = "no-post-reaches"
    source = "CCBSA 2014 s.30: the register holds the postal address that the member chose"
    says = say("No postal address of this person is on record. Correct their record first, then print the letter.")


class NoMemberOfThatNumber(Refusal):
    """An officer named a number that is not on the register of members."""

    code = "no-member-of-that-number"
    status = 422
    source = "The register of members"

    def __init__(self, number: int) -> None:
        """Take the number."""
        super().__init__(number)
        self.number = number

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say("Nobody has the member number %(number)s. Look it up in the register.", number=str(self.number))
