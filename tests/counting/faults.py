"""Faults put into copies of the rules and of their references, to see that made-up contests bring them to light."""

import builtins
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

import pytest

from govern.counting.errors import CountingRefusal
from govern.counting.inputs import SCOTTISH, CountInput
from govern.counting.stages import Record
from tests.counting.contests import MEEK, contest_from, counted, referenced
from tests.counting.examples import CONTESTS

PACKAGE = "govern.counting"
# The modules of each rule that a fault may be in, the one that counts last; likewise of its reference.
RULES = {
    SCOTTISH: ("ties", "scottish"),
    "ers97": ("ties", "batches", "ers97"),
    "ft2014": ("ties", "batches", "ft2014"),
    MEEK: ("ties", "meek"),
    "av": ("ties", "av"),
    **dict.fromkeys(("fptp", "block-vote", "approval", "approval-majority"), ("marks",)),
    **dict.fromkeys(("yes-no", "yes-no-two-thirds", "yes-no-three-quarters"), ("marks", "yesno")),
}
REFERENCES = {
    SCOTTISH: ("reference_scottish",),
    "ers97": ("reference_batches", "reference_ers97"),
    "ft2014": ("reference_batches", "reference_ft2014"),
    MEEK: ("reference_meek",),
    "av": ("reference_av",),
    **dict.fromkeys(RULES.keys() - {SCOTTISH, "ers97", "ft2014", MEEK, "av"}, ("reference_marks",)),
}
DEEDS = {
    "fptp": "first_past_the_post",
    "block-vote": "block_vote",
    "approval": "approval",
    "approval-majority": "approval_majority",
    "yes-no": "simple",
    "yes-no-two-thirds": "two_thirds",
    "yes-no-three-quarters": "three_quarters",
}
# What a count with a fault in it may come to; a name that does not exist would be a fault of the fault.
BREAKDOWNS = (ArithmeticError, LookupError, ValueError, AssertionError, CountingRefusal)
SEEDS = range(max(CONTESTS, 400))


class Fault(NamedTuple):
    """A fault: in a module of a rule, this text stands instead of the sound one.

    `seeds` are of contests known to bring a rare fault to light: they come before the ordinary ones.
    """

    module: str
    sound: str
    fault: str
    name: str
    seeds: tuple[int, ...] = ()


def cases(rules: Iterable[str], faults: Iterable[Fault]) -> list[object]:
    """Return each fault under each rule, as parameters of a test."""
    return [
        pytest.param(rule, fault, id=f"{rule}: {fault.name} ({fault.module})") for rule in rules for fault in faults
    ]


def modules_of(rule: str, fault: Fault) -> tuple[str, ...]:
    """Return the modules of the rule, or of its reference, wherever the fault is."""
    return RULES[rule] if fault.module in RULES[rule] else REFERENCES[rule]


def faulty(rule: str, fault: Fault) -> Callable[[CountInput], Record]:
    """Return what counts by a copy of the rule, or of its reference, with the fault in it."""
    modules = modules_of(rule, fault)
    copies: dict[str, ModuleType] = {}
    for name in modules:
        text = text_of(name)
        if name == fault.module:
            assert text.count(fault.sound) == 1, "the sound text must stand in exactly one place"
            text = text.replace(fault.sound, fault.fault)
        copies[name] = copy_of(name, text, copies)
    deed = "count" if modules == REFERENCES[rule] else DEEDS.get(rule, "count")
    count: Callable[[CountInput], Record] = vars(copies[modules[-1]])[deed]
    return count


def text_of(name: str) -> str:
    """Return the text of a module of counting."""
    spec = find_spec(f"{PACKAGE}.{name}")
    assert spec
    assert spec.origin
    return Path(spec.origin).read_text()


def copy_of(name: str, text: str, copies: Mapping[str, ModuleType]) -> ModuleType:
    """Return a module made from a text, which imports copies of other modules where there are any."""
    package = ModuleType(PACKAGE)
    vars(package).update({**vars(import_module(PACKAGE)), **copies})

    def load(wanted: str, *others: object) -> ModuleType:
        if wanted == PACKAGE:
            for member in others[2] if isinstance(others[2], Sequence) else ():
                vars(package).setdefault(member, import_module(f"{PACKAGE}.{member}"))
            return package
        copied = copies.get(wanted.removeprefix(f"{PACKAGE}."))
        return copied or builtins.__import__(wanted, *others)  # type: ignore[arg-type]  # as it was called

    copy = ModuleType(f"a copy of {name}")
    vars(copy)["__builtins__"] = {**vars(builtins), "__import__": load}
    exec(compile(text, copy.__name__, "exec"), vars(copy))
    return copy


def brought_to_light(rule: str, fault: Fault) -> Iterator[int]:
    """Yield the seeds of the contests that show the fault: the rule and its reference no longer agree on them."""
    count = faulty(rule, fault)
    trusted = counted if modules_of(rule, fault) == REFERENCES[rule] else referenced
    return (seed for seed in (*fault.seeds, *SEEDS) if differs(count, contest_from(seed, rule), trusted(seed, rule)))


def differs(count: Callable[[CountInput], Record], contest: CountInput, record: Record) -> bool:
    """Say whether a count breaks down or differs from the record of another."""
    try:
        return count(contest) != record
    except BREAKDOWNS:
        return True
