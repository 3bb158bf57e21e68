"""How members are called to a meeting: what its notice says, and from when that counts.

Source: domain 5.1, 5.11.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from govern.core.actors import Deed
from govern.statutory.rules import MeetingDays

# What is posted or mailed counts as delivered after 48 hours.
DELIVERED_AFTER = timedelta(days=2)


class Given(StrEnum):
    """How notice was given: sent from here, or otherwise, and entered."""

    SENT = "sent"
    OTHERWISE = "otherwise"


@dataclass(frozen=True, kw_only=True)
class Notice:
    """Notice of a meeting.

    :param place: where it is held, at what hour, and how to take part.
    :param delivered_on: of a notice that was given otherwise, the day on which it counts as delivered; None where it
        is sent from here now.
    :param told: by whom and how it was given, where it was given otherwise.
    :param read: see `steps.ensure_read`.
    """

    meeting_on: date
    place: str
    delivered_on: date | None = None
    told: str = ""
    read: int | None = None

    def on_record(self, days: MeetingDays, deed: Deed, *, today: date) -> dict[str, Any]:
        """Return what is on record of it, whichever meeting it calls, in the columns of a notice.

        :param days: on which days that meeting can be held.
        """
        return {
            "given": Given.OTHERWISE if self.delivered_on else Given.SENT,
            "told": self.told if self.delivered_on else "",
            "given_on": self.delivered_on or today,
            "counts_from": days.given_on,
            "clear_days": days.needed,
            "meeting_on": self.meeting_on,
            "place": self.place,
            "entered_by": deed.actor.person_id,
            "entered_at": deed.at,
        }


def counts_from(delivered_on: date | None, *, today: date) -> date:
    """Return from when a notice counts that is entered today.

    What is sent now counts two days later; what was given before counts from its entry, for nobody saw it here before.

    :param delivered_on: None where it is sent from here now.

    >>> counts_from(None, today=date(2026, 6, 1)), counts_from(date(2026, 5, 1), today=date(2026, 6, 1))
    (datetime.date(2026, 6, 3), datetime.date(2026, 6, 1))
    """
    return today + DELIVERED_AFTER if delivered_on is None else max(delivered_on, today)
