"""The one way in which an application goes on, and what the journal is told of it."""

import secrets
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from govern.admissions.models import (
    ApplicationEvidence,
    ApplicationRecommendation,
    ApplicationStep,
    MembershipApplication,
)
from govern.admissions.refusals import BeforeTheLastStep, NotFromThere
from govern.admissions.rules import State, may_go, undoes
from govern.audit import service as audit
from govern.audit.service import Happening
from govern.constitution import queries as constitution
from govern.core import chain, lookup
from govern.core.actors import Deed
from govern.core.canonical import digest
from govern.core.errors import NotFound
from govern.jobs import service as jobs

SALT_BYTES = 32
TELL = "application.tell"
S = State
# Of these the applicant is told, whoever took the step and by whichever door.
TOLD = frozenset(
    {S.SUBMITTED, S.REFERRED_BACK, S.ADMITTED, S.REFUSED, S.APPEALED, S.REFUSAL_STANDS, S.ENTERED, S.LAPSED}
) | {S.WITHDRAWN}
ASKED = (
    "person_id",
    "constituency_id",
    "sub_constituency_id",
    "channel",
    "undertaking",
    "amount_pence",
    "submitted_at",
    "source_mark",
)
STATED = ("kind", "day", "number", "kept_at", "stated_at")
RECOMMENDED = ("is_for", "words", "recommended_at")
# Built once: every deed with an application asks it.
_LAST = (
    select(ApplicationStep)
    .where(ApplicationStep.application_id == bindparam("application_id"))
    .order_by(ApplicationStep.n.desc())
    .limit(1)
)


def locked(session: Session, application_id: UUID) -> MembershipApplication:
    """Return an application, so that two deeds cannot both follow one state.

    :raises NotFound: there is none of this id.
    """
    return lookup.locked(session, MembershipApplication, application_id)


def last(session: Session, application_id: UUID) -> ApplicationStep:
    """Return the step that says where an application is.

    :raises NotFound: there is no such application.
    """
    found = session.scalar(_LAST, {"application_id": application_id})
    if found is None:
        raise NotFound
    return found


def state(session: Session, application_id: UUID) -> State:
    """Return where an application is."""
    return State(last(session, application_id).to_state)


def first(session: Session, application: MembershipApplication, to: State, deed: Deed) -> ApplicationStep:
    """Write down that there is an application."""
    return _write(session, application, {"n": 1, "to_state": to}, deed)


def take(session: Session, application: MembershipApplication, to: State, deed: Deed, **facts: Any) -> ApplicationStep:
    """Move an application along one arrow. The caller holds its row (`locked`).

    :param facts: decision_id, membership_id, reason and words, where the arrow has them.
    :raises NotFromThere: no arrow leads there from where it is.
    :raises BeforeTheLastStep: the clock shows a day before that of the last step.

    Source: domain 9.0b.
    """
    before = last(session, application.id)
    ensure_may_go(State(before.to_state), to)
    if constitution.today(session, at=deed.at) < before.dated_on:
        raise BeforeTheLastStep(before.dated_on)
    return _write(session, application, chain.after(before) | {"to_state": to} | facts, deed)


def ensure_may_go(begin: State, end: State) -> None:
    """Refuse a way that the steps of an application do not have.

    :raises NotFromThere: there is no such arrow.
    """
    if not may_go(begin, end):
        raise NotFromThere(state=begin, wanted=end)


def _write(
    session: Session, application: MembershipApplication, arrow: Mapping[str, Any], deed: Deed
) -> ApplicationStep:
    step = ApplicationStep(
        application_id=application.id,
        dated_on=constitution.today(session, at=deed.at),
        at=deed.at,
        actor_id=deed.actor.person_id,
        words="",
        salt=fresh_salt(),
    )
    for name, fact in arrow.items():
        setattr(step, name, fact)
    session.add(step)
    session.flush()
    is_back = undoes(step.from_state, step.to_state)
    facts = {"n": step.n, "dated_on": step.dated_on, "decision": step.decision_id, "reason": step.reason}
    happening = Happening(
        event="application.reopened" if is_back else f"application.{State(step.to_state)}",
        subject_id=application.id,
        facts=facts,
        content=_content(step, application),
        salt=step.salt,
    )
    audit.record(session, happening, actor=deed.actor, at=deed.at)
    if is_told(step):
        payload = {"application_id": str(application.id), "n": step.n}
        jobs.queue(session, kind=TELL, payload=payload, due_at=deed.at)
    return step


def is_told(step: ApplicationStep) -> bool:
    """Say whether the applicant is told of a step: also that an answer which they were given does not stand."""
    return step.to_state in TOLD or undoes(step.from_state, step.to_state)


def fresh_salt() -> str:
    """Return a salt for the digest that the journal holds."""
    return secrets.token_hex(SALT_BYTES)


def _content(step: ApplicationStep, application: MembershipApplication) -> dict[str, Any]:
    """Return what a step says; that of a submission, what was asked for too."""
    told = {
        name: getattr(step, name)
        for name in ("n", "to_state", "dated_on", "actor_id", "decision_id", "membership_id", "reason", "words")
    }
    told["to_state"] = State(step.to_state).value
    if step.to_state == State.SUBMITTED:
        told |= {name: getattr(application, name) for name in ASKED}
    return told


def record(session: Session, row: ApplicationEvidence | ApplicationRecommendation, *, event: str, deed: Deed) -> None:
    """Write something said of an application, and journal it."""
    session.add(row)
    session.flush()
    happening = Happening(
        event=event, subject_id=row.application_id, facts={"id": row.id}, content=_said(row), salt=row.salt
    )
    audit.record(session, happening, actor=deed.actor, at=deed.at)


def _said(row: ApplicationEvidence | ApplicationRecommendation) -> dict[str, Any]:
    names = STATED if isinstance(row, ApplicationEvidence) else RECOMMENDED
    told = {name: getattr(row, name) for name in names}
    return {name: fact.value if hasattr(fact, "value") else fact for name, fact in told.items()}


def contents(session: Session) -> Iterator[tuple[UUID, str]]:
    """Give the subject and the salted digest of all that stands of applications, to be held against the journal.

    Source: INV-12.
    """
    rows = session.execute(
        select(ApplicationStep, MembershipApplication).join(
            MembershipApplication, MembershipApplication.id == ApplicationStep.application_id
        )
    )
    for step, application in rows:
        yield application.id, digest(_content(step, application), salt=step.salt)
    rows_said: list[ApplicationEvidence | ApplicationRecommendation] = [
        *session.scalars(select(ApplicationEvidence)),
        *session.scalars(select(ApplicationRecommendation)),
    ]
    for row in rows_said:
        yield row.application_id, digest(_said(row), salt=row.salt)
