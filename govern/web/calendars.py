"""Days as a calendar file that any calendar takes in.

Source: RFC 5545.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from govern.core.clock import A_DAY

LONGEST = 75


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A whole day in a calendar.

    :param uid: stays the same when the day moves, so that a calendar moves it too.
    """

    uid: UUID
    on: date
    summary: str
    description: str = ""


def calendar(entries: Iterable[Entry], *, at: datetime) -> str:
    """Return a calendar file.

    :param at: when it is written, in UTC.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Govern//Timetable//EN"]
    for entry in entries:
        lines += _event(entry, at)
    lines.append("END:VCALENDAR")
    return "".join(f"{piece}\r\n" for line in lines for piece in _folded(line))


def _event(entry: Entry, at: datetime) -> list[str]:
    return [
        "BEGIN:VEVENT",
        f"UID:{entry.uid}",
        f"DTSTAMP:{at:%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{entry.on:%Y%m%d}",
        f"DTEND;VALUE=DATE:{entry.on + A_DAY:%Y%m%d}",
        f"SUMMARY:{_escaped(entry.summary)}",
        f"DESCRIPTION:{_escaped(entry.description)}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _escaped(text: str) -> str:
    r"""Return text as a value, in which some characters have a meaning.

    >>> _escaped("Seats: 2; rules, 1")
    'Seats: 2\\; rules\\, 1'
    """
    for sign in "\\;,":
        text = text.replace(sign, f"\\{sign}")
    return "\\n".join(text.splitlines())


def _folded(line: str) -> Iterator[str]:
    """Yield a line in pieces of at most 75 octets, the later ones behind a blank; no character is broken."""
    piece = ""
    for one in line:
        if len(f"{piece}{one}".encode()) > LONGEST:
            yield piece
            piece = " "
        piece += one
    yield piece
