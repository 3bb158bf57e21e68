"""Faults that other counting programs have had, in Scottish STV and its reference: contests of ours show every one.

Each changes the winners of almost no real contest, and the record of many.
"""

import sys

import pytest

from govern.counting import presets
from govern.counting.errors import CountsDiffer
from govern.counting.inputs import SCOTTISH
from tests.counting.contests import contest_from, counted, facts, known
from tests.counting.examples import CONTESTS
from tests.counting.faults import REFERENCES, RULES, Fault, brought_to_light, cases, faulty, text_of

DIVIDE = "return surplus * value // votes"
EXCLUSION = "parcels = self._piles.move(who, self._continuing, lambda value: value)"
SURPLUS = "parcels = self._piles.move(who, self._continuing, revalue)"
LOOK_BACK = "range(len(earlier), 0, -1)"

IN_THE_RULE = [
    Fault(
        "scottish", DIVIDE, "return surplus * ONE // votes * value // ONE", "the ratio is cut short before multiplying"
    ),
    Fault(
        "scottish", DIVIDE, "return (surplus * value * 2 + votes) // (votes * 2)", "transfer values are rounded half up"
    ),
    Fault("scottish", DIVIDE, "return -(-surplus * value // votes)", "transfer values are rounded up"),
    Fault("scottish", DIVIDE, "return surplus * value // votes // 10 * 10", "transfer values are cut to four places"),
    Fault("scottish", DIVIDE, "return surplus * ONE // votes", "papers forget the value they had"),
    Fault(
        "scottish",
        SURPLUS,
        "parcels = self._piles.move(who, self._continuing | self._waiting, revalue)",
        "a surplus goes to candidates just elected",
    ),
    Fault(
        "scottish",
        EXCLUSION,
        "parcels = self._piles.move(who, self._continuing | self._waiting | set(self._elected), lambda value: value)",
        "excluded papers go to candidates already elected",
    ),
    Fault("scottish", "if votes > level:", "if votes >= level:", "a surplus of nothing makes a stage"),
    Fault(
        "scottish",
        "self._votes[number - 1] >= level",
        "self._votes[number - 1] > level",
        "the exact quota is not enough",
    ),
    Fault(
        "scottish",
        "self._continuing.discard(who)",
        "self._continuing -= {who} | {n for n in self._continuing if not self._votes[n - 1]}",
        "candidates without votes are excluded together",
    ),
    Fault(
        "scottish",
        EXCLUSION,
        f"parcels = []\n        if len(self._continuing) > self._vacancies:\n            {EXCLUSION}",
        "the last excluded papers are not transferred",
    ),
    Fault("scottish", "if self._waiting:", "if self._waiting and False:", "surpluses are never transferred"),
    Fault(
        "scottish",
        "while self._continuing and self._vacancies:",
        "while self._waiting or self._continuing and self._vacancies:",
        "pending surpluses move after the last place is filled",
    ),
    Fault("scottish", "largest=True)", "largest=False)", "the smallest surplus moves first"),
    Fault(
        "scottish",
        "parcel.non_transferable * parcel.value_after",
        "parcel.non_transferable * parcel.value_before",
        "non-transferable papers keep their old value",
    ),
    Fault(
        "scottish",
        "self._lost += surplus",
        "self._non_transferable += surplus",
        "what rounding loses is not kept apart",
    ),
    Fault(
        "scottish",
        "return valid // (seats + 1) + 1",
        "return -(-valid // (seats + 1))",
        "the quota is rounded up, not one more",
    ),
    Fault("scottish", "return valid // (seats + 1) + 1", "return valid // seats", "the quota is the Hare quota"),
    Fault("scottish", "valid = dealt.papers - invalid", "valid = dealt.papers", "invalid papers raise the quota"),
    Fault("scottish", "set(given.standing)", "set(range(1, len(self._names) + 1))", "withdrawn candidates still stand"),
    Fault("ties", LOOK_BACK, "range(1, len(earlier) + 1)", "ties look forwards from the first stage"),
    Fault("ties", LOOK_BACK, "range(len(earlier), max(0, len(earlier) - 1), -1)", "ties look back one stage only"),
    Fault("ties", LOOK_BACK, "range(0)", "ties go straight to the lot"),
    Fault(
        "ties",
        "left = tuple(number for number, held in zip(left, votes, strict=True) if held == best)",
        "left = (left[votes.index(best)],) if votes.count(best) == 1 else tuple(left)",
        "ties of three are not narrowed",
        seeds=(810, 3766),
    ),
    Fault("ties", "advantage_first[0 if extreme is max else -1]", "advantage_first[0]", "the lot excludes its first"),
    Fault("ties", "advantage_first[0 if", "advantage_first[-1 if", "the lot transfers its last first"),
]

IN_THE_REFERENCE = [
    Fault(
        "reference_scottish",
        "whole_hundred_thousandths(largest * papers.value / total)",
        "whole_hundred_thousandths(whole_hundred_thousandths(largest / total) * papers.value)",
        "the ratio is cut short before multiplying",
    ),
    Fault(
        "reference_scottish",
        "return Fraction(int(value * HUNDRED_THOUSAND), HUNDRED_THOUSAND)",
        "return Fraction(int(value * HUNDRED_THOUSAND + Fraction(1, 2)), HUNDRED_THOUSAND)",
        "transfer values are rounded half up",
    ),
    Fault(
        "reference_scottish",
        "continuing = set(state.continuing())",
        "continuing = {*state.continuing(), *state.surpluses()}",
        "papers go to candidates just elected",
    ),
    Fault(
        "reference_scottish",
        "if self.votes[number] > self.quota and",
        "if self.votes[number] >= self.quota and",
        "a surplus of nothing makes a stage",
    ),
    Fault(
        "reference_scottish",
        "if state.votes[number] >= state.quota]",
        "if state.votes[number] > state.quota]",
        "the exact quota is not enough",
    ),
    Fault(
        "reference_scottish",
        "state.excluded.append(who)",
        "state.excluded += [n for n in state.continuing() if n == who or not state.votes[n]]",
        "candidates without votes are excluded together",
    ),
    Fault(
        "reference_scottish",
        "parcels = move(state, held, {papers.value: papers.value for papers in held})",
        "held = held if len(state.continuing()) > state.vacancies() else []\n"
        "    parcels = move(state, held, {papers.value: papers.value for papers in held})",
        "the last excluded papers are not transferred",
    ),
    Fault(
        "reference_scottish",
        "for stage in reversed(state.stages):",
        "for stage in state.stages:",
        "ties look forwards from the first stage",
    ),
    Fault(
        "reference_scottish",
        "left = [number for number in ranked if stage.votes[number - 1] == stage.votes[ranked[0] - 1]]",
        "best = [number for number in ranked if stage.votes[number - 1] == stage.votes[ranked[0] - 1]]\n"
        "        left = best if len(best) == 1 else left",
        "ties of three are not narrowed",
        seeds=(810, 3766),
    ),
    Fault(
        "reference_scottish",
        "state.non_transferable += papers.number * papers.value",
        "state.non_transferable += papers.number * max(values)",
        "non-transferable papers keep their old value",
    ),
    Fault(
        "reference_scottish",
        "1 + int(Fraction(self.valid, given.seats + 1))",
        "-(-self.valid // (given.seats + 1))",
        "the quota is rounded up, not one more",
    ),
    Fault("reference_scottish", "largest = max(", "largest = min(", "the smallest surplus moves first"),
    Fault(
        "reference_scottish",
        'drawn[0] if wanted == "most" else drawn[-1]',
        "drawn[0]",
        "the lot excludes its first",
    ),
]


@pytest.mark.parametrize(("rule", "fault"), cases([SCOTTISH], [*IN_THE_RULE, *IN_THE_REFERENCE]))
def test_a_known_fault_of_other_programs_is_noticed(rule: str, fault: Fault) -> None:
    assert next(brought_to_light(rule, fault), None) is not None


@pytest.mark.parametrize("rule", RULES)
def test_a_copy_without_a_fault_is_sound(rule: str) -> None:
    for module in (RULES[rule][-1], REFERENCES[rule][-1]):
        count = faulty(rule, Fault(module, text_of(module), text_of(module), "none"))
        assert [seed for seed in range(CONTESTS) if count(contest_from(seed, rule)) != counted(seed, rule)] == []


def test_a_copy_counts_published_contests_as_the_rule_does() -> None:
    count = faulty(SCOTTISH, IN_THE_RULE[0]._replace(fault=DIVIDE))

    assert all(facts(count(each.given)) == each.record for each in known()[::4])
    assert not any(name.startswith("a copy of") for name in sys.modules)


@pytest.mark.parametrize(("rule", "fault"), cases([SCOTTISH], IN_THE_RULE[:3]))
def test_two_counts_that_differ_give_no_result(rule: str, fault: Fault, monkeypatch: pytest.MonkeyPatch) -> None:
    contest = contest_from(next(brought_to_light(rule, fault)))
    faulted = presets.PRESETS[rule]._replace(counted_by=faulty(rule, fault))
    monkeypatch.setitem(presets.PRESETS, rule, faulted)

    with pytest.raises(CountsDiffer, match=r"Two independent counts of the same ballots differ \(stage "):
        presets.count_twice(contest)
