"""Several at the same moment, for real: a thread each, a connection each."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from sqlalchemy.orm import Session

from govern.core.db import Database
from govern.core.errors import Refusal

Told = TypeVar("Told")


def all_at_once(database: Database, deeds: Sequence[Callable[[Session], Told]]) -> list[Told | Refusal]:
    """Do each deed in a transaction of its own, all beginning together; return what each gave, or its refusal."""
    begin = Barrier(len(deeds))

    def one(deed: Callable[[Session], Told]) -> Told | Refusal:
        begin.wait()
        try:
            with database.writing.begin() as session:
                return deed(session)
        except Refusal as refusal:
            return refusal

    with ThreadPoolExecutor(len(deeds)) as threads:
        return list(threads.map(one, deeds))
