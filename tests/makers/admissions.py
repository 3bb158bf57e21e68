"""Makers of applications, and of the opening register that most members of the tests came in with."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from govern.admissions.models import (
    AdmissionRuling,
    ApplicationStep,
    MembershipApplication,
    RulingPart,
)
from govern.admissions.rules import Channel, State, Undertaking
from govern.constitution import queries as constitution
from govern.constitution.models import Decision
from govern.core.bulk import insert_all
from govern.core.db import table_of
from govern.register.models import OpeningBatch
from tests import calendar
from tests.makers import kept, register

WAY = (State.SUBMITTED, State.UNDER_CHECK, State.ADMITTED)


def opened(session: Session, **facts: Any) -> OpeningBatch:
    """Make an opening register that was approved long ago."""
    usual: dict[str, Any] = {
        "file_sha256": "ab" * 32,
        "entries": 1,
        "uploaded_at": calendar.AT,
        "approved_at": calendar.AT,
        "entered_on": calendar.LONG_BEFORE,
    }
    for number, role in enumerate(("uploaded_by", "approved_by"), start=1):
        if role not in facts:
            usual[role] = register.clerk(session, number)
    return kept(session, OpeningBatch(**usual | facts))


def application(
    session: Session, *, state: State = State.SUBMITTED, person_id: UUID, constituency_id: UUID, **facts: Any
) -> MembershipApplication:
    """Make an application on paper that came as far as a state on the straight way to admission, but not to it."""
    asked = _asked(session, person_id=person_id, constituency_id=constituency_id, **facts)
    way = WAY[: WAY.index(state) + 1]
    insert_all(session, table_of(ApplicationStep), [_step(asked, n, way) for n in range(1, len(way) + 1)])
    return asked


def admitted(
    session: Session,
    decision: Decision,
    *,
    person_id: UUID,
    constituency_id: UUID,
    on: date | None = None,
    **facts: Any,
) -> MembershipApplication:
    """Make an application that a decision admitted, by everybody who took part in it and is not the applicant."""
    asked = _asked(session, person_id=person_id, constituency_id=constituency_id, **facts)
    rows = [_step(asked, n, WAY, dated_on=on or decision.decided_on) for n in (1, 2, 3)]
    rows[2]["decision_id"] = decision.id
    ruling = {"application_id": asked.id, "decision_id": decision.id}
    kept(session, AdmissionRuling(**ruling, **NOTHING_SPECIAL))
    for one in constitution.participants(session, decision.id):
        if one.person_id != person_id:
            session.add(RulingPart(**ruling, **vars(one)))
    session.flush()
    insert_all(session, table_of(ApplicationStep), rows)
    return asked


NOTHING_SPECIAL: dict[str, Any] = {
    "outcome": "admitted",
    "votes_for": 0,
    "votes_against": 0,
    "present": 0,
    "needed": 0,
    "is_home_represented": True,
    "is_told_apart": False,
    "is_in_founders_time": False,
    "not_shown": [],
    "ruled_at": calendar.AT,
}


def _asked(session: Session, **facts: Any) -> MembershipApplication:
    usual: dict[str, Any] = {
        "channel": Channel.PAPER,
        "undertaking": Undertaking.NONE,
        "amount_pence": 0,
        "submitted_at": calendar.AT,
        "entered_at": calendar.AT,
    }
    if "entered_by" not in facts:
        usual["entered_by"] = facts["person_id"]
    return kept(session, MembershipApplication(**usual | facts))


def _step(
    asked: MembershipApplication, n: int, way: tuple[State, ...], dated_on: date = calendar.TODAY
) -> dict[str, Any]:
    """Return the row of a step along a way."""
    return {
        "application_id": asked.id,
        "n": n,
        "previous_n": n - 1 or None,
        "from_state": way[n - 2] if n > 1 else None,
        "to_state": way[n - 1],
        "dated_on": dated_on,
        "at": calendar.AT,
        "actor_id": asked.entered_by,
        "decision_id": None,
        "membership_id": None,
        "reason": None,
        "words": "",
        "salt": "00" * 32,
    }
