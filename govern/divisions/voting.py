"""Vote by name, or be counted in the room: one place for each elector, whichever they take first.

A vote is one statement and nothing else: no journal, no mail. What was said is journalled when it is declared.

Source: domain 2.8 INV-14, INV-25, INV-40.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Date, String, Uuid, bindparam, delete, exists, literal, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from govern.accounts import handing
from govern.accounts import queries as accounts
from govern.accounts.refusals import VotesByOwnAccount
from govern.audit import service as audit
from govern.audit.service import Happening
from govern.board import queries as board
from govern.constitution import queries as constitution
from govern.constitution.models import Mutual
from govern.constitution.rules import Vote
from govern.core import clock
from govern.core.actors import Actor
from govern.core.db import AnyRow, AnySelect, table_of
from govern.core.errors import NotFound
from govern.divisions import places
from govern.divisions import service as divisions
from govern.divisions.models import DivisionBar, DivisionDeparture, DivisionMark, HandsCount
from govern.divisions.refusals import (
    FirstStands,
    NotAsked,
    NotByHands,
    NotCountedInTheRoom,
    NotInTheRoom,
    RightEnded,
    RoomIsCounted,
    VotedInSecret,
    VoteNotTaken,
    VotingIsOver,
)
from govern.divisions.seat_refusals import HasNoVote
from govern.interests import queries as interest_queries
from govern.interests import standing_back
from govern.motions import queries
from govern.motions.division_models import Division
from govern.motions.models import Motion
from govern.motions.rules import Ask, Bar, Deciders, Kind, is_by_own_account
from govern.register import queries as register
from govern.rolls.models import RollEntry

GIVEN = frozenset({Vote.FOR, Vote.AGAINST, Vote.ABSTAINED})


def vote(session: Session, division_id: UUID, *, vote: Vote, actor: Actor, at: datetime) -> None:
    """Give one's own vote, by name. It cannot be given again, nor taken back.

    From which account it was given is kept, where one was opened for the voter: such a vote is their word on what comes
    of it (decision 0029). Whoever came by a printed code, or by the register's address, has no such account.

    Whoever declares the division waits for votes under way, and holds up those that come behind it.

    :raises NotFound: there is no such division.
    :raises LetterNotConfirmed: they came by a printed code, and nobody has said that its letter reached them.
    :raises VotesByOwnAccount: they came by a printed code, and the board votes on who becomes a member.
    :raises CodeOfTheInterested: they came by a printed code of somebody who takes no part in the motion.
    :raises VotedInSecret: its votes go into a box.
    :raises VoteNotTaken: it has not opened, or has closed.
    :raises FirstStands: they have voted, or are counted in the room.
    :raises HasNoVote: they stand back, and why.
    :raises NotAsked: they are not on the roll.
    :raises RightEnded: they are no longer a member, or a director.

    Source: domain 2.8 INV-14, INV-40; CA 2006 s.296(3).
    """
    assert vote in GIVEN
    handing.ensure_handed(session, actor)
    connection = session.connection()
    held = connection.execute(_HELD, {"division": division_id}).one_or_none()
    if held is None:
        raise NotFound
    ensure_open(held, at)
    if held.ask == Ask.SECRET:
        raise VotedInSecret
    if actor.code is not None:
        _ensure_takes_codes(session, division_id, held, actor, at=at)
    facts = {
        "division": division_id,
        "roll": held.roll_id,
        "person": actor.person_id,
        "vote": str(vote),
        "today": clock.local_date(at, held.time_zone),
        "at": at,
        "printed_by": handing.printer_of(session, actor),
    }
    is_boards = held.deciders == Deciders.BOARD
    statement = _statement(connection.dialect.name, is_boards=is_boards)
    numbers = [None] if is_boards else places.numbers_of(session, actor.person_id)
    taken = (connection.execute(statement, facts | {"number": one}).scalar_one_or_none() for one in numbers)
    if not any(taken):
        raise _why_not(session, division_id, held.roll_id, actor)


def _ensure_takes_codes(session: Session, division_id: UUID, held: AnyRow, actor: Actor, *, at: datetime) -> None:
    """Refuse a vote by a printed code where each votes by their own account, or its printer takes no part."""
    if is_by_own_account(Kind(held.kind), Deciders(held.deciders)):
        raise VotesByOwnAccount
    standing_back.ensure_not_by_their_code(session, divisions.find(session, division_id).motion_id, actor, at=at)


def ensure_open(held: AnyRow | Division, at: datetime) -> None:
    """Refuse what comes before the opening, or at or after the close.

    :raises VoteNotTaken: with the hours.
    """
    closed_at = held.closed_at or held.closes_at
    if not held.opens_at <= at < closed_at:
        raise VoteNotTaken(opens_at=held.opens_at, closed_at=closed_at, at=at)


def _why_not(session: Session, division_id: UUID, roll_id: UUID, actor: Actor) -> Exception:
    """Return why somebody's vote was not taken."""
    bar = session.scalar(
        select(DivisionBar.bar).where(DivisionBar.division_id == division_id, DivisionBar.person_id == actor.person_id)
    )
    if bar is not None:
        motion_id = session.get_one(Division, division_id).motion_id
        return HasNoVote(Bar(bar), interest_queries.heard(session, motion_id, actor.person_id))
    elector = places.elector_of(session, roll_id, actor.person_id)
    if elector is None:
        return NotAsked()
    if places.has_left(session, division_id, elector):
        return HasNoVote(Bar.DECLARED_INTEREST)
    return RightEnded() if mark_of(session, division_id, elector) is None else FirstStands()


def is_still_entitled(session: Session, division: Division, elector_id: UUID, *, at: datetime) -> bool:
    """Say whether somebody on the roll of a division is a member, or a director, still: a vote and its page ask alike.

    Source: domain 2.8 INV-14.
    """
    is_boards = queries.find(session, division.motion_id).deciders == Deciders.BOARD
    entries = _ENTRIES.c
    found = select(exists().where(entries.elector_id == elector_id, _is_still(is_boards=is_boards)))
    return bool(session.scalar(found, {"today": constitution.today(session, at=at)}))


def mark_of(session: Session, division_id: UUID, elector_id: UUID) -> DivisionMark | None:
    """Return the one place that an elector took in a division, or None."""
    return session.get(DivisionMark, (division_id, elector_id))


def own_words(division: Division) -> AnySelect:
    """Return the SELECT of (person_id, elector_id): who voted in a division from an account that was opened for them.

    What was said by hands, in secret, or after signing in with a printed code, is nobody's word: others could have
    entered it, or printed the code for themselves.

    Source: decision 0029.
    """
    marks = DivisionMark
    return select(marks.entered_by, marks.elector_id).where(
        marks.division_id == division.id, marks.account_id.is_not(None)
    )


def be_in_room(session: Session, division_id: UUID, numbers: Collection[int], *, actor: Actor, at: datetime) -> int:
    """Count some electors as in the room, by their numbers on the roll; all of them, or none. Return how many.

    Whoever is in the room raises a hand there, and cannot vote online; whoever has voted online is not counted.

    :raises NotByHands: no hands are counted in this division.
    :raises VoteNotTaken: it has not opened.
    :raises VotingIsOver: it has closed.
    :raises OfficerStandsBack: whoever keeps the room takes no part in the motion.
    :raises NotCountedInTheRoom: somebody is not on the roll, is no longer a member or a director, or has a place.

    Source: domain 2.8 INV-14.
    """
    division = _room_of(session, division_id, at)
    standing_back.ensure_free(session, division.motion_id, actor, at=at)
    is_boards = queries.find(session, division.motion_id).deciders == Deciders.BOARD
    assert actor.person_id is not None
    with session.begin_nested():
        connection = session.connection()
        facts = {
            "division": division_id,
            "roll": division.roll_id,
            "numbers": list(numbers),
            "by": actor.person_id,
            "today": constitution.today(session, at=at),
            "at": at,
        }
        statement = _room_statement(connection.dialect.name, is_boards=is_boards)
        entered = set(connection.execute(statement, facts).scalars())
        if len(entered) != len(numbers):
            raise NotCountedInTheRoom(_left_out(session, division, numbers, entered))
    told = {"in_the_room": len(entered)}
    audit.record(session, Happening(event="division.attended", subject_id=division_id, facts=told), actor=actor, at=at)
    return len(entered)


def leave_room(session: Session, division_id: UUID, numbers: Collection[int], *, actor: Actor, at: datetime) -> int:
    """Take out of the room whoever was entered by mistake, by their numbers; all of them, or none. Return how many.

    They can vote online again. Once a teller has counted, the room stays: the hands are compared with it.

    :raises NotByHands: no hands are counted in this division.
    :raises VoteNotTaken: it has not opened.
    :raises VotingIsOver: it has closed.
    :raises RoomIsCounted: a teller has counted.
    :raises OfficerStandsBack: whoever keeps the room takes no part in the motion.
    :raises NotInTheRoom: somebody is not in the room.

    Source: domain 2.8 INV-14, INV-25.
    """
    division = _room_of(session, division_id, at)
    ensure_may_be_left(session, division, at)
    standing_back.ensure_free(session, division.motion_id, actor, at=at)
    there = _places_in_room(session, division, numbers)
    if missing := sorted(set(numbers) - set(there)):
        raise NotInTheRoom([str(number) for number in missing])
    marks = DivisionMark
    session.execute(delete(marks).where(marks.division_id == division_id, marks.elector_id.in_(there.values())))
    told = {"taken_out": sorted(str(elector) for elector in there.values())}
    audit.record(session, Happening(event="division.left", subject_id=division_id, facts=told), actor=actor, at=at)
    return len(there)


def is_counted(session: Session, division_id: UUID) -> bool:
    """Say whether a teller has counted the hands of a division."""
    return bool(session.scalar(select(exists().where(HandsCount.division_id == division_id))))


def _room_of(session: Session, division_id: UUID, at: datetime) -> Division:
    """Return an open division in which hands are counted, locked."""
    division = divisions.locked(session, division_id)
    ensure_room_is_kept(division, at)
    return division


def ensure_room_is_kept(division: Division, at: datetime) -> None:
    """Refuse to keep a room where no hands are counted, or are no longer.

    :raises NotByHands, VoteNotTaken, VotingIsOver: see `be_in_room`.
    """
    if division.ask != Ask.HANDS:
        raise NotByHands
    if division.is_over(at=at):
        raise VotingIsOver
    ensure_open(division, at)


def ensure_may_be_left(session: Session, division: Division, at: datetime) -> None:
    """Refuse to take anybody out of a room that stays as it is; raises as `leave_room` does."""
    ensure_room_is_kept(division, at)
    if is_counted(session, division.id):
        raise RoomIsCounted


def _places_in_room(session: Session, division: Division, numbers: Collection[int]) -> dict[int, UUID]:
    """Return which electors of some numbers are in the room."""
    rows = session.execute(
        select(RollEntry.number, RollEntry.elector_id)
        .join(DivisionMark, DivisionMark.elector_id == RollEntry.elector_id)
        .where(
            RollEntry.roll_id == division.roll_id,
            RollEntry.number.in_(numbers),
            DivisionMark.division_id == division.id,
            DivisionMark.way == Ask.HANDS,
        )
    )
    return dict(rows.all())


def _left_out(session: Session, division: Division, numbers: Collection[int], entered: set[UUID]) -> Sequence[str]:
    """Return the numbers for which nobody was entered, and those that were given more than once."""
    taken = session.scalars(
        select(RollEntry.number).where(RollEntry.roll_id == division.roll_id, RollEntry.elector_id.in_(entered))
    )
    twice = {number for number, times in Counter(numbers).items() if times > 1}
    return [str(number) for number in sorted(set(numbers) - set(taken) | twice)]


# Tables, not classes: these run for every vote, and no object is made of what they find.
_DIVISIONS, _MOTIONS, _ENTRIES, _MARKS, _DEPARTURES = (
    table_of(it) for it in (Division, Motion, RollEntry, DivisionMark, DivisionDeparture)
)
_HELD = (
    select(
        *(_DIVISIONS.c[name] for name in ("ask", "roll_id", "opens_at", "closes_at", "closed_at")),
        *(
            select(_MOTIONS.c[name]).where(_MOTIONS.c.id == _DIVISIONS.c.motion_id).scalar_subquery().label(name)
            for name in ("deciders", "kind")
        ),
        select(table_of(Mutual).c.time_zone).scalar_subquery().label("time_zone"),
    )
    .where(_DIVISIONS.c.id == bindparam("division", type_=Uuid()))
    .with_for_update(read=True, of=_DIVISIONS)
)
_COLUMNS = [
    "division_id",
    "elector_id",
    "roll_id",
    "way",
    "vote",
    "entered_by",
    "entered_at",
    "account_id",
    "printed_by",
]
_INSERT: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def _entitled(*, is_boards: bool) -> AnySelect:
    """Select somebody's mark-to-be, if they are on the roll and still a member, or a director, today.

    A member is found on a long roll by their number, which is indexed there; a board's roll is short.
    """
    entries = _ENTRIES.c
    person, still = bindparam("person", type_=Uuid()), _is_still(is_boards=is_boards)
    at = bindparam("at", type_=_MARKS.c.entered_at.type)
    found = select(
        bindparam("division", type_=Uuid()),
        entries.elector_id,
        entries.roll_id,
        literal(str(Ask.RECORDED)),
        bindparam("vote", type_=String()),
        entries.person_id,
        at,
        accounts.opened_for(entries.person_id, at=at),
        bindparam("printed_by", type_=Uuid()),
    ).where(entries.roll_id == bindparam("roll", type_=Uuid()), entries.person_id == person, still, ~_has_left())
    return found if is_boards else found.where(entries.number == bindparam("number"))


def _is_still(*, is_boards: bool) -> ColumnElement[bool]:
    """Return the condition that an elector is a member, or a director, today."""
    entries, today = _ENTRIES.c, bindparam("today", type_=Date())
    if is_boards:
        return board.is_seated(entries.person_id, today)
    return register.is_entered(entries.membership_id, today)


def _has_left() -> ColumnElement[bool]:
    """Return the condition that an elector has left the vote."""
    return exists().where(
        _DEPARTURES.c.division_id == bindparam("division", type_=Uuid()),
        _DEPARTURES.c.elector_id == _ENTRIES.c.elector_id,
    )


@lru_cache
def _statement(dialect: str, *, is_boards: bool) -> Any:
    """Return the statement that takes an elector's place, once for each engine and body."""
    chosen = _INSERT[dialect](_MARKS).from_select(_COLUMNS, _entitled(is_boards=is_boards))
    return chosen.on_conflict_do_nothing(index_elements=["division_id", "elector_id"]).returning(_MARKS.c.elector_id)


@lru_cache
def _room_statement(dialect: str, *, is_boards: bool) -> Any:
    """Return the statement that counts electors as in the room, once for each engine and body."""
    entries = _ENTRIES.c
    there = select(
        bindparam("division", type_=Uuid()),
        entries.elector_id,
        entries.roll_id,
        literal(str(Ask.HANDS)),
        literal(None, String()),
        bindparam("by", type_=Uuid()),
        bindparam("at", type_=_MARKS.c.entered_at.type),
        literal(None, Uuid()),
        literal(None, Uuid()),
    ).where(
        entries.roll_id == bindparam("roll", type_=Uuid()),
        entries.number.in_(bindparam("numbers", expanding=True)),
        _is_still(is_boards=is_boards),
        ~_has_left(),
    )
    chosen = _INSERT[dialect](_MARKS).from_select(_COLUMNS, there)
    return chosen.on_conflict_do_nothing(index_elements=["division_id", "elector_id"]).returning(_MARKS.c.elector_id)
