"""The only place that asks the time. Doors call it; everything below is given `at`."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

A_DAY = timedelta(days=1)


def now() -> datetime:
    """Return this instant, in UTC."""
    return datetime.now(UTC)  # noqa: TID251 - the one place the rule points to


def local_date(at: datetime, zone: str) -> date:
    """Return the date that a clock on the wall in `zone` shows at the instant `at`.

    >>> local_date(datetime(2026, 6, 30, 23, 30, tzinfo=UTC), "Europe/London")
    datetime.date(2026, 7, 1)
    """
    return at.astimezone(ZoneInfo(zone)).date()


def instant(on: date, hour: int, minute: int, zone: str) -> datetime:
    """Return the UTC instant of a local time, such as 5pm on the day of a close.

    Source: domain 5.11: all closes are instants in the mutual's time zone.

    >>> instant(date(2026, 7, 1), 17, 0, "Europe/London").isoformat()
    '2026-07-01T16:00:00+00:00'
    """
    return datetime(on.year, on.month, on.day, hour, minute, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def days_after(at: datetime, days: int, zone: str) -> datetime:
    """Return the UTC instant at which a clock on the wall in `zone` shows the same time some days later.

    A day in which the clocks change has 23 or 25 hours, and is one day.

    >>> days_after(datetime(2026, 10, 23, 16, 0, tzinfo=UTC), 21, "Europe/London").isoformat()
    '2026-11-13T17:00:00+00:00'
    """
    return (at.astimezone(ZoneInfo(zone)) + timedelta(days=days)).astimezone(UTC)
