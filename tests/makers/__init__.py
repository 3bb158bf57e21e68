"""Makers of the smallest valid thing of each kind, by room. Each writes rows directly, past the services."""

from typing import TypeVar

from sqlalchemy.orm import Session

Row = TypeVar("Row")


def kept(session: Session, row: Row) -> Row:
    """Write a row, so that its key is known and its constraints are asked, and return it."""
    session.add(row)
    session.flush()
    return row
