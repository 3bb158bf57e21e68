"""The difference of two texts in plain words, for letters and e-mail: nothing in them is struck out or underlined.

Source: WCAG 2.2, 1.3.3, 1.4.1.
"""

import re
from collections.abc import Sequence

from govern.core.languages import LocalText
from govern.core.words import Fact, Sentence, say
from govern.motions.diffs import Change, Run, compare

# So many words beside a change say where it is. The whole text stands below it.
WORDS_KEPT = 12
CUT = "[…]"
_WORDS = re.compile(r"\S+\s*")


def in_words(old: LocalText, new: LocalText) -> LocalText:
    """Return what is taken out of a text and what is put in, in each language in which the new one differs.

    >>> in_words(LocalText(en="We meet in May."), LocalText(en="We meet in June."))["en"]
    'We meet in [taken out: May] [put in: June].'
    """
    return LocalText(
        {
            language: told(compare(old.get(language, ""), text)).spoken(language)
            for language, text in new.items()
            if text != old.get(language)
        }
    )


def told(runs: Sequence[Run]) -> Sentence:
    """Return the runs of a difference as one sentence, in whose language what is taken out and put in is marked."""
    pieces: list[Fact] = []
    for at, run in enumerate(runs):
        if run.change is Change.KEPT:
            pieces.append(_cut(run.text, is_first=at == 0, is_last=at == len(runs) - 1))
            continue
        words = run.text.strip()
        if not words:
            pieces.append(run.text)
            continue
        follows_a_mark = bool(pieces) and isinstance(pieces[-1], Sentence)
        before = run.text[: len(run.text) - len(run.text.lstrip())] or (" " if follows_a_mark else "")
        pieces += [before, _marked(run.change, words)]
        if after := run.text[len(run.text.rstrip()) :]:
            pieces.append(after)
    return Sentence(
        "".join(f"%(piece_{n})s" for n in range(len(pieces))), {f"piece_{n}": one for n, one in enumerate(pieces)}
    )


def _marked(change: Change, words: str) -> Sentence:
    if change is Change.REMOVED:
        return say("[taken out: %(words)s]", words=words)
    return say("[put in: %(words)s]", words=words)


def _cut(text: str, *, is_first: bool, is_last: bool) -> str:
    """Return what stays, without its middle where that is long; at the ends of the text only what is near a change."""
    words = _WORDS.findall(text)
    begins, ends = 0 if is_first else WORDS_KEPT, 0 if is_last else WORDS_KEPT
    if len(words) <= begins + ends + 1:
        return text
    lead = text[: len(text) - len(text.lstrip())]
    first = lead + "".join(words[:begins]) if begins else ""
    return f"{first}{CUT} {''.join(words[len(words) - ends :])}" if ends else f"{first}{CUT}"
