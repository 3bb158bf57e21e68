"""A membership that an officer ends: its member is told wherever they were last known to be reached."""

from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govern.consequences import ending
from govern.core.actors import Actor, Role
from govern.jobs import printing
from govern.jobs.models import OutgoingMail
from govern.register import late_ends, persons, queries
from govern.register.rules import Cessation, Ground
from tests.calendar import A_SECOND, AT, TODAY
from tests.make import Make


@pytest.fixture
def secretary(make: Make) -> Actor:
    """Who keeps the register."""
    make.mutual()
    make.rules()
    return Actor(person_id=make.person().id, roles=frozenset({Role.SECRETARY}))


def mails(session: Session) -> dict[str, str]:
    """Return what was sent by mail, to whom."""
    return {str(one.recipient): one.body or "" for one in session.scalars(select(OutgoingMail))}


def ended(session: Session, make: Make, person_id: UUID, by: Actor, ground: Ground = Ground.RESIGNED) -> None:
    """End somebody's membership today."""
    membership = make.membership(person_id=person_id)
    ending.end(session, membership.id, Cessation(on=TODAY, ground=ground), actor=by, at=AT + A_SECOND)


@pytest.mark.invariant("INV-14")
def test_whoever_is_entered_as_having_resigned_is_told_by_mail_and_on_paper(
    session: Session, make: Make, secretary: Actor
) -> None:
    ended(session, make, make.person(email="dee@example.org").id, secretary)

    told, (letter,) = mails(session)["dee@example.org"], printing.waiting(session)
    for words in (told, letter.body or ""):
        assert "The secretary entered that you resigned. If you did not resign, say so now." in words
        assert "ask for the chair or a scrutineer" in words
    assert late_ends.by_officers(session, since=AT).count == 1
    assert late_ends.by_officers(session, since=AT + 2 * A_SECOND).count == 0


def test_an_address_that_the_secretary_wrote_since_does_not_keep_the_news_from_the_member(
    session: Session, make: Make, secretary: Actor
) -> None:
    person = make.person(email="dee@example.org").id
    make.account(person_id=person, email="dee.office@example.org")
    known = queries.person_on(session, person, on=TODAY)
    assert known is not None
    other = replace(persons.particulars_of(known), email="secretarys.own@example.org")
    persons.correct(session, person, other, valid_from=TODAY, match_key=b"k" * 32, actor=secretary, at=AT)

    ended(session, make, person, secretary)

    assert set(mails(session)) == {"dee@example.org", "dee.office@example.org", "secretarys.own@example.org"}


def test_nobody_writes_to_the_dead(session: Session, make: Make, secretary: Actor) -> None:
    ended(session, make, make.person(email="dee@example.org").id, secretary, Ground.DIED)

    assert mails(session) == {}
    assert printing.waiting(session) == []
