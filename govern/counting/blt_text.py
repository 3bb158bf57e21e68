"""From the bytes of a ballot file to numbered lines: encodings, line ends, comments."""

import re
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from govern.counting.errors import BallotFileNotReadable

MOST_BYTES = 1 << 30
LONGEST_LINE = 200_000

COMMENT_MARKS = ("#", "//", "/*")

_COMMENT = r"#|//|/\*"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


class Line(NamedTuple):
    """A line of a file, numbered from 1. Comments are blanked, not cut out, so that columns stay true."""

    number: int
    text: str


def decode(data: bytes) -> str:
    """Return the text of a ballot file: UTF-8 with or without its mark, UTF-16 with one, else Windows or ISO Latin.

    :raises BallotFileNotReadable: too large, or not text.
    """
    if len(data) > MOST_BYTES:
        raise BallotFileNotReadable(f"The file has more than {MOST_BYTES} bytes, the most that can be read.", line=1)
    text = _decoded(data)
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise BallotFileNotReadable("This is not text, for it holds a zero byte. Save it as text in UTF-8.", line=line)
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _decoded(data: bytes) -> str:
    if data.startswith(_UTF16):
        return data.decode("utf-16", errors="replace")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


class Lines:
    """The lines of a ballot file, each taken once, from the top."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._offset = 0
        self._taken = 0
        self._commented = "#" in text or "/" in text  # one character is found many times faster than two
        self._comment_opened = 0

    @property
    def in_comment(self) -> bool:
        """Say whether the next line begins inside a comment."""
        return self._comment_opened > 0

    @cached_property
    def texts(self) -> list[str]:
        """Return all lines of the file."""
        return self._text.split("\n")

    @property
    def taken(self) -> int:
        """Return how many lines were taken: the place of the next in `texts`."""
        return self._taken

    @property
    def last(self) -> int:
        """Return the number of the last line that holds anything: where something missing is reported."""
        return self._text.rstrip().count("\n") + 1

    def take_to(self, place: int) -> None:
        """Take the lines before a place in `texts`."""
        self._offset += sum(map(len, self.texts[self._taken : place])) + place - self._taken
        self._taken = place

    def up_to(self, closing: str) -> str | None:
        """Return the lines that come before the next that equals `closing`, without taking them."""
        end = self._text.find(f"\n{closing}\n", self._offset)
        return None if end < 0 else self._text[self._offset : end]

    def take_text(self, text: str) -> None:
        """Take lines that `up_to` returned."""
        self._offset += len(text) + 1
        self._taken += text.count("\n") + 1

    def next_numbers(self) -> Line | None:
        """Take the next line that holds anything beside comments, or None at the end of the file."""
        while self._offset <= len(self._text):
            line = self._take()
            text = self._without_comments(line) if self._commented else line.text
            if text and not text.isspace():
                return Line(line.number, text)
        self._ensure_closed()
        return None

    def next_name(self) -> Line | None:
        """Take the next line of a name. A name may hold the marks of a comment, so only whole-line comments go."""
        while self._offset <= len(self._text):
            line = self._take()
            text = line.text
            if self.in_comment or text.lstrip().startswith(COMMENT_MARKS):
                text = self._without_comments(line)
            if text and not text.isspace():
                return Line(line.number, text)
        self._ensure_closed()
        return None

    def names(self) -> Iterator[Line]:
        """Take every line that is left, as names."""
        while (line := self.next_name()) is not None:
            yield line

    def _take(self) -> Line:
        end = self._text.find("\n", self._offset)
        text = self._text[self._offset :] if end < 0 else self._text[self._offset : end]
        self._offset += len(text) + 1
        self._taken += 1
        if len(text) > LONGEST_LINE:
            raise BallotFileNotReadable(
                f"This line has more than {LONGEST_LINE} characters, the most that can be read.", line=self._taken
            )
        return Line(self._taken, text)

    def _ensure_closed(self) -> None:
        if self.in_comment:
            raise BallotFileNotReadable("This comment is opened with /* and never closed.", line=self._comment_opened)

    def _without_comments(self, line: Line) -> str:
        text, place, kept = line.text, 0, []
        while place < len(text):
            stop, comment = self._piece(line, place)
            kept.append(" " * (stop - place) if comment else text[place:stop])
            place = stop
        return "".join(kept)

    def _piece(self, line: Line, place: int) -> tuple[int, bool]:
        """Return where the text or comment that begins at `place` ends, and whether it is a comment."""
        if self.in_comment:
            closed = line.text.find("*/", place)
            if closed < 0:
                return len(line.text), True
            self._comment_opened = 0
            return closed + 2, True
        found = re.compile(_COMMENT).search(line.text, place)
        if found is None:
            return len(line.text), False
        if found.start() > place:
            return found.start(), False
        if found.group() != "/*":
            return len(line.text), True
        self._comment_opened = line.number
        return found.end(), True
