"""Who else stands by what one officer entered from minutes: the chair, and whoever disputes it."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govern.audit.models import JournalEntry
from govern.constitution import confirmations, minutes
from govern.constitution.minutes import Word
from govern.constitution.models import Decision, DecisionParticipant, MinutesWord
from govern.constitution.refusals import ConfirmedAlready, NotNamedInIt
from govern.constitution.rules import Body
from govern.core.actors import Actor, Role
from tests.calendar import A_DAY, AT
from tests.make import Make
from tests.makers import constitution, kept
from tests.raw import emptied, ensure_refused

NOBODY_YET = Word(is_asked=True, chairs=None, disputes=0)
NONE = select(Decision.id).where(Decision.id.is_(None))


@pytest.fixture
def chair(make: Make) -> Actor:
    """Who holds the office of chair."""
    make.mutual()
    make.rules()
    person_id = make.office(Role.CHAIR).person_id
    return Actor(person_id=person_id, roles=frozenset({Role.CHAIR}))


def word_on(session: Session, decision: Decision) -> Word:
    return minutes.words_on(session, [decision.id])[decision.id]


def test_the_chair_says_once_whether_what_another_entered_is_so(session: Session, chair: Actor) -> None:
    so, not_so = constitution.decision(session), constitution.decision(session, body=Body.GENERAL_MEETING)
    before = word_on(session, so)

    confirmations.confirm(session, so.id, is_so=True, actor=chair, at=AT)
    confirmations.confirm(session, not_so.id, is_so=False, actor=chair, at=AT)

    assert before == NOBODY_YET
    assert (word_on(session, so).chairs, word_on(session, so).is_disputed) == (True, False)
    assert (word_on(session, not_so).chairs, word_on(session, not_so).is_disputed) == (False, True)
    told = session.scalars(select(JournalEntry.event).order_by(JournalEntry.seq.desc()).limit(2)).all()
    assert told == ["decision.minutes_denied", "decision.minutes_confirmed"]
    with pytest.raises(NotNamedInIt):
        confirmations.confirm(session, so.id, is_so=False, actor=chair, at=AT)


@pytest.mark.invariant("INV-02")
def test_whoever_entered_it_does_not_confirm_it_nor_anybody_but_the_chair(session: Session, chair: Actor) -> None:
    own = constitution.decision(session, entered_by=chair.person_id)
    others = constitution.decision(session)

    for decision, actor in ((own, chair), (others, Actor(person_id=own.entered_by, roles=frozenset({Role.SECRETARY})))):
        with pytest.raises(NotNamedInIt):
            confirmations.confirm(session, decision.id, is_so=True, actor=actor, at=AT)

    assert session.scalars(select(MinutesWord)).all() == []


def test_a_chair_who_is_named_in_it_gives_both_words_at_once(session: Session, chair: Actor) -> None:
    decision = constitution.decision(session)
    kept(session, DecisionParticipant(decision_id=decision.id, person_id=chair.person_id, is_present=True, vote="for"))

    confirmations.confirm(session, decision.id, is_so=True, actor=chair, at=AT)

    assert word_on(session, decision).chairs is True
    assert confirmations.given(session, decision.id) == {chair.person_id: True}
    with pytest.raises(ConfirmedAlready):
        confirmations.confirm(session, decision.id, is_so=True, actor=chair, at=AT)


def test_a_committee_keeps_its_own_minutes_and_a_dispute_is_counted(session: Session, make: Make, chair: Actor) -> None:
    decision, person = constitution.decision(session, body=Body.COMMITTEE), make.person().id
    kept(session, DecisionParticipant(decision_id=decision.id, person_id=person, is_present=True, vote="for"))

    confirmations.confirm(session, decision.id, is_so=False, actor=Actor(person_id=person), at=AT)

    assert word_on(session, decision) == Word(is_asked=False, chairs=None, disputes=1)
    assert minutes.disputed(session, since=AT - A_DAY).count == 1
    assert minutes.disputed(session, since=AT + A_DAY).count == 0
    assert not minutes.may_say(session, decision.id, chair)


def test_what_waits_for_the_chair_is_counted_until_it_is_confirmed(session: Session, chair: Actor) -> None:
    decision, _other = constitution.decision(session), constitution.decision(session, body=Body.COMMITTEE)
    waiting = minutes.unconfirmed(session, since=AT, but_for=NONE).count

    confirmations.confirm(session, decision.id, is_so=True, actor=chair, at=AT)

    assert minutes.unconfirmed(session, since=AT, but_for=NONE).count == waiting - 1
    assert minutes.unconfirmed(session, since=AT + A_DAY, but_for=NONE).count == 0


@pytest.mark.invariant("INV-02", by="database")
def test_the_database_keeps_the_word_of_a_chair_who_did_not_enter_it(
    session: Session, make: Make, chair: Actor
) -> None:
    decision, own = constitution.decision(session), constitution.decision(session, entered_by=chair.person_id)
    confirmations.confirm(session, decision.id, is_so=True, actor=chair, at=AT)

    for change in (
        "UPDATE minutes_word SET is_so = false",
        "DELETE FROM minutes_word",
        emptied(session, "minutes_word"),
    ):
        ensure_refused(session, "minutes_word_is_append_only", change)
    stranger, third = make.person().id, constitution.decision(session)
    for guard, of, by in (
        ("minutes_word_is_anothers", own, chair.person_id),
        ("minutes_word_is_of_a_chair", third, stranger),
    ):
        with pytest.raises(Exception, match=guard), session.begin_nested():
            kept(session, MinutesWord(decision_id=of.id, person_id=by, is_so=True, said_at=AT))
