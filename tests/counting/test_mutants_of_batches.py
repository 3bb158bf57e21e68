"""Faults that counting programs have had, in ERS97, the model rules and their references: contests of ours show all."""

import pytest

from tests.counting.faults import Fault, brought_to_light, cases

VALUE = "value if papers * value <= surplus else surplus // papers"
PRESENT = "return present if number * present <= surplus else to_hundredths(surplus / number)"

OF_BOTH = [
    Fault("batches", VALUE, "surplus // papers", "values may rise"),
    Fault("batches", "else surplus // papers", "else -(-surplus // papers)", "values are rounded up"),
    Fault(
        "batches",
        "else surplus // papers",
        "else (2 * surplus + papers) // (2 * papers)",
        "values are rounded half up",
    ),
    Fault(
        "batches",
        VALUE,
        "value if papers * value <= surplus else value * (surplus * 100 // (papers * value)) // 100",
        "the ratio is cut short before multiplying",
    ),
    Fault("batches", "else surplus // papers", "else surplus // papers // 10 * 10", "values are cut to one decimal"),
    Fault(
        "batches",
        "self.piles.move_last(who, self.continuing, revalue)",
        "self.piles.move_last(\n            who,\n"
        "            {*self.continuing, *(n for n in self.elected if self.votes[n - 1] > self.quota)} - {who},\n"
        "            revalue,\n        )",
        "a surplus goes to candidates just elected",
    ),
    Fault(
        "batches",
        "self.piles.move_batch(losers, mark, self.continuing, after=onward)",
        "self.piles.move_batch(losers, mark, {*self.continuing, *self.elected}, after=onward)",
        "excluded papers go to candidates already elected",
    ),
    Fault(
        "batches",
        "if losers or self.surplus:",
        "if losers or self.surplus or any("
        "self.votes[n - 1] == self.quota and not any(n in stage.who for stage in self.stages) for n in self.elected):",
        "a surplus of nothing makes a stage",
    ),
    Fault("batches", "losers = tuple(sorted(lowest))", "losers = ()", "the lowest never go together"),
    Fault(
        "batches",
        "losers = tuple(sorted(lowest))",
        "losers = losers or tuple(sorted(lowest))",
        "fewer of the lowest go together than may",
    ),
    Fault(
        "batches",
        "self.votes[number - 1] for number in lowest) + surplus",
        "self.votes[number - 1] for number in lowest)",
        "deferred surpluses are left out",
    ),
    Fault(
        "batches",
        "losers = self._together(self.surplus)",
        "losers = () if self.surplus else self._together(0)",
        "a surplus is never deferred",
    ),
    Fault("batches", "self.non_transferable += surplus - sent", "self.non_transferable += 0", "the difference is lost"),
    Fault(
        "batches",
        "self.non_transferable += surplus - sent",
        "self.non_transferable += parcel.non_transferable * parcel.value_before",
        "non-transferable papers keep their old value",
    ),
    Fault(
        "batches",
        "for mark in self.held.get(number, ())}, reverse=True)",
        "for mark in self.held.get(number, ())})",
        "the lowest values move first",
    ),
    Fault(
        "batches",
        "            if not self.vacancies:\n",
        "            if False:\n",
        "an exclusion goes on when all places are filled",
    ),
    Fault(
        "batches",
        "len(losers.who) <= self.vacancies",
        "len(losers.who) < self.vacancies",
        "the last excluded papers are transferred",
    ),
    Fault(
        "batches",
        "largest = max(self.votes[number - 1] for number in self.elected)",
        "largest = min(self.votes[n - 1] for n in self.elected if self.votes[n - 1] > self.quota)",
        "the smallest surplus moves first",
    ),
    Fault("batches", "valid = dealt.papers - invalid", "valid = dealt.papers", "invalid papers raise the quota"),
    Fault("batches", "set(given.standing)", "set(range(1, len(self.names) + 1))", "withdrawn candidates still stand"),
    Fault("ties", "for stage, votes in points:", "for stage, votes in reversed(points):", "ties look backwards"),
    Fault(
        "ties", "for stage, votes in points:", "for stage, votes in points[:1]:", "ties look at the first stage only"
    ),
    Fault("ties", "for stage, votes in points:", "for stage, votes in ():", "ties go straight to the lot"),
    Fault(
        "ties",
        "left = tuple(number for number in left if votes[number - 1] == best)",
        "most = tuple(number for number in left if votes[number - 1] == best); left = most if len(most) == 1 else left",
        "ties of three are not narrowed",
        seeds=(1066,),
    ),
    Fault("ties", "advantage_first[0 if extreme is max else -1]", "advantage_first[0]", "the lot excludes its first"),
    Fault("ties", "advantage_first[0 if", "advantage_first[-1 if", "the lot transfers its last first"),
    Fault("reference_batches", PRESENT, "return to_hundredths(surplus / number)", "values may rise"),
    Fault(
        "reference_batches",
        "return Fraction(int(value * 100), 100)",
        "return Fraction(int(value * 100 + Fraction(1, 2)), 100)",
        "values are rounded half up",
    ),
    Fault(
        "reference_batches",
        "to_hundredths(surplus / number)",
        "to_hundredths(present * to_hundredths(surplus / (number * present)))",
        "the ratio is cut short before multiplying",
    ),
    Fault(
        "reference_batches",
        "return [papers for papers in held if papers.moved == serial]",
        "return [papers for papers in held if papers.value == held[0].value or serial]",
        "all papers pay a surplus",
    ),
    Fault(
        "reference_batches",
        "zip(moving, to, strict=True) if number))",
        "zip(moving, to, strict=True)))",
        "papers that cannot move share a surplus",
    ),
    Fault(
        "reference_batches",
        "to = [next_available(papers, continuing) for papers in moving]",
        "waiting = [n for n in table.elected if table.votes[n] > table.quota and n != moving[0].holder]\n"
        "    to = [next_available(papers, [*continuing, *waiting]) for papers in moving]",
        "papers go to candidates just elected",
    ),
    Fault("reference_batches", "            found = low\n", "            found = []\n", "the lowest never go together"),
    Fault(
        "reference_batches",
        "for number in low), table.surpluses())",
        "for number in low), Fraction(0))",
        "deferred surpluses are left out",
    ),
    Fault(
        "reference_batches",
        "if len(left) == table.vacancies():",
        "if len(left) < table.vacancies():",
        "the last excluded papers are transferred",
    ),
    Fault(
        "reference_batches",
        "for stage, votes in points:",
        "for stage, votes in reversed(points):",
        "ties look backwards",
    ),
    Fault(
        "reference_batches",
        "left = [number for number in ranked if votes[number] == votes[ranked[0]]]",
        "most = [number for number in ranked if votes[number] == votes[ranked[0]]]\n"
        "        left = most if len(most) == 1 else left",
        "ties of three are not narrowed",
        seeds=(1066,),
    ),
    Fault(
        "reference_batches",
        "text.batch(papers) for papers in held}, reverse=True)",
        "text.batch(papers) for papers in held})",
        "the lowest values move first",
    ),
    Fault(
        "reference_batches",
        "        if table.vacancies() == 0:\n",
        "        if False:\n",
        "an exclusion goes on when all places are filled",
    ),
    Fault(
        "reference_batches",
        "most = max(table.votes[number] for number in table.elected)",
        "most = min(table.votes[n] for n in table.elected if table.votes[n] > table.quota)",
        "the smallest surplus moves first",
    ),
    Fault("reference_batches", 'drawn[0] if wanted == "most" else drawn[-1]', "drawn[0]", "the lot excludes its first"),
]

OF_ERS97 = [
    Fault("ers97", "return -(-votes // (seats + 1))", "return votes // (seats + 1)", "the quota is cut short"),
    Fault(
        "ers97", "return -(-votes // (seats + 1))", "return votes // (seats + 1) + 1", "the quota is always one more"
    ),
    Fault(
        "ers97",
        "min(self.quota, quota(active",
        "max(self.quota, quota(active",
        "the share of the active vote is ignored",
    ),
    Fault(
        "ers97", "kept = sum(min(self.votes", "kept = sum(max(self.votes", "surpluses are left out of the active vote"
    ),
    Fault("ers97", "return max(1, min", "return max(0, min", "candidates without a vote are elected"),
    Fault(
        "ers97",
        "level = self.enough()",
        'level = locals().get("level") or self.enough()',
        "what is enough is not looked at again",
    ),
    Fault("ers97", "if self.elected:\n            return\n", "if True:\n            return\n", "the quota never falls"),
    Fault("ers97", "if self.elected:\n", "if False:\n", "the quota falls after somebody is elected"),
    Fault(
        "ers97",
        "self.reasons.append(self.sentences.equals_ranked(",
        "kept = kept or ranked[:1]\n        self.reasons.append(self.sentences.equals_ranked(",
        "of equals for too few places one is always elected",
    ),
    Fault(
        "ers97",
        "self.reasons.append(self.sentences.equals_ranked(",
        "kept = kept[:1]\n        self.reasons.append(self.sentences.equals_ranked(",
        "of equals for too few places only the best is elected",
    ),
    Fault(
        "ers97",
        "return together <= next_above",
        "return together < next_above",
        "the lowest go only below the next above",
    ),
    Fault(
        "batches",
        "        self.after_batch()\n        self._point()",
        "        self.after_batch()",
        "ties are not compared after each batch",
    ),
    Fault(
        "reference_ers97",
        "return Fraction(ceil(value * 100), 100)",
        "return Fraction(int(value * 100), 100)",
        "the quota is cut short",
    ),
    Fault("reference_ers97", "min(table.quota, share)", "table.quota", "the share of the active vote is ignored"),
    Fault(
        "reference_ers97",
        "if not table.elected and quota != table.quota:",
        "if quota != table.quota:",
        "the quota falls after somebody is elected",
    ),
    Fault(
        "reference_ers97",
        "return sorted(kept, key=not_behind)",
        "return sorted(kept, key=not_behind)[:1]",
        "of equals for too few places only the best is elected",
    ),
    Fault(
        "reference_ers97", "together <= next_above", "together < next_above", "the lowest go only below the next above"
    ),
    Fault("reference_ers97", "return table.points", "return table.points[:1]", "ties look at the first stage only"),
]

# Under ERS97 nobody could tell: whoever has a share of the active vote is elected before too many go.
OF_FT2014 = [
    Fault("batches", ">= self.vacancies and", "> 0 and", "too many of the lowest go together"),
    Fault("reference_batches", ">= table.vacancies() and", "> 0 and", "too many of the lowest go together"),
    Fault("ft2014", "return valid // (seats + 1) + 1", "return -(-valid // (seats + 1))", "the quota is rounded up"),
    Fault("ft2014", "return together < next_above", "return together <= next_above", "the lowest go when level"),
    Fault("ft2014", "return 2 * ONE + 1", "return 2 * ONE", "first preferences do not move apart"),
    Fault(
        "ft2014",
        "self.votes[number - 1] >= self.quota]",
        "self.votes[number - 1] > self.quota]",
        "the exact quota is not enough",
    ),
    Fault("ft2014", "if self.vacancies == 1:", "if False:", "nobody outweighs all others"),
    Fault(
        "ft2014",
        "if 2 * self.votes[number - 1] >= total]",
        "if 2 * self.votes[number - 1] > total]",
        "as many votes as all others are not enough",
    ),
    Fault("ft2014", "if self.given.seats > 1:", "if True:", "the quota alone fills a sole vacancy"),
    Fault(
        "ft2014",
        "return [(stage.n, stage.votes) for stage in self.stages]",
        "return self.points",
        "ties look into stages, after each batch",
    ),
    Fault(
        "reference_ft2014",
        "int(Fraction(table.valid(), table.given.seats + 1)) + 1",
        "-(-table.valid() // (table.given.seats + 1))",
        "the quota is rounded up",
    ),
    Fault("reference_ft2014", "together < next_above", "together <= next_above", "the lowest go when level"),
    Fault(
        "reference_ft2014",
        "return papers.value, papers.moved == FIRST_PREFERENCES",
        "return papers.value, True",
        "first preferences do not move apart",
    ),
    Fault(
        "reference_ft2014",
        "if table.votes[number] >= table.quota]",
        "if table.votes[number] > table.quota]",
        "the exact quota is not enough",
    ),
    Fault(
        "reference_ft2014",
        "if table.votes[number] >= others:",
        "if table.votes[number] > others:",
        "as many votes as all others are not enough",
    ),
    Fault("reference_ft2014", "if table.given.seats != 1:", "if True:", "the quota alone fills a sole vacancy"),
    Fault(
        "reference_ft2014",
        "points=ends_of_stages",
        "points=lambda table: table.points",
        "ties look into stages, after each batch",
    ),
]


@pytest.mark.parametrize(
    ("rule", "fault"),
    [*cases(["ers97", "ft2014"], OF_BOTH), *cases(["ers97"], OF_ERS97), *cases(["ft2014"], OF_FT2014)],
)
def test_a_known_fault_of_other_programs_is_noticed(rule: str, fault: Fault) -> None:
    assert next(brought_to_light(rule, fault), None) is not None
