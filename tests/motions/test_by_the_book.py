"""What a mutual's rule book says of majorities is what is decided by."""

from fractions import Fraction

import pytest

from govern.constitution.parameters.meetings import Comparator, Denominator, Predicate
from govern.constitution.rulebook import RuleBook, defaults_for
from govern.constitution.rules import LegalForm
from govern.core.words import say
from govern.deciding.rules import decide
from govern.deciding.votes import Votes
from govern.motions import by_the_book


@pytest.mark.parametrize("comparator", Comparator)
@pytest.mark.parametrize(
    ("denominator", "of"), [(Denominator.CAST, 90), (Denominator.ELIGIBLE, 120), (Denominator.ALL_MEMBERS, 145)]
)
def test_a_majority_of_the_rules_is_met_on_its_line_only_if_they_say_at_least(
    comparator: Comparator, denominator: Denominator, of: int
) -> None:
    predicate = Predicate(comparator=comparator, share=Fraction(3, 5), denominator=denominator)
    rule = by_the_book.majority(predicate, called=say("A change of the rules"))
    on_the_line = of * 3 // 5

    carried = [
        decide(rule, Votes(in_favour=number, against=90 - number, eligible=120, members=145)).carried
        for number in (on_the_line - 1, on_the_line, on_the_line + 1)
    ]

    assert carried == [False, comparator is Comparator.AT_LEAST, True]


@pytest.mark.parametrize(("silent", "counts"), [("renormalise", False), ("counts_as_zero", True)])
def test_the_college_follows_the_rule_book(silent: str, counts: bool) -> None:
    weights = {"class_weights": {"workforce": "1/2", "service_user": "1/2"}, "dormant_weight_to": "workforce"}
    differing = {"silent_class_rule": silent, "weight_dormant_below": 5} | weights
    book = RuleBook.from_parameters(defaults_for(LegalForm.CBS) | differing, legal_form=LegalForm.CBS)

    college = by_the_book.college(book)

    assert (college.silence_counts, college.dormant_below) == (counts, 5)
    assert college.dormant_weight_to == "workforce"
