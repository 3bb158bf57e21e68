"""Every majority just inside, exactly on and just outside, and the sum as it is told."""

from fractions import Fraction

import pytest

from govern.core.errors import Refusal
from govern.core.words import say
from govern.deciding.refusals import ClassesNeeded, FigureNeeded, FigureNotPossible, WeightsNeeded
from govern.deciding.rules import OTHER_RULES, RULES, Casting, Outcome, decide
from govern.deciding.votes import ClassVotes, Votes

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


@pytest.mark.parametrize(
    ("rule", "given", "told"),
    [
        (
            "ccbsa-113-first",
            votes(250, 40, eligible=600),
            "Not carried: 250 for, 40 against; needed at least three quarters of the members who voted (218 of 290)"
            " and a turnout of at least half of the members entitled to vote (300 of 600)."
            " It fails on the turnout: 290 voted for or against, and that is too few.",
        ),
        (
            "ccbsa-113-first",
            votes(224, 76, eligible=600),
            "Not carried: 224 for, 76 against; needed at least three quarters of the members who voted (225 of 300)"
            " and a turnout of at least half of the members entitled to vote (300 of 600)."
            " It fails on the members who voted: 224 for is too few.",
        ),
        (
            "ccbsa-84",
            votes(5, 1, eligible=6),
            "Not carried: 5 for, 1 against; needed votes against from fewer than a fifth of the votes cast"
            " (at most 1 of 6) and votes against from fewer than a tenth of the members entitled to vote"
            " (at most 0 of 6). It fails on the members entitled to vote: one vote was against, and that is too many.",
        ),
        (
            "ccbsa-84",
            votes(80, 20, eligible=200),
            "Not carried: 80 for, 20 against; needed votes against from fewer than a fifth of the votes cast"
            " (at most 19 of 100) and votes against from fewer than a tenth of the members entitled to vote"
            " (at most 19 of 200). It fails on the votes cast: 20 were against, and that is too many."
            " It fails on the members entitled to vote: 20 were against, and that is too many.",
        ),
        (
            "ccbsa-119",
            votes(299, members=400),
            "Not carried: 299 signed; needed at least three quarters of all the members (300 of 400)."
            " It fails on the signatures of all the members: 299 is too few.",
        ),
        (
            "entrenched",
            votes(100, members=100),
            "Carried: 100 for, 0 against; needed every one of all the members (100 of 100).",
        ),
        (
            "members-direction",
            votes(60, 30, 9, members=400),
            "Not carried: 60 for, 30 against, 9 abstained; needed at least two thirds of the votes cast (60 of 90)"
            " and a turnout of at least a quarter of all the members (100 of 400)."
            " It fails on the turnout: 99 took part, and that is too few.",
        ),
        (
            "ccbsa-44",
            votes(0, 0, 3),
            "Not carried: 0 for, 0 against, 3 abstained; needed at least three quarters of the members who voted."
            " Nobody voted for or against.",
        ),
        (
            "fairshares-special",
            of_classes(in_class("users", 80, 0), in_class("workers", 0, 0), members=100),
            "Not carried: 80 for, 0 against; needed at least three quarters of all the members (75 of 100),"
            " more than half of the votes of users (41 of 80) and more than half of the votes of workers."
            " It fails on workers: nobody there voted for or against.",
        ),
    ],
)
def test_the_sum_says_what_was_needed_and_what_failed(rule: str, given: Votes, told: str) -> None:
    assert str(by(rule, given).working) == told


def test_a_decision_of_the_board_names_the_thirds_it_needs() -> None:
    rule = OTHER_RULES["board-meeting"].with_one_of_each(say("at least one director of each third"))
    thirds = (in_class("workforce", 3, 0), in_class("users", 2, 1), in_class("council", 1, 1))

    outcome = decide(rule, Votes(in_favour=6, against=2, abstained=1, classes=thirds))

    assert str(outcome.working) == (
        "Carried: 6 for, 2 against, 1 abstained; needed more than half of the votes cast (5 of 8)"
        " and at least one director of each third."
    )


def test_a_decision_that_nobody_of_a_third_is_for_is_lost() -> None:
    rule = OTHER_RULES["board-meeting"].with_one_of_each(say("at least one director of each third"))
    thirds = (in_class("workforce", 3, 0), in_class("users", 3, 0), in_class("council", 0, 2))

    outcome = decide(rule, Votes(in_favour=6, against=2, classes=thirds))

    assert not outcome.carried
    assert str(outcome.working).endswith("It fails on council: nobody there was for.")


@pytest.mark.parametrize(("took_part", "carries"), [(31, True), (30, True), (29, False)])
def test_a_smallest_turnout_counts_whoever_takes_part(took_part: int, carries: bool) -> None:
    rule = OTHER_RULES["ordinary"].with_turnout(Fraction(3, 10))

    assert decide(rule, votes(20, 5, took_part - 25, eligible=100)).carried is carries


@pytest.mark.parametrize(
    ("rule", "given", "casting", "carries", "told"),
    [
        ("ordinary", votes(4, 4), Casting.FOR, True, "The chair’s casting vote was for."),
        ("ordinary", votes(4, 4), Casting.AGAINST, False, "The chair’s casting vote was against."),
        (
            "ordinary",
            votes(4, 5),
            Casting.FOR,
            False,
            "The casting vote was not needed: it decides only between equal votes.",
        ),
        (
            "ordinary",
            votes(0, 0),
            Casting.FOR,
            False,
            "The casting vote was not needed: it decides only between equal votes.",
        ),
        (
            "company-ordinary-meeting",
            votes(4, 4),
            Casting.FOR,
            False,
            "A casting vote does not count under this rule.",
        ),
        ("ccbsa-111-second", votes(4, 4), Casting.FOR, False, "A casting vote does not count under this rule."),
    ],
)
def test_a_casting_vote_decides_only_between_equal_votes_and_never_at_a_companys_general_meeting(
    rule: str, given: Votes, casting: Casting, carries: bool, told: str
) -> None:
    outcome = by(rule, given, casting=casting)

    assert outcome.carried is carries
    assert str(outcome.working).endswith(told)


@pytest.mark.parametrize(
    ("rule", "given", "refusal", "told"),
    [
        ("ccbsa-119", votes(3), FigureNeeded, "This rule has to know how many members there are."),
        ("ccbsa-84", votes(3), FigureNeeded, "This rule has to know how many were entitled to vote."),
        ("concurrent-majority", votes(3), ClassesNeeded, "This rule looks at each class on its own."),
        ("electoral-college", of_classes(in_class("a", 1, 0)), WeightsNeeded, "In an electoral college each class"),
        ("ordinary", votes(-1), FigureNotPossible, "A number of votes or people is a whole number, not below zero"),
        ("ordinary", votes(10**18), FigureNotPossible, "A number of votes or people is a whole number, not below zero"),
        ("ordinary", votes(5, 4, 1, eligible=9), FigureNotPossible, "That is 10 votes, and only 9 could vote."),
        ("ordinary", votes(5, 4, 1, members=9), FigureNotPossible, "That is 10 votes, and the number of members is 9."),
        (
            "ordinary",
            votes(5, eligible=10, members=9),
            FigureNotPossible,
            "That is 10 entitled to vote, and the number of members is 9.",
        ),
        (
            "concurrent-majority",
            of_classes(in_class("Users", 1, 0), in_class("users", 1, 0)),
            FigureNotPossible,
            "The class “Users” is there more than once.",
        ),
        (
            "concurrent-majority",
            Votes(in_favour=3, against=1, classes=(in_class("users", 4, 0),)),
            FigureNotPossible,
            "The classes together have more votes than there are in all.",
        ),
        (
            "concurrent-majority",
            of_classes(ClassVotes(code="users", in_favour=2, against=2, members=3)),
            FigureNotPossible,
            "In “users” that is more votes than it has members, 3.",
        ),
        (
            "concurrent-majority",
            of_classes(ClassVotes(code="users", in_favour=2, against=0, members=30), members=29),
            FigureNotPossible,
            "The classes together have more members than there are in all.",
        ),
        (
            "electoral-college",
            of_classes(ClassVotes(code="users", in_favour=2, against=0, weight=Fraction(-1))),
            FigureNotPossible,
            "A weight is not below zero.",
        ),
    ],
)
def test_figures_that_cannot_be_are_refused_and_none_is_guessed(
    rule: str, given: Votes, refusal: type[Refusal], told: str
) -> None:
    with pytest.raises(refusal) as refused:
        by(rule, given)

    assert str(refused.value).startswith(told)


@pytest.mark.parametrize(("in_favour", "against"), [(2, 1), (1, 1)])
def test_everybody_who_could_vote_may_have_voted(in_favour: int, against: int) -> None:
    every_one = in_favour + against

    outcome = by("ordinary", votes(in_favour, against, eligible=every_one, members=every_one))

    assert outcome.carried is (in_favour > against)
