"""Questions answered by yes or no: a threshold as a fraction, a comparator, a base and a quorum, in whole numbers.

Source: the rule that sets the majority: simple (more for than against), two thirds, three quarters. Never floating
point: two thirds of 300 is 200, and 200 is enough where the text says "at least".
"""

from typing import NamedTuple

from govern.counting import marks
from govern.counting import sentences_marks as sentences
from govern.counting.errors import InputNotCountable
from govern.counting.inputs import CountInput
from govern.counting.sentences_marks import CAST, ELECTORATE, PRESENT
from govern.counting.stages import Reason, Record, ended


class Fraction(NamedTuple):
    """A part of a whole, as rule books write it: 2/3."""

    part: int
    whole: int

    def __str__(self) -> str:
        return f"{self.part}/{self.whole}"


class Majority(NamedTuple):
    """What carries a question.

    :param at_least: whether exactly the fraction is enough.
    :param base: what it is a fraction of: votes for and against, abstentions too, or all electors.
    :param quorum_papers: fewest papers that must be cast.
    :param quorum: fewest papers, as a fraction of all electors.
    """

    threshold: Fraction
    at_least: bool
    base: str = CAST
    quorum_papers: int = 0
    quorum: Fraction | None = None


class Votes(NamedTuple):
    """The answers on the papers; `electors` where the rule needs to know how many there are."""

    yes: int
    no: int
    abstain: int = 0
    electors: int | None = None

    @property
    def papers(self) -> int:
        """Return how many papers were cast."""
        return self.yes + self.no + self.abstain


class Outcome(NamedTuple):
    """Whether a question is carried, and the figures that say so."""

    carried: bool
    quorate: bool
    base: int
    reason: Reason


SIMPLE = Majority(Fraction(1, 2), at_least=False)
TWO_THIRDS = Majority(Fraction(2, 3), at_least=True)
THREE_QUARTERS = Majority(Fraction(3, 4), at_least=True)


def decide(votes: Votes, majority: Majority) -> Outcome:
    """Say whether a question is carried.

    :raises InputNotCountable: the rule needs the number of electors, and it was not given.

    >>> decide(Votes(yes=200, no=100), TWO_THIRDS).carried
    True
    >>> decide(Votes(yes=150, no=150), SIMPLE).carried
    False
    """
    base = _base(votes, majority)
    quorate = _quorate(votes, majority)
    share, level = votes.yes * majority.threshold.whole, base * majority.threshold.part
    enough = votes.yes > 0 and (share >= level if majority.at_least else share > level)
    carried = quorate and enough
    return Outcome(carried, quorate, base, _reason(votes, majority, base, carried=carried, quorate=quorate))


def _base(votes: Votes, majority: Majority) -> int:
    if majority.base == ELECTORATE:
        return _electors(votes)
    return votes.papers if majority.base == PRESENT else votes.yes + votes.no


def _quorate(votes: Votes, majority: Majority) -> bool:
    if votes.papers < majority.quorum_papers:
        return False
    quorum = majority.quorum
    return quorum is None or votes.papers * quorum.whole >= _electors(votes) * quorum.part


def _electors(votes: Votes) -> int:
    if votes.electors is None:
        raise InputNotCountable("This majority is of all electors: give their number.")
    return votes.electors


def _reason(votes: Votes, majority: Majority, base: int, *, carried: bool, quorate: bool) -> Reason:
    question = sentences.Question(
        yes=votes.yes,
        no=votes.no,
        abstain=votes.abstain,
        electors=votes.electors,
        threshold=str(majority.threshold),
        at_least=majority.at_least,
        base=majority.base,
        base_votes=base,
        quorum_papers=majority.quorum_papers,
        quorum=majority.quorum and str(majority.quorum),
    )
    return sentences.answered(question, carried=carried, quorate=quorate)


def simple(given: CountInput) -> Record:
    """Count a question that more votes for than against carry."""
    return count(given, SIMPLE)


def two_thirds(given: CountInput) -> Record:
    """Count a question that two thirds of the votes for and against carry."""
    return count(given, TWO_THIRDS)


def three_quarters(given: CountInput) -> Record:
    """Count a question that three quarters of the votes for and against carry."""
    return count(given, THREE_QUARTERS)


def count(given: CountInput, majority: Majority) -> Record:
    """Count a question put as a ballot paper: candidate 1 is yes, 2 is no, and 3, if there is one, an abstention.

    :raises InputNotCountable: other candidates or places than that.
    """
    if len(given.candidates) not in (2, 3) or given.seats != 1 or given.withdrawn:
        raise InputNotCountable("A question has one place and two or three lines: yes, no and abstain.")
    counted, valid, rejected = marks.tally(given, most=1)
    outcome = decide(Votes(*counted), majority)
    stage = marks.one_stage(counted, (1,) if outcome.carried else (), [outcome.reason])
    invalid = given.ballots.papers - valid
    return ended(given, [stage], invalid=invalid, places=0, quota_places=0, overmarked=rejected)
