"""Faults that counting programs have had, in Meek's method, the alternative vote, counts of marks and questions."""

import pytest

from tests.counting.contests import MEEK, QUESTIONS
from tests.counting.faults import Fault, brought_to_light, cases

# That the exact quota elects cannot be shown: no votes of whole papers equal a share and a billionth.
OF_MEEK = [
    Fault("meek", "return counted // (seats + 1) + 1", "return -(-counted // (seats + 1))", "the quota is rounded up"),
    Fault("meek", "return -(-product // ONE)", "return product // ONE", "products are cut short"),
    Fault(
        "meek",
        "return -(-_up(keep * quota) * ONE // votes)",
        "return _up(keep * quota) * ONE // votes",
        "keep factors are cut short",
    ),
    Fault(
        "meek",
        "return -(-_up(keep * quota) * ONE // votes)",
        "return _up(keep * -(-quota * ONE // votes))",
        "the ratio is rounded before multiplying",
    ),
    Fault("meek", "_up(keep * quota)", "_up(ONE * quota)", "keep factors forget what they were"),
    Fault("meek", "OMEGA = 1_000", "OMEGA = 100_000", "a surplus stops falling too early"),
    Fault("meek", "self._quota = quota(sum", "self._quota = self._quota or quota(sum", "the quota never falls"),
    Fault(
        "meek",
        "<= lowest + surplus)",
        "<= lowest)",
        "who is within the surplus of the lowest is not tied with them",
        seeds=(464,),
    ),
    Fault("meek", "extreme=max, lots", "extreme=min, lots", "the last in the lot order is defeated"),
    Fault("meek", "self._keep[who] = 0", "self._keep[who] = self._keep[who]", "the record keeps the excluded in"),
    Fault(
        "meek",
        "self._paths.move(who, self._hopeful, self._elected)",
        "pass",
        "the papers of the excluded stay with them",
    ),
    Fault(
        "meek",
        "self._hopeful.discard(who)\n",
        "self._hopeful -= {who} | {n for n in self._hopeful if not self._votes[n - 1]}\n",
        "candidates without votes are excluded together",
    ),
    Fault("meek", "set(given.standing)", "set(range(1, len(self._names) + 1))", "withdrawn candidates still stand"),
    Fault(
        "meek",
        "self._given.ballots.papers - invalid",
        "self._given.ballots.papers",
        "invalid papers are part of the residual",
    ),
    Fault("ties", "advantage_first[0 if", "advantage_first[-1 if", "lots are read from the other end"),
    Fault("reference_meek", "return quotient + (remainder > 0)", "return quotient", "products are cut short"),
    Fault(
        "reference_meek", "// (state.given.seats + 1) + 1", "// (state.given.seats + 1)", "the quota is not one more"
    ),
    Fault("reference_meek", "surpluses[-1] < 1_000", "surpluses[-1] < 100_000", "a surplus stops falling too early"),
    Fault(
        "reference_meek",
        "rounded_up(product * UNIT, state.votes[number])",
        "product * UNIT // state.votes[number]",
        "keep factors are cut short",
    ),
    Fault(
        "reference_meek",
        "- state.votes[lowest] <= surplus]",
        "- state.votes[lowest] <= 0]",
        "who is within the surplus of the lowest is not tied with them",
        seeds=(464,),
    ),
    Fault("reference_meek", "order[0] if first", "order[-1] if first", "the last in the lot order is defeated"),
    Fault("reference_meek", "state.keep[lowest] = 0", "state.keep[lowest] += 0", "the excluded keep their papers"),
]

OF_AV = [
    Fault("av", "return votes // 2 + 1", "return -(-votes // 2)", "half of the votes are enough"),
    Fault(
        "av",
        "majority(sum(self._votes))",
        "majority(sum(self._votes) + self._non_transferable)",
        "more than half of all valid papers are needed",
    ),
    Fault(
        "av",
        "self._continuing.discard(who)",
        "self._continuing -= {who} | {n for n in self._continuing if not self._votes[n - 1]}",
        "candidates without votes are excluded together",
    ),
    Fault(
        "av",
        "self._continuing, lambda value: value)",
        "self._given.standing, lambda value: value)",
        "papers go to candidates already excluded",
    ),
    Fault("av", "set(given.standing)", "set(range(1, len(self._names) + 1))", "withdrawn candidates still stand"),
    Fault(
        "av",
        "self._non_transferable += parcel.non_transferable",
        "self._non_transferable += 0",
        "papers without a next preference vanish",
    ),
    Fault(
        "av",
        "earlier = [stage.votes for stage in self._stages]",
        "earlier = [stage.votes for stage in self._stages][::-1]",
        "ties look forwards from the first stage",
    ),
    Fault("ties", "range(len(earlier), 0, -1)", "range(0)", "ties go straight to the lot"),
    Fault("ties", "advantage_first[0 if extreme is max else -1]", "advantage_first[0]", "the lot excludes its first"),
    Fault(
        "ties",
        "left = tuple(number for number, held in zip(left, votes, strict=True) if held == best)",
        "left = (left[votes.index(best)],) if votes.count(best) == 1 else tuple(left)",
        "ties of three are not narrowed",
        seeds=(810,),
    ),
    Fault("reference_av", "2 * votes[most] <= sum(", "2 * votes[most] < sum(", "half of the votes are enough"),
    Fault(
        "reference_av",
        "if number in state.left), None)",
        "if number in state.given.standing), None)",
        "papers stay with candidates already excluded",
    ),
    Fault("reference_av", "fewest = min(votes[number] for", "fewest = max(votes[number] for", "the highest goes"),
    Fault(
        "reference_av",
        "range(len(state.history) - 1, -1, -1)",
        "range(len(state.history))",
        "ties look forwards from the first stage",
    ),
    Fault("reference_av", "if number in left][-1]", "if number in left][0]", "the lot excludes its first"),
]

OF_MARKS = [
    Fault("marks", "if number in standing]", "if number]", "marks for the withdrawn count"),
    Fault("marks", "        elif marks:\n", "        else:\n", "papers without a mark are valid"),
    Fault(
        "marks",
        "equals = given.lots.sort(numbers) if given.lots else sorted(numbers)",
        "equals = sorted(numbers)",
        "equals are taken as they stand on the paper",
    ),
    Fault("reference_marks", "{*ranking} - {*given.withdrawn}", "{*ranking}", "marks for the withdrawn count"),
    Fault("reference_marks", "if marks and (most", "if (most", "papers without a mark are valid"),
    Fault("reference_marks", "order.index(number)))", "-order.index(number)))", "lots are read from the other end"),
]

OF_LIMITED_MARKS = [
    Fault("marks", "if len(marks) > most:", "if len(marks) >= most:", "as many marks as places are too many"),
    Fault(
        "marks",
        "            rejected += papers\n",
        "            counted += papers\n",
        "papers with too many marks are valid",
    ),
    Fault("reference_marks", "len(marks) <= most)", "len(marks) < most)", "as many marks as places are too many"),
]

OF_APPROVAL = [
    Fault("marks", "needed = cast // 2 + 1", "needed = -(-cast // 2)", "half of the papers are enough"),
    Fault("marks", "cast = given.ballots.papers", "cast = counted", "blank papers are not cast"),
    Fault("reference_marks", "2 * votes[n] > cast]", "2 * votes[n] >= cast]", "half of the papers are enough"),
    Fault(
        "reference_marks",
        "for _, number in given.ballots)\n    standing",
        "for ranking, number in given.ballots if ranking)\n    standing",
        "blank papers are not cast",
    ),
]

OF_QUESTIONS = [
    Fault(
        "yesno",
        "return votes.papers if majority.base == PRESENT else votes.yes + votes.no",
        "return votes.papers",
        "abstentions are votes cast",
    ),
    Fault("yesno", "marks.tally(given, most=1)", "marks.tally(given, most=2)", "a paper with two marks counts"),
    Fault(
        "reference_marks", "base = votes[YES] + votes[NO]", "base = sum(votes.values())", "abstentions are votes cast"
    ),
    Fault("reference_marks", "1 if given.rule in SOLE else None)", "2)", "a paper with two marks counts"),
]
OF_A_SIMPLE_MAJORITY = [
    Fault("yesno", "share > level)", "share >= level)", "as many for as against carry"),
    Fault("reference_marks", "(Fraction(1, 2), False)", "(Fraction(1, 2), True)", "as many for as against carry"),
]
OF_A_LARGE_MAJORITY = [
    Fault("yesno", "share >= level if", "share > level if", "exactly the threshold does not carry"),
    Fault("reference_marks", "exactly_is_enough and share == part", "False", "exactly the threshold does not carry"),
]


@pytest.mark.parametrize(
    ("rule", "fault"),
    [
        *cases([MEEK], OF_MEEK),
        *cases(["av"], OF_AV),
        *cases(["fptp", "block-vote", "approval", "approval-majority"], OF_MARKS),
        *cases(["fptp", "block-vote"], OF_LIMITED_MARKS),
        *cases(["approval-majority"], OF_APPROVAL),
        *cases(QUESTIONS, OF_QUESTIONS),
        *cases(["yes-no"], OF_A_SIMPLE_MAJORITY),
        *cases(["yes-no-two-thirds", "yes-no-three-quarters"], OF_A_LARGE_MAJORITY),
    ],
)
def test_a_known_fault_of_other_programs_is_noticed(rule: str, fault: Fault) -> None:
    assert next(brought_to_light(rule, fault), None) is not None
