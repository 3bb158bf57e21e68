"""What the registrar answered, entered by one and confirmed by another."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from govern.constitution.models import RuleSetRegistration
from govern.core.actors import Actor, Deed, Role
from govern.registrar import registrations
from govern.registrar.models import RegistrationReport, RegistrationWord
from govern.registrar.registrations import Answer
from govern.statutory.models import StatutoryRegistration
from tests.calendar import AT
from tests.makers import kept, register

REFERENCE = "FCA 4711"


def reported(session: Session, *, on: date, is_so: bool | None = True, **of: Any) -> RegistrationReport:
    """Make what somebody entered of a registration, and the word of another; none of theirs for None."""
    made = kept(
        session,
        RegistrationReport(
            registered_on=on, reference=REFERENCE, entered_by=register.person(session).id, entered_at=AT, **of
        ),
    )
    if is_so is not None:
        word = {"person_id": register.person(session).id, "is_so": is_so, "said_at": AT}
        kept(session, RegistrationWord(report_id=made.id, **word))
    return made


def rules(session: Session, rule_set_id: UUID, deed: Deed) -> RuleSetRegistration:
    """Let one officer enter the registration of rules on the deed's day, and another confirm it."""
    report = registrations.report_rules(session, rule_set_id, _answer(deed), deed)
    registrations.confirm(session, report.id, _other(session, deed))
    return session.get_one(RuleSetRegistration, rule_set_id)


def resolution(session: Session, course_id: UUID, deed: Deed) -> StatutoryRegistration:
    """Let one officer enter the registration of a statutory resolution on the deed's day, and another confirm it."""
    report = registrations.report_resolution(session, course_id, _answer(deed), deed)
    registrations.confirm(session, report.id, _other(session, deed))
    return session.get_one(StatutoryRegistration, course_id)


def _answer(deed: Deed) -> Answer:
    return Answer(registered_on=deed.dated_on or deed.at.date(), reference=REFERENCE)


def _other(session: Session, deed: Deed) -> Deed:
    return Deed(actor=Actor(person_id=register.person(session).id, roles=frozenset({Role.CHAIR})), at=deed.at)
