"""What must hold of every count within constraints, whatever the ballots and whatever the limits."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from govern.counting import presets
from govern.counting.feasibility import conflict
from govern.counting.inputs import CountInput
from govern.counting.limits import Category
from tests.counting.contests import RANKED, contests
from tests.counting.examples import ample


@st.composite
def limited(draw: st.DrawFn, rule: str, *, is_binding: bool) -> CountInput:
    """Draw a contest within up to three constraints that some choice of candidates meets."""
    contest = draw(contests(rule=rule))
    numbers = range(1, len(contest.candidates) + 1)
    categories = []
    for name in "xyz"[: draw(st.integers(1, 3))]:
        who = tuple(sorted(draw(st.sets(st.sampled_from(numbers), min_size=1))))
        least = draw(st.integers(0, 2)) if is_binding else 0
        most = draw(st.none() | st.integers(least, least + 2)) if is_binding else len(who)
        categories.append(Category(name, who, least, most))
    assume(not conflict(categories, contest.standing, seats=contest.seats))
    return contest.within(categories)


@pytest.mark.parametrize("rule", RANKED)
@ample
@given(data=st.data())
def test_a_count_within_constraints_ends_conformant_and_both_counts_agree(rule: str, data: st.DataObject) -> None:
    contest = data.draw(limited(rule, is_binding=True))

    record = presets.count_twice(contest)

    for category in contest.categories:
        elected = len({*record.elected}.intersection(category.candidates))
        assert category.at_least <= elected
        assert category.at_most is None or elected <= category.at_most
    assert len(record.elected) == min(contest.seats, len(contest.standing))


@pytest.mark.parametrize("rule", RANKED)
@ample
@given(data=st.data())
def test_constraints_that_bind_nobody_change_nothing_in_the_count(rule: str, data: st.DataObject) -> None:
    contest = data.draw(limited(rule, is_binding=False))

    within, plain = presets.count(contest), presets.count(contest._replace(categories=()))

    assert (within.elected, within.stages) == (plain.elected, plain.stages)
