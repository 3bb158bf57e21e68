"""Why a motion says no: to its words, its way, its time and its ruling."""

from dataclasses import replace
from datetime import date
from typing import ClassVar

from govern.core.errors import Refusal
from govern.core.words import Sentence, say
from govern.motions.rules import State
from govern.motions.words import STATES


class MotionStepOutOfOrder(Refusal):
    """A motion goes from state to state along its arrows."""

    code = "motion-step-out-of-order"
    source = "Procedure of meetings: each step of a motion begins where the one before it ended (domain 9.0b)"

    def __init__(self, *, state: State, wanted: State) -> None:
        """Take where the motion is and where it was to go."""
        super().__init__(state, wanted)
        self.state, self.wanted = state, wanted

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say(
            "This motion is %(state)s, so this cannot be done with it now. Its page shows what can be done.",
            state=STATES[self.state],
        )


class MotionDateOutOfOrder(Refusal):
    """A step is dated before the one it follows, or after today."""

    code = "motion-date-out-of-order"

    def __init__(self, *, not_before: date, today: date) -> None:
        """Take the days that the date must lie between."""
        super().__init__(not_before, today)
        self.not_before, self.today = not_before, today

    def sentence(self) -> Sentence:
        """Return the sentence."""
        if self.not_before == self.today:
            return say("The last step was today, %(today)s, so enter today’s date.", today=self.today)
        return say(
            "Enter a date from %(earliest)s, when the last step was, to %(today)s, which is today.",
            earliest=self.not_before,
            today=self.today,
        )


class MotionReasonNeeded(Refusal):
    """Whose motion is refused, referred or withdrawn is told why."""

    code = "motion-reason-needed"
    source = "Procedure of meetings: the chair rules on order and gives the reason"
    says = say("Write the reason. Those who stand behind the motion read it on its page, and it goes into the record.")


class MotionUnwritten(Refusal):
    """A motion has a title and a text, in the same languages."""

    code = "motion-words-missing"
    source = "Procedure of meetings: a motion is handed in in writing"
    says = say("Write a title and the text of the motion, both in the same language, and then send it again.")


class WordsTooLong(Refusal):
    """Titles are read in lists, and texts in one sitting."""

    code = "motion-words-too-long"

    def __init__(self, *, most: int) -> None:
        """Take how many characters there may be."""
        super().__init__(most)
        self.most = most

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say(
            "This is too long. Shorten it to %(most)s characters, and put the rest into a paper.", most=self.most
        )


class LanguageNotSpoken(Refusal):
    """Motions are written in the languages of the mutual."""

    code = "motion-language-not-spoken"

    def __init__(self, language: str) -> None:
        """Take the code of the language."""
        super().__init__(language)
        self.language = language

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say(
            "“%(language)s” is not one of the languages that the mutual works in. Write it in one of those.",
            language=self.language,
        )


class KeptToMembers(Refusal):
    """The rules keep a matter to the members, and the board does not decide it."""

    code = "kept-to-members"
    source = "The mutual’s rules: matters kept to the members; domain 5.7"
    says = say("The rules keep this matter to the members, so the board cannot decide it. Put it to the members.")


class KindOfAnotherBody(Refusal):
    """Members pass resolutions, and the board takes decisions."""

    code = "motion-of-another-body"
    source = "Domain 5.4: each kind of resolution has its own deciders"
    says = say(
        "A resolution of this kind is not decided by that body. Choose a decision of the board for the board,"
        " and a resolution of the members for the members."
    )


class BoardNotBalloted(Refusal):
    """A board meets, or decides in writing by name."""

    code = "board-not-balloted"
    source = "Domain 5.5: a board decides at a meeting, or in writing between meetings"
    says = say("The board decides at a meeting or in writing, and not by a ballot. Choose one of those.")


class OnlyAtMeeting(Refusal):
    """What statute gives to a general meeting is decided at one."""

    code = "only-at-meeting"
    source = "Co-operative and Community Benefit Societies Act 2014 ss.44, 84, 94, 111, 113, 120: at a general meeting"
    says = say("The law wants this decided at a general meeting of the members. Choose a meeting.")


class ClassNotNamed(Refusal):
    """A consent is that of one constituency, and no other motion is."""

    code = "motion-class-not-named"
    source = "Domain 5.8: class consents"
    says = say("Say which constituency is asked for its consent, if it is a consent, and name none otherwise.")


class NobodyConcerned(Refusal):
    """Who is admitted or expelled is named, so that they do not vote on it."""

    code = "nobody-concerned"
    source = "INV-17, INV-23: whom a decision is about has no vote on it"
    says = say("Say whom this motion is about before it goes on: they, and those close to them, have no vote on it.")


class ConcernedAlready(Refusal):
    """Somebody is named once as the one whom a motion is about."""

    code = "concerned-already"
    says = say("This person is named in this motion already. Nothing was entered twice.")


class NotThatApplicant(Refusal):
    """An application named in a motion is that of the person whom it is about."""

    code = "not-that-applicant"
    source = "INV-06: every application is decided for itself"
    says = say("That application was made by somebody else. Choose the application of the person named here.")


class NobodyApplies(Refusal):
    """Only a motion that admits has an applicant, who with theirs has no vote on it."""

    code = "nobody-applies"
    source = "INV-17: whoever is to be admitted has no vote on it; on other motions members keep theirs"
    says = say(
        "This motion admits nobody, so nobody applies in it. Name an applicant only in a motion on an admission."
    )


class ConcernAfterCall(Refusal):
    """Whom a motion is about is known before anybody is asked to vote."""

    code = "concern-after-call"
    source = "INV-17, INV-23: who has no vote is known before the roll is frozen"
    says = say("A vote on this motion was called, so nobody can be named in it now. Withdraw it, and propose it anew.")


class ApplicantNamedLate(Refusal):
    """Whom a motion admits is fixed when it comes on the agenda: others gave their names to that and to no more."""

    code = "applicant-named-late"
    source = "INV-17, INV-23: what a motion decides is known to whoever stands behind it"
    says = say(
        "This motion is on the agenda, and admits whom it named until then, and nobody else. Propose another motion"
        " for somebody else."
    )


class RulesOnOwnMatter(Refusal):
    """Whoever proposes a motion, whom it is about, and who is close to them, does not rule on its order."""

    code = "rules-on-own-matter"
    source = "Domain 2.8 INV-05, INV-38: who is interested takes no part; the chair stands back from their own motion"
    says = say(
        "This motion is your own, or is about you or somebody close to you, so you cannot rule on it."
        " Ask the chair, the deputy or the secretary who is not concerned."
    )


class NotTheirsToWithdraw(Refusal):
    """A motion is its proposer's until it is moved; after that it belongs to the meeting."""

    code = "not-theirs-to-withdraw"
    source = "Procedure of meetings: a motion that was moved is withdrawn only with the leave of the meeting"
    says = say(
        "Before a motion is moved, its proposer withdraws it; for a proposer without an account the secretary enters"
        " it. After that the chair enters it, with the decision by which those who decide gave leave."
    )


class LeaveNeeded(Refusal):
    """A motion that was moved is withdrawn with the leave of those who decide it."""

    code = "leave-needed"
    source = "Procedure of meetings: a motion that was moved is withdrawn only with the leave of the meeting"
    says = say(
        "This motion was moved, so it is withdrawn only with the leave of those who decide it. Choose the decision by"
        " which they gave it. The secretary enters that decision first, as the minutes have it."
    )


class LeaveNotTheirs(Refusal):
    """Leave is given by those who decide a motion, after it was moved, and entered by somebody else."""

    code = "leave-not-theirs"
    source = "Procedure of meetings: a motion that was moved is withdrawn only with the leave of the meeting"
    says = say(
        "That decision gives no leave here. It has to be one of those who decide the motion, taken since it was moved,"
        " and entered by somebody other than you."
    )


class TextChanged(Refusal):
    """Nobody stands behind, or brings on its way, a text that they have not read."""

    code = "text-changed"
    source = "Procedure of meetings: who seconds or supports a motion stands behind its text"
    says = say("The text of the motion was changed after you opened this page. Read it again, and then decide.")


class TextIsBacked(Refusal):
    """What others have put their names to is changed by an amendment, and not by its author."""

    code = "text-is-backed"
    source = "Procedure of meetings: who seconds or supports a motion stands behind its text"
    says = say(
        "Others stand behind this text, or it is on the agenda. Change it by an amendment;"
        " it can still be added in another language."
    )


class TranslatedByTheSecretary(Refusal):
    """What people were given notice of is not said anew by its author: a translation says the same, or it misleads."""

    code = "translated-by-the-secretary"
    source = "Procedure of meetings: what is decided is what notice was given of"
    says = say("It is on the agenda, so the secretary adds it in another language. Send them your translation.")


class DivisionGoesOn(Refusal):
    """Another division on the same motion is not declared."""

    code = "division-goes-on"
    says = say(
        "A vote on this motion is not declared yet. Until the chair has declared it, the motion and its wordings"
        " stay as they are."
    )


class _OfVersion(Exception):
    """What later rules stand in the way of. Its sentence names them by `version`."""

    says: ClassVar[Sentence]

    def __init__(self, version: int) -> None:
        """Take the version that was registered after the draft was written."""
        super().__init__(version)
        self.version = version

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return replace(self.says, facts={"version": str(self.version)})


class MotionOvertaken(_OfVersion, Refusal):
    """What can never come into force is not put to anybody."""

    code = "motion-overtaken"
    source = "INV-28: what the members decide on is a change of the rules in force"
    says = say(
        "Version %(version)s of the rules was registered after the change in this motion was drafted, which would"
        " undo it. So the change cannot come into force. Withdraw the motion, and draft the change anew on the"
        " rules in force."
    )


class NamesAnOvertaken(_OfVersion, Refusal):
    """Nobody is asked for their name under what can never come into force."""

    code = "names-an-overtaken-motion"
    source = "INV-28: what the members decide on is a change of the rules in force"
    says = say(
        "Version %(version)s of the rules was registered after the change in this motion was drafted, which would"
        " undo it. So the change cannot come into force, and no name is put under this motion any more. To have"
        " the change, draft it anew on the rules in force."
    )
