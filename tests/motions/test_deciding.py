"""Every majority just inside, exactly on and just outside, and the sum as it is told."""

import pytest

from govern.motions.deciding import OTHER_RULES, RULES, Casting, Outcome, decide
from govern.motions.votes import ClassVotes, Votes

ALL_RULES = {**RULES, **OTHER_RULES}


def votes(
    in_favour: int, against: int = 0, abstained: int = 0, *, eligible: int | None = None, members: int | None = None
) -> Votes:
    """Return votes without classes."""
    return Votes(in_favour=in_favour, against=against, abstained=abstained, eligible=eligible, members=members)


def of_classes(*classes: ClassVotes, members: int | None = None) -> Votes:
    """Return votes that are all of some class."""
    in_favour, against = sum(one.in_favour for one in classes), sum(one.against for one in classes)
    return Votes(in_favour=in_favour, against=against, members=members, classes=classes)


def in_class(code: str, in_favour: int, against: int) -> ClassVotes:
    """Return the votes of a class that has no weight."""
    return ClassVotes(code=code, in_favour=in_favour, against=against)


def by(rule: str, given: Votes, *, casting: Casting | None = None) -> Outcome:
    """Decide by the name of a rule."""
    return decide(ALL_RULES[rule], given, casting=casting)


# Just inside, exactly on and just outside, by rule: what was voted, and whether it carries.
ROWS: list[tuple[str, Votes, bool]] = [
    ("company-ordinary-meeting", votes(51, 49), True),
    ("company-ordinary-meeting", votes(50, 50), False),
    ("company-ordinary-meeting", votes(49, 51), False),
    ("company-ordinary-meeting", votes(1, 0, 99), True),
    ("company-ordinary-meeting", votes(0, 0, 99), False),
    ("company-ordinary-written", votes(51, eligible=100), True),
    ("company-ordinary-written", votes(50, eligible=100), False),
    ("company-ordinary-written", votes(51, eligible=101), True),
    ("company-ordinary-written", votes(50, eligible=101), False),
    ("company-ordinary-written", votes(0, eligible=0), False),
    ("company-special-meeting", votes(76, 24), True),
    ("company-special-meeting", votes(75, 25), True),
    ("company-special-meeting", votes(74, 25), False),
    ("company-special-meeting", votes(0, 0, 5), False),
    ("company-special-written", votes(75, eligible=100), True),
    ("company-special-written", votes(74, eligible=100), False),
    ("company-special-written", votes(75, eligible=101), False),
    ("company-special-written", votes(0, eligible=0), False),
    ("ccbsa-44", votes(75, 25, 400), True),
    ("ccbsa-44", votes(74, 25), False),
    ("ccbsa-44", votes(0, 0), False),
    # Against by just fewer than a fifth of 100, then by a fifth; then just fewer than a tenth of 200, then by a tenth.
    ("ccbsa-84", votes(81, 19, eligible=1000), True),
    ("ccbsa-84", votes(80, 20, eligible=1000), False),
    ("ccbsa-84", votes(180, 19, eligible=200), True),
    ("ccbsa-84", votes(180, 20, eligible=200), False),
    ("ccbsa-84", votes(180, 20, eligible=201), True),
    ("ccbsa-84", votes(1, 0, eligible=10), True),
    ("ccbsa-84", votes(0, 0, eligible=10), False),
    ("ccbsa-111-first", votes(67, 33), True),
    ("ccbsa-111-first", votes(66, 33, 100), True),
    ("ccbsa-111-first", votes(66, 34), False),
    ("ccbsa-111-first", votes(0, 0), False),
    ("ccbsa-111-second", votes(51, 50), True),
    ("ccbsa-111-second", votes(50, 50), False),
    ("ccbsa-113-first", votes(225, 75, eligible=600), True),
    ("ccbsa-113-first", votes(224, 76, eligible=600), False),
    ("ccbsa-113-first", votes(225, 75, eligible=601), False),
    ("ccbsa-113-first", votes(225, 74, 1, eligible=600), False),
    ("ccbsa-113-first", votes(0, 0, eligible=0), False),
    ("ccbsa-113-second", votes(2, 1), True),
    ("ccbsa-113-second", votes(1, 1), False),
    ("ccbsa-119", votes(300, members=400), True),
    ("ccbsa-119", votes(299, members=400), False),
    ("ccbsa-119", votes(300, members=401), False),
    ("ccbsa-119", votes(0, members=0), False),
    ("ccbsa-120-first", votes(2, 1), True),
    ("ccbsa-120-first", votes(199, 100), False),
    ("extraordinary", votes(3, 1), True),
    ("extraordinary", votes(299, 100), False),
    ("extraordinary", votes(0, 0), False),
    ("entrenched", votes(100, members=100), True),
    ("entrenched", votes(99, members=100), False),
    ("entrenched", votes(0, members=0), False),
    ("expulsion-two-thirds", votes(2, 1), True),
    ("expulsion-two-thirds", votes(199, 100), False),
    ("expulsion-two-thirds", votes(0, 0), False),
    ("members-direction", votes(60, 30, 10, members=400), True),
    ("members-direction", votes(60, 30, 9, members=400), False),
    ("members-direction", votes(60, 31, 9, members=400), False),
    ("members-direction", votes(60, 30, 10, members=401), False),
    ("members-direction", votes(0, 0, members=0), False),
    ("fairshares-special", of_classes(in_class("a", 70, 5), in_class("b", 5, 4), members=100), True),
    ("fairshares-special", of_classes(in_class("a", 70, 5), in_class("b", 5, 4), members=101), False),
    ("fairshares-special", of_classes(in_class("a", 70, 5), in_class("b", 5, 5), members=100), False),
    ("fairshares-special", of_classes(in_class("a", 80, 0), in_class("b", 0, 0), members=100), False),
    ("concurrent-majority", of_classes(in_class("a", 10, 1), in_class("b", 2, 1)), True),
    ("concurrent-majority", of_classes(in_class("a", 10, 1), in_class("b", 2, 2)), False),
    ("concurrent-majority", of_classes(in_class("a", 10, 1), in_class("b", 0, 0)), True),
    ("concurrent-majority", of_classes(in_class("a", 0, 0), in_class("b", 0, 0)), False),
    ("ordinary", votes(2, 1), True),
    ("ordinary", votes(1, 1), False),
    ("ccbsa-120-second", votes(2, 1), True),
    ("ccbsa-120-second", votes(1, 1), False),
    ("ccbsa-123", votes(3, 1), True),
    ("ccbsa-123", votes(299, 100), False),
    ("expulsion-three-quarters", votes(3, 1), True),
    ("expulsion-three-quarters", votes(299, 100), False),
    ("rule-change-two-thirds", votes(2, 1), True),
    ("rule-change-two-thirds", votes(199, 100), False),
    ("cio-amendment-meeting", votes(3, 1), True),
    ("cio-amendment-meeting", votes(299, 100), False),
    ("cio-amendment-unanimous", votes(9, members=9), True),
    ("cio-amendment-unanimous", votes(8, members=9), False),
    ("class-rights", of_classes(in_class("a", 3, 1), in_class("b", 75, 25)), True),
    ("class-rights", of_classes(in_class("a", 3, 1), in_class("b", 74, 25)), False),
    ("class-rights", of_classes(in_class("a", 3, 1), in_class("b", 0, 0)), False),
    ("board-meeting", votes(5, 4), True),
    ("board-meeting", votes(4, 4, 1), False),
    ("board-written-majority", votes(5, eligible=9), True),
    ("board-written-majority", votes(5, eligible=10), False),
    ("board-written-unanimous", votes(9, eligible=9), True),
    ("board-written-unanimous", votes(8, eligible=9), False),
]


@pytest.mark.parametrize(("rule", "given", "carries"), ROWS)
def test_each_majority_is_met_just_inside_and_on_its_line_and_not_outside(
    rule: str, given: Votes, carries: bool
) -> None:
    outcome = by(rule, given)

    assert outcome.carried is carries
    assert str(outcome.working).startswith("Carried: " if carries else "Not carried: ")


def test_every_rule_but_the_college_has_both_a_case_that_carries_and_one_that_does_not() -> None:
    met = {(rule, carries) for rule, _, carries in ROWS}

    assert met == {(rule, carries) for rule in ALL_RULES if rule != "electoral-college" for carries in (True, False)}
