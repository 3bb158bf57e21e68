"""The readable difference of two texts, word by word.

What was taken out stands before what was put in. A door marks both with an element and with words, never with a
colour alone.

Source: WCAG 2.2, 1.4.1.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
# A word as short as this between two changes is a coincidence: "a" and "of" are in every text.
LITTLE = 3
Opcode = tuple[str, int, int, int, int]


class Change(StrEnum):
    """What became of a run of words."""

    KEPT = "kept"
    REMOVED = "removed"
    INSERTED = "inserted"


class Weight(StrEnum):
    """What a difference touches that a slip of the pen seldom does."""

    NUMBER = "number"
    NAME = "name"
    NEGATION = "negation"


# "Not" and its like, in English and in Welsh.
_NEGATIONS = frozenset(
    (
        *("no", "not", "nor", "never", "none", "nobody", "nothing", "neither", "without", "cannot", "t", "unless"),
        *("na", "nac", "nad", "nid", "ni", "nis", "ddim", "dim", "heb", "neb", "byth", "oni", "onid"),
    )
)


@dataclass(frozen=True)
class Run:
    """A run of words with the same lot."""

    change: Change
    text: str


def compare(old: str, new: str) -> list[Run]:
    """Return the words of two texts as runs: kept, removed, inserted.

    >>> [(run.change.value, run.text) for run in compare("We meet in May.", "We meet in June.")]
    [('kept', 'We meet in '), ('removed', 'May'), ('inserted', 'June'), ('kept', '.')]
    """
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    runs: list[Run] = []
    # A space is no place to begin a likeness: two sentences would then be alike in their spaces alone.
    for tag, begin, end, first, last in _joined(SequenceMatcher(str.isspace, before, after).get_opcodes(), before):
        if tag == "equal":
            runs.append(Run(Change.KEPT, "".join(before[begin:end])))
            continue
        runs.append(Run(Change.REMOVED, "".join(before[begin:end])))
        runs.append(Run(Change.INSERTED, "".join(after[first:last])))
    return [run for run in runs if run.text]


def weights(runs: Sequence[Run]) -> list[Weight]:
    """Return what the changed words of a difference touch: a number, a name, or whether something is so or is not.

    A capital after a stop begins a sentence, and is no sign of a name.

    >>> weights(compare("We pay 900 pounds to Ada.", "We do not pay 90 pounds to Ben."))
    [<Weight.NUMBER: 'number'>, <Weight.NAME: 'name'>, <Weight.NEGATION: 'negation'>]
    >>> weights(compare("We meet in the center.", "We meet in the centre."))
    []
    """
    found: set[Weight] = set()
    for side in (Change.REMOVED, Change.INSERTED):
        begins = True
        for run in runs:
            if run.change not in (Change.KEPT, side):
                continue
            for word in _WORDS.findall(run.text):
                if run.change is side:
                    found |= _weight_of(word, begins=begins)
                begins = word in ".!?:" if not word.isspace() else begins
    return [one for one in Weight if one in found]


def _weight_of(word: str, *, begins: bool) -> set[Weight]:
    touched = {
        Weight.NUMBER: any(letter.isdigit() for letter in word),
        Weight.NAME: word[0].isupper() and not begins,
        Weight.NEGATION: word.lower() in _NEGATIONS,
    }
    return {weight for weight, is_touched in touched.items() if is_touched}


def _joined(found: Sequence[Opcode], before: Sequence[str]) -> list[Opcode]:
    """Return the steps with those as one that only a little word keeps apart."""
    joined: list[Opcode] = []
    for at, (tag, begin, end, first, last) in enumerate(found):
        is_inside = 0 < at < len(found) - 1
        letters = sum(character.isalnum() for word in before[begin:end] for character in word)
        kept = tag == "equal" and not (is_inside and letters <= LITTLE)
        if kept or not joined or joined[-1][0] == "equal":
            joined.append(("equal" if kept else "replace", begin, end, first, last))
        else:
            _, began, _, began_after, _ = joined[-1]
            joined[-1] = ("replace", began, end, began_after, last)
    return joined
