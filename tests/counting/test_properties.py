"""What must hold of every count, whatever the ballots."""

from itertools import pairwise
from random import Random

from hypothesis import assume, given
from hypothesis import strategies as st

from govern.counting import blt, blt_writer, presets
from govern.counting.inputs import Candidate, CountInput
from govern.counting.scottish import ONE, quota
from govern.counting.stages import EXCLUDE, LOT, SURPLUS, Record
from tests.counting.contests import contests, in_columns
from tests.counting.examples import ample


def tied_by_lot(record: Record) -> bool:
    """Say whether a lot decided anything."""
    return any(stage.tie and stage.tie.by == LOT for stage in record.stages)


def with_lots(contest: CountInput, order: tuple[int, ...]) -> CountInput:
    """Return the contest with another lot order."""
    assert contest.lots
    return contest._replace(lots=contest.lots._replace(order=order))


@ample
@given(contests())
def test_no_vote_appears_or_vanishes_at_any_stage(contest: CountInput) -> None:
    record = presets.count(contest)

    for stage in record.stages:
        assert sum(stage.votes) + stage.non_transferable + stage.lost_by_rounding == record.valid * ONE


@ample
@given(contests(), st.randoms())
def test_the_order_and_grouping_of_ballots_change_nothing(contest: CountInput, chance: Random) -> None:
    lines = [f"1 {' '.join(map(str, (*ranking, 0)))}" for ranking, papers in contest.ballots for _ in range(papers)]
    chance.shuffle(lines)
    head, names = blt_writer.write(contest).split("\n", 1)
    names = names[names.index("\n0\n") :] if lines else names
    assert contest.lots
    options = f"[tie {' '.join(map(str, contest.lots.order))}]\n{' '.join(f'-{n}' for n in contest.withdrawn)}"
    assume(lines)

    ungrouped = blt.read(f"{head}\n{options}\n{chr(10).join(lines)}{names}".encode()).contest()

    assert presets.count(ungrouped).to_json() == presets.count(contest).to_json()


@ample
@given(contests(), st.randoms())
def test_renaming_the_candidates_only_renames_the_record(contest: CountInput, chance: Random) -> None:
    numbers = range(1, len(contest.candidates) + 1)
    renamed = dict(zip(numbers, chance.sample(numbers, len(numbers)), strict=True))
    original = {new: old for old, new in renamed.items()}
    assert contest.lots
    other = CountInput.from_rankings(
        [contest.candidates[original[n] - 1] for n in numbers],
        contest.seats,
        {tuple(renamed[n] for n in ranking): papers for ranking, papers in contest.ballots},
        lot_order=[renamed[n] for n in contest.lots.order],
    )

    first, second = presets.count(contest), presets.count(other)

    assert [renamed[n] for n in first.elected] == list(second.elected)
    assert [[stage.votes[original[n] - 1] for n in numbers] for stage in first.stages] == [
        list(stage.votes) for stage in second.stages
    ]


@ample
@given(contests())
def test_nobody_elected_or_excluded_receives_a_vote_or_returns(contest: CountInput) -> None:
    gone: set[int] = set(contest.withdrawn)
    for stage in presets.count(contest).stages:
        gone.update(stage.who)
        assert not any(set(parcel.to) & gone for parcel in stage.from_parcels)
        assert not set(stage.elected) & (gone - set(stage.elected))
        gone.update(stage.elected)


@ample
@given(contests())
def test_a_transferred_surplus_leaves_exactly_the_quota_and_values_never_rise(contest: CountInput) -> None:
    for stage in presets.count(contest).stages:
        if stage.action == SURPLUS:
            assert stage.votes[stage.who[0] - 1] == stage.quota * ONE
        for parcel in stage.from_parcels:
            assert 0 <= parcel.value_after <= parcel.value_before <= ONE
            assert stage.action == SURPLUS or parcel.value_after == parcel.value_before


@ample
@given(contests())
def test_as_many_are_elected_as_there_are_places_or_candidates(contest: CountInput) -> None:
    record = presets.count(contest)

    assert len(record.elected) == len(set(record.elected)) == min(contest.seats, len(contest.standing))
    assert list(record.elected) == [number for stage in record.stages for number in stage.elected]


@ample
@given(contests())
def test_votes_and_transfers_of_consecutive_stages_fit_together(contest: CountInput) -> None:
    for before, after in pairwise(presets.count(contest).stages):
        assert tuple(v + t for v, t in zip(before.votes, after.transfers, strict=True)) == after.votes
        assert after.n == before.n + 1


@ample
@given(contests(most_seats=1), st.integers(2, 9))
def test_with_one_seat_every_ballot_many_times_over_elects_the_same(contest: CountInput, times: int) -> None:
    many = {ranking: papers * times for ranking, papers in contest.ballots}
    assert contest.lots
    larger = CountInput.from_rankings(contest.candidates, 1, many, lot_order=contest.lots.order)

    assert presets.count(larger).elected == presets.count(contest).elected


@ample
@given(contests(most_seats=1))
def test_with_one_seat_whoever_most_rank_first_is_elected(contest: CountInput) -> None:
    record = presets.count(contest)
    majority = [n for n, votes in enumerate(record.stages[0].votes, 1) if votes * 2 > record.valid * ONE]
    assume(majority)

    assert list(record.elected) == majority


@ample
@given(st.integers(1, 3), st.integers(4, 5), st.integers(0, 10**6))
def test_a_bloc_with_more_than_so_many_quotas_gets_as_many_seats(quotas: int, seats: int, seed: int) -> None:
    chance = Random(seed)
    bloc, others = [1, 2, 3], [4, 5, 6, 7]
    outside = chance.randint(5, 40)
    inside = next(n for n in range(1, 1000) if n > quotas * quota(n + outside, seats))
    rankings: dict[tuple[int, ...], int] = {}
    for own, rest, papers in ((bloc, others, inside), (others, bloc, outside)):
        for _ in range(papers):
            ranking = (*chance.sample(own, len(own)), *chance.sample(rest, len(rest)))
            rankings[ranking] = rankings.get(ranking, 0) + 1
    contest = CountInput.from_rankings([f"Candidate {n}" for n in range(1, 8)], seats, rankings, lot_seed="dice")

    assert len(set(presets.count(contest).elected) & set(bloc)) >= quotas


@ample
@given(contests())
def test_a_contest_written_and_read_again_is_the_same_contest(contest: CountInput) -> None:
    again = blt.read(blt_writer.write(contest).encode()).contest()

    assert again.sha256() == contest.sha256()
    assert presets.count(again) == presets.count(contest)


@ample
@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"])), min_size=1, max_size=4))
def test_any_name_survives_writing_and_reading(names: list[str]) -> None:
    contest = CountInput.from_rankings([Candidate(name) for name in names], 1, {(1,): 1})

    read = blt.read(blt_writer.write(contest._replace(title=names[-1])).encode())

    assert [candidate.name for candidate in read.candidates] == names
    assert read.title == names[-1]


@ample
@given(contests())
def test_piles_columns_and_the_plain_reference_agree_in_everything(contest: CountInput) -> None:
    assume(contest.ballots.papers)

    assert presets.count_twice(contest) == presets.count(in_columns(contest))


@ample
@given(contests())
def test_reversing_the_lot_order_changes_only_what_a_lot_decided(contest: CountInput) -> None:
    assert contest.lots
    first = presets.count(contest)
    second = presets.count(with_lots(contest, contest.lots.order[::-1]))

    if not tied_by_lot(first):
        assert set(first.elected) == set(second.elected)
        assert [stage.votes for stage in first.stages] == [stage.votes for stage in second.stages]


@ample
@given(contests())
def test_every_tie_names_those_with_equal_votes_and_one_of_them_is_chosen(contest: CountInput) -> None:
    for before, stage in pairwise(presets.count(contest).stages):
        if stage.tie:
            assert len({before.votes[number - 1] for number in stage.tie.tied}) == 1
            assert stage.tie.chosen in stage.tie.tied
            assert stage.who == (stage.tie.chosen,)
            assert (stage.tie.compared_stage is None) == (stage.tie.by == LOT)
            assert stage.action in (SURPLUS, EXCLUDE)
