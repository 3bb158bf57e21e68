"""Voters in a process of their own, so that it can be killed while they cast.

Casts for every elector in turn, by several threads, each in a transaction of its own, and writes the
hash of a ballot only after its commit, as the page is only shown then.
"""

import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from govern.ballots import casting
from govern.ballots.casting import Desk, Elector
from govern.core.db import Database
from govern.core.keyring import Keyring
from govern.schema import load_models
from tests import calendar
from tests.makers.ballots import SECRET

THREADS = 3


@dataclass(frozen=True)
class Station:
    """Where these voters cast."""

    database: Database
    desk: Desk
    poll_id: UUID

    def vote(self, elector_id: UUID) -> None:
        """Cast one elector's ballot and write its hash."""
        elector = Elector(poll_id=self.poll_id, elector_id=elector_id)
        with self.database.writing.begin() as session:
            reviewed = casting.review(session, elector, ranking=[2, 1], desk=self.desk, at=calendar.DURING)
            receipt = casting.cast(
                session, elector, reviewed=reviewed, desk=self.desk, clock_now=lambda: calendar.DURING
            )
        sys.stdout.write(f"{receipt.h}\n")
        sys.stdout.flush()


def main(url: str, folder: str, poll_id: str, electors_file: str) -> None:
    """Let everybody vote."""
    load_models()
    keys = Keyring(Path(folder, "keys"), Path(folder, "keys-backup"))
    desk = Desk(secret=SECRET, receipt_key=keys.receipt_key())
    station = Station(Database(url), desk, UUID(poll_id))
    electors = [UUID(line) for line in Path(electors_file).read_text().split()]
    with ThreadPoolExecutor(THREADS) as threads:
        list(threads.map(station.vote, electors))


if __name__ == "__main__":
    main(*sys.argv[1:])
