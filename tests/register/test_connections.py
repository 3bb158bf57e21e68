"""Who is connected with whom, and who is interested in what is decided about somebody."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from govern.audit import service as audit
from govern.audit.models import JournalEntry
from govern.audit.verify import verify
from govern.core.actors import Actor
from govern.core.errors import NotFound, Refusal
from govern.register import connections, evidence
from govern.register.connection_refusals import (
    AlreadyConnected,
    ConnectedToThemselves,
    ConnectionEndsFirst,
    ConnectionHasEnded,
    NotBetweenThem,
    OwnConnection,
)
from govern.register.connection_rules import ConnectionKind, Relation
from govern.register.models import Connection
from govern.register.refusals import NotYetSo
from govern.register.rules import PersonKind
from tests.calendar import A_DAY, AN_HOUR, AT, LONG_BEFORE, TODAY
from tests.make import Make
from tests.raw import unguard

K = ConnectionKind
KEY = Ed25519PrivateKey.from_private_bytes(b"the journal's key, for the tests")
MARCH = date(2026, 3, 2)


@pytest.fixture
def anne(make: Make) -> UUID:
    """Somebody."""
    return make.person(name="Anne Example").id


@pytest.fixture
def ben(make: Make) -> UUID:
    """Somebody else."""
    return make.person(name="Ben Example").id


@pytest.fixture
def council(make: Make) -> UUID:
    """A body that appoints directors."""
    return make.person(name="Calderbrook Council", kind=PersonKind.BODY).id


def relation(person_id: UUID, kind: ConnectionKind, other_id: UUID, **facts: Any) -> Relation:
    """Return that one person is something to another, since long before if nothing else is said."""
    told: dict[str, Any] = {"person_id": person_id, "kind": kind, "other_id": other_id, "valid_from": LONG_BEFORE}
    return Relation(**told | facts)


def rows(session: Session) -> list[Connection]:
    """Return every version of every connection."""
    return list(session.scalars(select(Connection).order_by(Connection.recorded_at, Connection.superseded_at)))


@pytest.mark.parametrize("kind", [kind for kind in K if kind not in {K.SPONSOR, K.SPONSORED, K.SITS_ON, K.SEATS}])
@pytest.mark.invariant("INV-08")
def test_two_who_are_connected_are_each_interested_in_the_other(
    session: Session, make: Make, secretary: Actor, council: UUID, kind: ConnectionKind
) -> None:
    body_at = {K.APPOINTER: 0, K.APPOINTEE: 1}.get(kind)
    one, other = (council if n == body_at else make.person().id for n in range(2))

    connections.record(session, relation(one, kind, other), actor=secretary, at=AT)

    assert connections.connected_to(session, one, on=TODAY) == {other}
    assert connections.connected_to(session, other, on=TODAY) == {one}


def test_each_of_two_sees_what_the_other_is_to_them(session: Session, make: Make, anne: UUID, ben: UUID) -> None:
    make.connection(anne, K.PARENT, ben)
    make.connection(ben, K.HOUSEHOLD, anne)

    of_anne = {(tie.kind, tie.other_id) for tie in connections.connections_of(session, anne, on=TODAY)}
    of_ben = {(tie.kind, tie.other_id) for tie in connections.connections_of(session, ben, on=TODAY)}

    assert of_anne == {(K.CHILD, ben), (K.HOUSEHOLD, ben)}
    assert of_ben == {(K.PARENT, anne), (K.HOUSEHOLD, anne)}


def test_a_sponsor_is_interested_in_whom_they_sponsor_and_not_the_reverse(
    session: Session, make: Make, anne: UUID, ben: UUID
) -> None:
    make.connection(anne, K.SPONSOR, ben)

    assert connections.connected_to(session, ben, on=TODAY) == {anne}
    assert connections.connected_to(session, anne, on=TODAY) == frozenset()


@pytest.mark.invariant("INV-05")
def test_whoever_works_for_or_sits_on_the_body_that_appointed_a_director_is_interested(
    session: Session, make: Make, anne: UUID, ben: UUID, council: UUID
) -> None:
    councillor, elsewhere = make.person().id, make.person().id
    make.connection(council, K.APPOINTER, anne)
    make.connection(council, K.EMPLOYER, ben)
    make.connection(councillor, K.SITS_ON, council)
    make.connection(elsewhere, K.SITS_ON, make.person(kind=PersonKind.BODY).id)

    assert connections.connected_to(session, anne, on=TODAY) == {council, ben, councillor}
    assert connections.directly_connected_to(session, anne, on=TODAY) == {council}


def test_two_who_work_for_one_body_are_not_connected_by_that(
    session: Session, make: Make, anne: UUID, ben: UUID, council: UUID
) -> None:
    make.connection(council, K.EMPLOYER, anne)
    make.connection(council, K.EMPLOYER, ben)

    assert connections.connected_to(session, anne, on=TODAY) == {council}


@pytest.mark.parametrize(
    ("on", "is_connected"),
    [(MARCH - A_DAY, False), (MARCH, True), (TODAY - A_DAY, True), (TODAY, False)],
)
@pytest.mark.parametrize("ask", [connections.connected_to, connections.directly_connected_to])
def test_a_connection_counts_from_its_first_day_up_to_the_day_before_its_end(
    session: Session,
    make: Make,
    anne: UUID,
    ben: UUID,
    on: date,
    is_connected: bool,
    ask: Callable[..., frozenset[UUID]],
) -> None:
    make.connection(anne, K.PARTNER, ben, valid_from=MARCH, valid_to=TODAY)

    assert (ben in ask(session, anne, on=on)) is is_connected
    assert bool(connections.connections_of(session, anne, on=on)) is is_connected


def test_what_was_known_at_an_instant_stays_readable(session: Session, secretary: Actor, anne: UUID, ben: UUID) -> None:
    known = connections.record(session, relation(anne, K.PARTNER, ben), actor=secretary, at=AT)

    connections.withdraw(session, known, actor=secretary, at=AT + AN_HOUR)

    assert connections.connected_to(session, anne, on=TODAY) == frozenset()
    assert connections.connected_to(session, anne, on=TODAY, known_at=AT) == {ben}
    assert connections.connected_to(session, anne, on=TODAY, known_at=AT - AN_HOUR) == frozenset()
    assert connections.history_of(session, anne) == []


def test_a_connection_that_ended_holds_for_what_was_decided_before(
    session: Session, secretary: Actor, anne: UUID, ben: UUID
) -> None:
    known = connections.record(session, relation(anne, K.EMPLOYER, ben), actor=secretary, at=AT)

    connections.end(session, known, on=TODAY, actor=secretary, at=AT)

    assert connections.connected_to(session, ben, on=TODAY - A_DAY) == {anne}
    assert connections.connected_to(session, ben, on=TODAY) == frozenset()
    assert [row.superseded_at is None for row in rows(session)].count(True) == 1


def test_a_correction_takes_the_place_of_all_that_was_on_record(
    session: Session, secretary: Actor, anne: UUID, ben: UUID
) -> None:
    known = connections.record(session, relation(anne, K.SIBLING, ben), actor=secretary, at=AT)

    true = relation(anne, K.PARTNER, ben, valid_from=MARCH)
    connections.correct(session, known, true, actor=secretary, at=AT)

    assert connections.connected_to(session, anne, on=MARCH - A_DAY) == frozenset()
    assert [tie.kind for tie in connections.connections_of(session, anne, on=MARCH)] == [K.PARTNER]


@pytest.mark.parametrize(
    ("told", "refusal", "sentence"),
    [
        ({"other": "anne"}, ConnectedToThemselves, "A connection joins two"),
        ({"other": "council"}, NotBetweenThem, "A human and a body, or two of the same, cannot"),
        ({"kind": K.SITS_ON}, NotBetweenThem, "Choose another connection"),
        ({"kind": K.APPOINTEE}, NotBetweenThem, "or another person"),
        ({"valid_from": TODAY + A_DAY}, NotYetSo, "Tuesday 2 June 2026 has not come yet"),
        ({"valid_to": LONG_BEFORE}, ConnectionEndsFirst, "A connection has to end after it begins"),
        ({"other": "nobody"}, NotFound, "There is nothing at this address"),
    ],
)
def test_what_cannot_be_is_not_recorded(
    session: Session,
    secretary: Actor,
    anne: UUID,
    ben: UUID,
    council: UUID,
    told: dict[str, Any],
    refusal: type[Refusal],
    sentence: str,
) -> None:
    people = {"anne": anne, "ben": ben, "council": council, "nobody": uuid4()}
    other = people[told.get("other", "ben")]
    days = {name: day for name, day in told.items() if name.startswith("valid_")}
    impossible = relation(anne, told.get("kind", K.PARTNER), other, **days)

    with pytest.raises(refusal, match=sentence):
        connections.record(session, impossible, actor=secretary, at=AT)

    assert rows(session) == []


def test_one_connection_is_on_record_once_from_whichever_end_it_is_told(
    session: Session, secretary: Actor, anne: UUID, ben: UUID
) -> None:
    told = {K.PARTNER: K.PARTNER, K.PARENT: K.CHILD}
    for kind, from_there in told.items():
        connections.record(session, relation(anne, kind, ben, valid_to=MARCH), actor=secretary, at=AT)
        again = relation(ben, from_there, anne, valid_from=MARCH - A_DAY)

        with pytest.raises(AlreadyConnected, match=r"on record since Monday 6 January 2020\. Correct that entry"):
            connections.record(session, again, actor=secretary, at=AT)
        connections.record(session, relation(ben, from_there, anne, valid_from=MARCH), actor=secretary, at=AT)

    assert len(rows(session)) == 4


@pytest.mark.parametrize(
    ("on", "refusal", "sentence"),
    [
        (TODAY + A_DAY, NotYetSo, "has not come yet"),
        (LONG_BEFORE, ConnectionEndsFirst, "Choose a later day"),
    ],
)
def test_a_connection_ends_after_it_began_and_not_in_the_future(
    session: Session,
    secretary: Actor,
    anne: UUID,
    ben: UUID,
    on: date,
    refusal: type[Refusal],
    sentence: str,
) -> None:
    known = connections.record(session, relation(anne, K.PARTNER, ben), actor=secretary, at=AT)

    with pytest.raises(refusal, match=sentence):
        connections.end(session, known, on=on, actor=secretary, at=AT)

    assert [row.valid_to for row in rows(session)] == [None]


def test_a_connection_ends_once(session: Session, secretary: Actor, anne: UUID, ben: UUID) -> None:
    known = connections.record(session, relation(anne, K.PARTNER, ben), actor=secretary, at=AT)
    connections.end(session, known, on=MARCH, actor=secretary, at=AT)

    with pytest.raises(ConnectionHasEnded, match=r"This connection ended on Monday 2 March 2026\. Correct it if"):
        connections.end(session, known, on=TODAY, actor=secretary, at=AT)

    assert connections.connected_to(session, anne, on=MARCH) == frozenset()


@pytest.mark.invariant("INV-01")
def test_nobody_takes_away_what_keeps_them_from_deciding(
    session: Session, make: Make, secretary: Actor, anne: UUID, ben: UUID
) -> None:
    assert secretary.person_id is not None
    own = connections.record(session, relation(secretary.person_id, K.PARTNER, anne), actor=secretary, at=AT)
    others = connections.record(session, relation(anne, K.PARTNER, ben), actor=secretary, at=AT)
    to_be_own = relation(secretary.person_id, K.PARTNER, ben)
    by_herself: dict[str, Any] = {"actor": secretary, "at": AT}

    for lift in (
        partial(connections.end, session, own, on=TODAY, **by_herself),
        partial(connections.correct, session, own, relation(anne, K.PARTNER, ben), **by_herself),
        partial(connections.correct, session, others, to_be_own, **by_herself),
        partial(connections.withdraw, session, own, **by_herself),
    ):
        with pytest.raises(OwnConnection, match="Ask another officer to end or correct it"):
            lift()

    assert connections.connected_to(session, secretary.person_id, on=TODAY) == {anne}
    connections.end(session, own, on=TODAY, actor=Actor(person_id=make.person().id), at=AT)
    assert connections.connected_to(session, secretary.person_id, on=TODAY) == frozenset()


def test_a_connection_that_there_is_not_is_neither_ended_nor_corrected_nor_withdrawn(
    session: Session, secretary: Actor, anne: UUID, ben: UUID
) -> None:
    for deed in (
        partial(connections.end, on=TODAY),
        partial(connections.correct, relation=relation(anne, K.PARTNER, ben)),
        connections.withdraw,
    ):
        with pytest.raises(NotFound):
            deed(session, uuid4(), actor=secretary, at=AT)


@pytest.mark.invariant("INV-12")
def test_the_journal_knows_every_connection_without_saying_whose(
    session: Session, secretary: Actor, anne: UUID, ben: UUID
) -> None:
    known = connections.record(session, relation(anne, K.PARTNER, ben), actor=secretary, at=AT)
    connections.end(session, known, on=MARCH, actor=secretary, at=AT)
    audit.sign_head(session, key=KEY, occasion="hourly", at=AT)
    public = KEY.public_key()

    entries = session.scalars(select(JournalEntry).where(JournalEntry.subject_id == known)).all()
    told = [entry.event for entry in entries]
    assert told == ["connection.recorded", "connection.superseded", "connection.ended"]
    assert all(set(entry.facts) == {"version"} for entry in entries)
    ours = [(subject, told) for subject, told in evidence.contents(session) if subject == known]
    assert verify(session, key=public, contents=ours) == []
    unguard(session, "connection")
    session.execute(text("UPDATE connection SET kind = 'household'"))
    session.expire_all()
    ours = [(subject, told) for subject, told in evidence.contents(session) if subject == known]
    assert "was changed past the journal" in str(verify(session, key=public, contents=ours)[0])
