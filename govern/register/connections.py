"""Record who is connected with whom, and answer who is interested in what is decided about somebody.

Only what bears on decisions is recorded, and a connection counts on the days it held: what a
decision of March is held against is the connections of March.

Source: domain 2.8, *interested in an admission*; decisions, INV-05; UK GDPR Art. 5(1)(c).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, Date, Select, Uuid, and_, bindparam, or_, select, true, union
from sqlalchemy.orm import Session, aliased

from govern.constitution.service import in_turn
from govern.core.actors import Actor
from govern.core.clock import A_DAY
from govern.core.db import Given
from govern.core.errors import NotFound
from govern.register import persons, versions
from govern.register.connection_models import Connection
from govern.register.connection_refusals import (
    AlreadyConnected,
    ConnectedToThemselves,
    ConnectionEndsFirst,
    ConnectionHasEnded,
    NotBetweenThem,
    OwnConnection,
)
from govern.register.connection_rules import BINDS_ONE_WAY, ConnectionKind, Relation, kinds_between
from govern.register.models import Person
from govern.register.queries import holds_on, was_known
from govern.register.refusals import NotYetSo
from govern.register.versions import CONNECTIONS, Row


def record(session: Session, relation: Relation, *, actor: Actor, at: datetime) -> UUID:
    """Record that one person is something to another, and return the id of the connection.

    :raises NotFound: the mutual does not know one of the two.
    :raises ConnectedToThemselves: the two are one.
    :raises NotBetweenThem: a human or a body cannot be that.
    :raises NotYetSo: it begins after today.
    :raises ConnectionEndsFirst: it ends before it begins.
    :raises AlreadyConnected: the same is on record for some of the same days.

    Source: domain 2.8.
    """
    in_turn(session)
    connection_id = uuid4()
    row = _possible(session, relation, connection_id=connection_id, actor=actor, at=at)
    versions.write(session, CONNECTIONS, [row], event="connection.recorded", actor=actor, at=at)
    return connection_id


def end(session: Session, connection_id: UUID, *, on: date, actor: Actor, at: datetime) -> None:
    """Record the first day on which a connection no longer holds; what was decided before is judged as before.

    :raises NotFound: there is no such connection.
    :raises OwnConnection: the actor is one of the two.
    :raises ConnectionHasEnded: its end is on record.
    :raises NotYetSo: the day has not come.
    :raises ConnectionEndsFirst: the day is not after that on which it began.
    """
    in_turn(session)
    old = _others(session, connection_id, actor=actor)
    if old["valid_to"] is not None:
        raise ConnectionHasEnded(old["valid_to"])
    if on > persons.local_date(session, at=at):
        raise NotYetSo(on)
    if on <= old["valid_from"]:
        raise ConnectionEndsFirst
    row = versions.new_row({**old, "valid_to": on}, actor=actor, at=at)
    versions.replace(session, CONNECTIONS, row, event="connection.ended", actor=actor, at=at)


def correct(session: Session, connection_id: UUID, relation: Relation, *, actor: Actor, at: datetime) -> None:
    """Record what was true of a connection all along, in the place of what was on record.

    :raises OwnConnection: the actor is one of the two, as it was or as it shall be.
    :raises Refusal: as `record` raises.

    Source: UK GDPR Art. 16.
    """
    in_turn(session)
    _others(session, connection_id, actor=actor)
    row = _possible(session, relation, connection_id=connection_id, actor=actor, at=at)
    _ensure_not_theirs(row, actor)
    versions.replace(session, CONNECTIONS, row, event="connection.corrected", actor=actor, at=at)


def withdraw(session: Session, connection_id: UUID, *, actor: Actor, at: datetime) -> None:
    """Record that a connection never was; that it was once on record stays readable.

    :raises NotFound: there is no such connection.
    :raises OwnConnection: the actor is one of the two.

    Source: UK GDPR Art. 5(1)(d).
    """
    in_turn(session)
    _others(session, connection_id, actor=actor)
    versions.withdraw(session, CONNECTIONS, connection_id, event="connection.superseded", actor=actor, at=at)


def _others(session: Session, connection_id: UUID, *, actor: Actor) -> Row:
    """Return what is on record of a connection of which the actor is not a part."""
    on_record = versions.current(session, CONNECTIONS, connection_id)
    if not on_record:
        raise NotFound
    _ensure_not_theirs(on_record[0], actor)
    return on_record[0]


def _ensure_not_theirs(row: Row, actor: Actor) -> None:
    if actor.person_id in (row["person_id"], row["other_id"]):
        raise OwnConnection


def _possible(session: Session, relation: Relation, *, connection_id: UUID, actor: Actor, at: datetime) -> Row:
    """Return the row of a connection that can be so, and is not on record under another id."""
    written = relation.as_written()
    _ensure_joined(session, written)
    if written.valid_from > persons.local_date(session, at=at):
        raise NotYetSo(written.valid_from)
    if written.valid_to is not None and written.valid_to <= written.valid_from:
        raise ConnectionEndsFirst
    since = session.scalar(_same(written).where(Connection.connection_id != connection_id))
    if since is not None:
        raise AlreadyConnected(since)
    told = {**vars(written), "kind": written.kind.value, "connection_id": connection_id}
    return versions.new_row(told, actor=actor, at=at)


def _ensure_joined(session: Session, written: Relation) -> None:
    """Refuse a connection of somebody unknown, of one with themselves, and of those who cannot have it."""
    if written.person_id == written.other_id:
        raise ConnectedToThemselves
    first, second = (session.get(Person, one) for one in (written.person_id, written.other_id))
    if first is None or second is None:
        raise NotFound
    if not written.joins(persons.kind_of(first), persons.kind_of(second)):
        raise NotBetweenThem


def _same(written: Relation) -> Select[date]:
    """Return the SELECT of the days since which the same connection is on record, for some of the same days."""
    begun = true() if written.valid_to is None else Connection.valid_from < written.valid_to
    return select(Connection.valid_from).where(
        Connection.person_id == written.person_id,
        Connection.kind == written.kind,
        Connection.other_id == written.other_id,
        Connection.superseded_at.is_(None),
        or_(Connection.valid_to.is_(None), Connection.valid_to > written.valid_from),
        begun,
    )


@dataclass(frozen=True, kw_only=True)
class Tie:
    """A connection as one of the two sees it.

    :param kind: what the other is to them: their parent, their employer.
    :param valid_to: the first day on which it is no longer so.
    """

    connection_id: UUID
    kind: ConnectionKind
    other_id: UUID
    valid_from: date
    valid_to: date | None

    @property
    def last_on(self) -> date | None:
        """Return the last day on which it is so."""
        return None if self.valid_to is None else self.valid_to - A_DAY


def connections_of(session: Session, person_id: UUID, *, on: date, known_at: datetime | None = None) -> Sequence[Tie]:
    """Return whom somebody is connected with on a day, and how, as known at an instant; the oldest first.

    :param known_at: None for what is known now.
    """
    return _ties(session, person_id, holds_on(Connection, on), was_known(Connection, known_at))


def history_of(session: Session, person_id: UUID) -> Sequence[Tie]:
    """Return every connection of somebody that is on record now, ended ones too; the oldest first."""
    return _ties(session, person_id, was_known(Connection, None))


def find(session: Session, connection_id: UUID, *, seen_by: UUID) -> Tie:
    """Return a connection that is on record now, as one of the two sees it.

    :raises NotFound: there is none of this id, or it is of others.
    """
    found = next((tie for tie in history_of(session, seen_by) if tie.connection_id == connection_id), None)
    if found is None:
        raise NotFound
    return found


def possible_kinds(session: Session, person_id: UUID, other_id: UUID) -> Sequence[ConnectionKind]:
    """Return what another human or body can be to somebody.

    :raises NotFound: the mutual does not know one of the two.
    """
    this, other = session.get(Person, person_id), session.get(Person, other_id)
    if this is None or other is None:
        raise NotFound
    return kinds_between(persons.kind_of(other), persons.kind_of(this))


def _ties(session: Session, person_id: UUID, *conditions: ColumnElement[bool]) -> list[Tie]:
    """Return somebody's connections from their own side."""
    touching = or_(Connection.person_id == person_id, Connection.other_id == person_id)
    found = session.scalars(select(Connection).where(touching, *conditions).order_by(Connection.valid_from))
    return [_seen(row, by=person_id) for row in found]


def _seen(row: Connection, *, by: UUID) -> Tie:
    """Return a connection as one of the two sees it."""
    kind, is_first = ConnectionKind(row.kind), row.person_id == by
    return Tie(
        connection_id=row.connection_id,
        kind=kind.converse if is_first else kind,
        other_id=row.other_id if is_first else row.person_id,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
    )


def connected_to(session: Session, person_id: UUID, *, on: date, known_at: datetime | None = None) -> frozenset[UUID]:
    """Return who is interested on a day in what is decided about somebody, as known at an instant.

    Those who are connected with them, whichever of the two was written first; but nobody is
    interested in their own sponsor. For a director whom a body appointed, everybody too whom that
    body employs or who sits on it. The person themselves is not among them.

    :param known_at: None for what is known now.

    Source: domain 2.8; decisions, "INV-05 extends to anyone employed by, or sitting on, the body
    that appointed the director".
    """
    if known_at is None:
        return frozenset(session.scalars(_connected_as_known_now(), {"person_id": person_id, "on": on}))
    return frozenset(session.scalars(everybody_connected(person_id, on=on, known_at=known_at)))


@cache
def _connected_as_known_now() -> Select[UUID]:
    """Return the SELECT of `connected_to` by what is known now, which is long, and asked many times in one deed."""
    return everybody_connected(bindparam("person_id", type_=Uuid()), on=bindparam("on", type_=Date()))


def everybody_connected(person_id: Given[UUID], *, on: Given[date], known_at: datetime | None = None) -> Select[UUID]:
    """Return the SELECT of `connected_to`, for statements that leave these people out themselves."""
    of_the_appointer = _employed_there(person_id, on, known_at), _sitting_there(person_id, on, known_at)
    everybody = union(*_both_ways(person_id, on, known_at), *of_the_appointer).subquery()
    return select(everybody.c[0]).where(everybody.c[0] != person_id)


def directly_connected_to(
    session: Session, person_id: UUID, *, on: date, known_at: datetime | None = None
) -> frozenset[UUID]:
    """Return who is connected with somebody on a day, and not by way of a body that appointed them.

    :param known_at: None for what is known now.

    Source: domain 2.8 INV-34, case 15: a family or business connection with a candidate.
    """
    everybody = union(*_both_ways(person_id, on, known_at)).subquery()
    return frozenset(session.scalars(select(everybody.c[0])))


def kept_from(session: Session, person_id: UUID, *, on: date) -> frozenset[UUID]:
    """Return about whom somebody may not decide on a day: `directly_connected_to` asked from the other end."""
    ties = connections_of(session, person_id, on=on)
    return frozenset(tie.other_id for tie in ties if tie.kind not in BINDS_ONE_WAY)


def _both_ways(person_id: Given[UUID], on: Given[date], known_at: datetime | None) -> tuple[Select[UUID], Select[UUID]]:
    """Return the SELECTs of those written second and of those written first beside somebody."""
    holds = _holds(Connection, on, known_at)
    second = select(Connection.other_id).where(
        Connection.person_id == person_id, Connection.kind.not_in(BINDS_ONE_WAY), holds
    )
    return second, select(Connection.person_id).where(Connection.other_id == person_id, holds)


def _employed_there(person_id: Given[UUID], on: Given[date], known_at: datetime | None) -> Select[UUID]:
    """Return the SELECT of those whom a body employs that appointed somebody."""
    theirs = aliased(Connection)
    return (
        select(theirs.other_id)
        .join(Connection, Connection.person_id == theirs.person_id)
        .where(
            _appointed(person_id, on, known_at), theirs.kind == ConnectionKind.EMPLOYER, _holds(theirs, on, known_at)
        )
    )


def _sitting_there(person_id: Given[UUID], on: Given[date], known_at: datetime | None) -> Select[UUID]:
    """Return the SELECT of those who sit on a body that appointed somebody."""
    theirs = aliased(Connection)
    return (
        select(theirs.person_id)
        .join(Connection, Connection.person_id == theirs.other_id)
        .where(_appointed(person_id, on, known_at), theirs.kind == ConnectionKind.SITS_ON, _holds(theirs, on, known_at))
    )


def _appointed(person_id: Given[UUID], on: Given[date], known_at: datetime | None) -> ColumnElement[bool]:
    """Return the condition that a connection is that of a body with a director whom it appointed."""
    return and_(
        Connection.kind == ConnectionKind.APPOINTER,
        Connection.other_id == person_id,
        _holds(Connection, on, known_at),
    )


def _holds(connection: type[Connection], on: Given[date], known_at: datetime | None) -> ColumnElement[bool]:
    """Return the condition that a connection holds on a day, as known at an instant."""
    return and_(holds_on(connection, on), was_known(connection, known_at))
