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
