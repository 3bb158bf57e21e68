"""Makers of persons and memberships."""

from datetime import date
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from govern.constitution.models import Decision
from govern.constitution.rules import Body, Matter
from govern.register.connection_rules import ConnectionKind, Relation
from govern.register.ending_rules import CaseOutcome, Hearing
from govern.register.interest_rules import Nature
from govern.register.models import (
    Connection,
    ExpulsionCase,
    Interest,
    Membership,
    MembershipVersion,
    Person,
    PersonVersion,
)
from govern.register.rules import EVERY_PURPOSE, Ground, PersonKind, Standing
from tests import calendar
from tests.makers import admissions, constitution, known, written

_numbers = count(1)


def person(session: Session, *, kind: PersonKind = PersonKind.HUMAN, **facts: Any) -> Person:
    """Make a person with one current version; `facts` are of the version."""
    made = Person(id=uuid4(), kind=kind)
    name = f"Person {next(_numbers)}"
    usual: dict[str, Any] = {
        "name": name,
        "sort_name": facts.get("name", name).lower(),
        "postal_address": "1 Example Street",
        "email_purposes": list(EVERY_PURPOSE) if facts.get("email") else [],
        "adult_confirmed_on": calendar.LONG_BEFORE,
        "valid_from": calendar.LONG_BEFORE,
        "recorded_at": calendar.AT,
        "recorded_by": made.id,
        "salt": "00" * 32,
    }
    session.add_all([made, PersonVersion(person_id=made.id, **usual | facts)])
    written(session)
    return made


def clerk(session: Session, number: int = 1) -> UUID:
    """Return who enters what a test does not say who entered: one person, made when first asked for."""
    return known(session, f"clerk {number}", lambda: person(session))


def membership(
    session: Session,
    *,
    person_id: UUID | None = None,
    member_no: int | None = None,
    member_since: date | None = None,
    **facts: Any,
) -> Membership:
    """Make a membership with one current version; `facts` are of the version.

    It came in with an opening register, or, where a decision is named, on an application that it admitted.
    """
    made = Membership(
        id=uuid4(),
        person_id=person_id or person(session).id,
        member_no=member_no or 1000 + next(_numbers),
        member_since=member_since or facts.get("valid_from", calendar.LONG_BEFORE),
    )
    usual: dict[str, Any] = {
        "standing": Standing.ENTERED,
        "valid_from": calendar.LONG_BEFORE,
        "recorded_at": calendar.AT,
        "salt": "00" * 32,
    }
    keys = _keys(session, facts)
    if decision_id := facts.get("decision_id"):
        home = (facts | keys)["constituency_id"]
        decision = session.get_one(Decision, decision_id)
        admissions.admitted(session, decision, person_id=made.person_id, constituency_id=home)
    version = MembershipVersion(membership_id=made.id, person_id=made.person_id, **usual | keys | facts)
    session.add_all([made, version])
    written(session)
    return made


def connection(session: Session, person_id: UUID, kind: ConnectionKind, other_id: UUID, /, **facts: Any) -> Connection:
    """Make one person something to another: `connection(anne, PARENT, ben)`; `facts` are of the version."""
    told = Relation(person_id=person_id, kind=kind, other_id=other_id, valid_from=calendar.LONG_BEFORE)
    usual: dict[str, Any] = {
        **vars(told.as_written()),
        "connection_id": uuid4(),
        "recorded_at": calendar.AT,
        "recorded_by": person_id,
        "salt": "00" * 32,
    }
    made = Connection(**usual | facts)
    session.add(made)
    session.flush()
    return made


def interest(session: Session, person_id: UUID, **facts: Any) -> Interest:
    """Make somebody owner of a field; `facts` are of the version."""
    usual: dict[str, Any] = {
        "interest_id": uuid4(),
        "nature": Nature.LAND,
        "extent": "The field beside the day centre",
        "is_general_notice": False,
        "valid_from": calendar.LONG_BEFORE,
        "recorded_at": calendar.AT,
        "recorded_by": person_id,
        "salt": "00" * 32,
    }
    made = Interest(person_id=person_id, **usual | facts)
    session.add(made)
    session.flush()
    return made


def expelled(session: Session, **facts: Any) -> Membership:
    """Make a membership that a meeting of long ago ended by expulsion, three to one."""
    on = calendar.LONG_BEFORE + calendar.A_DAY * 100
    made = membership(session, valid_to=on, **facts)
    about = [constitution.on(made.person_id, Matter.EXPULSION)]
    meeting = constitution.decision(session, body=Body.GENERAL_MEETING, decided_on=on, about=about)
    clerk = person(session).id
    case = ExpulsionCase(
        membership_id=made.id, complaint="Theft.", received_on=on - calendar.A_DAY * 60, opened_by=clerk,
        opened_at=calendar.AT, served_on=on - calendar.A_DAY * 50, earliest_on=on - calendar.A_DAY * 28,
        hearing_on=on, majority_over=3, majority_of=4, hearing=Hearing.DID_NOT_COME,
    )  # fmt: skip
    session.add(case)
    session.flush()
    case.outcome, case.closed_at, case.decision_id = CaseOutcome.EXPELLED, calendar.AT, meeting.id
    case.votes_for, case.votes_against = 3, 1
    session.flush()
    first = session.scalars(select(MembershipVersion).where(MembershipVersion.membership_id == made.id)).one()
    ended = MembershipVersion(
        membership_id=made.id, person_id=made.person_id, constituency_id=first.constituency_id,
        standing=Standing.CEASED, ground=Ground.EXPELLED, valid_from=on, recorded_at=calendar.AT, recorded_by=clerk,
        decision_id=meeting.id, salt="00" * 32,
    )  # fmt: skip
    session.add(ended)
    session.flush()
    return made


def _keys(session: Session, facts: dict[str, Any]) -> dict[str, Any]:
    """Return the rows that a version needs, making those that were not named."""
    keys: dict[str, Any] = {}
    if "constituency_id" not in facts:
        keys["constituency_id"] = constitution.constituency(session).id
    if "recorded_by" not in facts:
        keys["recorded_by"] = clerk(session)
    if "decision_id" not in facts and "batch_id" not in facts:
        keys["batch_id"] = known(session, "opening register", lambda: admissions.opened(session))
    return keys
