"""What a vote asks for before anybody takes part: how many have to, and whom a letter no longer reaches in time.

Source: domain 5.2, 5.9, 6.5.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from govern.constitution import queries as constitution
from govern.constitution.rulebook import RuleBook
from govern.constitution.words import THIRDS
from govern.core import working_days
from govern.core.words import Sentence
from govern.divisions import class_names, quorum, vacated, weighing
from govern.divisions.service import Terms
from govern.interests import electorate
from govern.motions.choosing import Asked
from govern.motions.division_models import Division
from govern.motions.models import Motion
from govern.motions.rules import Deciders, Way
from govern.register.models import PersonVersion
from govern.register.queries import holds_on, was_known
from govern.register.rules import ballot_email
from govern.rolls import queries as rolls
from govern.rolls.models import Roll

# A letter that is posted today is there on the third working day after.
POST_TAKES = 3


@dataclass(frozen=True, kw_only=True)
class _Putting:
    """What a quorum is asked of."""

    motion: Motion
    asked: Asked
    book: RuleBook
    eligible: Mapping[str, int]
    members: int
    is_first_call: bool
    on: date


def quorum_of(session: Session, division: Division, *, at: datetime) -> list[Sentence]:
    """Return what the quorum of a vote asks for; nothing where nobody has to be there."""
    terms = weighing.terms_of(session, division)
    return _quorum(
        session,
        _Putting(
            motion=terms.motion,
            asked=terms.asked,
            book=terms.book,
            eligible=rolls.electors_by_class(session, division.roll_id),
            members=weighing.all_counted(session, division, gone=len(vacated.people(session, division, at=at))),
            is_first_call=division.call == 1,
            on=session.get_one(Roll, division.roll_id).roll_date,
        ),
    )


def quorum_on(session: Session, terms: Terms, eligible: Mapping[str, int], *, barred: int) -> list[Sentence]:
    """Return what the quorum of a first call on some terms would ask for.

    :param eligible: how many of each class or third would have a vote.
    :param barred: how many would have none.
    """
    return _quorum(
        session,
        _Putting(
            motion=terms.motion,
            asked=terms.asked,
            book=terms.called.book,
            eligible=eligible,
            members=electorate.size_of(session, terms.motion, terms.called) - barred,
            is_first_call=True,
            on=terms.called.roll_date,
        ),
    )


def _quorum(session: Session, put: _Putting) -> list[Sentence]:
    """Return what the quorum of a division asks, from those who would be asked."""
    if put.asked.deciders is not Deciders.BOARD:
        if put.asked.way is not Way.MEETING:
            return []
        names = class_names.names_of(session, put.motion)
        return quorum.asked_of_a_meeting(
            put.eligible, put.book, members=put.members, names=names, is_first_call=put.is_first_call
        )
    in_office = electorate.in_office(session, put.motion, put.on)
    planned = {seat.third for seat in constitution.seats(session, on=put.on)} or set(in_office)
    seats = {str(third): name for third, name in THIRDS.items() if third in planned}
    return quorum.asked_of_the_board(
        put.eligible, in_office, put.book, seats=seats if put.is_first_call else {}, is_written=put.asked.is_written
    )


@dataclass(frozen=True, kw_only=True)
class Late:
    """Those whom a letter reaches only after a vote is over.

    :ivar count: how many are asked whom only a letter reaches.
    :ivar arrives_on: when a letter is there that is posted today.
    """

    count: int
    arrives_on: date


def late_letters(session: Session, terms: Terms, *, last_on: date, today: date) -> Late | None:
    """Return whom a letter about a vote no longer reaches before its last day; None where there is nobody.

    Source: domain 5.1: what is posted is not delivered the same day.
    """
    arrives_on = working_days.after(today, POST_TAKES, known_on=today)
    if arrives_on <= last_on:
        return None
    electors = electorate.electors_of(session, terms.motion, terms.called).subquery()
    rows = session.execute(
        select(
            PersonVersion.email, PersonVersion.email_purposes, PersonVersion.formats, PersonVersion.postal_address
        ).where(
            PersonVersion.person_id.in_(select(electors.c.person_id)),
            holds_on(PersonVersion, today),
            was_known(PersonVersion, None),
        )
    )
    by_letter = sum(
        not ballot_email(email, purposes=purposes or (), formats=formats, postal_address=address)
        for email, purposes, formats, address in rows
    )
    return Late(count=by_letter, arrives_on=arrives_on) if by_letter else None
