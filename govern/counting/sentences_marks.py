"""The English source sentences of counts of marks and of questions, each with its code, facts and source."""

from collections.abc import Sequence
from typing import NamedTuple

from govern.counting.sentences import listed, plural
from govern.counting.stages import Reason

CAST = "cast"
PRESENT = "present"
ELECTORATE = "electorate"

BASES = {CAST: "votes for and against", PRESENT: "votes and abstentions", ELECTORATE: "electors"}


def marks_counted(*, counted: int, rejected: int, seats: int) -> Reason:
    """Say how many papers were counted, and how many had more marks than places."""
    text = (
        f"Each mark on {plural(counted, 'valid paper')} is one vote; {plural(rejected, 'paper')} with more marks than "
        f"the {plural(seats, 'place')} to fill had to be rejected."
    )
    return Reason("votes-counted", "FPP rules", {"counted": counted, "rejected": rejected}, text)


def approvals_counted(counted: int) -> Reason:
    """Say how many papers approve of anybody."""
    text = f"Each mark on {plural(counted, 'valid paper')} is one approval."
    return Reason("votes-counted", "approval", {"counted": counted}, text)


def threshold(*, cast: int, needed: int) -> Reason:
    """Say how many approvals are more than half of the papers cast."""
    text = f"{plural(cast, 'paper')} were cast, so {needed} approvals, more than half, are needed."
    return Reason("threshold", "approval with a threshold", {"cast": cast, "needed": needed}, text)


def last_place_drawn(tied: Sequence[int], kept: Sequence[int], names: Sequence[str]) -> Reason:
    """Say who of several with equal votes took the last places."""
    text = (
        f"{listed([names[number - 1] for number in tied])} had equal votes for the last "
        f"{plural(len(kept), 'place')}; by the lot order, it went to {listed([names[n - 1] for n in kept])}."
    )
    return Reason("tie-lot", "FPP rules", {"tied": list(tied), "elected": list(kept)}, text)


class Question(NamedTuple):
    """The answers to a question, and what carries it: a part of the base, which is so many votes."""

    yes: int
    no: int
    abstain: int
    electors: int | None
    threshold: str
    at_least: bool
    base: str
    base_votes: int
    quorum_papers: int
    quorum: str | None

    def facts(self) -> dict[str, object]:
        """Return it for the record, with the words of the question as rule books write them."""
        named = self._asdict()
        return {"for": named.pop("yes"), "against": named.pop("no"), **named}


def answered(question: Question, *, carried: bool, quorate: bool) -> Reason:
    """Say whether a question is carried, and by which figures."""
    level = f"{'at least' if question.at_least else 'more than'} {question.threshold}"
    needs = f"{level} of {question.base_votes} {BASES[question.base]} must be for"
    answers = f"{question.yes} for, {question.no} against, {plural(question.abstain, 'abstention')}"
    verdict = "carried." if carried else "not carried."
    if not quorate:
        papers = question.yes + question.no + question.abstain
        verdict = f"not carried, for {plural(papers, 'paper')} are no quorum."
    code = "carried" if carried else "not-carried"
    facts = {**question.facts(), "carried": carried}
    return Reason(code, f"majority of {question.threshold}", facts, f"{answers}; {needs}: {verdict}")
