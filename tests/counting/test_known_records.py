"""Whole records against known ones: winners alone would hide almost every fault."""

from collections.abc import Sequence

import pytest

from govern.counting import presets
from tests.counting import contests
from tests.counting.contests import PUBLISHED, TRANSFERABLE, Known, contest_from, facts, in_columns, known, made_up
from tests.counting.examples import CONTESTS


def differing(contests: Sequence[Known]) -> list[str]:
    """Return the names of contests whose record is not the known one."""
    return [each.name for each in contests if facts(presets.count(each.given)) != each.record]


@pytest.mark.parametrize("rule", sorted(PUBLISHED.keys() & presets.PRESETS.keys()))
def test_every_stage_of_known_contests_is_counted_as_known(rule: str) -> None:
    assert differing(known(rule)) == []


@pytest.mark.parametrize("rule", presets.PRESETS)
def test_every_stage_of_made_up_contests_is_counted_as_by_the_plain_reference(rule: str) -> None:
    assert differing(made_up(rule)) == []


@pytest.mark.parametrize("rule", TRANSFERABLE)
def test_both_counts_of_a_known_contest_agree_in_everything(rule: str) -> None:
    for each in known()[::6]:
        given = each.given._replace(rule=rule)
        assert presets.count_twice(given) == presets.count(given)


@pytest.mark.parametrize("rule", [*TRANSFERABLE, "meek-prf"])
def test_ballots_in_columns_give_the_same_record_of_known_contests(rule: str) -> None:
    for each in known()[::6]:
        given = each.given._replace(rule=rule)
        assert presets.count(in_columns(given)) == presets.count(given), each.name


@pytest.mark.parametrize("rule", presets.PRESETS)
def test_both_counts_of_a_made_up_contest_agree_in_everything_by_both_front_ends(rule: str) -> None:
    for seed in range(CONTESTS):
        given = contest_from(seed, rule)
        assert presets.count_twice(given) == presets.count(in_columns(given)), seed


def test_made_up_contests_do_without_published_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contests, "fixtures", lambda: None)

    assert [each.name for each in contests.known()] == [each.name for each in made_up()]


@pytest.mark.parametrize("rule", TRANSFERABLE)
def test_made_up_contests_have_ties_lots_surpluses_and_withdrawals(rule: str) -> None:
    records = [presets.count(contest_from(seed, rule)) for seed in range(60)]
    ties = [stage.tie for record in records for stage in record.stages if stage.tie]

    assert {tie.by for tie in ties} == {"earlier-stage", "lot"}
    assert {stage.action for record in records for stage in record.stages} == {"first", "surplus", "exclude"}
    assert any(record.withdrawn for record in records)
    assert any(record.emptied for record in records)
