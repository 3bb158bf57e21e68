"""A stored record read back says what it said."""

import pytest

from govern.counting import page, presets, sankey
from govern.counting.reading import record_of
from tests.counting.contests import contest_from


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
