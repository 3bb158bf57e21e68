"""Filling a place between elections: all papers again, the member's own papers, or the next highest."""

import pytest

from govern.counting import presets, vacancies
from govern.counting.errors import InputNotCountable
from govern.counting.inputs import Candidate, CountInput
from tests.counting.contests import contest_from
from tests.counting.examples import CONTESTS
from tests.counting.test_scottish import ASHA, BEN, CARYS, DEV, EILIDH, FIVE_FOR_THREE, A, B, C, D

RECORD = presets.count(FIVE_FOR_THREE)


def test_a_recount_fills_the_place_and_nobody_sitting_loses_theirs() -> None:
    filling = vacancies.recount(FIVE_FOR_THREE, vacating=ASHA, sitting=(BEN, DEV))

    assert filling.who == CARYS
    assert filling.record.elected[-1] == CARYS


def test_a_recount_passes_over_the_unwilling() -> None:
    assert vacancies.recount(FIVE_FOR_THREE, vacating=ASHA, sitting=(BEN, DEV), unwilling=(CARYS,)).who == EILIDH


def test_a_recount_without_anybody_left_fills_nothing() -> None:
    filling = vacancies.recount(FIVE_FOR_THREE, vacating=ASHA, sitting=(BEN, DEV), unwilling=(CARYS, EILIDH))

    assert filling.who is None


def test_a_sitting_member_is_guarded_even_with_the_fewest_votes() -> None:
    rankings: dict[tuple[int, ...], int] = {(A, D): 30, (B,): 20, (C,): 15, (D, C): 1}
    given = CountInput.from_rankings("ABCD", 2, rankings, lot_seed="dice")

    filling = vacancies.recount(given, vacating=B, sitting=(D,))

    assert all(D not in stage.who for stage in filling.record.stages if stage.action == "exclude")
    assert filling.who == A


def test_a_recount_always_elects_somebody_who_does_not_sit() -> None:
    for seed in range(CONTESTS):
        given = contest_from(seed, "ers97")
        elected = presets.count(given).elected
        left = set(given.standing) - set(elected)
        if elected and left:
            filling = vacancies.recount(given, vacating=elected[0], sitting=elected[1:])
            assert filling.who in left, seed


def test_nobody_both_leaves_and_sits() -> None:
    with pytest.raises(InputNotCountable, match="only one of these"):
        vacancies.recount(FIVE_FOR_THREE, vacating=ASHA, sitting=(ASHA, BEN))


def test_a_countback_counts_what_each_paper_gave_to_the_member_who_left() -> None:
    filling = vacancies.countback(FIVE_FOR_THREE, RECORD, vacating=ASHA, consenting=(CARYS, EILIDH))

    assert filling.who == CARYS
    assert filling.record.votes_text(filling.record.stages[0].votes[CARYS - 1]) == "21.00000"


@pytest.mark.parametrize("rule", ["scottish-2011", "ers97", "ft2014"])
def test_what_papers_gave_to_a_member_is_at_least_what_they_kept_of_them(rule: str) -> None:
    given = FIVE_FOR_THREE._replace(rule=rule)
    record = presets.count(given)

    for member in record.elected:
        given_up = sum(vacancies.given_to(member, ranking, record) * papers for ranking, papers in given.ballots)
        assert given_up >= record.stages[-1].votes[member - 1] > 0


def test_a_countback_is_of_a_member_among_those_not_elected() -> None:
    with pytest.raises(InputNotCountable, match="Only an elected member"):
        vacancies.countback(FIVE_FOR_THREE, RECORD, vacating=CARYS, consenting=(EILIDH,))
    with pytest.raises(InputNotCountable, match="Only an elected member"):
        vacancies.countback(FIVE_FOR_THREE, RECORD, vacating=ASHA, consenting=(BEN,))


@pytest.mark.parametrize(
    ("consenting", "expected"),
    [
        pytest.param((CARYS, EILIDH), CARYS, id="who was left to the end"),
        pytest.param((EILIDH,), EILIDH, id="who was excluded, if nobody else wants it"),
        pytest.param((), None, id="nobody wants it"),
    ],
)
def test_the_next_highest_takes_the_place(consenting: tuple[int, ...], expected: int | None) -> None:
    assert vacancies.next_highest(RECORD, consenting=consenting) == expected


@pytest.mark.parametrize("rule", ["scottish-2011", "ers97"])
@pytest.mark.parametrize(("lots", "expected"), [((A, B, C, D), B), ((A, D, C, B), C)])
def test_of_equals_the_next_highest_is_drawn_by_lot_and_never_by_place_in_the_list(
    rule: str, lots: tuple[int, ...], expected: int
) -> None:
    rankings: dict[tuple[int, ...], int] = {(A,): 30, (B,): 10, (C,): 10, (D,): 2}
    record = presets.count(CountInput.from_rankings("ABCD", 1, rankings, rule=rule, lot_order=lots))

    assert vacancies.next_highest(record, consenting=(B, C, D)) == expected


@pytest.mark.parametrize(("rule", "expected"), [("scottish-2011", C), ("ers97", B)])
def test_of_equals_the_next_highest_is_whom_the_rule_looks_back_to(rule: str, expected: int) -> None:
    level = presets.count(CountInput.from_rankings("ABCD", 1, {(A,): 30, (B,): 4, (C,): 3, (D,): 2}, rule=rule))
    first = level.stages[0]
    stages = [first._replace(n=n, votes=(30, *votes)) for n, votes in enumerate([(4, 3, 2), (3, 4, 2), (4, 4, 1)], 1)]
    record = level._replace(stages=tuple(stages))

    assert vacancies.next_highest(record, consenting=(B, C, D)) == expected


def test_a_recount_in_which_re_open_nominations_comes_next_fills_nothing() -> None:
    people = [Candidate("A"), Candidate("B"), Candidate("Re-open nominations", ron=True)]
    given = CountInput.from_rankings(people, 1, {(A,): 5, (B,): 2, (C,): 4}, lot_seed="dice")

    filling = vacancies.recount(given, vacating=A, sitting=())

    assert (filling.who, filling.record.elected) == (None, (C,))
