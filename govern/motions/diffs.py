"""The readable difference of two texts, word by word.

What was taken out stands before what was put in. A door marks both with an element and with words, never with a
colour alone.

Source: WCAG 2.2, 1.4.1.
"""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")


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
    for tag, begin, end, first, last in SequenceMatcher(str.isspace, before, after).get_opcodes():
        if tag == "equal":
            runs.append(Run(Change.KEPT, "".join(before[begin:end])))
            continue
        runs.append(Run(Change.REMOVED, "".join(before[begin:end])))
        runs.append(Run(Change.INSERTED, "".join(after[first:last])))
    return [run for run in runs if run.text]
