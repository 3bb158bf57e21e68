"""Read an opening register from a CSV file: every line, or every reason why not.

Nothing is guessed silently. What was assumed of the file (its encoding) is said aloud in `notes`.
"""

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from govern.core.words import Sentence, say, say_many
from govern.register import rules
from govern.register.opening_refusals import (
    Complaint,
    FileIsEmpty,
    FileIsNotText,
    FileTooLarge,
    HeaderNotUnderstood,
    TooManyLines,
)
from govern.register.opening_values import HEADINGS, REQUIRED, VALUES, Ground, Homes, OpeningLine, Wrong

MEGABYTE = 1024 * 1024
MEGABYTES = 15
MOST_LINES = 200_000
DELIMITERS = ",;\t"


@dataclass(kw_only=True)
class Reading:
    """What a file says, and what is wrong with it.

    :ivar notes: what was assumed of the file, to be said aloud.
    """

    lines: list[OpeningLine] = field(default_factory=list)
    complaints: list[Complaint] = field(default_factory=list)
    notes: list[Sentence] = field(default_factory=list)


def read(content: bytes, *, homes: Homes, today: date) -> Reading:
    """Return the members that a file lists, with a complaint for every value that cannot be entered.

    :raises FileTooLarge: more than the limit of bytes.
    :raises TooManyLines: more than the limit of lines.
    :raises FileIsNotText: a spreadsheet, or bytes that are no text.
    :raises FileIsEmpty: no lines below the header.
    :raises HeaderNotUnderstood: a column is missing, or there twice.
    """
    if len(content) > MEGABYTES * MEGABYTE:
        raise FileTooLarge(megabytes=MEGABYTES)
    reading = Reading()
    text = _decoded(content, reading)
    rows = _rows(text, reading)
    first = next(rows, None)
    if first is None:
        raise FileIsEmpty
    columns = _columns(first[1])
    headings = dict(zip(columns, first[1], strict=False))
    for count, (line, cells) in enumerate(rows):
        if count == MOST_LINES:
            raise TooManyLines(limit=MOST_LINES)
        _read_line(line, cells, columns=columns, headings=headings, ground=(homes, today), reading=reading)
    if not reading.lines and not reading.complaints:
        raise FileIsEmpty
    return reading


def _decoded(content: bytes, reading: Reading) -> str:
    """Return the file as text; say aloud if it is not UTF-8."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding, note = "utf-16", say("The file was read as UTF-16.")
    else:
        encoding, note = "utf-8-sig", None
    text = _tried(content, encoding)
    if text is None:
        text = _tried(content, "cp1252")
        note = say("The file is not UTF-8, so it was read as Windows-1252. Check that letters with accents are right.")
    if text is None or "\x00" in text:
        raise FileIsNotText
    if note is not None:
        reading.notes.append(note)
    return text


def _tried(content: bytes, encoding: str) -> str | None:
    """Return the text, or None if the bytes are not of this encoding."""
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _rows(text: str, reading: Reading) -> Iterator[tuple[int, list[str]]]:
    """Give each row that is not blank with the line on which it begins. A broken quotation ends the reading."""
    source = io.StringIO(text, newline="")
    skipped = _skip_separator_line(source)
    table = csv.reader(source, delimiter=_delimiter(text), strict=True)
    while True:
        line = table.line_num + 1 + skipped
        try:
            cells = next(table)
        except StopIteration:
            return
        except csv.Error:
            sentence = say(
                "A quotation mark opens here and does not close, or stands within a value, or a value is far too long."
                " Mend it."
            )
            reading.complaints.append(Complaint(line, "", sentence))
            return
        if any(cell.strip() for cell in cells):
            yield line, [cell.strip() for cell in cells]


def _skip_separator_line(source: io.StringIO) -> int:
    """Step over the line `sep=;` that some spreadsheets write first; return how many lines that is."""
    if re.match(r"sep=.\r?\n", source.read(8)) is None:
        source.seek(0)
        return 0
    source.seek(0)
    source.readline()
    return 1


def _delimiter(text: str) -> str:
    """Return what stands between the values: whichever the header has most of."""
    if (told := re.match(r"sep=(.)\r?\n", text)) is not None and told[1] in DELIMITERS:
        return told[1]
    header = next((line for line in text.splitlines()[:5] if line.strip()), "")
    return max(DELIMITERS, key=header.count)


def _columns(headings: list[str]) -> list[str]:
    """Return which column each heading names; one that we do not know is left aside.

    :raises HeaderNotUnderstood: a column is missing, or there twice.
    """
    known = {heading: column for column, all_of in HEADINGS.items() for heading in all_of}
    columns = [known.get(" ".join(re.split(r"[\s_\-]+", rules.folded(one)))) or "" for one in headings]
    missing = [HEADINGS[column][0] for column in REQUIRED if column not in columns]
    doubled = [HEADINGS[column][0] for column in HEADINGS if columns.count(column) > 1]
    if missing or doubled:
        raise HeaderNotUnderstood(missing=missing, doubled=doubled)
    return columns


def _read_line(
    line: int,
    cells: list[str],
    *,
    columns: list[str],
    headings: Mapping[str, str],
    ground: Ground,
    reading: Reading,
) -> None:
    """Read one line into the reading, with a complaint for each of its values that cannot be entered."""
    if len(cells) < len(columns) or any(cells[len(columns) :]):
        sentence = say(
            "This line has %(values)s, and the first line names %(columns)s. Mend the line.",
            values=say_many("%(count)s value", "%(count)s values", count=len(cells)),
            columns=say_many("%(count)s column", "%(count)s columns", count=len(columns)),
        )
        reading.complaints.append(Complaint(line, "", sentence))
        return
    told = {column: cell for column, cell in zip(columns, cells, strict=False) if column}
    values: dict[str, Any] = {}
    wrong = len(reading.complaints)
    for column, cell in told.items():
        try:
            values[column] = VALUES[column](cell, told, ground)
        except Wrong as amiss:
            reading.complaints.append(Complaint(line, headings[column], amiss.sentence))
    if len(reading.complaints) == wrong:
        reading.lines.append(OpeningLine(line=line, **values))


def complaints_csv(complaints: list[Complaint], *, spoken: Callable[[Sentence], str] = str) -> str:
    """Return complaints as CSV: line, column, what to do; in the order of the lines.

    >>> complaints_csv([Complaint(3, "email", say("Write an address."))])
    'line,column,what to do\\r\\n3,email,Write an address.\\r\\n'
    """
    out = io.StringIO(newline="")
    table = csv.writer(out)
    table.writerow(["line", "column", "what to do"])
    table.writerows([one.line, harmless(one.column), harmless(spoken(one.sentence))] for one in complaints)
    return out.getvalue()


def harmless(text: str) -> str:
    """Return text that no spreadsheet takes for a formula.

    Source: OWASP, CSV injection.
    """
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
