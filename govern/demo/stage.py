"""What the demonstration is made on."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from govern.core.clock import instant, local_date
from govern.core.db import Transaction
from govern.core.keyring import Keyring
from govern.core.words import DEFAULT_ZONE


@dataclass(frozen=True, kw_only=True)
class Stage:
    """What the demonstration is made on.

    :param transaction: the door's own.
    :param password: one for every account of the demonstration.
    """

    transaction: Transaction
    keys: Keyring
    secret: str
    match_key: bytes
    password: str
    at: datetime

    def days_ago(self, days: float) -> datetime:
        """Return the instant so many days before now."""
        return self.at - timedelta(days=days)

    def hour_of(self, days: int, hour: int = 9) -> datetime:
        """Return an hour of the day so many days before today, on the mutual's clock; a minus is in the future."""
        return instant(local_date(self.at, DEFAULT_ZONE) - timedelta(days=days), hour, 0, DEFAULT_ZONE)
