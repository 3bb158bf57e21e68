"""A stored record read back says what it said."""

import pytest

from govern.counting import page, presets, sankey
from govern.counting.limits import Category
from govern.counting.reading import record_of
from tests.counting.contests import contest_from
from tests.counting.test_scottish import FIVE_FOR_THREE


@pytest.mark.parametrize("seed", [3, 7, 11])
@pytest.mark.parametrize("rule", presets.PRESETS)
def test_a_record_read_back_has_every_figure_it_had(rule: str, seed: int) -> None:
    record = presets.count(contest_from(seed, rule))

    again = record_of(record.to_json())

    assert again._replace(stages=()) == record._replace(stages=())
    assert [stage._replace(reasons=()) for stage in again.stages] == [
        stage._replace(reasons=()) for stage in record.stages
    ]
    assert [stage.reasons[0].text for stage in again.stages if stage.reasons] == [
        " ".join(reason.text for reason in stage.reasons) for stage in record.stages if stage.reasons
    ]
    assert sankey.svg(again) == sankey.svg(record)
    assert page.journey_form(again) == page.journey_form(record)


def test_a_record_read_back_has_its_constraints_and_who_they_guarded_and_doomed() -> None:
    limits = [Category("north", (1, 2), 0, 1), Category("south", (4, 5), 1)]
    record = presets.count(FIVE_FOR_THREE.within(limits))

    again = record_of(record.to_json())

    assert again.constraints == record.constraints
    assert [(stage.guarded, stage.doomed) for stage in again.stages] == [
        (stage.guarded, stage.doomed) for stage in record.stages
    ]
    assert any(stage.doomed for stage in again.stages)
