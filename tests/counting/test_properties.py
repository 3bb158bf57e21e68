"""What must hold of every count under every rule, whatever the ballots."""

from itertools import pairwise
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from govern.counting import presets, vacancies
from govern.counting.inputs import CountInput
from govern.counting.meek import OMEGA, ONE
from govern.counting.stages import EXCLUDE, LOT, SURPLUS, Record
from tests.counting.contests import MEEK, QUESTIONS, RANKED, TRANSFERABLE, contests
from tests.counting.examples import ample

FILLING = (*RANKED, "fptp", "block-vote", "approval")
PAPER_BY_PAPER = (*TRANSFERABLE, "av")


@pytest.mark.parametrize("rule", [*RANKED, "fptp", *QUESTIONS])
@ample
@given(data=st.data())
def test_no_vote_appears_or_vanishes_at_any_stage(rule: str, data: st.DataObject) -> None:
    record = presets.count(data.draw(contests(rule=rule)))

    for stage in record.stages:
        assert min(*stage.votes, stage.non_transferable, stage.lost_by_rounding, 0) == 0
        assert sum(stage.votes) + stage.non_transferable + stage.lost_by_rounding == record.valid * one(record)


@pytest.mark.parametrize("rule", [*RANKED, "block-vote", "approval", "approval-majority", "fptp", *QUESTIONS])
@ample
@given(data=st.data())
def test_every_paper_is_valid_or_blank_or_emptied_or_overmarked(rule: str, data: st.DataObject) -> None:
    contest = data.draw(contests(rule=rule))

    record = presets.count(contest)

    assert record.valid + record.blank + record.emptied + record.overmarked == contest.ballots.papers
    assert record.blank == sum(papers for ranking, papers in contest.ballots if not ranking)


@pytest.mark.parametrize("rule", RANKED)
@ample
@given(data=st.data())
def test_nobody_elected_or_excluded_is_elected_again(rule: str, data: st.DataObject) -> None:
    contest = data.draw(contests(rule=rule))
    elected: set[int] = set()
    excluded = set(contest.withdrawn)

    for stage in presets.count(contest).stages:
        if stage.action == EXCLUDE:
            assert not elected & set(stage.who)
            excluded.update(stage.who)
        assert not set(stage.elected) & (elected | excluded)
        elected.update(stage.elected)


@pytest.mark.parametrize("rule", PAPER_BY_PAPER)
@ample
@given(data=st.data())
def test_nobody_elected_or_excluded_receives_a_paper(rule: str, data: st.DataObject) -> None:
    contest = data.draw(contests(rule=rule))
    gone = set(contest.withdrawn)

    for stage in presets.count(contest).stages:
        gone.update(stage.who)
        for parcel in stage.from_parcels:
            assert not gone & set(parcel.to)
            gone.update(parcel.elected)
        assert all(moved <= 0 for number, moved in enumerate(stage.transfers, 1) if number in gone - set(stage.elected))
        gone.update(stage.elected)


@ample
@given(contests(rule=MEEK))
def test_under_meek_the_excluded_keep_nothing_of_any_later_paper(contest: CountInput) -> None:
    excluded = set(contest.withdrawn)

    for stage in presets.count(contest).stages:
        assert all(stage.votes[number - 1] == stage.keep[number - 1] == 0 for number in excluded)
        excluded.update(stage.who)


@ample
@given(contests(rule=MEEK))
def test_under_meek_hopefuls_keep_all_and_the_elected_a_part(contest: CountInput) -> None:
    record = presets.count(contest)
    settled = set(contest.withdrawn)

    for stage in record.stages:
        kept = dict(enumerate(stage.keep, 1))
        assert all(0 <= part <= one(record) for part in kept.values())
        assert all(kept[number] == one(record) for number in kept if number not in settled)
        settled.update(stage.who, stage.elected)


@ample
@given(contests(rule=MEEK))
def test_under_meek_nobody_is_excluded_before_surpluses_have_moved(contest: CountInput) -> None:
    """Where keep factors stay well above the ninth decimal, whose rounding would stop the surplus from falling."""
    elected: set[int] = set()

    for stage in presets.count(contest).stages:
        assume(all(stage.keep[number - 1] > ONE // 100 for number in elected))
        if stage.action == EXCLUDE:
            assert sum(stage.votes[number - 1] - stage.quota for number in elected) < OMEGA
        elected.update(stage.elected)


@pytest.mark.parametrize("rule", TRANSFERABLE)
@ample
@given(data=st.data())
def test_a_transferred_surplus_leaves_exactly_the_quota_for_ever(rule: str, data: st.DataObject) -> None:
    record = presets.count(data.draw(contests(rule=rule)))
    settled: set[int] = set()

    for stage in record.stages:
        if stage.action == SURPLUS:
            settled.update(stage.who)
        quota = stage.quota * one(record) // 10**record.quota_places
        assert all(stage.votes[number - 1] == quota for number in settled)


@pytest.mark.parametrize("rule", PAPER_BY_PAPER)
@ample
@given(data=st.data())
def test_the_value_of_a_paper_never_rises_and_falls_only_in_a_surplus(rule: str, data: st.DataObject) -> None:
    record = presets.count(data.draw(contests(rule=rule)))

    for stage in record.stages:
        for parcel in stage.from_parcels:
            assert 0 <= parcel.value_after <= parcel.value_before <= one(record)
            assert stage.action == SURPLUS or parcel.value_after == parcel.value_before
            assert sum(parcel.to.values()) + parcel.non_transferable == parcel.papers


@pytest.mark.parametrize("rule", PAPER_BY_PAPER)
@ample
@given(data=st.data())
def test_papers_of_an_exclusion_move_from_the_highest_value_down(rule: str, data: st.DataObject) -> None:
    for stage in presets.count(data.draw(contests(rule=rule))).stages:
        values = [parcel.value_before for parcel in stage.from_parcels]
        assert values == sorted(values, reverse=True)


@pytest.mark.parametrize("rule", FILLING)
@ample
@given(data=st.data())
def test_as_many_are_elected_as_there_are_places_or_candidates(rule: str, data: st.DataObject) -> None:
    contest = data.draw(contests(rule=rule))

    record = presets.count(contest)

    assert len(record.elected) == len(set(record.elected)) == min(contest.seats, len(contest.standing))
    assert list(record.elected) == [number for stage in record.stages for number in stage.elected]
    assert set(record.elected) <= set(contest.standing)


@ample
@given(contests(rule="approval-majority"))
def test_approved_are_those_on_more_than_half_of_the_papers_cast(contest: CountInput) -> None:
    record = presets.count(contest)

    approved = [n for n, votes in enumerate(record.stages[0].votes, 1) if 2 * votes > contest.ballots.papers]
    assert set(record.elected) <= set(approved)
    assert len(record.elected) == min(contest.seats, len(approved))


@pytest.mark.parametrize("rule", presets.PRESETS)
@ample
@given(data=st.data())
def test_votes_and_transfers_of_consecutive_stages_fit_together(rule: str, data: st.DataObject) -> None:
    record = presets.count(data.draw(contests(rule=rule)))

    assert record.stages[0].transfers == record.stages[0].votes
    for before, after in pairwise(record.stages):
        assert tuple(v + t for v, t in zip(before.votes, after.transfers, strict=True)) == after.votes
        assert after.n == before.n + 1


@pytest.mark.parametrize("rule", RANKED)
@ample
@given(data=st.data())
def test_with_one_seat_whoever_more_than_half_rank_first_is_elected(rule: str, data: st.DataObject) -> None:
    record = presets.count(data.draw(contests(rule=rule, most_seats=1)))
    majority = [n for n, votes in enumerate(record.stages[0].votes, 1) if votes * 2 > record.valid * one(record)]
    assume(majority)

    assert list(record.elected) == majority


@pytest.mark.parametrize("rule", RANKED)
@ample
@given(data=st.data())
def test_with_one_seat_and_no_tie_every_rule_elects_as_the_alternative_vote_does(
    rule: str, data: st.DataObject
) -> None:
    contest = data.draw(contests(rule=rule, most_seats=1))
    vote = presets.count(contest._replace(rule="av"))
    assume(not any(stage.tie for stage in vote.stages))

    assert presets.count(contest).elected == vote.elected


@pytest.mark.parametrize("rule", [*TRANSFERABLE, MEEK])
@ample
@given(quotas=st.integers(1, 3), seats=st.integers(4, 5), seed=st.integers(0, 10**6))
def test_a_bloc_with_more_than_so_many_quotas_gets_as_many_seats(rule: str, quotas: int, seats: int, seed: int) -> None:
    contest = two_blocs(quotas, seats, Random(seed))._replace(rule=rule)

    assert len(set(presets.count(contest).elected) & {1, 2, 3}) >= quotas


def two_blocs(quotas: int, seats: int, chance: Random) -> CountInput:
    """Return a contest in which candidates 1 to 3 come first on papers worth more than so many quotas.

    They are worth enough more that no rule's rounding of what it transfers takes the surplus of a quota away.
    """
    bloc, others = [1, 2, 3], [4, 5, 6, 7]
    outside = chance.randint(5, 40)
    inside = next(n for n in range(1, 1000) if n > quotas * ((n + outside) // (seats + 1) + 1) + (n + outside) // 50)
    rankings: dict[tuple[int, ...], int] = {}
    for own, rest, papers in ((bloc, others, inside), (others, bloc, outside)):
        for _ in range(papers):
            ranking = (*chance.sample(own, len(own)), *chance.sample(rest, len(rest)))
            rankings[ranking] = rankings.get(ranking, 0) + 1
    return CountInput.from_rankings([f"Candidate {n}" for n in range(1, 8)], seats, rankings, lot_seed="dice")


@pytest.mark.parametrize("rule", RANKED)
@ample
@given(data=st.data())
def test_every_tie_names_those_with_equal_votes_and_one_of_them_is_chosen(rule: str, data: st.DataObject) -> None:
    record = presets.count(data.draw(contests(rule=rule)))

    for before, stage in pairwise(record.stages):
        if stage.tie and rule in ("scottish-2011", "av"):
            assert len({before.votes[number - 1] for number in stage.tie.tied}) == 1
            assert stage.who == (stage.tie.chosen,)
        if stage.tie:
            assert stage.tie.chosen in stage.tie.tied
            assert (stage.tie.compared_stage is None) == (stage.tie.by == LOT)


@ample
@given(contests(rule="ers97"))
def test_a_recount_for_a_casual_vacancy_elects_somebody_who_does_not_sit(contest: CountInput) -> None:
    elected = presets.count(contest).elected
    left = set(contest.standing) - set(elected)
    assume(elected and left)

    filling = vacancies.recount(contest, vacating=elected[0], sitting=elected[1:])

    assert filling.who in left
    assert not any(set(stage.who) & set(elected[1:]) for stage in filling.record.stages if stage.action == EXCLUDE)


def one(record: Record) -> int:
    """Return what one vote is in the whole numbers of a record."""
    return int(10**record.places)
