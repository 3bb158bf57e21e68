"""A sum without the figures that would show how somebody voted in secret: of each condition, whether it is met.

Source: ballots 2, "Publication": a test of each class in secret prints met or not met; domain 7.2, 26.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from govern.core.words import Sentence, say
from govern.deciding import college_sums
from govern.deciding.classes import EachClass, Silence
from govern.deciding.college import Score
from govern.deciding.majorities import Limb, Measure, Weighed
from govern.deciding.sums import BASES, LimbOutcome, may_not_vote, wanted
from govern.deciding.votes import ClassVotes, Name, Votes


class Told(StrEnum):
    """How much of a vote is told: each class, only the whole, or only what came of it."""

    CLASSES = "classes"
    WHOLE = "whole"
    OUTCOME = "outcome"


def are_large(present: Mapping[str, int], *, fewest: int) -> bool:
    """Say whether enough of each class voted that its figures show nobody's vote. Of a silent class there are none."""
    return all(there == 0 or there >= fewest for there in present.values())


def told_of(present: Mapping[str, int], *, fewest: int, looks_at_classes: bool, weighs_classes: bool) -> Told:
    """Return how much of a secret vote can be told, so that nobody learns how one of a few voted.

    Where one class is too small none is told apart: what is left of the whole would be its votes. Nor is the whole
    told where it, and what came of each class, could leave only one way in which a small class voted: where no class
    is large enough to hide it, and where classes are weighed, as heads then decide nothing.

    :param present: by class, how many took part.
    :param fewest: ballots of which figures are published.
    :param looks_at_classes: whether something hangs on what one class says.
    :param weighs_classes: whether classes have weights.
    """
    if are_large(present, fewest=fewest):
        return Told.CLASSES
    has_a_large_one = any(there >= fewest for there in present.values())
    if weighs_classes or (looks_at_classes and not has_a_large_one):
        return Told.OUTCOME
    return Told.WHOLE


@dataclass(frozen=True, kw_only=True)
class Veil:
    """What is left out of a sum.

    :ivar whole: the votes of all together, before any cap, which are told; None where not even these are.
    """

    whole: Votes | None

    def hides_all(self, votes: Votes) -> bool:
        """Say whether figures of the whole are left out too: scaled by a cap, they would show what one class said."""
        return self.whole is None or (self.whole.in_favour, self.whole.against) != (votes.in_favour, votes.against)

    def limbs(
        self, limbs: Sequence[LimbOutcome], votes: Votes, each_class: EachClass | None, score: Score | None
    ) -> tuple[LimbOutcome, ...]:
        """Return the conditions of a sum: those of the whole, of each class, and of the weights."""
        of_all = [one for one in limbs if one.of_class is None]
        told = [*(_without_figures(one) for one in of_all)] if self.hides_all(votes) else of_all
        if each_class:
            told += _of_each_class(each_class, votes.classes)
        return (*told, *([_of_the_weights(score)] if score else []))


def notes(score: Score | None) -> list[Sentence]:
    """Return what is said of a college beside its conditions: which weights sleep hangs on the roll alone."""
    return college_sums.asleep(score) if score else []


def _without_figures(one: LimbOutcome) -> LimbOutcome:
    if one.weighed is None:
        return LimbOutcome(is_met=one.is_met, needed=one.needed, failing=say("It fails on that."))
    limb = one.weighed.limb
    return LimbOutcome(is_met=one.is_met, needed=wanted(limb, BASES[limb.base]), failing=_failing(limb))


def _failing(limb: Limb) -> Sentence:
    if limb.measure in (Measure.VOTED, Measure.TOOK_PART):
        return say("It fails on the turnout.")
    return say("It fails on %(base)s.", base=BASES[limb.base])


def _of_each_class(rule: EachClass, classes: tuple[ClassVotes, ...]) -> Iterator[LimbOutcome]:
    """Yield the condition of every class: one that is left out for its silence too, for that tells who abstained."""
    for one in classes:
        yield LimbOutcome(
            is_met=rule.leaves_out(one) or Weighed(rule.limb, reached=one.in_favour, of=one.cast).is_met,
            needed=wanted(rule.limb, _votes_of(one.name, rule)),
            failing=may_not_vote(one.name)
            if one.is_shut_out
            else say("It fails on %(class_name)s.", class_name=one.name),
            of_class=one.name,
        )


def _votes_of(name: Name, rule: EachClass) -> Sentence:
    if rule.silence is Silence.IS_LEFT_OUT:
        return say("any votes of %(class_name)s", class_name=name)
    return say("the votes of %(class_name)s", class_name=name)


def _of_the_weights(score: Score) -> LimbOutcome:
    return LimbOutcome(
        is_met=score.is_met,
        needed=say("more than half of the weight of the classes"),
        failing=say("It fails on the weight of the classes."),
    )
