"""A class in which nobody may vote: it has not consented, however it came to that."""

from collections.abc import Callable
from fractions import Fraction

import pytest

from govern.deciding.classes import EachClass, Silence
from govern.deciding.majorities import Comparator
from govern.deciding.rules import CONSENT_OF_EACH, MAJORITY_OF_EACH
from govern.deciding.sums import of_each_class
from govern.deciding.veiled import Veil
from govern.deciding.votes import ClassVotes, Votes
from govern.motions.rules import Kind
from tests.makers.assembly import FOR, ONE_IS_ENOUGH, Assembly

SHUT_OUT = "Nobody of Service users may vote, so it has not consented."


def of(members: int | None) -> tuple[ClassVotes, ...]:
    """Return a class of which nobody voted, with so many who may."""
    return (ClassVotes(code="users", called="Service users", in_favour=0, against=0, members=members),)


@pytest.mark.invariant("INV-29")
@pytest.mark.parametrize("rule", [MAJORITY_OF_EACH, CONSENT_OF_EACH], ids=["a majority of each", "the consent of each"])
def test_a_class_in_which_nobody_may_vote_has_not_consented(rule: EachClass) -> None:
    told = of_each_class(rule, of(0))

    assert [(one.is_met, str(one.failing)) for one in told] == [(False, SHUT_OUT)]
    assert rule.left_out(of(0)) == ()


@pytest.mark.parametrize("members", [1, None], ids=["one may vote", "nobody said how many may"])
def test_a_class_that_may_vote_and_is_silent_is_left_out_as_before(members: int | None) -> None:
    rule = EachClass(comparator=Comparator.MORE_THAN, share=Fraction(1, 2), silence=Silence.IS_LEFT_OUT)

    assert of_each_class(rule, of(members)) == []
    assert rule.left_out(of(members)) == ("Service users",)


def test_a_sum_without_figures_says_of_a_class_that_nobody_in_it_may_vote() -> None:
    votes = Votes(in_favour=4, against=0, classes=of(0))

    (told,) = Veil(whole=None).limbs([], votes, MAJORITY_OF_EACH, None)

    assert (told.is_met, str(told.failing)) == (False, SHUT_OUT)


@pytest.mark.invariant("INV-26", "INV-29")
@pytest.mark.parametrize("matter", ["alter_rules", "franchise"])
def test_a_motion_that_asks_each_class_fails_by_name_on_one_that_stands_back_as_a_whole(
    assembled: Callable[..., Assembly], matter: str
) -> None:
    assembly = assembled(gm_quorum=ONE_IS_ENOUGH, concurrent_majority_matters=[matter])
    motion = assembly.chamber.moved(assembly.chamber.proposal(kind=Kind.FRANCHISE))
    division = assembly.call(motion, interested=assembly.members[4:])
    assembly.votes(division, dict.fromkeys(assembly.members[:4], FOR))

    outcome = assembly.declare(division)

    assert not outcome.is_carried
    assert SHUT_OUT in outcome.working


@pytest.mark.invariant("INV-29")
def test_a_class_of_which_one_may_still_vote_is_asked_as_ever(assembled: Callable[..., Assembly]) -> None:
    assembly = assembled(gm_quorum=ONE_IS_ENOUGH, concurrent_majority_matters=["franchise"])
    motion = assembly.chamber.moved(assembly.chamber.proposal(kind=Kind.FRANCHISE))
    division = assembly.call(motion, interested=assembly.members[5:])
    assembly.votes(division, dict.fromkeys(assembly.members[:5], FOR))

    outcome = assembly.declare(division)

    assert outcome.is_carried
    assert "may vote" not in outcome.working
