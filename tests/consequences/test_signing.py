"""Whoever is entered as having signed an instrument of dissolution, or declared on it, is told; so is what they say."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govern.consequences import signing
from govern.consequences.held import held_about
from govern.core.actors import Actor, Deed, Role
from govern.core.languages import LocalText
from govern.jobs import printing
from govern.jobs.models import OutgoingMail
from govern.motions.matters import Section
from govern.register.models import Membership
from govern.statutory import instruments
from govern.statutory import service as statutory
from govern.statutory.models import StatutoryCourse
from govern.statutory.rules import Capacity
from tests.calendar import AT
from tests.make import Make
from tests.makers.assembly import Assembly

HOME = "https://govern.example"


@pytest.fixture
def assembly(session: Session, make: Make, tmp_path: Path) -> Assembly:
    """A chamber whose chair is in office; only post reaches anybody."""
    made = Assembly(session, make, tmp_path)
    make.office(Role.CHAIR, person_id=made.chamber.chair.person_id)
    return made


@pytest.fixture
def instrument(session: Session, assembly: Assembly) -> StatutoryCourse:
    """An instrument of dissolution before anybody signed."""
    deed = assembly.chamber.deed()
    return statutory.begin(session, Section.INSTRUMENT, deed, title=LocalText(en="Dissolve the society"))


def told(session: Session) -> list[str]:
    """Return what letters say that wait to be printed."""
    return [one.body or "" for one in printing.waiting(session)]


@pytest.mark.invariant("INV-40")
def test_whoever_is_entered_as_having_signed_is_told_by_mail_or_letter_and_how_to_say_no(
    session: Session, make: Make, assembly: Assembly, instrument: StatutoryCourse
) -> None:
    person = make.person(email="nia@example.org").id
    by_mail = make.membership(person_id=person, constituency_id=assembly.chamber.home.id).member_no
    by_post = session.scalars(select(Membership.member_no).where(Membership.person_id == assembly.members[0])).one()

    signing.enter(session, instrument.id, [by_mail, by_post], assembly.chamber.deed(), base_url=HOME)

    (mail,), (letter,) = session.scalars(select(OutgoingMail)).all(), told(session)
    for one in (mail.body or "", letter):
        assert "Instrument of dissolution: Dissolve the society" in one
        assert "The secretary entered that you signed it on Monday 1 June 2026, as the paper says." in one
    assert f"{HOME}/statutory/{instrument.id}/signatures/{person}/denial" in (mail.body or "")
    assert "to say so, and ask for the chair." in letter


def test_a_denial_is_told_to_the_chair_and_what_an_officer_heard_to_whoever_said_it(
    session: Session, assembly: Assembly, instrument: StatutoryCourse
) -> None:
    first, second = session.scalars(
        select(Membership.member_no).where(Membership.person_id.in_(assembly.members[:2]))
    ).all()
    clerk = assembly.chamber.deed()
    signing.enter(session, instrument.id, [first, second], clerk, base_url=HOME)
    before = told(session)
    own = Deed(actor=Actor(person_id=assembly.members[0], roles=frozenset({Role.MEMBER})), at=AT)

    signing.deny(session, instrument.id, assembly.members[0], own)
    to_the_chair = [one for one in told(session) if one not in before]
    signing.deny(session, instrument.id, assembly.members[1], assembly.chamber.deed(assembly.chamber.chair))

    (letter,) = to_the_chair
    assert "says that they did not sign. It no longer counts." in letter
    assert sum("An officer entered that you did not sign it." in one for one in told(session)) == 1


def test_whoever_was_entered_by_mistake_is_told_that_it_is_taken_back(
    session: Session, assembly: Assembly, instrument: StatutoryCourse
) -> None:
    number = session.scalars(select(Membership.member_no).where(Membership.person_id == assembly.members[0])).one()
    clerk = assembly.chamber.deed()
    signing.enter(session, instrument.id, [number], clerk, base_url=HOME)

    signing.take_back(session, instrument.id, assembly.members[0], replace(clerk, note="It was number 7."))

    assert any("The secretary took back that you signed it: It was number 7." in one for one in told(session))


@pytest.mark.invariant("INV-40")
def test_whoever_is_entered_as_having_declared_is_told_and_how_to_say_no_and_their_denial_is_told_on(
    session: Session, make: Make, assembly: Assembly, instrument: StatutoryCourse
) -> None:
    person = make.person(email="nia@example.org").id
    make.membership(person_id=person, constituency_id=assembly.chamber.home.id)
    for one in (*assembly.members, person):
        instruments.sign(session, instrument.id, one, assembly.chamber.deed())
    clerk, by_post = assembly.chamber.deed(), assembly.members[0]
    for one in (person, by_post):
        signing.declare(session, instrument.id, one, Capacity.MEMBER, clerk, base_url=HOME)

    (mail,), (letter,) = session.scalars(select(OutgoingMail)).all(), told(session)
    for body in (mail.body or "", letter):
        assert "The secretary entered that you made a statutory declaration on Monday 1 June 2026" in body
        assert "If you did not, say so, and your declaration does not count." in body
    assert f"{HOME}/statutory/{instrument.id}/declarations/{person}/denial" in (mail.body or "")
    held = held_about(session, person)
    assert [one["capacity"] for one in held["declarations_on_instruments"]] == ["member"]
    assert len(held["signatures_on_instruments"]) == 1
    own = Deed(actor=Actor(person_id=person, roles=frozenset({Role.MEMBER})), at=AT)
    signing.deny_declaration(session, instrument.id, person, own)
    signing.deny_declaration(session, instrument.id, by_post, assembly.chamber.deed(assembly.chamber.chair))

    letters = told(session)
    assert sum("says that they did not make it. It no longer counts." in one for one in letters) == 1
    assert sum("An officer entered that you did not declare it." in one for one in letters) == 1


@pytest.mark.invariant("INV-40")
def test_whoever_is_denied_for_reads_how_to_say_that_it_is_so_and_the_officers_are_told_when_they_do(
    session: Session, assembly: Assembly, instrument: StatutoryCourse
) -> None:
    clerk, bearer = assembly.chamber.deed(), assembly.members[0]
    for one in assembly.members:
        instruments.sign(session, instrument.id, one, clerk)
    instruments.declare(session, instrument.id, bearer, Capacity.MEMBER, clerk)
    signing.deny_declaration(session, instrument.id, bearer, clerk)
    signing.deny(session, instrument.id, bearer, clerk)
    ways = sum("open “My history”, and choose “I did”" in one for one in told(session))

    own = Deed(actor=Actor(person_id=bearer, roles=frozenset({Role.MEMBER})), at=AT)
    signing.uphold_declaration(session, instrument.id, bearer, own)
    signing.uphold(session, instrument.id, bearer, own)

    letters = told(session)
    assert ways == 2
    assert sum("Their declaration counts." in one for one in letters) == 1
    assert sum("Their signature counts." in one for one in letters) == 1


def test_whoever_enters_their_own_declaration_is_not_written_to(
    session: Session, make: Make, assembly: Assembly, instrument: StatutoryCourse
) -> None:
    clerk = assembly.chamber.deed()
    assert clerk.actor.person_id is not None
    make.office(Role.SECRETARY, person_id=clerk.actor.person_id)
    for one in assembly.members:
        instruments.sign(session, instrument.id, one, clerk)

    signing.declare(session, instrument.id, clerk.actor.person_id, Capacity.SECRETARY, clerk, base_url=HOME)

    assert told(session) == []
