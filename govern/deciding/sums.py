"""The worked sum in words: what came of it, what was needed, and which condition failed."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from govern.core.words import Sentence, say
from govern.deciding import college_sums as college
from govern.deciding.classes import EachClass
from govern.deciding.college import Score
from govern.deciding.majorities import Base, Comparator, Limb, Measure, Weighed
from govern.deciding.phrases import figure, listed, paragraph, share
from govern.deciding.votes import ClassVotes, Name, Votes

SIMPLE = Limb(Measure.FOR, Comparator.MORE_THAN, Fraction(1, 2), Base.CAST)
BASES = {
    Base.CAST: say("the votes cast"),
    Base.VOTED: say("the members who voted"),
    Base.ELIGIBLE: say("the members entitled to vote"),
    Base.DIRECTORS: say("the directors entitled to vote"),
    Base.ALL_MEMBERS: say("all the members"),
}
NOBODY = {
    Base.CAST: say("Nobody voted for or against."),
    Base.VOTED: say("Nobody voted for or against."),
    Base.ELIGIBLE: say("Nobody was entitled to vote."),
    Base.DIRECTORS: say("No director was entitled to vote."),
    Base.ALL_MEMBERS: say("There are no members."),
}


@dataclass(frozen=True, kw_only=True)
class LimbOutcome:
    """One condition, as it came out.

    :ivar needed: it in words, as they stand behind "needed".
    :ivar failing: the sentence that says how it failed; said only where it did.
    :ivar weighed: its figures, where it is a share of something.
    :ivar of_class: the class whose own condition it is.
    """

    is_met: bool
    needed: Sentence
    failing: Sentence
    weighed: Weighed | None = None
    of_class: Name | None = None


def of_all(weighed: Weighed, *, is_broken_for: bool) -> LimbOutcome:
    """Return a condition of the whole as it came out.

    :param is_broken_for: whether the chair's casting vote has decided equal votes, and was for.
    """
    base = BASES[weighed.limb.base]
    return LimbOutcome(
        is_met=weighed.is_met or (is_broken_for and weighed.limb == SIMPLE),
        needed=_needed(weighed, base),
        failing=_failing(weighed, base) if weighed.of else NOBODY[weighed.limb.base],
        weighed=weighed,
    )


def of_each_class(rule: EachClass, classes: tuple[ClassVotes, ...]) -> list[LimbOutcome]:
    """Return the condition of each class as it came out."""
    shut_out = [one.name for one in classes if one.is_shut_out]
    return [_of_class(name, weighed, is_shut_out=name in shut_out) for name, weighed in rule.weigh(classes)]


def _of_class(name: Name, weighed: Weighed, *, is_shut_out: bool) -> LimbOutcome:
    base = say("the votes of %(class_name)s", class_name=name)
    nobody = say("It fails on %(class_name)s: nobody there voted for or against.", class_name=name)
    if is_shut_out:
        nobody = may_not_vote(name)
    return LimbOutcome(
        is_met=weighed.is_met,
        needed=_needed(weighed, base),
        failing=_failing(weighed, base) if weighed.of else nobody,
        weighed=weighed,
        of_class=name,
    )


def may_not_vote(name: Name) -> Sentence:
    """Return that a class has nobody who may vote, and so does not consent."""
    return say("Nobody of %(class_name)s may vote, so it has not consented.", class_name=name)


def one_of_each(called: Sentence, classes: tuple[ClassVotes, ...]) -> LimbOutcome:
    """Return whether each class has somebody who was for."""
    without = [one.name for one in classes if not one.in_favour]
    failing = say("It fails on %(classes)s: nobody there was for.", classes=listed(without))
    return LimbOutcome(is_met=not without, needed=called, failing=failing)


def _needed(weighed: Weighed, base: Sentence) -> Sentence:
    """Return a condition with the number that meets it, unless it is a share of nobody."""
    told = wanted(weighed.limb, base)
    if not weighed.of:
        return told
    facts = {"wanted": told, "needed": figure(weighed.needed), "of": figure(weighed.of)}
    if weighed.limb.comparator is Comparator.FEWER_THAN:
        return say("%(wanted)s (at most %(needed)s of %(of)s)", **facts)
    if weighed.is_whole:
        return say("%(wanted)s (%(needed)s of %(of)s)", **facts)
    facts["line"] = figure(weighed.line)
    if weighed.limb.comparator is Comparator.MORE_THAN:
        return say("%(wanted)s (more than %(line)s of %(of)s)", **facts)
    return say("%(wanted)s (%(line)s of %(of)s)", **facts)


def asked_for(limbs: Sequence[Limb], others: Sequence[Sentence]) -> Sentence:
    """Return what has to be reached before anybody has voted: conditions without their numbers.

    :param others: what is asked of classes.
    """
    return listed([*(wanted(limb, BASES[limb.base]) for limb in limbs), *others])


def asked_of_each(rule: EachClass) -> Sentence:
    """Return what each class has to reach."""
    facts = {"share": share(rule.share)}
    if rule.comparator is Comparator.MORE_THAN:
        return say("more than %(share)s of the votes of each class", **facts)
    return say("at least %(share)s of the votes of each class", **facts)


def wanted(limb: Limb, base: Sentence) -> Sentence:
    """Return a condition without its number."""
    facts = {"share": share(limb.share), "base": base}
    match limb.measure, limb.comparator:
        case _, Comparator.FEWER_THAN:
            return say("votes against from fewer than %(share)s of %(base)s", **facts)
        case ((Measure.VOTED | Measure.TOOK_PART), Comparator.AT_LEAST):
            return say("a turnout of at least %(share)s of %(base)s", **facts)
        case ((Measure.VOTED | Measure.TOOK_PART), _):
            return say("a turnout of more than %(share)s of %(base)s", **facts)
        case _, Comparator.MORE_THAN:
            return say("more than %(share)s of %(base)s", **facts)
    if limb.share == 1:
        return say("every one of %(base)s", **facts)
    return say("at least %(share)s of %(base)s", **facts)


def _failing(weighed: Weighed, base: Sentence) -> Sentence:
    """Return how a condition failed."""
    facts = {"reached": figure(weighed.reached), "base": base}
    match weighed.limb.measure:
        case Measure.VOTED:
            return say("It fails on the turnout: %(reached)s voted for or against, and that is too few.", **facts)
        case Measure.TOOK_PART:
            return say("It fails on the turnout: %(reached)s took part, and that is too few.", **facts)
        case Measure.AGAINST if weighed.reached == 1:
            return say("It fails on %(base)s: one vote was against, and that is too many.", **facts)
        case Measure.AGAINST:
            return say("It fails on %(base)s: %(reached)s were against, and that is too many.", **facts)
        case Measure.SIGNED:
            return say("It fails on the signatures of %(base)s: %(reached)s is too few.", **facts)
    return say("It fails on %(base)s: %(reached)s for is too few.", **facts)


def counted(votes: Votes, *, signed: bool) -> Sentence:
    """Return the votes as they begin a sum."""
    if signed:
        return say("%(signed)s signed", signed=figure(votes.in_favour))
    facts = {"in_favour": figure(votes.in_favour), "against": figure(votes.against)}
    if votes.abstained:
        return say(
            "%(in_favour)s for, %(against)s against, %(abstained)s abstained", **facts, abstained=votes.abstained
        )
    return say("%(in_favour)s for, %(against)s against", **facts)


def working(
    votes: Sentence | None,
    *,
    carried: bool,
    limbs: Sequence[LimbOutcome],
    score: Score | None,
    notes: Sequence[Sentence],
) -> Sentence:
    """Return the whole sum, which begins with what came of it.

    :param votes: None where their figures are not told.
    """
    needed = [limb.needed for limb in limbs]
    failing = [limb.failing for limb in limbs if not limb.is_met]
    if score:
        needed.append(college.needed(score))
        failing += [] if score.is_met else [college.failing(score)]
        notes = (*college.parts(score), *notes)
    return paragraph([_came_of_it(votes, listed(needed), carried=carried), *_once(failing), *notes])


def _came_of_it(votes: Sentence | None, needed: Sentence, *, carried: bool) -> Sentence:
    if votes is None:
        told = say("Carried; needed %(needed)s.", needed=needed)
        return told if carried else say("Not carried; needed %(needed)s.", needed=needed)
    facts = {"votes": votes, "needed": needed}
    if carried:
        return say("Carried: %(votes)s; needed %(needed)s.", **facts)
    return say("Not carried: %(votes)s; needed %(needed)s.", **facts)


def _once(sentences: Sequence[Sentence]) -> list[Sentence]:
    """Return each sentence once: that nobody voted need not be said of each condition."""
    return [one for number, one in enumerate(sentences) if one not in sentences[:number]]


def casting_vote(*, may: bool, decides: bool, is_for: bool) -> Sentence:
    """Return what became of the chair's casting vote."""
    if not may:
        return say("A casting vote does not count under this rule.")
    if not decides:
        return say("The casting vote was not needed: it decides only between equal votes.")
    return say("The chair’s casting vote was for.") if is_for else say("The chair’s casting vote was against.")


def left_out(name: Name) -> Sentence:
    """Return that a class was not asked."""
    return say("%(class_name)s: nobody voted, so this class was left out.", class_name=name)
