"""Why a decision does not bear an admission, or a refusal, each with its reason."""

from collections.abc import Sequence
from datetime import date

from govern.core.errors import Refusal
from govern.core.words import Sentence, say


class ReasonMissing(Refusal):
    """A refusal without its reason."""

    code = "reason-missing"
    source = "INV-41: a refusal needs its reasons"
    says = say("Choose why the application is refused, and say it in words. Without a reason it is not refused.")


class NotCarriedHere(Refusal):
    """For this application, more were not for than against of those who were free to decide."""

    code = "not-carried-here"
    source = "INV-05, INV-06: each application is decided by those who have no interest in it"

    def __init__(self, *, votes_for: int, votes_against: int) -> None:
        """Take the votes of those who were free to decide."""
        super().__init__(votes_for, votes_against)
        self.votes_for, self.votes_against = votes_for, votes_against

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say(
            "Of those free to decide on this application, %(yes)s were for and %(no)s against."
            " Take the decision on it again.",
            yes=self.votes_for,
            no=self.votes_against,
        )


class InquorateHere(Refusal):
    """For this application, too few were free to decide."""

    code = "inquorate-here"
    source = "INV-05: who stands back is not in the quorum"

    def __init__(self, *, present: int, needed: int) -> None:
        """Take how many were there and free, and how many were needed."""
        super().__init__(present, needed)
        self.present, self.needed = present, needed

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say(
            "Of those there, %(present)s were free to decide on this application, and %(needed)s are needed."
            " Take the decision on it again at another meeting.",
            present=self.present,
            needed=self.needed,
        )


class CircleOfApprovals(Refusal):
    """The applicant was for somebody who is for them now, while the application was open."""

    code = "circle-of-approvals"
    source = "INV-04: no approvals run in a circle back to oneself"

    def __init__(self, names: Sequence[str]) -> None:
        """Take the names along the circle, the applicant first."""
        super().__init__(*names)
        self.names = names

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say(
            "Each of these approved the next while this application was open, and the last approves the first:"
            " %(names)s. Take the decision again while they stand back.",
            names=", ".join(self.names),
        )


class AuthorityTooNew(Refusal):
    """Somebody decided whose say comes from the deciding body itself, and only since the application came in."""

    code = "authority-too-new"
    source = "INV-04: an approver’s authority is older than what they approve"

    def __init__(self, names: Sequence[str]) -> None:
        """Take their names."""
        super().__init__(*names)
        self.names = names

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say(
            "This application came in before these people could decide on it: %(names)s."
            " Take the decision again without them.",
            names=", ".join(self.names),
        )


class NotOfThatBody(Refusal):
    """Somebody decided who does not belong to the body."""

    code = "not-of-that-body"
    source = "INV-02: the body that the rules name decides, and nobody else"

    def __init__(self, names: Sequence[str]) -> None:
        """Take their names."""
        super().__init__(*names)
        self.names = names

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say(
            "On the day of the decision these people could not decide for that body: %(names)s."
            " The register says who is of the committee and of the panel; under delegation the secretary decides.",
            names=", ".join(self.names),
        )


class NobodyOfTheirConstituency(Refusal):
    """No director of the applicant's constituency was there and free."""

    code = "nobody-of-their-constituency"
    source = "INV-32; the rules in force: a director of the applicant’s constituency is present"
    says = say(
        "The rules want a director of the applicant’s constituency there, free to decide."
        " Take the decision again with one."
    )


class DoesNotQualify(Refusal):
    """What is stated shows that the applicant does not belong there."""

    code = "does-not-qualify"
    source = "The rules in force: constituencies and who belongs to them"

    def __init__(self, finding: Sentence) -> None:
        """Take the criterion that is not met, with its sum."""
        super().__init__(str(finding))
        self.finding = finding

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say("The rules do not let this person in as things stand. %(finding)s", finding=self.finding)


class ProofNotSeen(Refusal):
    """Somebody would be let in by what they state alone: nobody without an interest has seen its proof."""

    code = "proof-not-seen"
    source = "INV-08: nobody certifies themselves"

    def __init__(self, finding: Sentence) -> None:
        """Take the criterion that would be met by it, with its sum."""
        super().__init__(str(finding))
        self.finding = finding

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say(
            "Nobody without an interest has seen the proof of this: %(finding)s"
            " Look at the proof, or have somebody look at it, and then apply the decision.",
            finding=self.finding,
        )


class NotShownYet(Refusal):
    """Nothing stated shows what the rules ask for, and they let nobody in before it is shown."""

    code = "not-shown-yet"
    source = "The rules in force: admission needs all that they ask for to be shown; INV-08"

    def __init__(self, finding: Sentence) -> None:
        """Take the criterion of which nothing is stated."""
        super().__init__(str(finding))
        self.finding = finding

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say(
            "The rules let nobody in before all that they ask for is shown. %(finding)s State it in the application,"
            " with where its proof is, and have somebody without an interest look at it. Then apply the decision.",
            finding=self.finding,
        )


class DecidedBeforeItCame(Refusal):
    """Nobody decided on it before it was there."""

    code = "decided-before-it-came"
    source = "INV-09, INV-26: a decision is on an application that was there"

    def __init__(self, decided_on: date) -> None:
        """Take the day of the decision."""
        super().__init__(decided_on)
        self.decided_on = decided_on

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say(
            "That was decided on %(day)s, before this application came in. Cite the decision on this application.",
            day=self.decided_on,
        )


class RuledBefore(Refusal):
    """This decision was already applied to this application."""

    code = "ruled-before"
    source = "INV-06: each application is its own decision"
    says = say("This decision has been recorded for this application already. An appeal needs a decision of its own.")


class RecommenderDecidedAlone(Refusal):
    """Nobody but those who recommended it was for it."""

    code = "recommender-decided-alone"
    source = "INV-02: one recommends, another decides"
    says = say("Only those who recommended this were for it. Take the decision again with somebody else who is for it.")


class WordAgainst(Refusal):
    """Somebody whom the decision names says that it is not so."""

    code = "word-against"
    source = "INV-42: nobody becomes a member on minutes that those who are named in them deny"
    says = say(
        "Somebody whom the decision names says that it is not what was decided. Find out what was, and have it"
        " decided and entered again."
    )


class DeniedByTheConcerned(WordAgainst):
    """Nobody denies it but whom the decision is about, or who is close to them: they stop it and send nothing back."""

    code = "denied-by-the-concerned"
    says = say(
        "Somebody whom the decision names says that it is not what was decided, and is not free to have it decided"
        " again. If it was not, one of those who were free says so too, and it is decided again. If it was, the"
        " applicant takes this application back and applies again."
    )


class CarriedByTheInterested(Refusal):
    """Without those who turned out to have an interest in it, an admission was not carried, or too few decided."""

    code = "carried-by-the-interested"
    source = "INV-05, INV-06: who has an interest in an admission has no part in it, whenever that is learned"
    says = say(
        "Somebody who decided turned out to have an interest in this, and without them too few were for it, or too few"
        " were there. The applicant can withdraw it and apply again; then those without an interest decide."
    )


class OwnWordsMissing(Refusal):
    """Too few of those who decided have said so themselves, or no member who was for it."""

    code = "own-words-missing"
    source = "INV-42: nobody becomes a member by the hands of non-members, or of whoever writes the minutes"

    def __init__(self, *, said: int, needed: int, has_member: bool) -> None:
        """Take how many have said so, how many are needed, and whether a member is among them."""
        super().__init__(said, needed, has_member)
        self.said, self.needed, self.has_member = said, needed, has_member

    def sentence(self) -> Sentence:
        """Return the sentence."""
        if self.said >= self.needed and not self.has_member:
            return say(
                "No member of the mutual who was for this admission has said so yet. Ask one of them to sign in and to"
                " say on their first page that it is so."
            )
        return say(
            "Of those who decided on this admission, %(needed)s must say themselves that it is so, and %(said)s have."
            " Each of them finds it on their first page. Enter the member once they have said it.",
            needed=self.needed,
            said=self.said,
        )


class NamedOtherwiseSince(Refusal):
    """Somebody from outside gave the applicant's record another name after the decision was entered."""

    code = "named-otherwise-since"
    source = "INV-42: whoever gives their word on an admission reads who it is"

    def __init__(self, *, before: str, now: str) -> None:
        """Take the name that those who decided read, and that of today."""
        super().__init__()
        self.before, self.now = before, now

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say(
            "The decision was on %(before)s, and the record has been given the name %(now)s since. Ask an officer who"
            " is a member to look at it and to enter the right name, or let the body decide under that name.",
            before=self.before,
            now=self.now,
        )
