"""What was changed in a text, as a letter says it."""

from collections.abc import Iterator

from govern.core.languages import LocalText
from govern.core.words import Sentence, say
from govern.motions import diffs
from govern.motions.diffs import Change


def told(old: LocalText, new: LocalText) -> Iterator[Sentence]:
    """Yield what was taken out of a text and what was put in, in each language in which it was changed."""
    for language in sorted(old.keys() | new.keys()):
        for run in diffs.compare(old.get(language, ""), new.get(language, "")):
            if run.change is Change.REMOVED:
                yield say("Taken out: “%(words)s”", words=run.text.strip())
            elif run.change is Change.INSERTED:
                yield say("Put in: “%(words)s”", words=run.text.strip())
