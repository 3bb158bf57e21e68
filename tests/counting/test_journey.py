"""Where one ballot went, worked out from the record alone."""

from itertools import pairwise, permutations

import pytest
from hypothesis import given

from govern.counting import presets
from govern.counting.inputs import CountInput
from govern.counting.journey import Step, journey, shares, told
from govern.counting.stages import FIRST, Record
from tests.counting.contests import contest_from, contests
from tests.counting.examples import CONTESTS, ample
from tests.counting.test_scottish import ASHA, BEN, CARYS, DEV, EILIDH, FIVE_FOR_THREE

RECORD = presets.count(FIVE_FOR_THREE)


def test_a_ballot_moves_on_with_what_its_first_preference_did_not_need() -> None:
    assert journey((ASHA, BEN, CARYS), RECORD) == (
        Step(1, ASHA, 100_000, 0),
        Step(2, BEN, 50_000, 50_000),
        Step(3, CARYS, 4_347, 45_653),
    )


def test_a_ballot_passes_over_those_already_elected() -> None:
    assert journey((EILIDH, ASHA, DEV), RECORD) == (Step(1, EILIDH, 100_000, 0), Step(4, DEV, 100_000, 0))


def test_a_ballot_that_names_nobody_else_stays_with_nobody() -> None:
    assert journey((EILIDH,), RECORD)[-1] == Step(4, None, 100_000, 0)


def test_a_blank_ballot_goes_nowhere() -> None:
    assert journey((), RECORD) == ()


@ample
@given(contests())
def test_the_journeys_of_all_ballots_add_up_to_the_votes_of_every_stage(contest: CountInput) -> None:
    record = presets.count(contest)
    journeys = [(journey(ranking, record), papers) for ranking, papers in contest.ballots]

    for stage in record.stages:
        assert held(journeys, stage.n, record) == list(stage.votes)


@pytest.mark.parametrize("rule", ["scottish-2011", "ers97", "ft2014", "av"])
def test_whoever_continues_holds_exactly_the_ballots_whose_journeys_led_there(rule: str) -> None:
    for seed in range(CONTESTS):
        contest = contest_from(seed, rule)
        record = presets.count(contest)
        journeys = [(journey(ranking, record), papers) for ranking, papers in contest.ballots]
        settled: set[int] = set()
        for stage in record.stages:
            settled.update(stage.elected, stage.who)
            for number in set(contest.standing) - settled:
                assert stage.votes[number - 1] == votes_led_to(number, stage.n, journeys), (seed, stage.n, number)


def votes_led_to(number: int, stage: int, journeys: list[tuple[tuple[Step, ...], int]]) -> int:
    """Return the value of the ballots that are with a candidate at the end of a stage."""
    lasts = [([step for step in steps if step.stage <= stage], papers) for steps, papers in journeys]
    return sum(steps[-1].value * papers for steps, papers in lasts if steps and steps[-1].holder == number)


def test_what_candidates_keep_of_all_ballots_adds_up_to_the_votes_of_every_round() -> None:
    for seed in range(CONTESTS):
        contest = contest_from(seed, "meek-prf")
        record = presets.count(contest)
        votes = [[0] * len(record.candidates) for _ in record.stages]
        for ranking, papers in contest.ballots:
            for share in shares(ranking, record):
                for number, part in share.kept:
                    votes[share.stage - 1][number - 1] += part * papers
        assert votes == [list(stage.votes) for stage in record.stages], seed


def test_a_journey_is_told_in_sentences() -> None:
    assert list(told((ASHA, BEN, CARYS), RECORD)) == [
        "Stage 1: with Asha, at 1.00000.",
        "Stage 2: moved to Ben, at 0.50000; 0.50000 stayed to elect Asha.",
        "Stage 3: moved to Carys, at 0.04347; 0.45653 stayed to elect Ben.",
        "There it stayed: Carys was not elected.",
    ]
    assert list(told((EILIDH,), RECORD))[-1] == "Stage 4: moved to nobody: no candidate it names is left, at 1.00000."


def test_a_ranking_that_nobody_cast_goes_as_one_more_ballot_would() -> None:
    assert list(told((BEN, EILIDH, ASHA, DEV, CARYS), RECORD)) == [
        "Stage 1: with Ben, at 1.00000.",
        "Stage 3: moved to Eilidh, at 0.08695; 0.91305 stayed to elect Ben.",
        "Stage 4: moved to Dev, at 0.08695.",
        "There it stayed: Dev was elected.",
    ]


@pytest.mark.parametrize("rule", ["scottish-2011", "ers97", "ft2014", "av"])
def test_every_ranking_that_could_be_asked_for_has_a_journey(rule: str) -> None:
    for seed in range(CONTESTS // 3):
        record = presets.count(contest_from(seed, rule))
        numbers = range(1, min(len(record.candidates), 5) + 1)
        for ranking in permutations(numbers, min(len(numbers), 3)):
            steps = journey(ranking, record)
            assert all(after.value + after.stayed == before.value for before, after in pairwise(steps)), seed
            assert all(step.value > 0 or step.stage > 1 for step in steps), seed


def test_what_candidates_keep_is_told_too() -> None:
    record = presets.count(FIVE_FOR_THREE._replace(rule="meek-prf"))

    assert next(told((ASHA,), record)) == "Stage 1: Asha 1.000000000; used by nobody 0.000000000."
    assert next(told((), record)) == "Stage 1: nobody; used by nobody 1.000000000."


def test_a_mark_moves_nowhere() -> None:
    record = presets.count(FIVE_FOR_THREE._replace(rule="approval"))

    assert list(told((ASHA, BEN), record)) == ["Each mark is one vote, and none moves: Asha, Ben."]


def held(journeys: list[tuple[tuple[Step, ...], int]], stage: int, record: Record) -> list[int]:
    """Return each candidate's votes at a stage: of the papers there, and of what papers that left have left."""
    votes = [0] * len(record.candidates)
    for steps, papers in journeys:
        so_far = [step for step in steps if step.stage <= stage]
        for before, after in pairwise(so_far):
            votes[(before.holder or 0) - 1] += papers * after.stayed
        if so_far and so_far[-1].holder:
            votes[so_far[-1].holder - 1] += papers * so_far[-1].value
    for earlier in record.stages[:stage]:
        if earlier.action != FIRST:
            # What rounding took from a surplus was left behind too, but it is nobody's vote.
            votes[earlier.who[0] - 1] -= earlier.lost_by_rounding - record.stages[earlier.n - 2].lost_by_rounding
    return votes


def test_a_ranking_that_nobody_cast_shares_in_the_surplus_of_whoever_would_hold_it() -> None:
    rankings: dict[tuple[int, ...], int] = {(ASHA, CARYS): 12, (BEN, CARYS): 5, (DEV, BEN): 3, (EILIDH,): 5}
    record = presets.count(CountInput.from_rankings("ABCDE", 3, rankings, lot_seed="dice"))

    assert [stage.who for stage in record.stages[1:4]] == [(ASHA,), (DEV,), (BEN,)]
    assert journey((ASHA, BEN, CARYS), record) == (
        Step(1, ASHA, 100_000, 0),
        Step(2, BEN, 41_666, 58_334),
        Step(4, CARYS, 5_208, 36_458),
    )
