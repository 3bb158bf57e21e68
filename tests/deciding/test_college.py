"""Weighted classes: what each brings, which weights sleep, which drop out, and how much of the vote one can have."""

from dataclasses import replace
from fractions import Fraction

import pytest

from govern.deciding.classes import capped
from govern.deciding.college import College
from govern.deciding.rules import OTHER_RULES, RULES, Outcome, decide
from govern.deciding.votes import ClassVotes, Votes

STEWARDS = ClassVotes(code="stewards", in_favour=12, against=10, weight=Fraction(50), members=32)
WORKERS = ClassVotes(code="workers", in_favour=2, against=5, weight=Fraction(25), members=9)
INVESTORS = ClassVotes(code="investors", in_favour=60, against=20, weight=Fraction(25), members=450)
COLLEGE = RULES["electoral-college"]


def of(*classes: ClassVotes) -> Votes:
    """Return votes that are all of some class."""
    in_favour, against = sum(one.in_favour for one in classes), sum(one.against for one in classes)
    return Votes(in_favour=in_favour, against=against, classes=classes)


def elect(*classes: ClassVotes, college: College | None = None) -> Outcome:
    """Decide by an electoral college."""
    return decide(replace(COLLEGE, college=college or College()), of(*classes))


def silent(one: ClassVotes) -> ClassVotes:
    """Return the class without votes."""
    return replace(one, in_favour=0, against=0)


def test_three_weighted_classes_carry_what_one_of_them_is_against() -> None:
    outcome = elect(STEWARDS, WORKERS, INVESTORS)

    assert outcome.carried
    assert outcome.score is not None
    assert outcome.score.reached == Fraction(300, 11) + Fraction(50, 7) + Fraction(75, 4)
    assert str(outcome.working) == (
        "Carried: 74 for, 35 against; needed more than half of the weight in play (more than 50 of 100)."
        " stewards: 12 of 22 for, times 50, is 27 3/11. workers: 2 of 7 for, times 25, is 7 1/7."
        " investors: 60 of 80 for, times 25, is 18 3/4. Together that is 53 51/308 of 100, about 53.17."
    )


def test_the_same_votes_fail_where_each_class_must_carry_them() -> None:
    outcome = decide(RULES["concurrent-majority"], of(STEWARDS, WORKERS, INVESTORS))

    assert not outcome.carried
    assert str(outcome.working) == (
        "Not carried: 74 for, 35 against; needed more than half of the votes cast (55 of 109), more than half of the"
        " votes of stewards (12 of 22), more than half of the votes of workers (4 of 7) and more than half of the"
        " votes of investors (41 of 80). It fails on the votes of workers: 2 for is too few."
    )


@pytest.mark.parametrize(("of_a_thousand", "carries"), [(501, True), (500, False), (499, False)])
def test_a_college_needs_more_than_half_of_the_weight(of_a_thousand: int, carries: bool) -> None:
    half = ClassVotes(code="half", in_favour=of_a_thousand, against=1000 - of_a_thousand, weight=Fraction(1, 2))
    other = ClassVotes(code="other", in_favour=1, against=1, weight=Fraction(1, 2))

    assert elect(half, other).carried is carries


def test_a_score_a_hairs_breadth_over_a_half_is_told_exactly() -> None:
    many = ClassVotes(code="many", in_favour=5_000_001, against=5_000_000, weight=Fraction(100))

    outcome = elect(many)

    assert outcome.carried
    assert "Together that is 50 50/10000001 of 100, about 50.00." in str(outcome.working)


def test_a_class_that_casts_no_vote_drops_out_and_the_others_weigh_more() -> None:
    outcome = elect(STEWARDS, silent(WORKERS), INVESTORS)

    assert outcome.carried
    assert "(more than 37 1/2 of 75)" in str(outcome.working)
    assert str(outcome.working).endswith("workers: nobody voted, and the weight of 25 drops out.")


def test_where_the_rules_say_so_its_silence_counts_as_against() -> None:
    outcome = elect(STEWARDS, silent(WORKERS), INVESTORS, college=College(silence_counts=True))

    assert not outcome.carried
    assert "It fails on the weight: 46 1/44 is too little." in str(outcome.working)
    assert str(outcome.working).endswith("workers: nobody voted, and the weight of 25 counts as against.")


@pytest.mark.parametrize("silence_counts", [True, False])
def test_a_college_in_which_nobody_votes_carries_nothing(silence_counts: bool) -> None:
    outcome = elect(*map(silent, (STEWARDS, WORKERS, INVESTORS)), college=College(silence_counts=silence_counts))

    assert not outcome.carried


@pytest.mark.invariant("INV-31")
@pytest.mark.parametrize(("members", "is_dormant"), [(1, True), (2, True), (3, False), (4, False)])
def test_the_weight_of_a_class_with_fewer_than_three_members_sleeps(members: int, is_dormant: bool) -> None:
    tiny = ClassVotes(code="tiny", in_favour=1, against=0, weight=Fraction(34), members=members)
    others = [replace(one, weight=Fraction(33), in_favour=1, against=2) for one in (STEWARDS, WORKERS)]

    outcome = elect(tiny, *others)

    assert outcome.carried is not is_dormant
    assert ("tiny: the weight of 34 sleeps and drops out" in str(outcome.working)) is is_dormant


@pytest.mark.invariant("INV-31")
def test_a_sleeping_weight_passes_to_the_class_that_the_rules_name() -> None:
    tiny = ClassVotes(code="tiny", in_favour=0, against=1, weight=Fraction(20), members=1)
    one = replace(STEWARDS, in_favour=2, against=1, weight=Fraction(45))
    other = replace(WORKERS, in_favour=1, against=2, weight=Fraction(35))

    outcome = elect(tiny, one, other, college=College(dormant_weight_to="workers"))

    assert not outcome.carried
    assert "workers: 1 of 3 for, times 55, is 18 1/3." in str(outcome.working)
    assert str(outcome.working).endswith(
        "tiny: the weight of 20 sleeps and passes to workers, because the class has too few members: 1."
    )


def test_a_sleeping_weight_does_not_pass_to_a_class_that_sleeps_as_well() -> None:
    tiny = [ClassVotes(code=code, in_favour=1, against=0, weight=Fraction(20), members=1) for code in ("a", "b")]

    outcome = elect(*tiny, STEWARDS, college=College(dormant_weight_to="b"))

    assert outcome.score is not None
    assert outcome.score.in_play == 50
    assert "a: the weight of 20 sleeps and drops out" in str(outcome.working)


def test_a_college_of_which_every_class_sleeps_carries_nothing() -> None:
    tiny = ClassVotes(code="tiny", in_favour=2, against=0, weight=Fraction(100), members=2)

    outcome = elect(tiny)

    assert not outcome.carried
    assert "No class that has a weight voted for or against." in str(outcome.working)


@pytest.mark.parametrize(("cast", "counts"), [(9, 9), (10, 10), (11, 10), (80, 10)])
def test_a_capped_class_has_no_more_than_its_share_of_what_is_counted(cast: int, counts: int) -> None:
    investors = ClassVotes(code="investors", in_favour=cast, against=0)
    votes = Votes(in_favour=cast + 40, against=50, classes=(investors,))

    counted = capped(votes, {"investors": Fraction(1, 10)})

    assert counted.classes[0].cast == counts
    assert (counted.in_favour, counted.against) == (40 + counts, 50)


def test_two_caps_that_bind_both_hold_at_last() -> None:
    investors = ClassVotes(code="investors", in_favour=100, against=0)
    council = ClassVotes(code="council", in_favour=0, against=50)
    caps = {"investors": Fraction(1, 10), "council": Fraction(1, 4)}

    counted = capped(Votes(in_favour=113, against=50, classes=(investors, council)), caps)

    assert counted.cast == 20
    assert [one.cast for one in counted.classes] == [2, 5]


def test_where_only_a_capped_class_votes_nothing_is_counted_and_nothing_carried() -> None:
    investors = ClassVotes(code="investors", in_favour=5, against=0)

    counted = capped(Votes(in_favour=5, against=0, classes=(investors,)), {"investors": Fraction(1, 10)})

    assert counted.cast == 0
    assert not decide(OTHER_RULES["ordinary"], counted).carried


def test_capped_votes_are_told_with_their_fractions() -> None:
    investors = ClassVotes(code="investors", in_favour=60, against=20)
    votes = Votes(in_favour=74, against=35, classes=(investors,))

    outcome = decide(OTHER_RULES["ordinary"], capped(votes, {"investors": Fraction(1, 10)}))

    assert str(outcome.working) == (
        "Carried: 16 5/12 for, 15 29/36 against; needed more than half of the votes cast (more than 16 1/9 of 32 2/9)."
    )
