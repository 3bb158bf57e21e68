"""Makers of persons and memberships."""

from itertools import count
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from govern.register.models import Membership, MembershipVersion, Person, PersonVersion
from govern.register.rules import EVERY_PURPOSE, PersonKind, Standing
from tests import calendar
from tests.makers import constitution

_numbers = count(1)


def person(session: Session, *, kind: PersonKind = PersonKind.HUMAN, **facts: Any) -> Person:
    """Make a person with one current version; `facts` are of the version."""
    made = Person(kind=kind)
    session.add(made)
    session.flush()
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
    session.add(PersonVersion(person_id=made.id, **usual | facts))
    session.flush()
    return made


def membership(
    session: Session,
    *,
    person_id: UUID | None = None,
    member_no: int | None = None,
    **facts: Any,
) -> Membership:
    """Make a membership with one current version, entered by decision; `facts` are of the version."""
    made = Membership(
        person_id=person_id or person(session).id,
        member_no=member_no or 1000 + next(_numbers),
        member_since=facts.get("valid_from", calendar.LONG_BEFORE),
    )
    session.add(made)
    session.flush()
    usual: dict[str, Any] = {
        "standing": Standing.ENTERED,
        "valid_from": calendar.LONG_BEFORE,
        "recorded_at": calendar.AT,
        "salt": "00" * 32,
    }
    keys = _keys(session, facts)
    session.add(MembershipVersion(membership_id=made.id, person_id=made.person_id, **usual | keys | facts))
    session.flush()
    return made


def _keys(session: Session, facts: dict[str, Any]) -> dict[str, Any]:
    """Return the rows that a version needs, making those that were not named."""
    keys: dict[str, Any] = {}
    if "constituency_id" not in facts:
        keys["constituency_id"] = constitution.constituency(session).id
    if "recorded_by" not in facts:
        keys["recorded_by"] = person(session).id
    if "decision_id" not in facts and "batch_id" not in facts:
        keys["decision_id"] = constitution.decision(session, decided_on=calendar.LONG_BEFORE).id
    return keys
