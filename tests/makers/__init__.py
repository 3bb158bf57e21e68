"""Makers of the smallest valid thing of each kind, by room. Each writes rows directly, past the services."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy.orm import Session

Row = TypeVar("Row")
WAITS = "rows of the makers wait"


def kept(session: Session, row: Row) -> Row:
    """Write a row, so that its key is known and its constraints are asked, and return it."""
    session.add(row)
    written(session)
    return row


def written(session: Session) -> None:
    """Write what was added, unless it is to be written together."""
    if not session.info.get(WAITS):
        session.flush()


@contextmanager
def together(session: Session) -> Generator[None]:
    """Write all that is made in the block at its end, several rows in one statement: people, say, or seats.

    What refers to them comes after the block, for classes are written in the order of their names.
    """
    session.info[WAITS] = True
    try:
        with session.no_autoflush:
            yield
    finally:
        session.info[WAITS] = False
    session.flush()


def known(session: Session, name: str, made: Callable[[], Any]) -> UUID:
    """Return the key of the one row that a session knows by a name, making it when it is first asked for.

    Most tests are not about who entered a thing; a row of its own for each would cost more than what they are about.
    """
    row = session.info.get(name)
    if row is None or row not in session:
        row = session.info[name] = made()
    return UUID(str(row.id))
