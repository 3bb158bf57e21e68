"""The rules an election may be counted by: a closed, versioned list, without switches."""

from collections.abc import Callable
from importlib import import_module
from typing import Any, NamedTuple, cast

from govern.counting import ron
from govern.counting.errors import CountsDiffer, RuleUnknown
from govern.counting.inputs import SCOTTISH, CountInput
from govern.counting.stages import Record

Rule = Callable[[CountInput], Record]


class Preset(NamedTuple):
    """A rule as offered: how it counts, and how it is counted again to certify the first count."""

    version: int
    text: str
    counted_by: Rule
    checked_by: str


def _loaded(module: str, name: str = "count") -> Rule:
    """Return a rule whose module is loaded only when it counts: a recount of a small file should start at once."""

    def count(given: CountInput) -> Record:
        return cast(Record, getattr(import_module(module), name)(given))

    return count


MARKS = "govern.counting.reference_marks"

PRESETS = {
    SCOTTISH: Preset(
        version=1,
        text="Scottish Local Government Elections Order 2011 (SSI 2011/399), Schedule 1, rules 46 to 53",
        counted_by=_loaded("govern.counting.scottish"),
        checked_by="govern.counting.reference_scottish",
    ),
    "ers97": Preset(
        version=1,
        text="Newland and Britton, How to conduct an election by the Single Transferable Vote, 3rd edition, 1997",
        counted_by=_loaded("govern.counting.ers97"),
        checked_by="govern.counting.reference_ers97",
    ),
    "meek-prf": Preset(
        version=1,
        text="Proportional Representation Foundation, Reference Meek Rule",
        counted_by=_loaded("govern.counting.meek"),
        checked_by="govern.counting.reference_meek",
    ),
    "ft2014": Preset(
        version=1,
        text="Model election rules for NHS foundation trusts, 2014, rules STV42 to STV51",
        counted_by=_loaded("govern.counting.ft2014"),
        checked_by="govern.counting.reference_ft2014",
    ),
    "av": Preset(
        version=1,
        text="Parliamentary Voting System and Constituencies Act 2011, section 9, as enacted",
        counted_by=_loaded("govern.counting.av"),
        checked_by="govern.counting.reference_av",
    ),
    "fptp": Preset(
        1, "One place, one mark, most votes", _loaded("govern.counting.marks", "first_past_the_post"), MARKS
    ),
    "block-vote": Preset(
        1, "As many marks as places, most votes", _loaded("govern.counting.marks", "block_vote"), MARKS
    ),
    "approval": Preset(1, "Any number of marks, most approvals", _loaded("govern.counting.marks", "approval"), MARKS),
    "approval-majority": Preset(
        1,
        "Most approvals, on more than half of the papers cast",
        _loaded("govern.counting.marks", "approval_majority"),
        MARKS,
    ),
    "yes-no": Preset(1, "More for than against", _loaded("govern.counting.yesno", "simple"), MARKS),
    "yes-no-two-thirds": Preset(
        1, "At least 2/3 of those for and against", _loaded("govern.counting.yesno", "two_thirds"), MARKS
    ),
    "yes-no-three-quarters": Preset(
        1, "At least 3/4 of those for and against", _loaded("govern.counting.yesno", "three_quarters"), MARKS
    ),
}


def preset(rule: str) -> Preset:
    """Return the preset of a rule.

    :raises RuleUnknown: there is none of that name.
    """
    if rule not in PRESETS:
        raise RuleUnknown(rule, tuple(PRESETS))
    return PRESETS[rule]


def count(given: CountInput) -> Record:
    """Count a contest by its rule.

    :raises RuleUnknown: no preset has the rule's name and version.
    :raises InputNotCountable: constraints that cannot be met, or that the rule cannot keep.
    :raises LotNeeded: a tie that only a lot can break, and no lot order.
    """
    chosen = preset(given.rule)
    if given.version != chosen.version:
        raise RuleUnknown(f"{given.rule}/{given.version}", tuple(PRESETS))
    ron.ensure_known(given)
    if given.categories:
        feasibility: Any = import_module("govern.counting.feasibility")
        feasibility.ensure_countable(given)
    return ron.left_vacant(given, chosen.counted_by(given))


def count_twice(given: CountInput) -> Record:
    """Count a contest by two independent ways, and return the record only if they agree in everything.

    :raises CountsDiffer: they do not, so there is no result to declare.
    """
    first = count(given)
    # The reference is loaded only here: a single count of a small file should not pay for it.
    reference = import_module(preset(given.rule).checked_by)
    second = ron.left_vacant(given, cast(Record, reference.count(given)))
    if first != second:
        raise CountsDiffer(difference(first, second))
    return first


def difference(first: Record, second: Record) -> str:
    """Say where two unequal records first differ: a field, or a field of a stage."""
    for mine, yours in zip(first.stages, second.stages, strict=False):
        for field in mine._fields:
            if getattr(mine, field) != getattr(yours, field):
                return f"stage {mine.n}, {field}"
    return next(field for field in first._fields if getattr(first, field) != getattr(second, field))
