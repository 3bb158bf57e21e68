"""How much of something waits, and since when."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class Heap:
    """Things of one kind that wait.

    :param since: the day or instant of the one that waits longest, or comes first; None where nobody knows.
    """

    count: int
    since: date | datetime | None = None
