"""What people ask about their own record: asked once, answered once, by somebody else, and kept."""

from uuid import uuid4

import pytest
from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from govern.audit.models import JournalEntry
from govern.core.actors import Actor
from govern.core.errors import NotFound
from govern.register import requests
from govern.register.models import MemberRequest
from govern.register.refusals import AnsweredAlready, AskedAlready, OwnRequest
from govern.register.rules import RequestKind
from tests.calendar import A_SECOND, AT
from tests.make import Make

ASKED = "I am in the wrong group."


@pytest.fixture
def asker(make: Make) -> Actor:
    """Somebody who asks."""
    return Actor(person_id=make.person().id)


@pytest.fixture
def secretary(make: Make) -> Actor:
    """Somebody who answers."""
    return Actor(person_id=make.person().id)


def ask(session: Session, asker: Actor, kind: RequestKind = RequestKind.ENTRY) -> MemberRequest:
    assert asker.person_id is not None
    return requests.ask(session, asker.person_id, kind, ASKED, actor=asker, at=AT)


def test_a_request_waits_and_is_answered_with_words(session: Session, asker: Actor, secretary: Actor) -> None:
    asked = ask(session, asker)
    assert [one.id for one in requests.unanswered(session)] == [asked.id]
    assert requests.waiting(session).count == 1

    requests.answer(session, asked.id, "Put right today.", actor=secretary, at=AT + A_SECOND)

    assert requests.waiting(session).count == 0
    assert [one.answer for one in requests.asked_by(session, asked.person_id)] == ["Put right today."]
    assert session.scalars(select(JournalEntry.event).order_by(JournalEntry.seq)).all() == [
        "request.asked",
        "request.answered",
    ]


def test_the_journal_holds_none_of_the_words(session: Session, asker: Actor) -> None:
    ask(session, asker)

    assert "group" not in str(session.execute(select(JournalEntry.facts, JournalEntry.event)).all())


def test_who_waits_for_an_answer_does_not_ask_the_same_again(session: Session, asker: Actor) -> None:
    ask(session, asker)

    with pytest.raises(AskedAlready, match="You have asked this, and the answer is still to come"):
        ask(session, asker)

    assert session.scalar(select(func.count()).select_from(MemberRequest)) == 1


def test_another_kind_and_another_time_can_be_asked(session: Session, asker: Actor, secretary: Actor) -> None:
    first = ask(session, asker)
    ask(session, asker, RequestKind.NAME)
    requests.answer(session, first.id, "Yes.", actor=secretary, at=AT)

    ask(session, asker)

    assert requests.waiting(session).count == 2


def test_a_request_is_answered_once(session: Session, asker: Actor, secretary: Actor) -> None:
    asked = ask(session, asker)
    requests.answer(session, asked.id, "Yes.", actor=secretary, at=AT)

    with pytest.raises(AnsweredAlready, match="This has been answered, and the answer stays"):
        requests.answer(session, asked.id, "No.", actor=secretary, at=AT)

    assert asked.answer == "Yes."


def test_nobody_answers_themselves(session: Session, asker: Actor) -> None:
    asked = ask(session, asker)

    with pytest.raises(OwnRequest, match="You asked this yourself"):
        requests.answer(session, asked.id, "Yes.", actor=asker, at=AT)

    assert asked.answered_at is None


def test_what_nobody_asked_is_not_found(session: Session, make: Make, secretary: Actor) -> None:
    with pytest.raises(NotFound):
        requests.answer(session, make.person().id, "Yes.", actor=secretary, at=AT)


def test_the_database_keeps_a_request_as_it_was_asked_and_answered(
    session: Session, asker: Actor, secretary: Actor
) -> None:
    asked = ask(session, asker)
    own = update(MemberRequest).where(MemberRequest.id == asked.id)

    for statement, guard in (
        (own.values(words="Something else."), "member_request_is_answered_once"),
        (own.values(answered_by=asker.person_id, answered_at=AT, answer="Yes."), "answered_by_somebody_else"),
        (own.values(answered_by=secretary.person_id), "answer_has_an_instant"),
        (own.values(answered_by=secretary.person_id, answered_at=AT), "answer_has_words"),
        (own.values(kind="gossip"), "member_request_is_answered_once"),
        (delete(MemberRequest), "member_request_is_kept"),
    ):
        with pytest.raises(IntegrityError, match=guard), session.begin_nested():
            session.execute(statement)


@pytest.mark.parametrize(
    ("facts", "truth"),
    [
        ({"kind": "gossip"}, "kind_is_known"),
        ({"words": ""}, "says_something"),
        ({"words": "x" * 1001}, "says_something"),
    ],
    ids=["another kind", "no words", "too many words"],
)
def test_the_database_takes_no_request_that_asks_nothing(
    session: Session, asker: Actor, facts: dict[str, str], truth: str
) -> None:
    told = {"person_id": asker.person_id, "kind": "entry", "words": ASKED, "asked_at": AT, "salt": "00" * 32} | facts

    with pytest.raises(IntegrityError, match=truth), session.begin_nested():
        session.execute(insert(MemberRequest).values(id=uuid4(), **told))


def test_the_database_keeps_two_at_once_from_asking_twice(session: Session, asker: Actor) -> None:
    ask(session, asker)
    told = {"person_id": asker.person_id, "kind": "entry", "words": ASKED, "asked_at": AT, "salt": "00" * 32}

    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(insert(MemberRequest).values(id=uuid4(), **told))
