"""Working days: all but Saturdays, Sundays and the bank holidays of England and Wales.

A day that is proclaimed, moved or dropped by proclamation counts from the day of the proclamation on, so that a
timetable that was fixed before does not silently move. The table of proclamations begins with 2010.

Source: Banking and Financial Dealings Act 1971, Schedule 1; NHS foundation trust model election rules, rule 3;
domain 5.11.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from govern.core.clock import A_DAY

SATURDAY = 5


@dataclass(frozen=True, kw_only=True)
class Proclamation:
    """Bank holidays that a proclamation adds to a year, and those that it takes away."""

    on: date
    adds: tuple[date, ...]
    drops: tuple[date, ...] = ()


PROCLAMATIONS = (
    Proclamation(on=date(2010, 1, 5), adds=(date(2012, 6, 4), date(2012, 6, 5)), drops=(date(2012, 5, 28),)),
    Proclamation(on=date(2010, 11, 23), adds=(date(2011, 4, 29),)),
    Proclamation(on=date(2019, 6, 7), adds=(date(2020, 5, 8),), drops=(date(2020, 5, 4),)),
    Proclamation(on=date(2020, 11, 12), adds=(date(2022, 6, 2), date(2022, 6, 3)), drops=(date(2022, 5, 30),)),
    Proclamation(on=date(2022, 9, 10), adds=(date(2022, 9, 19),)),
    Proclamation(on=date(2022, 11, 6), adds=(date(2023, 5, 8),)),
)


def is_working(on: date, *, known_on: date) -> bool:
    """Say whether a day is a working day, as far as was known on another.

    >>> is_working(date(2022, 9, 19), known_on=date(2022, 9, 9)), is_working(date(2022, 9, 19), known_on=date.max)
    (True, False)
    """
    return on.weekday() < SATURDAY and on not in _holidays(on.year, _known(known_on))


def before(close: date, days: int, *, known_on: date) -> date:
    """Return the day that lies so many working days before a close, which itself is day 0.

    Source: domain 5.11, `working_days_before`.

    >>> before(date(2017, 12, 20), 28, known_on=date(2017, 10, 1))
    datetime.date(2017, 11, 10)
    """
    day = close
    for _ in range(days):
        day -= A_DAY
        while not is_working(day, known_on=known_on):
            day -= A_DAY
    return day


def before_as_proclaimed(close: date, days: int, *, fixed_on: date, today: date) -> date:
    """Return the day so many working days before a close, in a timetable that was fixed on a day.

    A proclamation since then moves the day only while it lies ahead, and never into the past.

    :param today: proclamations after it are not known yet.

    Source: domain 10 (19).
    """
    day = before(close, days, known_on=fixed_on)
    for proclaimed_on in (one.on for one in PROCLAMATIONS if fixed_on < one.on <= today):
        moved = before(close, days, known_on=proclaimed_on)
        if min(day, moved) >= proclaimed_on:
            day = moved
    return day


def after(day: date, days: int, *, known_on: date) -> date:
    """Return the working day that comes so many after a day.

    >>> after(date(2026, 8, 28), 1, known_on=date(2026, 8, 1))
    datetime.date(2026, 9, 1)
    """
    for _ in range(days):
        day += A_DAY
        while not is_working(day, known_on=known_on):
            day += A_DAY
    return day


def between(first: date, last: date, *, known_on: date) -> int:
    """Return how many working days come after one day, up to another and with it; 0 where it does not come later."""
    span = (last - first).days
    return sum(is_working(first + n * A_DAY, known_on=known_on) for n in range(1, span + 1))


def _known(on: date) -> int:
    """Return how many proclamations there were by a day."""
    return sum(one.on <= on for one in PROCLAMATIONS)


@lru_cache
def _holidays(year: int, proclaimed: int) -> frozenset[date]:
    """Return the bank holidays of a year, the first so many proclamations being known."""
    days = {*_fixed(year), *_of_easter(year), *_mondays(year)}
    for one in PROCLAMATIONS[:proclaimed]:
        days = (days - set(one.drops)) | set(one.adds)
    return frozenset(days)


def _fixed(year: int) -> Iterator[date]:
    """Yield New Year's Day, Christmas Day and Boxing Day, or the weekdays that stand for them."""
    yield _weekday_from(date(year, 1, 1))
    christmas = _weekday_from(date(year, 12, 25))
    yield christmas
    boxing = _weekday_from(date(year, 12, 26))
    yield boxing if boxing != christmas else _weekday_from(boxing + A_DAY)


def _weekday_from(day: date) -> date:
    while day.weekday() >= SATURDAY:
        day += A_DAY
    return day


def _of_easter(year: int) -> Iterator[date]:
    """Yield Good Friday and Easter Monday."""
    sunday = easter(year)
    yield sunday - 2 * A_DAY
    yield sunday + A_DAY


def easter(year: int) -> date:
    """Return Easter Sunday, by the rule of the Book of Common Prayer as the Calendar (New Style) Act 1750 has it.

    >>> [easter(year).isoformat() for year in (2019, 2024, 2026, 2038)]
    ['2019-04-21', '2024-03-31', '2026-04-05', '2038-04-25']
    """
    century, golden = year // 100, year % 19
    solar = century - century // 4 - (8 * century + 13) // 25
    epact = (solar + 19 * golden + 15) % 30
    # The full moon never falls on 19 April, nor twice on 18 April within one cycle of 19 years.
    epact -= 1 if epact == 29 or (epact == 28 and golden > 10) else 0
    full_moon = date(year, 3, 21) + epact * A_DAY
    return full_moon + (6 - full_moon.weekday() or 7) * A_DAY


def _mondays(year: int) -> Iterator[date]:
    """Yield the first Monday of May, the last of May and the last of August."""
    yield _monday_from(date(year, 5, 1))
    yield _monday_from(date(year, 5, 25))
    yield _monday_from(date(year, 8, 25))


def _monday_from(day: date) -> date:
    return day + -day.weekday() % 7 * A_DAY
