"""Contests at which counting programs have gone wrong, each under every rule for which it is a trap.

Those of Scottish STV stand stage by stage in `test_scottish`. Every contest here is counted by the rule and by its
reference, as grouped ballots and in columns.
"""

from collections.abc import Mapping, Sequence

import pytest

from govern.counting import blt, blt_writer, presets
from govern.counting.errors import InputNotCountable, LotNeeded
from govern.counting.inputs import Candidate, CountInput
from govern.counting.limits import Category
from govern.counting.stages import EARLIER_STAGE, EXCLUDE, FIRST, LOT, Record, Tie
from tests.counting.contests import MEEK, RANKED, TRANSFERABLE, in_columns, reference
from tests.counting.test_scottish import A, B, C, D, E, F

Rankings = Mapping[tuple[int, ...], int]

BATCHES = ("ers97", "ft2014")
SEVERAL_SEATS = (*TRANSFERABLE, MEEK)
MARKED = ("fptp", "block-vote", "approval", "approval-majority")


def counted(
    rule: str, rankings: Rankings, *, candidates: int, seats: int, lots: Sequence[int] = (), withdrawn: int = 0
) -> Record:
    """Count a contest of A, B, C… in every way there is; the lot order is A, B, C… unless given."""
    people = [Candidate("ABCDEF"[n - 1], n == withdrawn) for n in range(1, candidates + 1)]
    order = lots or range(1, candidates + 1)
    contest = CountInput.from_rankings(people, seats, rankings, rule=rule, lot_order=order)
    record = presets.count_twice(contest)
    assert not rankings or presets.count(in_columns(contest)) == record
    return record


def votes(record: Record, stage: int) -> list[str]:
    """Return the votes after a stage, as people read them."""
    return [record.votes_text(held) for held in record.stages[stage - 1].votes]


@pytest.mark.parametrize(
    ("rule", "rankings", "seats", "quota"),
    [
        pytest.param("scottish-2011", {(A,): 4, (B,): 3, (C,): 2, (D,): 1}, 2, "4", id="Scottish STV"),
        pytest.param("ers97", {(A,): 3, (B,): 2, (C,): 2, (D,): 2}, 2, "3.00", id="ERS97"),
        pytest.param("ft2014", {(A,): 4, (B,): 2, (C,): 2, (D,): 2}, 2, "4.00", id="model rules"),
        pytest.param("av", {(A,): 4, (B,): 2, (C,): 1}, 1, "4", id="alternative vote"),
    ],
)
def test_the_exact_quota_elects_and_leaves_no_surplus_to_move(
    rule: str, rankings: Rankings, seats: int, quota: str
) -> None:
    record = counted(rule, rankings, candidates=4, seats=seats)

    assert record.quota_text(record.quota) == quota
    assert record.stages[0].elected[:1] == (A,)
    assert {stage.action for stage in record.stages} <= {FIRST, EXCLUDE}


def test_under_meek_a_share_without_the_last_billionth_is_not_the_quota() -> None:
    record = counted(MEEK, {(A,): 3, (B,): 3, (C,): 3}, candidates=3, seats=2)

    assert record.quota_text(record.quota) == "3.000000001"
    assert [(stage.action, stage.who, stage.filled) for stage in record.stages] == [(EXCLUDE, (A,), (B, C))]


@pytest.mark.parametrize("rule", SEVERAL_SEATS)
def test_surpluses_still_pending_when_the_places_fill_are_not_moved(rule: str) -> None:
    record = counted(rule, {(A, C): 10, (B, C): 8, (C,): 1}, candidates=3, seats=2)

    assert [(stage.action, stage.elected) for stage in record.stages] == [(FIRST, (A, B))]
    assert [vote.split(".")[0] for vote in votes(record, 1)] == ["10", "8", "1"]


@pytest.mark.parametrize(
    ("rule", "last"),
    [
        pytest.param("scottish-2011", [EXCLUDE, "5.00000"], id="Scottish STV transfers them"),
        pytest.param("ers97", ["surplus", "3.00"], id="ERS97 does not"),
        pytest.param("ft2014", ["surplus", "3.00"], id="the model rules do not"),
    ],
)
def test_the_papers_of_the_last_excluded_move_only_where_the_rule_says_so(rule: str, last: list[str]) -> None:
    record = counted(rule, {(A,): 50, (B,): 3, (C, B): 2}, candidates=3, seats=2)

    assert record.elected == (A, B)
    assert [record.stages[-1].action, votes(record, len(record.stages))[B - 1]] == last


@pytest.mark.parametrize(
    ("rule", "tie"),
    [
        pytest.param("scottish-2011", Tie((A, B, C), EARLIER_STAGE, C, 2), id="back to the last unequal stage"),
        pytest.param("av", Tie((A, B, C), EARLIER_STAGE, C, 2), id="back to the last unequal stage, one place"),
        pytest.param("ers97", Tie((A, B, C), EARLIER_STAGE, B, 2), id="from the first: A and B, and of them B"),
        pytest.param("ft2014", Tie((A, B, C), EARLIER_STAGE, B, 2), id="from the first, stages only"),
        pytest.param(MEEK, Tie((A, B, C), LOT, A, None), id="by lot at once"),
    ],
)
def test_three_who_tie_are_narrowed_in_the_direction_of_the_rule(rule: str, tie: Tie) -> None:
    to_d = {(D, A): 3, (D, B): 2, (D,): 3}
    to_e = {(E, C): 2, (E, B): 1, (E,): 6}

    record = counted(
        rule, {(A,): 10, (B,): 10, (C,): 11, (F,): 15, **to_d, **to_e}, candidates=6, seats=1, lots=(A, C, B, D, E, F)
    )

    assert next(stage.tie for stage in record.stages if stage.tie) == tie


@pytest.mark.parametrize("rule", [*TRANSFERABLE, "av"])
def test_a_tie_at_the_first_stage_goes_to_the_lot_and_its_last_has_to_go(rule: str) -> None:
    record = counted(rule, {(A,): 3, (B,): 2, (C,): 2}, candidates=3, seats=1, lots=(C, B, A))

    assert (record.stages[1].who, record.stages[1].tie) == ((B,), Tie((B, C), LOT, B, None))


def test_under_meek_a_tie_goes_to_the_lot_and_its_first_has_to_go() -> None:
    record = counted(MEEK, {(A,): 3, (B,): 2, (C,): 2}, candidates=3, seats=1, lots=(C, B, A))

    assert (record.stages[0].who, record.stages[0].tie) == ((C,), Tie((B, C), LOT, C, None))


@pytest.mark.parametrize("rule", [*RANKED, *MARKED])
def test_a_rule_and_its_reference_ask_for_a_lot_in_the_same_words(rule: str) -> None:
    contest = CountInput.from_rankings("ABC", 1, {(A,): 2, (B,): 2, (C,): 2, (A, B, C): 9}, rule=rule)
    if rule in RANKED:
        contest = CountInput.from_rankings("ABC", 1, {(A,): 3, (B,): 2, (C,): 2}, rule=rule)

    with pytest.raises(LotNeeded) as first:
        presets.count(contest)
    with pytest.raises(LotNeeded) as second:
        reference(rule)(contest)

    assert str(first.value) == str(second.value)


@pytest.mark.parametrize("rule", ["fptp", "yes-no"])
def test_a_rule_for_one_place_and_its_reference_both_refuse_two(rule: str) -> None:
    contest = CountInput.from_rankings("AB", 2, {(A,): 3}, rule=rule)

    for count in (presets.count, reference(rule)):
        with pytest.raises(InputNotCountable, match="one place"):
            count(contest)


@pytest.mark.parametrize(
    ("rule", "elected"), [*((rule, (A, D)) for rule in TRANSFERABLE), pytest.param(MEEK, (A, B), id="its first goes")]
)
def test_when_all_who_remain_have_no_votes_lots_decide(rule: str, elected: tuple[int, ...]) -> None:
    record = counted(rule, {(A,): 9}, candidates=4, seats=2, lots=(D, C, B, A))

    assert record.elected == elected
    assert all(stage.tie.by == LOT for stage in record.stages if stage.tie)


@pytest.mark.parametrize(
    ("rule", "seats", "elected"),
    [
        *((rule, 2, (C, A)) for rule in (*TRANSFERABLE, "block-vote", "approval")),
        pytest.param(MEEK, 2, (A, B), id="the first of the lot order goes"),
        pytest.param("av", 1, (C,), id="alternative vote"),
        pytest.param("fptp", 1, (C,), id="first past the post"),
        pytest.param("approval-majority", 2, (), id="nobody is approved of by most"),
        pytest.param("yes-no", 1, (), id="nothing is carried"),
        pytest.param("yes-no-two-thirds", 1, (), id="nothing is carried by two thirds"),
        pytest.param("yes-no-three-quarters", 1, (), id="nothing is carried by three quarters"),
    ],
)
def test_without_any_ballot_lots_fill_the_places_and_nothing_is_carried(
    rule: str, seats: int, elected: tuple[int, ...]
) -> None:
    record = counted(rule, {}, candidates=3, seats=seats, lots=(C, A, B))

    assert (record.valid, record.elected) == (0, elected)


@pytest.mark.parametrize(
    ("rule", "second"), [*((rule, A) for rule in TRANSFERABLE), pytest.param(MEEK, C, id="the first of the lot goes")]
)
def test_ballots_all_for_one_candidate_elect_them_and_lots_the_other(rule: str, second: int) -> None:
    assert counted(rule, {(B,): 100}, candidates=3, seats=2).elected == (B, second)


@pytest.mark.parametrize("rule", [*SEVERAL_SEATS, "block-vote", "approval"])
@pytest.mark.parametrize("seats", [pytest.param(3, id="as many seats"), pytest.param(9, id="more seats")])
def test_with_no_more_candidates_than_seats_all_are_elected_at_once(rule: str, seats: int) -> None:
    record = counted(rule, {(A, B): 5, (B,): 1}, candidates=3, seats=seats)

    assert len(record.stages) == 1
    assert set(record.elected) == {A, B, C}


@pytest.mark.parametrize("rule", ["av", "fptp"])
def test_the_only_candidate_for_the_only_place_needs_no_votes(rule: str) -> None:
    assert counted(rule, {(): 2}, candidates=1, seats=1).elected == (A,)


@pytest.mark.parametrize("rule", RANKED)
def test_one_seat_goes_to_whoever_has_the_majority_after_exclusions(rule: str) -> None:
    assert counted(rule, {(A,): 4, (B, C): 3, (C, B): 2}, candidates=3, seats=1).elected == (B,)


@pytest.mark.parametrize("rule", SEVERAL_SEATS)
def test_a_candidate_without_first_preferences_can_be_elected_later(rule: str) -> None:
    record = counted(rule, {(A, C): 9, (B,): 2}, candidates=3, seats=2)

    assert record.stages[0].votes[C - 1] == 0
    assert record.elected == (A, C)


@pytest.mark.parametrize("rule", [*RANKED, *MARKED])
def test_a_withdrawn_candidate_first_on_most_papers_is_struck_from_them_before_the_count(rule: str) -> None:
    record = counted(rule, {(A, B): 6, (C,): 5, (A,): 4}, candidates=3, seats=1, withdrawn=A)

    assert [vote.split(".")[0] for vote in votes(record, 1)] == ["0", "6", "5"]
    assert (record.valid, record.emptied) == (11, 4)
    assert record.elected == (() if rule == "approval-majority" else (B,))


@pytest.mark.parametrize("rule", BATCHES)
def test_papers_cut_down_to_no_value_still_move(rule: str) -> None:
    rankings = {(C, E, D, A): 100, (A,): 99, (C, A, D, E): 50, (E,): 98, (B, C, A): 99}

    record = counted(rule, rankings, candidates=5, seats=2)

    surplus, exclusion = record.stages[2:4]
    assert surplus.from_parcels[0][1:4] == (0, 150, {A: 50, E: 100})
    assert exclusion.who == (E,)
    assert exclusion.from_parcels[1][:4] == (0, 0, 100, {A: 100})


@pytest.mark.parametrize("rule", [*RANKED, *MARKED])
def test_more_than_255_candidates_are_counted_alike(rule: str) -> None:
    many = 260
    rankings: Rankings = {(many,): 7, (many - 1, many): 3, (1, many - 2): 1, (2, many - 1): 1}
    seats = 1 if rule in ("av", "fptp") else 255
    people = [f"Candidate {n}" for n in range(1, many + 1)]
    contest = CountInput.from_rankings(people, seats, rankings, rule=rule, lot_seed="dice")

    record = presets.count_twice(blt.read(blt_writer.write(contest).encode()).contest(rule))

    assert record.input_sha256 == contest._replace(lots=record.lots).sha256()
    assert many in record.elected


@pytest.mark.parametrize("rule", [*RANKED, *MARKED])
def test_more_papers_than_two_to_the_31_keep_every_digit(rule: str) -> None:
    papers = 10**13
    rankings: Rankings = {(A,): papers + 1, (B, A): papers, (C, B): papers // 2}
    contest = CountInput.from_rankings("ABC", 1, rankings, rule=rule)

    record = presets.count_twice(blt.read(blt_writer.write(contest).encode()).contest(rule))

    overmarked = rankings[B, A] + rankings[C, B] if rule in ("fptp", "block-vote") else 0
    assert record.valid == sum(rankings.values()) - overmarked
    assert record.overmarked == overmarked
    assert record.elected == ((B,) if rule in RANKED else (A,))


@pytest.mark.parametrize("rule", RANKED)
def test_more_votes_may_become_non_transferable_than_the_quota(rule: str) -> None:
    record = counted(rule, {(A,): 5, **{(n,): 4 for n in range(B, F + 1)}}, candidates=6, seats=1)

    last = record.stages[-1]
    gone = (last.non_transferable + last.lost_by_rounding) // 10**record.places
    assert gone >= 16 > record.quota // 10**record.quota_places
    assert record.elected == (A,)


def test_under_ers97_what_is_enough_falls_with_each_election_of_one_step() -> None:
    record = counted("ers97", {(E, B): 4, (A, E): 4, (D, B): 5, (E,): 9}, candidates=5, seats=3)

    assert [stage.elected for stage in record.stages] == [(E,), (D, A)]
    levels = [reason.facts["quota"] for reason in record.stages[1].reasons if reason.code == "reached-quota"]
    assert levels == ["4.34", "4.00"]


def test_under_ers97_of_three_equals_for_two_places_the_two_who_were_ahead_are_elected() -> None:
    record = counted("ers97", {(A,): 5, (C,): 1, (D,): 5, (F, B): 5, (F,): 6}, candidates=6, seats=3)

    assert votes(record, 3) == ["5.00", "5.00", "0.00", "5.00", "0.00", "5.50"]
    assert record.stages[2].elected == (A, D)


@pytest.mark.parametrize(
    ("rule", "c", "tie"),
    [
        pytest.param("ers97", 9, Tie((A, B), EARLIER_STAGE, B, 3), id="ERS97 compares after each batch"),
        pytest.param("ft2014", 8, Tie((A, B), LOT, A, None), id="the model rules at ends of stages"),
    ],
)
def test_two_who_were_unequal_only_between_two_batches_are_told_apart_by_ers97_alone(
    rule: str, c: int, tie: Tie
) -> None:
    surplus = {(E, D, B): 2, (E, A): 10, (E, B): 10, (E, C): 18}

    record = counted(
        rule, {**surplus, (A,): 5, (B,): 5, (C,): c, (D, A): 1}, candidates=5, seats=2, lots=(B, A, C, D, E)
    )

    assert [parcel.to for parcel in record.stages[2].from_parcels] == [{A: 1}, {B: 2}]
    assert next(stage.tie for stage in record.stages if stage.tie) == tie


def test_under_ers97_candidates_without_votes_are_excluded_together_as_one_cluster() -> None:
    record = counted("ers97", {(A,): 6, (B,): 5, (C,): 5}, candidates=6, seats=1)

    assert record.stages[1].who == (D, E, F)


@pytest.mark.parametrize("rule", RANKED)
def test_constraints_that_nobody_can_meet_stop_a_count_that_was_not_asked_for_them_before(rule: str) -> None:
    both = [Category("north", (A, B), 1), Category("south", (C,), 1)]
    contest = CountInput.from_rankings("ABC", 1, {(A,): 3, (B,): 2}, rule=rule).within(both)

    with pytest.raises(InputNotCountable, match="No choice of candidates meets these constraints"):
        presets.preset(rule).counted_by(contest)
