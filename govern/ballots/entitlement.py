"""Whether somebody on a roll may still vote: the same question for a cast and for the pages before it.

Source: domain 2.8 INV-14.
"""

from typing import Any

from sqlalchemy import BindParameter, ColumnElement, and_, or_
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from govern.board import queries as board
from govern.register import queries as register
from govern.rolls.models import Capacity


def is_still_entitled(entries: ReadOnlyColumnCollection[str, Any], today: BindParameter[Any]) -> ColumnElement[bool]:
    """Return the condition that whoever a line of a roll is of still has the right by which they are on it.

    A director has it by their seat, a member by the register; whoever is there in another right keeps it.

    :param entries: the columns of the roll's lines.
    """
    is_director = entries.capacity == Capacity.DIRECTOR
    return or_(
        and_(is_director, board.is_seated(entries.person_id, today)),
        and_(
            entries.capacity != Capacity.DIRECTOR,
            or_(entries.membership_id.is_(None), register.is_entered(entries.membership_id, today)),
        ),
    )
