"""Where one ballot went, worked out from the record alone."""

from itertools import pairwise

from hypothesis import given

from govern.counting import presets
from govern.counting.inputs import CountInput
from govern.counting.journey import Step, journey
from govern.counting.stages import FIRST, Record
from tests.counting.contests import contests
from tests.counting.examples import ample
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
