"""Those whom a decision names say themselves that it is so."""

from uuid import uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govern.audit.models import JournalEntry
from govern.constitution import confirmations, decisions
from govern.constitution.models import Decision, DecisionConfirmation
from govern.constitution.refusals import ConfirmedAlready, NotNamedInIt
from govern.constitution.rules import Participant, Vote
from govern.core.actors import NOBODY, Actor
from govern.core.errors import NotFound
from tests.calendar import AT
from tests.constitution.test_decisions import minute
from tests.make import Make
from tests.raw import ensure_refused

GUARD = "decision_confirmation_is_append_only"


@pytest.fixture
def actors(make: Make) -> list[Actor]:
    """A secretary, and two directors."""
    make.mutual()
    make.rules()
    return [Actor(person_id=make.person().id) for _ in range(3)]


@pytest.fixture
def decision(session: Session, actors: list[Actor]) -> Decision:
    """A decision of the two directors, as the secretary entered it."""
    secretary, *directors = actors
    people = [Participant(person_id=one.person_id, vote=Vote.FOR) for one in directors if one.person_id]
    return decisions.enter(session, minute(), participants=people, actor=secretary, at=AT)


def said(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(DecisionConfirmation)) or 0


def test_each_participant_gives_their_own_word(session: Session, actors: list[Actor], decision: Decision) -> None:
    _secretary, ada, ben = actors

    confirmations.confirm(session, decision.id, is_so=True, actor=ada, at=AT)
    confirmations.confirm(session, decision.id, is_so=False, actor=ben, at=AT)

    assert confirmations.given(session, decision.id) == {ada.person_id: True, ben.person_id: False}
    told = session.scalars(select(JournalEntry.event).order_by(JournalEntry.seq.desc()).limit(2)).all()
    assert told == ["decision.disputed", "decision.confirmed"]


@pytest.mark.invariant("INV-42")
def test_nobody_gives_the_word_of_somebody_else(session: Session, actors: list[Actor], decision: Decision) -> None:
    for stranger in (actors[0], NOBODY, Actor(person_id=uuid4())):
        with pytest.raises(NotNamedInIt, match="This decision does not name you"):
            confirmations.confirm(session, decision.id, is_so=True, actor=stranger, at=AT)

    assert said(session) == 0


def test_a_word_is_given_once(session: Session, actors: list[Actor], decision: Decision) -> None:
    confirmations.confirm(session, decision.id, is_so=False, actor=actors[1], at=AT)

    with pytest.raises(ConfirmedAlready, match="Your word on this decision is on record, and stays"):
        confirmations.confirm(session, decision.id, is_so=True, actor=actors[1], at=AT)

    assert said(session) == 1


def test_nobody_confirms_what_was_not_decided(session: Session, actors: list[Actor]) -> None:
    with pytest.raises(NotFound):
        confirmations.confirm(session, uuid4(), is_so=True, actor=actors[1], at=AT)


def test_a_decision_waits_for_the_word_of_each_whom_it_names(
    session: Session, actors: list[Actor], decision: Decision
) -> None:
    secretary, ada, ben = (actor.person_id or uuid4() for actor in actors)
    confirmations.confirm(session, decision.id, is_so=True, actor=actors[1], at=AT)

    assert confirmations.awaited(session, ben) == [decision]
    assert confirmations.awaited(session, ada) == []
    assert confirmations.awaited(session, secretary) == []


@pytest.mark.invariant("INV-42", by="database")
def test_the_database_keeps_a_word_as_it_was_given(session: Session, actors: list[Actor], decision: Decision) -> None:
    confirmations.confirm(session, decision.id, is_so=False, actor=actors[1], at=AT)

    ensure_refused(session, GUARD, "UPDATE decision_confirmation SET is_so = true")
    ensure_refused(session, GUARD, "DELETE FROM decision_confirmation")


@pytest.mark.invariant("INV-42", by="database")
def test_the_database_takes_no_word_of_somebody_not_named(
    session: Session, actors: list[Actor], decision: Decision
) -> None:
    session.add(
        DecisionConfirmation(decision_id=decision.id, person_id=actors[0].person_id, is_so=True, confirmed_at=AT)
    )

    with pytest.raises(Exception, match=r"FOREIGN KEY|fk_decision_confirmation_decision_id_person_id"):
        session.flush()
