"""The register of interests, and interests declared in one decision."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from govern.audit import service as audit
from govern.audit.verify import verify
from govern.constitution.models import Decision, DecisionParticipant
from govern.constitution.parameters.board import InConflict
from govern.constitution.rules import Participant, Vote
from govern.core.actors import Actor
from govern.core.errors import NotFound, Refusal
from govern.register import evidence, interests, service
from govern.register.connection_refusals import TookPartWhileConnected
from govern.register.interest_models import Interest, InterestDeclaration
from govern.register.interest_refusals import (
    AlreadyDeclared,
    DeclaredAndTookPart,
    ExtentMissing,
    HadNoPart,
    InterestEndsFirst,
)
from govern.register.interest_rules import Declared, Nature, is_within
from govern.register.refusals import NotYetSo
from tests.calendar import A_DAY, AT, LONG_BEFORE, TODAY
from tests.make import Make
from tests.raw import emptied, ensure_refused
from tests.register.entries import entry

KEY = Ed25519PrivateKey.from_private_bytes(b"the journal's key, for the tests")
STAYS = {InConflict.STAY, InConflict.COUNT_IN_QUORUM}


@pytest.fixture
def director(make: Make) -> UUID:
    """A director."""
    return make.person(name="Dee Director").id


def land(person_id: UUID, /, **facts: Any) -> Declared:
    """Return that somebody owns the field beside the day centre, since long before if nothing else is said."""
    usual: dict[str, Any] = {"nature": Nature.LAND, "extent": "The field beside the day centre", "person_id": person_id}
    return Declared(**usual | {"valid_from": LONG_BEFORE} | facts)


def joins(session: Session, decision: Decision, person_id: UUID, **part: Any) -> None:
    """Give somebody a part in a decision: stood back, if nothing else is said."""
    usual: dict[str, Any] = {"is_present": True, "is_recused": True, "vote": Vote.NONE}
    session.add(DecisionParticipant(decision_id=decision.id, person_id=person_id, **usual | part))
    session.flush()


def declared(session: Session, person_id: UUID, *, known_at: datetime | None = None) -> Sequence[Interest]:
    """Return somebody's interests, as known at an instant."""
    return interests.interests_of_all(session, [person_id], known_at=known_at).get(person_id, [])


def declarations(session: Session) -> int:
    """Return how many declarations are on record."""
    return session.scalar(select(func.count()).select_from(InterestDeclaration)) or 0


def test_an_interest_is_on_the_register_with_its_days_and_stays_there_when_it_ends(
    session: Session, secretary: Actor, director: UUID
) -> None:
    known = interests.declare(session, land(director, is_general_notice=True), actor=secretary, at=AT)

    interests.end(session, known, on=TODAY, actor=secretary, at=AT + A_DAY)

    (told,) = declared(session, director)
    assert (told.extent, told.valid_from, told.valid_to, told.is_general_notice) == (
        "The field beside the day centre",
        LONG_BEFORE,
        TODAY,
        True,
    )
    (then,) = declared(session, director, known_at=AT)
    assert then.valid_to is None


def test_an_interest_is_declared_again_when_it_is_no_longer_so(
    session: Session, secretary: Actor, director: UUID
) -> None:
    known = interests.declare(session, land(director), actor=secretary, at=AT)

    interests.correct(session, known, land(director, extent="  Half of the field "), actor=secretary, at=AT)

    assert [one.extent for one in declared(session, director)] == ["Half of the field"]
    assert session.scalar(select(func.count()).select_from(Interest)) == 2


@pytest.mark.parametrize(
    ("told", "refusal", "sentence"),
    [
        ({"extent": " "}, ExtentMissing, "Write in what the interest is"),
        ({"extent": "x" * 501}, ExtentMissing, "in at most 500 characters"),
        ({"valid_from": TODAY + A_DAY}, NotYetSo, "has not come yet"),
        ({"valid_to": LONG_BEFORE}, InterestEndsFirst, "An interest has to end once, and after it begins"),
        ({"person_id": uuid4()}, NotFound, "nothing at this address"),
    ],
)
def test_what_cannot_be_is_not_on_the_register(
    session: Session,
    secretary: Actor,
    director: UUID,
    told: dict[str, Any],
    refusal: type[Refusal],
    sentence: str,
) -> None:
    with pytest.raises(refusal, match=sentence):
        interests.declare(session, land(director, **told), actor=secretary, at=AT)

    assert declared(session, director) == []


def test_an_interest_ends_once_after_it_began_and_not_in_the_future(
    session: Session, secretary: Actor, director: UUID
) -> None:
    known = interests.declare(session, land(director), actor=secretary, at=AT)
    by_secretary: dict[str, Any] = {"actor": secretary, "at": AT}

    with pytest.raises(NotYetSo):
        interests.end(session, known, on=TODAY + A_DAY, **by_secretary)
    with pytest.raises(InterestEndsFirst):
        interests.end(session, known, on=LONG_BEFORE, **by_secretary)
    with pytest.raises(NotFound):
        interests.end(session, uuid4(), on=TODAY, **by_secretary)
    with pytest.raises(NotFound):
        interests.correct(session, uuid4(), land(director), **by_secretary)
    interests.end(session, known, on=TODAY, **by_secretary)
    with pytest.raises(InterestEndsFirst):
        interests.end(session, known, on=TODAY, **by_secretary)


@pytest.mark.parametrize(
    ("part", "allowed", "is_so"),
    [
        ({"is_recused": True}, set(), True),
        ({"is_present": False}, set(), True),
        ({}, {InConflict.STAY}, False),
        ({}, STAYS, True),
        ({"vote": Vote.AGAINST}, STAYS, False),
        ({"vote": Vote.ABSTAINED}, STAYS, False),
        ({"vote": Vote.FOR}, STAYS | {InConflict.VOTE}, True),
        ({"vote": Vote.FOR}, {InConflict.STAY, InConflict.VOTE}, False),
    ],
)
def test_who_has_an_interest_does_what_the_rules_let_them_and_no_more(
    part: dict[str, Any], allowed: set[InConflict], is_so: bool
) -> None:
    assert is_within(Participant(person_id=uuid4(), **part), allowed=allowed) is is_so


def test_who_stood_back_declares_why(session: Session, secretary: Actor, board: Decision, director: UUID) -> None:
    joins(session, board, director)

    interests.declare_in_decision(session, board.id, director, extent="My brother’s firm", actor=secretary, at=AT)

    assert interests.declared_in(session, board.id)[director].extent == "My brother’s firm"
    with pytest.raises(AlreadyDeclared, match="is on record, and stays as it is"):
        interests.declare_in_decision(session, board.id, director, extent="Another", actor=secretary, at=AT)
    assert declarations(session) == 1


@pytest.mark.parametrize(
    ("part", "extent", "refusal", "sentence"),
    [
        ({"is_recused": False, "vote": Vote.FOR}, "A firm", DeclaredAndTookPart, "ask who has an interest to stand"),
        ({"is_recused": False}, "A firm", DeclaredAndTookPart, "Take the decision again while they do"),
        ({}, "", ExtentMissing, "Write in what"),
        (None, "A firm", HadNoPart, "The decision does not name this person"),
    ],
)
def test_a_declaration_that_the_decision_speaks_against_is_refused(
    session: Session,
    secretary: Actor,
    board: Decision,
    director: UUID,
    part: dict[str, Any] | None,
    extent: str,
    refusal: type[Refusal],
    sentence: str,
) -> None:
    if part is not None:
        joins(session, board, director, **part)

    with pytest.raises(refusal, match=sentence):
        interests.declare_in_decision(session, board.id, director, extent=extent, actor=secretary, at=AT)

    assert declarations(session) == 0


@pytest.mark.invariant("INV-05")
def test_a_declared_interest_bars_from_admitting_even_where_the_rules_let_them_vote(
    session: Session, make: Make, secretary: Actor, board: Decision, director: UUID
) -> None:
    joins(session, board, director, is_recused=False, vote=Vote.FOR)
    wanted = entry(make, board)
    facts = {"decision_id": wanted.decision_id, "person_id": director, "extent": "A firm", "recorded_by": director}
    session.add(InterestDeclaration(**facts, recorded_at=AT, salt="00" * 32))
    session.flush()

    with pytest.raises(TookPartWhileConnected, match="Dee Director"):
        service.enter(session, wanted, actor=secretary, at=AT)


@pytest.mark.invariant("INV-12")
def test_the_journal_knows_every_interest_without_saying_what(
    session: Session, secretary: Actor, board: Decision, director: UUID
) -> None:
    joins(session, board, director)
    known = interests.declare(session, land(director), actor=secretary, at=AT)
    interests.correct(session, known, land(director, extent="Half"), actor=secretary, at=AT)
    interests.declare_in_decision(session, board.id, director, extent="A firm", actor=secretary, at=AT)
    audit.sign_head(session, key=KEY, occasion="hourly", at=AT)

    subjects = {known, board.id}
    told = [(subject, digest) for subject, digest in evidence.contents(session) if subject in subjects]

    assert len(told) == 4
    assert verify(session, key=KEY.public_key(), contents=told) == []
    ours = [*told[:-1], (told[-1][0], "00" * 32)]
    assert "was changed past the journal" in str(verify(session, key=KEY.public_key(), contents=ours)[0])


@pytest.mark.parametrize(
    ("guard", "statement"),
    [
        ("interest_is_only_superseded", "UPDATE interest SET extent = 'Nothing'"),
        ("interest_is_kept", "DELETE FROM interest"),
        ("interest_declaration_stays", "UPDATE interest_declaration SET extent = 'Nothing'"),
        ("interest_declaration_stays", "DELETE FROM interest_declaration"),
    ],
)
@pytest.mark.invariant("INV-12", by="database")
def test_the_database_lets_nobody_rewrite_an_interest(
    session: Session, secretary: Actor, board: Decision, director: UUID, guard: str, statement: str
) -> None:
    joins(session, board, director)
    interests.declare(session, land(director), actor=secretary, at=AT)
    interests.declare_in_decision(session, board.id, director, extent="A firm", actor=secretary, at=AT)

    ensure_refused(session, guard, statement)
    ensure_refused(session, "interest_is_kept", emptied(session, "interest"))
    ensure_refused(session, "interest_declaration_stays", emptied(session, "interest_declaration"))


@pytest.mark.parametrize(
    ("facts", "constraint"),
    [
        ({"nature": "hobby"}, "nature_is_known"),
        ({"extent": ""}, "says_in_what"),
        ({"valid_to": LONG_BEFORE}, "begins_before_it_ends"),
        ({"superseded_at": AT - A_DAY}, "recorded_before_superseded"),
    ],
)
def test_the_database_keeps_what_an_interest_can_be(
    make: Make, director: UUID, facts: dict[str, Any], constraint: str
) -> None:
    with pytest.raises(IntegrityError, match=constraint):
        make.interest(director, **facts)


def test_the_database_takes_no_declaration_of_who_had_no_part(
    session: Session, board: Decision, director: UUID
) -> None:
    facts = {"decision_id": board.id, "person_id": director, "extent": "A firm", "recorded_by": director}
    session.add(InterestDeclaration(**facts, recorded_at=AT, salt="00" * 32))

    with pytest.raises(IntegrityError, match=r"a_participant|FOREIGN KEY"):
        session.flush()
