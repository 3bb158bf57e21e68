"""A calendar file that every calendar can read, whatever the words in it."""

from datetime import date
from uuid import uuid4

from govern.web.calendars import Entry, calendar
from tests.calendar import AT

LONG = "Etholiad â llawer o eiriau; " * 6


def test_long_words_are_folded_between_letters_and_come_out_whole() -> None:
    written = calendar([Entry(uid=uuid4(), on=date(2026, 12, 31), summary=LONG)], at=AT)

    assert max(len(line.encode()) for line in written.split("\r\n")) <= 75
    assert "SUMMARY:" + LONG.replace(";", "\\;") in written.replace("\r\n ", "")


def test_a_day_ends_where_the_next_begins_and_is_stamped() -> None:
    written = calendar([Entry(uid=uuid4(), on=date(2026, 12, 31), summary="x", description="two\nlines")], at=AT)

    assert "DTSTART;VALUE=DATE:20261231\r\nDTEND;VALUE=DATE:20270101\r\n" in written
    assert "DTSTAMP:20260601T090000Z\r\n" in written
    assert "DESCRIPTION:two\\nlines\r\n" in written
    assert written.endswith("END:VCALENDAR\r\n")
