"""One fixed year, so that no test depends on the day it runs.

Days are local dates of the mutual (Europe/London); instants are UTC. The election follows the `ft`
timetable back from its close, 5pm on Thursday 17 September 2026, over the bank holiday of 31 August.
"""

from datetime import UTC, date, datetime, timedelta

A_SECOND = timedelta(seconds=1)
AN_HOUR = timedelta(hours=1)
A_DAY = timedelta(days=1)

LONG_BEFORE = date(2020, 1, 6)
TODAY = date(2026, 6, 1)
AT = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)

NOTICED_ON = date(2026, 7, 22)
NOMINATIONS_CLOSE_ON = date(2026, 8, 7)
STATEMENT_ON = date(2026, 8, 10)
WITHDRAWALS_CLOSE_ON = date(2026, 8, 12)
ROLL_DATE = date(2026, 8, 24)
POLL_NOTICED_ON = date(2026, 8, 26)
OPENS_AT = datetime(2026, 8, 27, 8, 0, tzinfo=UTC)
DURING = datetime(2026, 9, 7, 19, 30, tzinfo=UTC)
CLOSES_AT = datetime(2026, 9, 17, 16, 0, tzinfo=UTC)
AFTER = CLOSES_AT + A_DAY
