"""Makers of the smallest valid thing of each kind, by room. Each writes rows directly, past the services."""

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy.orm import Session

Row = TypeVar("Row")


def kept(session: Session, row: Row) -> Row:
    """Write a row, so that its key is known and its constraints are asked, and return it."""
    session.add(row)
    session.flush()
    return row


def known(session: Session, name: str, made: Callable[[], Any]) -> UUID:
    """Return the key of the one row that a session knows by a name, making it when it is first asked for.

    Most tests are not about who entered a thing; a row of its own for each would cost more than what they are about.
    """
    row = session.info.get(name)
    if row is None or row not in session:
        row = session.info[name] = made()
    return UUID(str(row.id))
