"""A decision on applications is held against the board of its day: who sat on it, for whom, and since when."""

from collections.abc import Sequence
from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from govern.admissions import applications, queries, ruling
from govern.admissions import service as admissions
from govern.admissions.applications import Wanted
from govern.admissions.models import AdmissionRuling
from govern.admissions.rules import State
from govern.admissions.ruling import Bench, Ruling
from govern.board import queries as board
from govern.consequences import deciding
from govern.constitution import queries as constitution
from govern.constitution.rules import Vote
from govern.core.actors import Actor, Deed
from govern.register.models import Membership
from govern.register.refusals import OwnEntry
from govern.register.rules import Entry


def rule(session: Session, decision_id: UUID, rulings: Sequence[Ruling], *, deed: Deed) -> list[AdmissionRuling]:
    """Apply a decision to the applications that it was on; all of them, or none.

    :raises Refusal: as `admissions.ruling.rule` raises.

    Source: domain 2.8 INV-04, INV-05, INV-06, INV-32.
    """
    decision = constitution.decision(session, decision_id)
    bench = bench_on(session, on=decision.decided_on)
    return ruling.rule(session, decision_id, rulings, bench=bench, deed=deed)


def enter_from_paper(session: Session, entry: Entry, *, actor: Actor, at: datetime) -> Membership:
    """Enter an application that came on paper by the day it was decided, what was decided on it, and the member.

    Where the application is on record and waits for its entry on this very decision, enter that one.

    :raises OwnEntry: the actor would enter themselves.
    :raises Refusal: as the deeds raise of which it consists.

    Source: domain 2.8 INV-01, INV-02: the same rules as for an application that comes online.
    """
    if actor.person_id == entry.person_id:
        raise OwnEntry
    deed = Deed(actor=actor, at=at)
    application_id = _waiting(session, entry) or _decided_on_paper(session, entry, deed)
    return admissions.enter(session, application_id, actor=actor, at=at)


def _waiting(session: Session, entry: Entry) -> UUID | None:
    """Return the application that waits for this entry, if there is one."""
    for line in queries.waiting_for_entry(session, entry.person_id):
        ruled = queries.rulings_of(session, line.application_id)[-1]
        if (line.constituency_id, ruled.decision_id) == (entry.constituency_id, entry.decision_id):
            return line.application_id
    return None


def _decided_on_paper(session: Session, entry: Entry, deed: Deed) -> UUID:
    """Enter an application and the decision on it, as the papers have them."""
    zone = ZoneInfo(constitution.mutual(session).time_zone)
    decided_on = constitution.decision(session, entry.decision_id).decided_on
    wanted = Wanted(constituency_id=entry.constituency_id, sub_constituency_id=entry.sub_constituency_id)
    received_at = min(deed.at, datetime.combine(decided_on, time.min, zone))
    application = applications.enter_paper(session, entry.person_id, wanted, received_at=received_at, deed=deed)
    applications.take_up(session, application.id, deed=deed)
    ruled = Ruling(application_id=application.id, outcome=State.ADMITTED, is_told_apart=entry.is_told_apart)
    rule(session, entry.decision_id, [ruled], deed=deed)
    return application.id


def bench_on(session: Session, *, on: date) -> Bench:
    """Return what is known of the directors of a day."""
    sitting = board.sitting_on(session, on)
    approvals: dict[UUID, set[UUID]] = {}
    for one in sitting:
        for approver in _coopted_by(session, one.coopted_by):
            approvals.setdefault(approver, set()).add(one.person_id)
    return Bench(
        directors={one.person_id for one in sitting},
        homes={one.person_id: one.constituency_id for one in sitting if one.constituency_id is not None},
        given_on={one.person_id: one.starts_on for one in sitting if one.coopted_by is not None},
        approvals=approvals,
        is_first=deciding.founders_act(session, on=on),
    )


def _coopted_by(session: Session, decision_id: UUID | None) -> list[UUID]:
    """Return who was for a co-option."""
    if decision_id is None:
        return []
    return [one.person_id for one in constitution.participants(session, decision_id) if one.vote is Vote.FOR]
