"""Directors who were asked in a vote of the board, and whose seat fell vacant before they voted: they are in no figure.

What a director said while they were one stands. The roll stays as it was frozen, as with whoever leaves a vote.

Source: domain 2.8 INV-14; 6.4, 6.5: a share of the board is of those who are directors when it is decided.
"""

from collections import Counter
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from govern.ballots.models import ClosedMark, Mark
from govern.board import queries as board
from govern.constitution import queries as constitution
from govern.core.clock import local_date
from govern.core.db import AnySelect, table_of
from govern.divisions.models import DivisionDeparture, DivisionMark
from govern.motions import queries
from govern.motions.division_models import Division
from govern.motions.rules import Deciders
from govern.rolls.models import RollEntry

AN_INSTANT = datetime.resolution


def by_third(session: Session, division: Division, *, at: datetime) -> dict[str, int]:
    """Return how many directors of each third have lost their seat since a vote was called, and had not voted."""
    return dict(Counter(session.scalars(_gone(session, division, RollEntry.elector_class, at))))


def people(session: Session, division: Division, *, at: datetime) -> list[UUID]:
    """Return who has lost their seat since a vote was called, and had not voted."""
    return list(session.scalars(_gone(session, division, RollEntry.person_id, at)))


def _gone(session: Session, division: Division, column: InstrumentedAttribute[Any], at: datetime) -> AnySelect:
    """Select a column of the electors who are no directors any more, and took no place; of members, nobody.

    Of a vote in secret nobody is told before its close who has voted, and so not who has not.
    """
    ended_at = division.ended_at
    entries, marks, left = table_of(RollEntry).c, DivisionMark, DivisionDeparture
    query: AnySelect = select(column).where(entries.roll_id == division.roll_id).order_by(entries.number)
    is_boards = queries.find(session, division.motion_id).deciders == Deciders.BOARD
    if not is_boards or (division.poll_id is not None and at < ended_at):
        return query.where(entries.roll_id.is_(None))
    on = _day(session, min(at, ended_at - AN_INSTANT))
    return query.where(
        ~board.is_seated(entries.person_id, on),
        ~exists().where(marks.division_id == division.id, marks.elector_id == entries.elector_id),
        ~exists().where(left.division_id == division.id, left.elector_id == entries.elector_id),
        *(
            ~exists().where(each.poll_id == division.poll_id, each.elector_id == entries.elector_id)
            for each in (Mark, ClosedMark)
            if division.poll_id is not None
        ),
    )


def _day(session: Session, at: datetime) -> date:
    return local_date(at, constitution.mutual(session).time_zone)
