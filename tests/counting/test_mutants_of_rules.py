"""Faults put into copies of ERS97, the model rules and Meek's method: our checks must notice every one."""

from collections.abc import Callable
from pathlib import Path

import pytest

from govern.counting import batches, ers97, ft2014, meek, ties
from govern.counting.inputs import CountInput
from govern.counting.stages import Record
from tests.counting.examples import CONTESTS
from tests.counting.test_mutants import copy_of, failing

RULES = {"ers97": ers97, "ft2014": ft2014, "meek-prf": meek}
IMPORTS = (
    "from govern.counting.ties import break_forwards\n",
    "from govern.counting.batches import ONE, BatchCount\n",
    "from govern.counting.ties import by_lot\n",
)

FAULTS = [
    ("ers97", "return -(-votes // (seats + 1))", "return votes // (seats + 1)", "the quota is cut short"),
    ("ers97", "return -(-votes // (seats + 1))", "return votes // (seats + 1) + 1", "the quota is always one more"),
    (
        "ers97",
        "min(self.quota, quota(active",
        "max(self.quota, quota(active",
        "the share of the active vote is ignored",
    ),
    ("ers97", "kept = sum(min(self.votes", "kept = sum(max(self.votes", "surpluses are left out of the active vote"),
    ("ers97", "return max(1, min", "return max(0, min", "candidates without a vote are elected"),
    ("ers97", "if self.elected:\n            return\n", "if True:\n            return\n", "the quota never falls"),
    ("ers97", "if self.elected:\n", "if False:\n", "the quota falls after somebody is elected"),
    (
        "ers97",
        "kept = [number for number in ranked if history[number] > first",
        "kept = [ranked[0]]; [number for number in ranked if history[number] > first",
        "of equals for too few places one is always elected",
    ),
    (
        "ers97",
        "return together <= next_above",
        "return together < next_above",
        "the lowest go only below the next above",
    ),
    ("ers97", "value if papers * value <= surplus else surplus // papers", "surplus // papers", "values may rise"),
    ("ers97", "else surplus // papers", "else -(-surplus // papers)", "values are rounded up"),
    ("ers97", "self.non_transferable += surplus - sent", "self.non_transferable += 0", "the difference is lost"),
    ("ers97", "for number in lowest) + surplus", "for number in lowest)", "deferred surpluses are left out"),
    (
        "ers97",
        "for mark in self.held.get(number, ())}, reverse=True)",
        "for mark in self.held.get(number, ())})",
        "the lowest values move first",
    ),
    (
        "ers97",
        "        self.after_batch()\n        self._point()",
        "        self.after_batch()",
        "ties are not compared after each batch",
    ),
    (
        "ers97",
        "            if not self.vacancies:\n",
        "            if False:\n",
        "an exclusion goes on when all places are filled",
    ),
    (
        "ers97",
        "len(losers.who) <= self.vacancies",
        "len(losers.who) < self.vacancies",
        "the last excluded papers are transferred",
    ),
    ("ers97", "for stage, votes in points:", "for stage, votes in reversed(points):", "ties look backwards"),
    ("ers97", "for stage, votes in points:", "for stage, votes in points[:1]:", "ties look at the first stage only"),
    ("ft2014", "return valid // (seats + 1) + 1", "return -(-valid // (seats + 1))", "the quota is rounded up"),
    ("ft2014", "return together < next_above", "return together <= next_above", "the lowest go when level"),
    ("ft2014", "return 2 * ONE + 1", "return 2 * ONE", "first preferences do not move apart"),
    (
        "ft2014",
        "self.votes[number - 1] >= self.quota]",
        "self.votes[number - 1] > self.quota]",
        "the quota is not enough",
    ),
    ("ft2014", "if self.vacancies == 1:", "if False:", "nobody outweighs all others"),
    ("ft2014", "if not self.stages and self._ahead", "if False and self._ahead", "a sole vacancy does not wait"),
    ("meek-prf", "return counted // (seats + 1) + 1", "return -(-counted // (seats + 1))", "the quota is rounded up"),
    ("meek-prf", "return -(-product // ONE)", "return product // ONE", "products are cut short"),
    (
        "meek-prf",
        "return -(-_up(keep * quota) * ONE // votes)",
        "return _up(keep * quota) * ONE // votes",
        "keep factors are cut short",
    ),
    ("meek-prf", "OMEGA = 1_000", "OMEGA = 100_000", "a surplus stops falling too early"),
    ("meek-prf", "extreme=max, lots", "extreme=min, lots", "the last in the lot order is defeated"),
    ("meek-prf", "self._keep[who] = 0", "self._keep[who] = self._keep[who]", "the record keeps the excluded in"),
]

SEEDS = range(max(CONTESTS, 400))


def faulty(rule: str, sound: str, fault: str) -> Callable[[CountInput], Record]:
    """Return a rule with a fault put in where the sound text stood: in its module, in batches, or in ties."""
    layers = [ties, RULES[rule]] if rule == "meek-prf" else [ties, batches, RULES[rule]]
    texts = [Path(str(module.__file__)).read_text() for module in layers]
    assert sum(text.count(sound) for text in texts) == 1, "the sound text must stand in exactly one place"
    known: dict[str, object] = {"ONE": batches.ONE}
    for module, text in zip(layers, texts, strict=True):
        changed = text.replace(sound, fault)
        for line in IMPORTS:
            changed = changed.replace(line, "")
        copy = copy_of(module, changed, f"faulty_{module.__name__}", known)
        known.update(copy.__dict__)
    count = known["count"]
    assert callable(count)
    return count


@pytest.mark.parametrize(
    ("rule", "sound", "fault"), [pytest.param(*each[:3], id=f"{each[0]}: {each[3]}") for each in FAULTS]
)
def test_a_fault_in_a_rule_is_noticed(rule: str, sound: str, fault: str) -> None:
    count = faulty(rule, sound, fault)

    assert any(True for _ in failing(count, rule, SEEDS))


@pytest.mark.parametrize("rule", RULES)
def test_a_copy_without_a_fault_is_sound(rule: str) -> None:
    count = faulty(rule, "def run(self)", "def run(self)")

    assert list(failing(count, rule, SEEDS)) == []
