"""Counts of marks, the alternative vote, questions, and re-opened nominations."""

import pytest

from govern.counting import presets
from govern.counting.errors import InputNotCountable, LotNeeded
from govern.counting.inputs import Candidate, CountInput
from govern.counting.sentences_marks import ELECTORATE, PRESENT
from govern.counting.stages import Record
from govern.counting.yesno import (
    SIMPLE,
    THREE_QUARTERS,
    TWO_THIRDS,
    Fraction,
    Majority,
    Votes,
    decide,
)
from tests.counting.test_scottish import A, B, C, D


def counted(
    rule: str,
    rankings: dict[tuple[int, ...], int],
    *,
    seats: int = 1,
    candidates: int = 4,
    lots: tuple[int, ...] | None = None,
    ron: int = 0,
) -> Record:
    """Count a small contest between A, B, C and so on."""
    people = [Candidate(name, ron=n == ron) for n, name in enumerate("ABCDEFG"[:candidates], 1)]
    given = CountInput.from_rankings(people, seats, rankings, rule=rule, lot_order=lots)
    return presets.count_twice(given)


def test_first_past_the_post_elects_whoever_has_most_votes() -> None:
    record = counted("fptp", {(A,): 5, (B,): 4, (C,): 3, (A, B): 9, (): 2})

    assert record.elected == (A,)
    assert (record.valid, record.blank, record.overmarked) == (12, 2, 9)


def test_first_past_the_post_fills_one_place() -> None:
    with pytest.raises(InputNotCountable, match="count a block vote"):
        counted("fptp", {(A,): 5}, seats=2)


def test_a_block_vote_rejects_a_paper_with_more_marks_than_places_whole() -> None:
    record = counted("block-vote", {(A, B): 5, (B, C): 4, (A, C, D): 30, (D,): 1}, seats=2)

    assert record.stages[0].votes == (5, 9, 4, 1)
    assert record.elected == (B, A)


def test_a_tie_for_the_last_place_is_decided_by_lot_among_the_tied_alone() -> None:
    record = counted("block-vote", {(A,): 5, (B,): 3, (C,): 3, (D,): 3}, seats=2, lots=(D, C, B, A))

    assert record.elected == (A, D)
    assert record.stages[0].tie is not None
    assert record.stages[0].tie.tied == (B, C, D)


def test_a_tie_for_the_last_place_needs_a_lot_order() -> None:
    with pytest.raises(LotNeeded):
        counted("fptp", {(A,): 5, (B,): 5})


def test_equal_votes_with_places_for_all_need_no_lot() -> None:
    assert counted("block-vote", {(A,): 5, (B,): 5, (C,): 1}, seats=2).stages[0].tie is None


def test_approval_counts_every_mark() -> None:
    record = counted("approval", {(A, B, C): 5, (C,): 1, (B, C): 2}, seats=2)

    assert record.stages[0].votes == (5, 7, 8, 0)
    assert record.elected == (C, B)


@pytest.mark.parametrize(
    ("blank", "expected"),
    [pytest.param(0, (A,), id="6 of 11 papers"), pytest.param(1, (), id="6 of 12, one of them blank")],
)
def test_approval_by_majority_needs_more_than_half_of_the_papers_cast(blank: int, expected: tuple[int, ...]) -> None:
    rankings: dict[tuple[int, ...], int] = {(A,): 6, (B,): 5}
    if blank:
        rankings[()] = blank

    assert counted("approval-majority", rankings, seats=2).elected == expected


def test_the_alternative_vote_excludes_until_one_has_more_than_all_others() -> None:
    record = counted("av", {(A,): 8, (B, C): 5, (C, B): 4, (D, C): 2})

    assert [stage.who for stage in record.stages] == [(), (D,), (B,)]
    assert record.stages[-1].votes == (8, 0, 11, 0)
    assert record.elected == (C,)


def test_the_alternative_vote_looks_back_at_ties_and_then_draws_lots() -> None:
    looked = counted("av", {(A,): 8, (B,): 3, (C,): 4, (D, B): 1})
    drawn = counted("av", {(A,): 1, (B,): 1}, candidates=2, lots=(A, B))

    assert looked.stages[2].tie is not None
    assert (looked.stages[2].tie.chosen, looked.stages[2].tie.compared_stage) == (B, 1)
    assert drawn.elected == (A,)


def test_the_alternative_vote_fills_one_place() -> None:
    with pytest.raises(InputNotCountable, match="fills one place"):
        counted("av", {(A,): 5}, seats=2)


@pytest.mark.parametrize(
    ("votes", "majority", "carried"),
    [
        pytest.param(Votes(51, 50), SIMPLE, True, id="one more for"),
        pytest.param(Votes(50, 50), SIMPLE, False, id="as many against"),
        pytest.param(Votes(200, 100), TWO_THIRDS, True, id="exactly two thirds of 300"),
        pytest.param(Votes(199, 101), TWO_THIRDS, False, id="just under two thirds"),
        pytest.param(Votes(75, 25), THREE_QUARTERS, True, id="exactly three quarters"),
        pytest.param(Votes(74, 26), THREE_QUARTERS, False, id="just under three quarters"),
        pytest.param(Votes(75, 25), Majority(Fraction(3, 4), at_least=False), False, id="more than three quarters"),
        pytest.param(Votes(0, 0), TWO_THIRDS, False, id="nobody voted"),
        pytest.param(Votes(60, 20, 40), Majority(Fraction(1, 2), at_least=False, base=PRESENT), False, id="present"),
        pytest.param(
            Votes(60, 0, 0, 100), Majority(Fraction(1, 2), at_least=False, base=ELECTORATE), True, id="of electors"
        ),
        pytest.param(Votes(9, 0), Majority(Fraction(1, 2), at_least=False, quorum_papers=10), False, id="few papers"),
        pytest.param(
            Votes(9, 0, 1), Majority(Fraction(1, 2), at_least=False, quorum_papers=10), True, id="an abstention counts"
        ),
        pytest.param(
            Votes(9, 0, 0, 100), Majority(Fraction(1, 2), at_least=False, quorum=Fraction(1, 10)), False, id="no tenth"
        ),
        pytest.param(
            Votes(10, 0, 0, 100), Majority(Fraction(1, 2), at_least=False, quorum=Fraction(1, 10)), True, id="a tenth"
        ),
    ],
)
def test_a_question_is_carried_by_its_own_majority(votes: Votes, majority: Majority, carried: bool) -> None:
    assert decide(votes, majority).carried is carried


def test_a_majority_of_all_electors_needs_their_number() -> None:
    with pytest.raises(InputNotCountable, match="give their number"):
        decide(Votes(1, 0), Majority(Fraction(1, 2), at_least=False, base=ELECTORATE))


def test_a_question_on_papers_counts_yes_no_and_abstain() -> None:
    record = counted("yes-no-two-thirds", {(1,): 20, (2,): 10, (3,): 7, (1, 2): 1}, candidates=3)

    assert record.elected == (1,)
    assert record.overmarked == 1
    assert "20 for, 10 against, 7 abstentions" in record.stages[0].reasons[0].text


def test_a_question_has_two_or_three_lines() -> None:
    with pytest.raises(InputNotCountable, match="two or three lines"):
        counted("yes-no", {(1,): 20}, candidates=4)


@pytest.mark.parametrize("rule", ["scottish-2011", "ers97", "meek-prf", "block-vote", "approval"])
def test_once_nominations_re_open_every_place_left_stays_vacant(rule: str) -> None:
    rankings: dict[tuple[int, ...], int] = {(A,): 30, (D,): 25, (B,): 10, (C,): 5}
    record = counted(rule, rankings, seats=3, lots=(A, B, C, D), ron=D)

    assert record.elected == (A,)
    assert record.vacant == 2
    assert record.stages[-1].reasons[-1].code == "nominations-reopened"


def test_re_open_nominations_that_loses_changes_nothing() -> None:
    record = counted("scottish-2011", {(A,): 30, (B,): 10, (D,): 2}, ron=D)

    assert (record.elected, record.vacant) == ((A,), 0)


def test_the_digest_knows_which_line_re_opens_nominations() -> None:
    rankings: dict[tuple[int, ...], int] = {(A,): 30}

    assert counted("approval", rankings, ron=D).input_sha256 != counted("approval", rankings).input_sha256


def test_the_model_rules_of_foundation_trusts_know_no_re_opening() -> None:
    with pytest.raises(InputNotCountable, match="does not know re-open nominations"):
        counted("ft2014", {(A,): 30}, ron=D)


def test_nominations_re_open_on_one_line() -> None:
    people = [Candidate("A"), Candidate("R", ron=True), Candidate("S", ron=True)]

    with pytest.raises(InputNotCountable, match="once"):
        presets.count(CountInput.from_rankings(people, 1, {(A,): 1}))


@pytest.mark.parametrize("lots", [(A, B, C, D), (D, C, B, A)])
@pytest.mark.parametrize("rule", ["scottish-2011", "ers97", "meek-prf", "block-vote", "approval"])
def test_no_lot_takes_a_place_from_who_has_as_many_votes_as_re_open_nominations(
    rule: str, lots: tuple[int, ...]
) -> None:
    record = counted(rule, {(A,): 20, (D,): 20, (B,): 5}, seats=2, lots=lots, ron=D)

    assert (record.elected, record.vacant) == ((A,), 1)


def test_whoever_has_fewer_votes_than_re_open_nominations_in_one_stage_is_not_elected() -> None:
    record = counted("scottish-2011", {(A,): 20, (D,): 21, (B,): 5}, seats=2, ron=D)

    assert (record.elected, record.vacant) == ((), 2)
