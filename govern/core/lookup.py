"""One row by its key, where nothing can go on without it."""

from typing import Any, TypeVar

from sqlalchemy.orm import Session

from govern.core.errors import NotFound

Row = TypeVar("Row")


def find(session: Session, model: type[Row], key: Any) -> Row:
    """Return the row of a key.

    :param key: an id, or the tuple of a key of several columns in their order.
    :raises NotFound: there is none.
    """
    return _there(session.get(model, key))


def locked(session: Session, model: type[Row], key: Any, *, key_stays: bool = False) -> Row:
    """Return the row of a key as it is now, held until the transaction ends, so that two deeds cannot both follow it.

    :param key: an id, or the tuple of a key of several columns in their order.
    :param key_stays: what refers to the row can still be written meanwhile.
    :raises NotFound: there is none.
    """
    return _there(session.get(model, key, with_for_update={"key_share": key_stays}, populate_existing=True))


def _there(row: Row | None) -> Row:
    if row is None:
        raise NotFound
    return row
