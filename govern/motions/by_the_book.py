"""The majorities that a mutual's own rules set, as rules to decide by.

Source: domain 5.8, 9.0.
"""

from govern.constitution.parameters.meetings import MeetingRules, Predicate, SilentClass
from govern.core.words import Sentence
from govern.motions.college import College
from govern.motions.deciding import Rule
from govern.motions.majorities import Base, Comparator, Limb, Measure


def majority(predicate: Predicate, *, called: Sentence) -> Rule:
    """Return a majority of the rule book as a rule.

    Whether the chair has a casting vote is a rule of its own: without one, none is passed to `decide`.
    """
    limb = Limb(
        Measure.FOR,
        Comparator(predicate.comparator.value),
        predicate.share,
        Base(predicate.denominator.value),
    )
    return Rule(called=called, source="The mutual’s own rules", limbs=(limb,), takes_casting_vote=True)


def college(book: MeetingRules) -> College:
    """Return what the rule book says of silent and tiny classes. A weight that sleeps drops out."""
    return College(
        silence_counts=book.silent_class_rule is SilentClass.COUNTS_AS_ZERO,
        dormant_below=book.weight_dormant_below,
    )
