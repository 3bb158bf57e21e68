"""A member's record is not written over with somebody else, and nobody joins a member by outsiders' hands."""

from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govern.constitution.models import DecisionParticipant
from govern.constitution.rules import Body
from govern.core.actors import Actor
from govern.register import persons, requests, stand_ins
from govern.register.ending_refusals import JoinedByOutsider
from govern.register.models import JointHolder, Membership, PersonVersion
from govern.register.refusals import NotForOthersToChange, NotYoursToAsk
from govern.register.rules import Particulars, RequestKind
from tests.calendar import AT, TODAY
from tests.make import Make
from tests.raw import ensure_refused

KEY = b"k" * 32
OTHER = {"name": "Max Member", "email": "olly@example.net"}
COPIED = (
    "INSERT INTO person_version (id, person_id, name, sort_name, email, email_purposes, valid_from, recorded_at,"
    " superseded_at, recorded_by, salt) SELECT :id, person_id, {name}, sort_name, {email}, email_purposes,"
    " '2026-06-01', recorded_at, recorded_at, :by, salt FROM person_version WHERE person_id = :person"
)


@pytest.fixture
def outsider(make: Make) -> Actor:
    """A secretary who is no member of a mutual whose rules are in force."""
    make.mutual()
    make.rules()
    return Actor(person_id=make.person(name="Olly Outsider").id)


@pytest.fixture
def founder(session: Session, make: Make, outsider: Actor) -> Actor:
    """The same secretary, who founded the mutual and is no member of it."""
    founding = make.decision(body=Body.FOUNDERS)
    session.add(DecisionParticipant(decision_id=founding.id, person_id=outsider.person_id, is_present=True))
    session.flush()
    return outsider


@pytest.fixture
def max_member(make: Make, outsider: Actor) -> Membership:
    """A member with a name and an address."""
    return make.membership(person_id=make.person(name="Max Member", email="max@example.org").id)


def corrected(session: Session, member: Membership, actor: Actor, **facts: Any) -> None:
    usual: dict[str, Any] = {"name": "Max Member", "email": "max@example.org"}
    told = Particulars(**usual | facts)
    persons.correct(session, member.person_id, told, valid_from=TODAY, match_key=KEY, actor=actor, at=AT)


def called(session: Session, member: Membership) -> list[tuple[str, str | None]]:
    """Return the names and addresses that are on record of a member now."""
    now = select(PersonVersion.name, PersonVersion.email).where(
        PersonVersion.person_id == member.person_id,
        PersonVersion.superseded_at.is_(None),
        PersonVersion.valid_to.is_(None),
    )
    return [(row.name, row.email) for row in session.execute(now)]


@pytest.mark.invariant("INV-42")
@pytest.mark.parametrize("facts", [{"name": "Olly Outsider"}, {"email": "olly@example.net"}])
def test_an_outsider_does_not_write_a_member_over(
    session: Session, max_member: Membership, outsider: Actor, facts: dict[str, str]
) -> None:
    with pytest.raises(NotForOthersToChange, match="You are no member"):
        corrected(session, max_member, outsider, **facts)

    assert called(session, max_member) == [("Max Member", "max@example.org")]


@pytest.mark.invariant("INV-42")
@pytest.mark.parametrize("facts", [{"name": "Olly Outsider"}, {"email": "olly@example.net"}])
def test_a_founder_who_is_no_member_does_not_write_a_member_over(
    session: Session, max_member: Membership, founder: Actor, facts: dict[str, str]
) -> None:
    with pytest.raises(NotForOthersToChange, match="You are no member"):
        corrected(session, max_member, founder, **facts)

    assert called(session, max_member) == [("Max Member", "max@example.org")]


def test_an_outsider_in_office_corrects_what_makes_nobody_else(
    session: Session, max_member: Membership, outsider: Actor
) -> None:
    corrected(session, max_member, outsider, postal_address="2 New Street")

    assert called(session, max_member) == [("Max Member", "max@example.org")]


def test_a_member_has_a_new_address_by_themselves_and_by_another_member(
    session: Session, make: Make, max_member: Membership
) -> None:
    corrected(session, max_member, Actor(person_id=max_member.person_id), email="max@example.com")
    corrected(session, max_member, Actor(person_id=make.membership().person_id), name="Max Miller")

    assert called(session, max_member) == [("Max Miller", "max@example.org")]


def test_a_member_is_called_as_they_asked_and_not_otherwise(
    session: Session, max_member: Membership, outsider: Actor
) -> None:
    asks = Actor(person_id=max_member.person_id)
    words = "Max Miller\nI married."
    requests.ask(session, max_member.person_id, RequestKind.NAME, words, actor=asks, at=AT)

    with pytest.raises(NotForOthersToChange):
        corrected(session, max_member, outsider, name="Max")
    corrected(session, max_member, outsider, name="Max Miller")

    assert called(session, max_member) == [("Max Miller", "max@example.org")]


@pytest.mark.invariant("INV-42")
def test_nobody_asks_for_a_member(session: Session, max_member: Membership, outsider: Actor) -> None:
    with pytest.raises(NotYoursToAsk, match="Only the person themselves"):
        requests.ask(session, max_member.person_id, RequestKind.NAME, "Olly\nSo.", actor=outsider, at=AT)

    assert requests.unanswered(session) == []


@pytest.mark.invariant("INV-42", by="database")
@pytest.mark.usefixtures("founder")
@pytest.mark.parametrize(("name", "email"), [("'Olly Outsider'", "email"), ("name", "'olly@example.net'")])
def test_not_even_the_database_lets_an_outsider_write_a_member_over(
    session: Session, make: Make, max_member: Membership, outsider: Actor, name: str, email: str
) -> None:
    other = make.person().id
    told = {"id": str(other), "by": str(outsider.person_id), "person": str(max_member.person_id)}
    if session.get_bind().dialect.name == "sqlite":
        told = {key: value.replace("-", "") for key, value in told.items()}

    ensure_refused(session, "member_is_not_written_over", COPIED.format(name=name, email=email), told)


@pytest.mark.invariant("INV-42")
def test_an_outsider_lets_nobody_hold_with_a_member(
    session: Session, make: Make, max_member: Membership, outsider: Actor
) -> None:
    friend = make.person().id

    with pytest.raises(JoinedByOutsider, match="you cannot enter who holds a membership"):
        stand_ins.add_joint_holder(session, max_member.id, friend, from_on=TODAY, actor=outsider, at=AT)

    assert session.scalar(select(func.count()).select_from(JointHolder)) == 0


@pytest.mark.invariant("INV-42")
def test_a_founder_who_is_no_member_lets_nobody_hold_with_a_member(
    session: Session, make: Make, max_member: Membership, founder: Actor
) -> None:
    friend = make.person().id

    with pytest.raises(JoinedByOutsider, match="You are no member"):
        stand_ins.add_joint_holder(session, max_member.id, friend, from_on=TODAY, actor=founder, at=AT)

    assert session.scalar(select(func.count()).select_from(JointHolder)) == 0


@pytest.mark.invariant("INV-42", by="database")
@pytest.mark.usefixtures("founder")
def test_not_even_the_database_lets_an_outsider_enter_a_joint_holder(
    session: Session, make: Make, max_member: Membership, outsider: Actor
) -> None:
    statement = (
        "INSERT INTO joint_holder (membership_id, person_id, place, from_on, recorded_by, recorded_at)"
        " SELECT held.id, known.person_id, 2, '2026-06-01', known.person_id, known.recorded_at"
        " FROM membership AS held, person_version AS known WHERE known.name = 'Olly Outsider'"
    )

    ensure_refused(session, "joint_holder_is_entered_by_a_member", statement)
