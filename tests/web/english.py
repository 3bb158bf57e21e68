"""Finds English that is left in a page of another language."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

SPOKEN = ("aria-label", "alt", "title", "placeholder")
VOID = {"br", "circle", "hr", "img", "input", "link", "meta", "path", "line", "rect"}
NOT_READ = {"script", "style", "code", "svg"}
# Words that no Welsh sentence holds, and hardly an English one is without.
ENGLISH = re.compile(
    r"\b(the|and|you|your|of|is|are|was|were|this|that|these|with|not|for|from|it|will|has|have|been|by|or|"
    r"vote|ballot|sign|page|enter|choose|election|result|seat|board)\b",
    re.IGNORECASE,
)


class _Words(HTMLParser):
    """Gathers what is read out of a page, but for what says that it is in English."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what an element says of itself, and whether what is in it is English or not read."""
        known = dict(attrs)
        is_english = known.get("lang") == "en"
        if not (is_english or self._is_inside):
            self.words += [known[name] or "" for name in SPOKEN if name in known]
        if tag not in VOID:
            self._open.append((tag, is_english or tag in NOT_READ))

    def handle_endtag(self, tag: str) -> None:
        """Leave the element."""
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        """Note the text."""
        if not self._is_inside:
            self.words.append(data)

    @property
    def _is_inside(self) -> bool:
        return any(is_passed_over for _tag, is_passed_over in self._open)


def english_in(page: str) -> Iterator[str]:
    """Give each piece of a page's text in which an English word stands unmarked."""
    reader = _Words()
    reader.feed(page)
    for words in reader.words:
        if ENGLISH.search(words):
            yield " ".join(words.split())
