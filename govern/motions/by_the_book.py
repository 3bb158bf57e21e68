"""The majorities that a mutual's own rules set, as rules to decide by.

Source: domain 5.8, 9.0.
"""

from govern.constitution.parameters.meetings import Predicate, SilentClass
from govern.constitution.rulebook import RuleBook
from govern.core.words import Sentence
from govern.deciding.college import College
from govern.deciding.majorities import Base, Comparator, Limb, Measure
from govern.deciding.rules import Rule


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


def college(book: RuleBook) -> College:
    """Return what the rule book says of silent and tiny classes.

    Source: domain 5.8; domain 2.8 INV-31.
    """
    return College(
        silence_counts=book.silent_class_rule is SilentClass.COUNTS_AS_ZERO,
        dormant_below=book.weight_dormant_below,
        dormant_weight_to=book.dormant_weight_to,
    )
