"""The closed list of rules."""

import pytest

from govern.counting import presets
from govern.counting.errors import CountsDiffer, RuleUnknown
from tests.counting.test_scottish import FIVE_FOR_THREE


def test_an_unknown_rule_is_refused_with_the_rules_there_are() -> None:
    with pytest.raises(RuleUnknown, match=r"There is no counting rule “borda”\. The rules are: scottish-2011"):
        presets.count(FIVE_FOR_THREE._replace(rule="borda"))


def test_an_edition_of_a_rule_that_does_not_exist_is_refused() -> None:
    with pytest.raises(RuleUnknown, match="“scottish-2011/2”"):
        presets.count(FIVE_FOR_THREE._replace(version=2))


def test_a_difference_outside_the_stages_is_found_too(monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = presets.preset("scottish-2011")
    other = chosen._replace(counted_by=lambda given: chosen.counted_by(given)._replace(quota=22))
    monkeypatch.setitem(presets.PRESETS, "scottish-2011", other)

    with pytest.raises(CountsDiffer, match=r"\(quota\)"):
        presets.count_twice(FIVE_FOR_THREE)
