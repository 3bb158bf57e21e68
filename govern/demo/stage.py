"""What the demonstration is made on."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from govern.core.db import Transaction
from govern.core.keyring import Keyring


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
