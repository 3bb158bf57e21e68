"""Why an election says no."""

from datetime import date, datetime

from govern.core.errors import Refusal
from govern.core.words import Sentence, say
from govern.elections.rules import State


class StepOutOfOrder(Refusal):
    """An election goes from state to state along its arrows."""

    code = "step-out-of-order"
    source = "Election procedure: each step begins where the one before it ended (domain 9.0b)"

    def __init__(self, *, state: State, wanted: State) -> None:
        """Take where the election is and where it was to go."""
        super().__init__(state, wanted)
        self.state, self.wanted = state, wanted

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say(
            "This election is at “%(state)s”, and the next step cannot be “%(wanted)s”."
            " Its page shows what can be done now.",
            state=NAMES[self.state],
            wanted=NAMES[self.wanted],
        )


class DateOutOfOrder(Refusal):
    """A step is dated before the one it follows, or after today."""

    code = "date-out-of-order"

    def __init__(self, *, dated_on: date, not_before: date, today: date) -> None:
        """Take the date and the days it must lie between."""
        super().__init__(dated_on, not_before, today)
        self.dated_on, self.not_before, self.today = dated_on, not_before, today

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say(
            "Enter a date from %(earliest)s, the day of the step before, to %(today)s, which is today.",
            earliest=self.not_before,
            today=self.today,
        )


class TooEarly(Refusal):
    """The timetable says later."""

    code = "too-early"
    source = "The timetable in the notice of election"

    def __init__(self, due: date) -> None:
        """Take the day, or the instant, from which it can be done."""
        super().__init__(due)
        self.due = due

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say("The notice of election says %(due)s. Come back then.", due=self.due)


class NominationLate(Refusal):
    """A nomination that came after the closing instant is late, by however little."""

    code = "nomination-late"
    source = "NHS foundation trust model election rules, rule 14; domain 10 (20)"

    def __init__(self, *, closed_at: datetime) -> None:
        """Take when nominations closed."""
        super().__init__(closed_at)
        self.closed_at = closed_at

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say(
            "Nominations closed at %(closed)s, and this one came later, so it was not accepted.", closed=self.closed_at
        )


class NominationNotReceived(Refusal):
    """A nomination is received while nominations are open, and before it is entered."""

    code = "nomination-not-received"
    source = "NHS foundation trust model election rules, rules 8 to 14: the time for nominations is in the notice"

    def __init__(self, told: Sentence) -> None:
        """Take what is wrong with the time of receipt, as a sentence."""
        super().__init__(told)
        self.told = told

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return self.told


class PapersStillKept(Refusal):
    """The papers of an election are kept for a time before they may be destroyed."""

    code = "papers-still-kept"
    source = "NHS foundation trust model election rules, rule 57; the mutual's rule on how long ballots are kept"

    def __init__(self, until: date) -> None:
        """Take the first day on which they may be destroyed."""
        super().__init__(until)
        self.until = until

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say(
            "The rules keep the papers of this election, and they may be destroyed from %(until)s on."
            " Keep them until then.",
            until=self.until,
        )


class MayNotStand(Refusal):
    """Only a member of the constituency can stand in it."""

    code = "may-not-stand"
    source = "INV-34, INV-35: candidates are members of the constituency they stand in"
    says = say(
        "This person is not entered in the register as a member of the constituency, so they cannot stand in it."
        " Check the person, or ask the secretary about their entry."
    )


class TooYoungToStand(Refusal):
    """Nobody comes onto the board who is younger than law and rules let a director be."""

    code = "too-young-to-stand"
    source = "CCBSA 2014 s.31(3); CA 2006 s.157; the mutual’s rules: youngest age of a director"

    def __init__(self, *, age: int, on: date) -> None:
        """Take the age, and the day on which the term begins."""
        super().__init__(age, on)
        self.age, self.on = age, on

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say(
            "This person will be younger than %(age)s on %(day)s, when the term begins, so they cannot stand."
            " Check the birth date in the register.",
            age=self.age,
            day=self.on,
        )


class OwnElection(Refusal):
    """Whoever runs an election does not stand in it."""

    code = "own-election"
    source = "INV-34; NHS foundation trust model election rules, rule 69"
    says = say("The returning officer cannot be a candidate. Another returning officer has to run this election.")


class RunWhileConnected(Refusal):
    """Whoever runs an election has no relation of family, household or work with anybody who stands in it."""

    code = "run-while-connected"
    source = "INV-34; NHS foundation trust model election rules, rule 69"
    says = say(
        "You are connected with somebody who stands in this election, so you cannot run it."
        " Ask the administrator for another returning officer, who goes on from here."
    )


class AlreadyStanding(Refusal):
    """One nomination a person."""

    code = "already-standing"
    says = say("This person is on the list of candidates already. Nothing was entered twice.")


class NoSuchCandidate(Refusal):
    """No candidate of that number stands."""

    code = "no-such-candidate"
    status = 404
    says = say("There is no candidate of that number who still stands.")


class NobodyOfThatNumber(Refusal):
    """An officer named a number that is not on the roll."""

    code = "nobody-of-that-number"
    source = "INV-14: a vote is accepted only from the frozen roll"

    def __init__(self, number: int) -> None:
        """Take the number."""
        super().__init__(number)
        self.number = number

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say(
            "Nobody with the member number %(number)s is on the roll of this vote. Check the number in the register.",
            number=str(self.number),
        )


class RuleNotOffered(Refusal):
    """The rule book names a way of counting that the counting engine does not have."""

    code = "rule-not-offered"

    def __init__(self, method: str) -> None:
        """Take the name of the method."""
        super().__init__(method)
        self.method = method

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say(
            "The rules name “%(method)s” as the way of counting, and this version of Govern cannot count by it."
            " No election can be planned until the rules name one that it can.",
            method=self.method,
        )


class NoSuchCategory(Refusal):
    """A nomination names a category that the rules of the election do not limit."""

    code = "no-such-category"
    source = "The mutual's rules: limits on who is elected together"

    def __init__(self, category: str) -> None:
        """Take the category."""
        super().__init__(category)
        self.category = category

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say(
            "The rules of this election name no category “%(category)s”. Choose among those that they name.",
            category=self.category,
        )


class LimitsCannotBeKept(Refusal):
    """The rules limit who is elected together, and no choice among those who stand keeps to that."""

    code = "limits-cannot-be-kept"
    source = "The mutual's rules: limits on who is elected together; Hill, Voting matters 9: STV with constraints"

    def __init__(self, told: Sentence) -> None:
        """Take the limits that clash, each with those who stand and whom it is about."""
        super().__init__(told)
        self.told = told

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say(
            "Whoever is voted for, this cannot be kept: %(limits)s."
            " Void this election and plan it again, with other candidates or changed rules.",
            limits=self.told,
        )


class ContestStillOpen(Refusal):
    """There are more candidates than seats, so the electors decide."""

    code = "contest-still-open"
    source = "NHS foundation trust model election rules, rule 18"
    says = say("There are more candidates than seats, so there has to be a poll. Freeze the roll and arm it.")


class NoContest(Refusal):
    """There are no more candidates than seats, so no poll is held."""

    code = "no-contest"
    source = "NHS foundation trust model election rules, rule 18"
    says = say("There are no more candidates than seats, so no poll is held. Declare them elected unopposed.")


class TimetableNotInOrder(Refusal):
    """The dates of a plan do not follow each other, or are not those that the rules allow."""

    code = "timetable-not-in-order"
    source = "Domain 3.1: the order of the election timetable"

    def __init__(self, told: Sentence, *, about: str) -> None:
        """Take what is wrong, as a sentence, and the name of the plan's fact that it is about: roll_date."""
        super().__init__(told, about)
        self.told, self.about = told, about

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return self.told


class CountsNotTheSame(Refusal):
    """Two counts by two ways differ, and neither is declared."""

    code = "counts-not-the-same"
    source = "Decisions: the two counts of an election use two code paths"
    says = say(
        "The two counts of these ballots did not agree, so there is no result to declare. The box and the"
        " opened ballots are kept as they are. Ask for help from whoever looks after this installation."
    )


class VotingNotUnderWay(Refusal):
    """A link can be sent again only while it is of use."""

    code = "voting-not-under-way"
    source = "A voting link opens a ballot only while voting is open"
    says = say("Nobody can vote here now, so no link is sent. Look at your page for the votes that are open.")


class AddressUnheard(Refusal):
    """Whoever wrote an address over the one before could open what is sent there."""

    code = "address-unheard"
    source = "INV-40: nobody votes for another; one writes an address, another hears from whom it is of"
    says = say(
        "An officer wrote another postal address down for this elector, and no second officer has heard from them that"
        " it is theirs. So no code goes there yet. Talk to them, say so under “Letters with a code, and addresses from"
        " officers”, and do this again."
    )


class LinksGoByLetter(Refusal):
    """Somebody gave no e-mail address for ballots, so there is nowhere to send a link to."""

    code = "links-go-by-letter"
    source = "CCBSA 2014 s.30(2)(b): an address is used for what it was given for"
    says = say("Your code comes by letter. If the letter is lost, telephone us and ask for a new one.")


NAMES: dict[State, Sentence] = {
    State.PLANNED: say("planned"),
    State.NOTICE_PUBLISHED: say("notice published"),
    State.NOMINATIONS_OPEN: say("nominations open"),
    State.NOMINATIONS_CLOSED: say("nominations closed"),
    State.CANDIDATES_PUBLISHED: say("candidates published"),
    State.WITHDRAWALS_CLOSED: say("withdrawals closed"),
    State.UNCONTESTED_DECLARED: say("declared without a poll"),
    State.ARMED: say("poll armed"),
    State.POLL_OPEN: say("poll open"),
    State.POLL_CLOSED: say("poll closed"),
    State.SEALED: say("box sealed"),
    State.DISCREPANCY: say("box and marks differ"),
    State.COUNTING: say("counting"),
    State.DECLARED: say("declared"),
    State.CHALLENGE_WINDOW: say("open to challenge"),
    State.FINAL: say("final"),
    State.VOIDED: say("void"),
    State.RERUN: say("to be run again"),
    State.DISPOSED: say("papers disposed of"),
}
