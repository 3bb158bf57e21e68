"""All that is held about one person, for that person.

Whether they have voted in a poll is left out: a page that shows it could be asked for by whoever stands beside them.
So are the names that a roll has for its electors, salts and digests, and other people's ids.

Source: UK GDPR Art. 15, 20; domain 7.1; ballots 2, "What leaks".
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Table, exists, func, select
from sqlalchemy.orm import Session

from govern.accounts.models import Account, EmailChange, OfficeHolding
from govern.backing.models import PaperName
from govern.board.models import SeatHolding
from govern.core.canonical import spelled
from govern.core.db import Base, table_of
from govern.divisions.models import DivisionBar, DivisionMark
from govern.elections.models import Candidate
from govern.interests.models import MotionInterest, MotionObjection, NamingAgreement, ObjectionEntered
from govern.interests.telling_models import NamedByWord
from govern.motions.division_models import Division
from govern.motions.models import MotionBacking, MotionConcern
from govern.register.models import MemberRequest, Membership, MembershipVersion, PersonVersion
from govern.rolls.models import RollEntry
from govern.statutory.models import InstrumentSignature, RepeatedDeclaration, StatutoryDeclaration

Held = dict[str, list[dict[str, Any]]]
TABLES: dict[str, type[Base]] = {
    "details": PersonVersion,
    "memberships": Membership,
    "membership_record": MembershipVersion,
    "requests": MemberRequest,
    "account": Account,
    "new_addresses": EmailChange,
    "offices": OfficeHolding,
    "seats": SeatHolding,
    "nominations": Candidate,
    "rolls": RollEntry,
    "votes_without_a_vote": DivisionBar,
    "names_on_paper": PaperName,
    "behind_motions": MotionBacking,
    "named_in_motions": MotionConcern,
    "interests_in_motions": MotionInterest,
    "objections": MotionObjection,
    "objections_entered": ObjectionEntered,
    "agreed_to_have_no_vote": NamingAgreement,
    "told_of_being_named": NamedByWord,
    "signatures_on_instruments": InstrumentSignature,
    "declarations_on_instruments": StatutoryDeclaration,
    "declarations_made_again": RepeatedDeclaration,
}
LEFT_OUT = {
    *("salt", "match_email", "match_birth", "password_hash", "token_hash", "elector_id"),
    *("recorded_by", "answered_by", "granted_by", "ended_by", "entered_by", "opened_by", "printed_by", "named_by"),
    "told_by",
}


def held_about(session: Session, person_id: UUID, *, over_by: datetime | None = None) -> Held:
    """Return every row about somebody, by what it is about, as plain values.

    :param over_by: leave out what they said by name in a vote that was not over by then.
    """
    held = {name: list(_rows(session, model, person_id)) for name, model in TABLES.items()}
    return held | {"votes_by_name": list(_votes(session, person_id, over_by))}


def _rows(session: Session, model: type[Base], person_id: UUID) -> Iterable[dict[str, Any]]:
    table = table_of(model)
    return _told(session, table, table.c.person_id == person_id)


def _votes(session: Session, person_id: UUID, over_by: datetime | None) -> Iterable[dict[str, Any]]:
    """Return what somebody said by name: such a vote is entered by nobody but whose it is."""
    marks, divisions = table_of(DivisionMark), table_of(Division)
    own = [marks.c.entered_by == person_id, marks.c.vote.is_not(None)]
    if over_by is not None:
        ended_at = func.coalesce(divisions.c.closed_at, divisions.c.closes_at)
        own.append(exists().where(divisions.c.id == marks.c.division_id, ended_at <= over_by))
    return _told(session, marks, *own)


def _told(session: Session, table: Table, *conditions: ColumnElement[bool]) -> Iterable[dict[str, Any]]:
    columns = [column for column in table.c if column.name not in LEFT_OUT]
    for row in session.execute(select(*columns).where(*conditions)).mappings():
        yield spelled(dict(row))
