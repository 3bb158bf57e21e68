"""What may change in the way a contest is put, and what then may change in its record: nothing, or little."""

from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from govern.counting import blt, blt_writer, presets
from govern.counting.inputs import Candidate, CountInput
from govern.counting.stages import LOT, Record, Stage
from tests.counting.contests import QUESTIONS, RANKED, contests, in_columns
from tests.counting.examples import ample

MARKED = ("fptp", "block-vote", "approval", "approval-majority")


@pytest.mark.parametrize("rule", presets.PRESETS)
@ample
@given(data=st.data(), chance=st.integers(0, 10**6))
def test_the_order_and_grouping_of_ballots_change_not_a_byte(rule: str, data: st.DataObject, chance: int) -> None:
    contest = data.draw(contests(rule=rule))
    lines = [paper(ranking, 1) for ranking, papers in contest.ballots for _ in range(papers)]
    Random(chance).shuffle(lines)

    ungrouped = with_lines(contest, lines)

    assert presets.count(ungrouped).to_json() == presets.count(contest).to_json()


@pytest.mark.parametrize("rule", presets.PRESETS)
@ample
@given(data=st.data())
def test_papers_written_twice_count_as_twice_as_many(rule: str, data: st.DataObject) -> None:
    contest = data.draw(contests(rule=rule))
    twice = with_lines(contest, [paper(ranking, papers) for ranking, papers in contest.ballots] * 2)

    doubled = with_lines(contest, [paper(ranking, papers * 2) for ranking, papers in contest.ballots])

    assert presets.count(twice).to_json() == presets.count(doubled).to_json()


@pytest.mark.parametrize("rule", [rule for rule in presets.PRESETS if rule not in QUESTIONS])
@ample
@given(data=st.data())
def test_renaming_the_candidates_only_renames_the_record(rule: str, data: st.DataObject) -> None:
    contest = data.draw(contests(rule=rule))
    numbers = range(1, len(contest.candidates) + 1)
    new = dict(zip(numbers, data.draw(st.permutations(numbers)), strict=True))
    assert contest.lots
    people = sorted(zip(new.values(), contest.candidates, strict=True))
    other = CountInput.from_rankings(
        [candidate for _, candidate in people],
        contest.seats,
        {tuple(new[n] for n in ranking): papers for ranking, papers in contest.ballots},
        rule=rule,
        lot_order=[new[n] for n in contest.lots.order],
    )

    first, second = presets.count(contest), presets.count(other)

    assert second.elected == tuple(new[n] for n in first.elected)
    assert [renamed(stage, new) for stage in first.stages] == [
        renamed(stage, dict(zip(numbers, numbers, strict=True))) for stage in second.stages
    ]


def renamed(stage: Stage, new: dict[int, int]) -> dict[str, object]:
    """Return what a stage says of candidates under their new numbers, without its sentences."""
    return {
        "action": stage.action,
        "who": {new[n] for n in stage.who},
        "votes": {new[n]: votes for n, votes in enumerate(stage.votes, 1)},
        "kept": {new[n]: part for n, part in enumerate(stage.keep, 1)},
        "figures": (stage.n, stage.non_transferable, stage.lost_by_rounding, stage.quota),
        "elected": [new[n] for n in stage.elected],
        "filled": [new[n] for n in stage.filled],
        "tie": stage.tie and (stage.tie.by, {new[n] for n in stage.tie.tied}, new[stage.tie.chosen]),
        "compared": stage.tie and stage.tie.compared_stage,
        "parcels": [
            (*parcel[:3], {new[n]: papers for n, papers in parcel.to.items()}, parcel.non_transferable)
            for parcel in stage.from_parcels
        ],
    }


@pytest.mark.parametrize("rule", [*RANKED, *MARKED, *QUESTIONS])
@ample
@given(data=st.data(), times=st.integers(2, 9))
def test_every_ballot_many_times_over_elects_the_same_where_nothing_is_rounded(
    rule: str, data: st.DataObject, times: int
) -> None:
    contest = data.draw(contests(rule=rule, most_seats=1 if rule in RANKED else 5))
    larger = with_lines(contest, [paper(ranking, papers * times) for ranking, papers in contest.ballots])

    assert presets.count(larger).elected == presets.count(contest).elected


@pytest.mark.parametrize("rule", presets.PRESETS)
@ample
@given(data=st.data())
def test_reversing_the_lot_order_changes_only_what_a_lot_decided(rule: str, data: st.DataObject) -> None:
    contest = data.draw(contests(rule=rule))
    assert contest.lots

    first = presets.count(contest)
    second = presets.count(contest._replace(lots=contest.lots._replace(order=contest.lots.order[::-1])))

    before = before_any_lot(first)
    assert [settled(stage) for stage in before] == [settled(stage) for stage in second.stages[: len(before)]]
    if len(before) == len(first.stages):
        assert set(first.elected) == set(second.elected)
        assert len(second.stages) == len(first.stages)


def before_any_lot(record: Record) -> list[Stage]:
    """Return the stages before the first that a lot had a part in."""
    drawn = (place for place, stage in enumerate(record.stages) if stage.tie and stage.tie.by == LOT)
    return list(record.stages[: next(drawn, len(record.stages))])


def settled(stage: Stage) -> tuple[object, ...]:
    """Return what of a stage no lot order may change: everything but the order in which equals are named."""
    parcels = [(*parcel[:-1], set(parcel.elected)) for parcel in stage.from_parcels]
    return (stage.action, stage.who, stage.votes, stage.quota, set(stage.elected), stage.tie, parcels)


@pytest.mark.parametrize("rule", presets.PRESETS)
@ample
@given(data=st.data())
def test_a_contest_written_and_read_again_is_the_same_contest(rule: str, data: st.DataObject) -> None:
    contest = data.draw(contests(rule=rule))

    again = blt.read(blt_writer.write(contest).encode()).contest(rule)

    assert again.sha256() == contest.sha256()
    assert presets.count(again) == presets.count(contest)


@ample
@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"])), min_size=1, max_size=4))
def test_any_name_survives_writing_and_reading(names: list[str]) -> None:
    contest = CountInput.from_rankings([Candidate(name) for name in names], 1, {(1,): 1})

    read = blt.read(blt_writer.write(contest._replace(title=names[-1])).encode())

    assert [candidate.name for candidate in read.candidates] == names
    assert read.title == names[-1]


@pytest.mark.parametrize("rule", presets.PRESETS)
@ample
@given(data=st.data())
def test_piles_columns_and_the_plain_reference_agree_in_everything(rule: str, data: st.DataObject) -> None:
    contest = data.draw(contests(rule=rule))
    assume(contest.ballots.papers)

    assert presets.count_twice(contest).to_json() == presets.count(in_columns(contest)).to_json()


def paper(ranking: tuple[int, ...], papers: int) -> str:
    """Return a line of a ballot file."""
    return " ".join(map(str, (papers, *ranking, 0)))


def with_lines(contest: CountInput, lines: list[str]) -> CountInput:
    """Return a contest read from a file whose lines of ballots are these."""
    text = blt_writer.write(contest._replace(ballots=CountInput.from_rankings(contest.candidates, 1, {}).ballots))
    head, names = text.split("\n0\n", 1)
    return blt.read("\n".join([head, *lines, "0", names]).encode()).contest(contest.rule)
