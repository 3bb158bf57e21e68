"""What the register refuses of an end, a suspension, a return, a move, and of who acts for a member."""

from datetime import date
from fractions import Fraction

from govern.core.errors import Refusal
from govern.core.words import Sentence, say, say_many


class CaseNeeded(Refusal):
    """An expulsion rests on a case: notice, hearing and vote."""

    code = "case-needed"
    source = "Domain 2.3: nobody is expelled unheard"
    says = say(
        "A member is expelled only after notice, a hearing and a vote of a meeting."
        " Open a case of expulsion on the member’s record, and enter each there."
    )


class CaseOpen(Refusal):
    """One case at a time."""

    code = "case-open"
    source = "Domain 2.3: one case at a time"
    says = say("A case of expulsion is open for this member already. Finish that one first.")


class ComplaintMissing(Refusal):
    """Nobody can answer a complaint that is not written down."""

    code = "complaint-missing"
    source = "Supporters’ trust rules: a complaint in writing; domain 2.3"
    says = say("Enter the complaint as the member will be told it, in at most 5,000 characters.")


class NoticeTooShort(Refusal):
    """The hearing comes before the notice of the rules has run."""

    code = "notice-too-short"
    source = "The rules in force: notice to a member who may be expelled; domain 2.3, 5.11"

    def __init__(self, earliest_on: date) -> None:
        """Take the first day that the rules allow."""
        super().__init__(earliest_on)
        self.earliest_on = earliest_on

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say(
            "The rules give the member longer to answer. Hold the hearing on %(day)s or later.", day=self.earliest_on
        )


class ServedBeforeComplaint(Refusal):
    """Nobody has notice of what was not yet complained of."""

    code = "served-before-complaint"
    source = "Domain 2.3: first the complaint, then its notice"

    def __init__(self, received_on: date) -> None:
        """Take the day of the complaint."""
        super().__init__(received_on)
        self.received_on = received_on

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say("The complaint was received on %(day)s. Enter that day or a later one.", day=self.received_on)


class CaseOutOfOrder(Refusal):
    """Complaint, notice, hearing, vote: each once, and each after the one before it."""

    code = "case-out-of-order"
    source = "Domain 2.3: served, heard, resolved"
    says = say(
        "A case goes from complaint to notice, to hearing, to vote, each once."
        " Look at the case to see which of them comes next."
    )


class NotHeardYet(Refusal):
    """The vote was taken before the day of the hearing."""

    code = "not-heard-yet"
    source = "Domain 2.3: the member is heard first"

    def __init__(self, hearing_on: date) -> None:
        """Take the day of the hearing."""
        super().__init__(hearing_on)
        self.hearing_on = hearing_on

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say("The hearing is on %(day)s. Cite a decision of that day or a later one.", day=self.hearing_on)


class MajorityNotReached(Refusal):
    """Fewer were for it than the rules ask for."""

    code = "majority-not-reached"
    source = "INV-23; the rules in force: share of votes that takes an expelled member back"

    def __init__(self, needed: Fraction) -> None:
        """Take the share that is needed."""
        super().__init__(needed)
        self.needed = needed

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say(
            "The rules need %(over)s of every %(of)s votes cast, and fewer were for it."
            " The person stays out, and another meeting can be asked.",
            over=self.needed.numerator,
            of=self.needed.denominator,
        )


class ReadmissionNeeded(Refusal):
    """The decision cited has no counted vote to take this person back."""

    code = "readmission-needed"
    source = "INV-23: who was expelled comes back by no smaller vote"
    says = say(
        "This person was expelled. Enter first how the general meeting voted on taking them back,"
        " then cite its decision here."
    )


class NeverExpelled(Refusal):
    """Nobody is taken back who was not put out."""

    code = "never-expelled"
    source = "Domain 2.3: whoever was expelled comes back by a vote"
    says = say("This person was never expelled. They can apply like anybody else.")


class SuspensionNotProvidedFor(Refusal):
    """The rules let nobody be suspended."""

    code = "suspension-not-provided-for"
    source = "Domain 2.4: only where the rules say so"
    says = say("The rules let nobody suspend a member. Change the rules first, or open a case of expulsion.")


class SuspensionTooLong(Refusal):
    """Longer than the rules let a suspension be."""

    code = "suspension-too-long"
    source = "The rules in force: months of a suspension; domain 2.4"

    def __init__(self, latest: date) -> None:
        """Take the latest first day with the rights again."""
        super().__init__(latest)
        self.latest = latest

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say(
            "The rules end this suspension on %(day)s at the latest. Choose that day or an earlier one.",
            day=self.latest,
        )


class NoticeNotRun(Refusal):
    """The notice that a resigning member gives has not run."""

    code = "resignation-notice-not-run"
    source = "The rules in force: notice of a member who resigns; domain 2.2"

    def __init__(self, earliest_on: date) -> None:
        """Take the first day without the membership that the rules allow."""
        super().__init__(earliest_on)
        self.earliest_on = earliest_on

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say(
            "By the notice of the rules this membership ends on %(day)s. Enter that day, once it has come.",
            day=self.earliest_on,
        )


class ResignationNeeded(Refusal):
    """The rules ask for notice, and none is on record."""

    code = "resignation-needed"
    source = "The rules in force: notice of a member who resigns; domain 2.2"
    says = say("The rules ask for notice. Enter the day on which the member’s letter of resignation came.")


class NotSoughtEnough(Refusal):
    """Too few letters, or not for long enough."""

    code = "not-sought-enough"
    source = "The rules in force: letters and months before a member counts as untraceable; domain 2.2"

    def __init__(self, *, letters: int, months: int) -> None:
        """Take what the rules ask for."""
        super().__init__(letters, months)
        self.letters, self.months = letters, months

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say(
            "The rules ask for %(letters)s without an answer, the first of them %(months)s ago or longer."
            " Write again, and enter each letter on the member’s record.",
            letters=say_many("%(count)s letter", "%(count)s letters", count=self.letters),
            months=say_many("%(count)s month", "%(count)s months", count=self.months),
        )


class MovedTooSoon(Refusal):
    """A member stays in a constituency for some months before moving to another."""

    code = "moved-too-soon"
    source = "INV-30; the rules in force: months in a constituency before moving"

    def __init__(self, earliest_on: date) -> None:
        """Take the first day on which consent could have been given."""
        super().__init__(earliest_on)
        self.earliest_on = earliest_on

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say(
            "The rules let this member change constituency on %(day)s or later. Take the decision again then.",
            day=self.earliest_on,
        )


class SameConstituency(Refusal):
    """A move leads somewhere else."""

    code = "same-constituency"
    source = "Domain 2.1: a change of category is an end and an admission"
    says = say("The member is in this constituency and part already. Choose another.")


class NotABody(Refusal):
    """A human acts for themselves."""

    code = "not-a-body"
    source = "CA 2006 s.323: a body names who acts for it; domain 2.6"
    says = say("Only a body that is a member is represented so. This member is a human and acts in person.")


class ActsInPerson(Refusal):
    """A human who holds a membership alone, and lives, is acted for by nobody."""

    code = "acts-in-person"
    source = "Domain 2.6: a human who holds a membership alone acts in person"
    says = say(
        "This member acts in person. Others act only for a body, for joint holders who have agreed on one of"
        " themselves, and for somebody who died."
    )


class NotForThisMember(Refusal):
    """Who acts for a member is a human, another than the member, and known."""

    code = "not-for-this-member"
    source = "CA 2006 s.323: a human acts for a body; domain 2.6"
    says = say("Nobody acts for themselves, and no body acts for a member. Choose another person.")


class ActsBeforeResolved(Refusal):
    """Nobody acts before they were authorised."""

    code = "acts-before-resolved"
    source = "INV-19; CA 2006 s.323"

    def __init__(self, resolved_on: date) -> None:
        """Take the day of the resolution."""
        super().__init__(resolved_on)
        self.resolved_on = resolved_on

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say(
            "The paper that authorises them is of %(day)s. Choose that day or a later one.", day=self.resolved_on
        )


class ActingEndsFirst(Refusal):
    """Acting that ends on or before the day it begins."""

    code = "acting-ends-first"
    source = "Domain 2.6: from when until when somebody acts"
    says = say("Acting for a member has to end after it begins. Choose a later day, or leave the end open.")


class NotAJointHolder(Refusal):
    """Joint holders agree on one of themselves."""

    code = "not-a-joint-holder"
    source = "Domain 2.6: one vote, of the first named unless all agree otherwise"
    says = say("Joint holders can agree only on one of themselves to vote. Enter this person as a joint holder first.")


class AlreadyJoint(Refusal):
    """Named before."""

    code = "already-joint"
    source = "Domain 2.6: each holder is named once"
    says = say("This person is named in this membership already. There is nothing to add.")


class JoinedByOutsider(Refusal):
    """To hold a membership with its member is to be one."""

    code = "joined-by-outsider"
    status = 403
    source = "INV-42: nobody becomes a member by the hands of non-members alone"
    says = say("You are no member, so you cannot enter who holds a membership. Ask an officer who is a member.")


class OnlyForTheDead(Refusal):
    """A personal representative stands for a member who died."""

    code = "only-for-the-dead"
    source = "CA 2006 s.310(2): a personal representative is told of meetings; domain 2.6"
    says = say("A personal representative has the notices of a member who died. Enter first that the member died.")


class NobodyActs(Refusal):
    """There is nobody whose acting could end."""

    code = "nobody-acts"
    source = "Domain 2.6: from when until when somebody acts"

    def __init__(self, on: date) -> None:
        """Take the day."""
        super().__init__(on)
        self.on = on

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say("Nobody acts for this member on %(day)s. There is nothing to end.", day=self.on)
