"""Faults that other counting programs have had, put into a copy of the rule: our checks must notice every one.

Each fault changes the winners of almost no real contest, and the record of many.
"""

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import MappingProxyType, ModuleType

import pytest

from govern.counting import presets, scottish, ties
from govern.counting.errors import CountsDiffer
from govern.counting.inputs import CountInput
from govern.counting.stages import Record
from tests.counting.contests import contest_from, facts, known, referenced
from tests.counting.examples import CONTESTS

DIVIDE = "return surplus * value // votes"
EXCLUSION = "parcels = self._piles.move(who, self._continuing, lambda value: value)"
SURPLUS = "parcels = self._piles.move(who, self._continuing, revalue)"
LOOK_BACK = "range(len(earlier), 0, -1)"

FAULTS = [
    pytest.param(
        DIVIDE, "return surplus * ONE // votes * value // ONE", id="the ratio is cut short before multiplying"
    ),
    pytest.param(DIVIDE, "return (surplus * value * 2 + votes) // (votes * 2)", id="transfer values are rounded"),
    pytest.param(DIVIDE, "return -(-surplus * value // votes)", id="transfer values are rounded up"),
    pytest.param(DIVIDE, "return surplus * value // votes // 10 * 10", id="transfer values are cut to four places"),
    pytest.param(DIVIDE, "return surplus * ONE // votes", id="papers forget the value they had"),
    pytest.param(
        SURPLUS,
        "parcels = self._piles.move(who, self._continuing | self._waiting, revalue)",
        id="a surplus goes to candidates just elected",
    ),
    pytest.param(
        EXCLUSION,
        "parcels = self._piles.move(who, self._continuing | self._waiting | set(self._elected), lambda value: value)",
        id="excluded papers go to candidates already elected",
    ),
    pytest.param("if votes > level:", "if votes >= level:", id="a surplus of nothing makes a stage"),
    pytest.param(
        "self._votes[number - 1] >= level", "self._votes[number - 1] > level", id="the exact quota is not enough"
    ),
    pytest.param(
        "self._continuing.discard(who)",
        "self._continuing -= {who} | {n for n in self._continuing if not self._votes[n - 1]}",
        id="candidates without votes are excluded together",
    ),
    pytest.param(
        EXCLUSION,
        "parcels = [] if len(self._continuing) <= self._vacancies else "
        "self._piles.move(who, self._continuing, lambda value: value)",
        id="the last excluded papers are not transferred",
    ),
    pytest.param("if self._waiting:", "if self._waiting and False:", id="surpluses are never transferred"),
    pytest.param(
        "while self._continuing and self._vacancies:",
        "while self._waiting or self._continuing and self._vacancies:",
        id="pending surpluses move after the last place is filled",
    ),
    pytest.param("largest=True)", "largest=False)", id="the smallest surplus moves first"),
    pytest.param(
        "parcel.non_transferable * parcel.value_after",
        "parcel.non_transferable * parcel.value_before",
        id="non-transferable papers keep their old value",
    ),
    pytest.param(
        "return valid // (seats + 1) + 1", "return -(-valid // (seats + 1))", id="the quota is rounded up, not one more"
    ),
    pytest.param("return valid // (seats + 1) + 1", "return valid // seats", id="the quota is the Hare quota"),
    pytest.param("valid = dealt.papers - invalid", "valid = dealt.papers", id="invalid papers raise the quota"),
    pytest.param("set(given.standing)", "set(range(1, len(self._names) + 1))", id="withdrawn candidates still stand"),
    pytest.param(LOOK_BACK, "range(1, len(earlier) + 1)", id="ties look forwards from the first stage"),
    pytest.param(LOOK_BACK, "range(len(earlier), max(0, len(earlier) - 1), -1)", id="ties look back one stage only"),
    pytest.param(LOOK_BACK, "range(0)", id="ties go straight to the lot"),
    pytest.param(
        "left = tuple(number for number, held in zip(left, votes, strict=True) if held == best)",
        "left = (left[votes.index(best)],) if votes.count(best) == 1 else tuple(left)",
        id="ties of three are not narrowed",
    ),
    pytest.param("advantage_first[0 if extreme is max else -1]", "advantage_first[0]", id="the lot excludes its first"),
    pytest.param("advantage_first[0 if", "advantage_first[-1 if", id="the lot transfers its last first"),
]


def copy_of(module: ModuleType, text: str, name: str, known: Mapping[str, object] = MappingProxyType({})) -> ModuleType:
    """Return a module made from a changed text of another, in which some names are known already."""
    spec = spec_from_loader(name, None)
    assert spec
    copy = module_from_spec(spec)
    copy.__dict__.update({**known, "__name__": name})
    exec(compile(text, name, "exec"), copy.__dict__)
    assert module.__file__
    return copy


def faulty(sound: str, fault: str) -> Callable[[CountInput], Record]:
    """Return the rule with a fault put in where the sound text stood, in the rule itself or in its ties."""
    texts = {module: Path(str(module.__file__)).read_text() for module in (scottish, ties)}
    assert sum(text.count(sound) for text in texts.values()) == 1, "the sound text must stand in exactly one place"
    changed_ties = copy_of(ties, texts[ties].replace(sound, fault), "faulty_ties")
    changed = copy_of(scottish, texts[scottish].replace(sound, fault), "faulty_scottish")
    changed.__dict__["break_backwards"] = changed_ties.__dict__["break_backwards"]
    count: Callable[[CountInput], Record] = changed.__dict__["count"]
    return count


def fails(count: Callable[[CountInput], Record], given: CountInput, record: Record) -> bool:
    """Say whether a count breaks down or differs from the known record."""
    try:
        return count(given) != record
    except Exception:  # noqa: BLE001 - a fault may break the count anywhere, and that is noticed too
        return True


def failing(count: Callable[[CountInput], Record], rule: str, seeds: Iterable[int]) -> Iterator[int]:
    """Yield the seeds of the contests that a count does not record as the plain reference does."""
    return (seed for seed in seeds if fails(count, contest_from(seed, rule), referenced(seed, rule)))


# Few contests tie three candidates in a way that needs narrowing; two seeds known to are added.
SEEDS = (*range(max(CONTESTS, 300)), 810, 3766)


@pytest.mark.parametrize(("sound", "fault"), FAULTS)
def test_a_known_fault_of_other_programs_is_noticed(sound: str, fault: str) -> None:
    count = faulty(sound, fault)

    assert any(True for _ in failing(count, "scottish-2011", SEEDS))


def test_the_copy_without_a_fault_is_sound() -> None:
    count = faulty(DIVIDE, DIVIDE)

    assert list(failing(count, "scottish-2011", SEEDS)) == []
    assert all(facts(count(each.given)) == each.record for each in known()[::4])
    assert "faulty_scottish" not in sys.modules


@pytest.mark.parametrize(("sound", "fault"), FAULTS[:3])
def test_two_counts_that_differ_give_no_result(sound: str, fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    given = contest_from(next(failing(faulty(sound, fault), "scottish-2011", SEEDS)))
    faulted = presets.PRESETS["scottish-2011"]._replace(counted_by=faulty(sound, fault))
    monkeypatch.setitem(presets.PRESETS, "scottish-2011", faulted)

    with pytest.raises(CountsDiffer, match=r"Two independent counts of the same ballots differ \(stage "):
        presets.count_twice(given)
