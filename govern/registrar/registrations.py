"""What the registrar answered: entered by one officer from the paper, and in effect once another has compared it.

Source: CCBSA 2014 ss.16, 111(7), 113(7), 121(5).
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session

from govern.audit import service as audit
from govern.audit.service import Happening
from govern.constitution import queries as constitution
from govern.constitution import service as rules_service
from govern.constitution.refusals import NotYetRegistered
from govern.core import lookup
from govern.core.actors import Deed
from govern.interests import standing_back
from govern.motions.models import MotionStep
from govern.motions.rules import State
from govern.registrar import filings
from govern.registrar.models import RegistrationReport, RegistrationWord
from govern.registrar.refusals import (
    AnsweredAlready,
    ReferenceMissing,
    RegisteredBeforeSent,
    ReportWaits,
    SecondPersonNeeded,
)
from govern.rule_changes import service as rule_changes
from govern.statutory import courses


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the registrar answered.

    :param reference: by which the paper is found again.
    """

    registered_on: date
    reference: str


def report_resolution(session: Session, course_id: UUID, answer: Answer, deed: Deed) -> RegistrationReport:
    """Enter that the registrar registered a statutory resolution. It waits for somebody else's word.

    :raises NotThatFar: it was not sent.
    :raises OfficerStandsBack: the actor takes no part in its motion.
    :raises ReportWaits, ReferenceMissing, NotYetRegistered, RegisteredBeforeSent: as `_report` raises.
    """
    ensure_may_report_resolution(session, course_id, deed)
    sent = courses.filing(session, course_id)
    assert sent is not None
    return _report(session, RegistrationReport(course_id=course_id), answer, deed, sent_on=sent.sent_on)


def ensure_may_report_resolution(session: Session, course_id: UUID, deed: Deed) -> None:
    """Refuse to enter what was not sent, is registered, or waits; raises as `report_resolution` does."""
    filings.ensure_may_be_registered(session, courses.find(session, course_id), deed)
    _ensure_none_waits(session, RegistrationReport.course_id == course_id)


def report_rules(session: Session, rule_set_id: UUID, answer: Answer, deed: Deed) -> RegistrationReport:
    """Enter that the registrar registered a version of the rules. It waits for somebody else's word.

    :raises ChangeNotCarried, ChangeNotFiled, RulesAlreadyRegistered: as `rule_changes.register` raises.
    :raises OfficerStandsBack: as `rule_changes.register` raises.
    :raises RegisteredOutOfOrder: rules registered later, or on the same day, are in force.
    :raises ReportWaits, ReferenceMissing, NotYetRegistered, RegisteredBeforeSent: as `_report` raises.
    """
    ensure_may_report_rules(session, rule_set_id, deed)
    rules_service.ensure_order(session, rule_set_id, registered_on=answer.registered_on)
    found = rule_changes.latest(session, rule_set_id)
    assert found is not None
    query = select(MotionStep.dated_on).where(
        MotionStep.motion_id == found[0].motion_id, MotionStep.to_state == State.FILED
    )
    return _report(
        session, RegistrationReport(rule_set_id=rule_set_id), answer, deed, sent_on=session.scalars(query).one()
    )


def ensure_may_report_rules(session: Session, rule_set_id: UUID, deed: Deed) -> None:
    """Refuse to enter what was not carried and sent, is registered, or waits; raises as `report_rules` does."""
    rule_changes.ensure_may_be_registered(session, rule_set_id, deed)
    _ensure_none_waits(session, RegistrationReport.rule_set_id == rule_set_id)


def _ensure_none_waits(session: Session, of: ColumnElement[bool]) -> None:
    if _waiting(session, of) is not None:
        raise ReportWaits


def _report(
    session: Session, report: RegistrationReport, answer: Answer, deed: Deed, *, sent_on: date
) -> RegistrationReport:
    """Keep what the registrar answered.

    :raises ReferenceMissing: it does not say on which paper.
    :raises NotYetRegistered: its day has not come.
    :raises RegisteredBeforeSent: its day is before that on which it was sent.
    """
    if not answer.reference.strip():
        raise ReferenceMissing
    if answer.registered_on > constitution.today(session, at=deed.at):
        raise NotYetRegistered(answer.registered_on)
    if answer.registered_on < sent_on:
        raise RegisteredBeforeSent(sent_on)
    assert deed.actor.person_id is not None
    report.registered_on, report.reference = answer.registered_on, answer.reference.strip()
    report.entered_by, report.entered_at = deed.actor.person_id, deed.at
    session.add(report)
    session.flush()
    _record(session, report, deed, event="registration.reported", registered_on=report.registered_on)
    return report


def confirm(session: Session, report_id: UUID, deed: Deed) -> RegistrationWord:
    """Say that the registrar's answer is as it was entered: from its day on it has effect.

    :raises AnsweredAlready: somebody said whether it is so.
    :raises SecondPersonNeeded: the actor entered it.
    :raises OfficerStandsBack: the actor takes no part in the motion that it came by.
    :raises Refusal: as `statutory.register_it` and `rule_changes.register` raise.
    """
    report = find(session, report_id)
    said = _say(session, report, deed, is_so=True)
    dated = Deed(actor=deed.actor, at=deed.at, dated_on=report.registered_on)
    if report.course_id is not None:
        filings.register_it(session, report.course_id, dated)
    else:
        assert report.rule_set_id is not None
        rule_changes.register(session, report.rule_set_id, dated)
    return said


def deny(session: Session, report_id: UUID, deed: Deed) -> RegistrationWord:
    """Say that the registrar's answer is not as it was entered: it has no effect, and is entered anew.

    :raises AnsweredAlready, SecondPersonNeeded, OfficerStandsBack: as `confirm` raises.
    """
    return _say(session, find(session, report_id), deed, is_so=False)


def ensure_may_answer(session: Session, report_id: UUID, deed: Deed) -> None:
    """Refuse a word on what has one, on one's own entry, or of whoever takes no part; raises as `confirm` does."""
    report = find(session, report_id)
    if session.get(RegistrationWord, report_id) is not None:
        raise AnsweredAlready
    if report.entered_by == deed.actor.person_id:
        raise SecondPersonNeeded
    motion_id = _motion_of(session, report)
    if motion_id is not None:
        standing_back.ensure_free(session, motion_id, deed.actor, at=deed.at)


def _motion_of(session: Session, report: RegistrationReport) -> UUID | None:
    """Return the motion that what was registered came by; an instrument has none."""
    if report.course_id is not None:
        return courses.find(session, report.course_id).motion_id
    found = rule_changes.latest(session, report.rule_set_id) if report.rule_set_id else None
    return found[0].motion_id if found else None


def _say(session: Session, report: RegistrationReport, deed: Deed, *, is_so: bool) -> RegistrationWord:
    ensure_may_answer(session, report.id, deed)
    said = RegistrationWord(report_id=report.id, person_id=deed.actor.person_id, is_so=is_so, said_at=deed.at)
    session.add(said)
    session.flush()
    if is_so:
        _record(session, report, deed, event="registration.confirmed", registered_on=report.registered_on)
    else:
        _record(session, report, deed, event="registration.denied", registered_on=report.registered_on)
    return said


def find(session: Session, report_id: UUID) -> RegistrationReport:
    """Return what was entered of a registration.

    :raises NotFound: there is none of that id.
    """
    return lookup.find(session, RegistrationReport, report_id)


def of_course(session: Session, course_id: UUID) -> RegistrationReport | None:
    """Return what was entered last of the registration of a resolution, unless somebody said that it is not so."""
    return _standing(session, RegistrationReport.course_id == course_id)


def of_rules(session: Session, rule_set_id: UUID) -> RegistrationReport | None:
    """Return what was entered last of the registration of rules, unless somebody said that it is not so."""
    return _standing(session, RegistrationReport.rule_set_id == rule_set_id)


def denied_of_course(session: Session, course_id: UUID) -> RegistrationReport | None:
    """Return what was entered last of the registration of a resolution, where it is not so and waits to be entered."""
    return _denied(session, RegistrationReport.course_id == course_id)


def denied_of_rules(session: Session, rule_set_id: UUID) -> RegistrationReport | None:
    """Return what was entered last of the registration of rules, where it is not so and waits to be entered."""
    return _denied(session, RegistrationReport.rule_set_id == rule_set_id)


def word_on(session: Session, report: RegistrationReport) -> RegistrationWord | None:
    """Return what somebody else said of it, if anybody did."""
    return session.get(RegistrationWord, report.id)


def waiting(session: Session) -> list[RegistrationReport]:
    """Return what was entered and waits for somebody else's word, as it was entered."""
    query = select(RegistrationReport).where(~_has_word())
    return list(session.scalars(query.order_by(RegistrationReport.entered_at)))


def _waiting(session: Session, of: ColumnElement[bool]) -> RegistrationReport | None:
    return session.scalars(select(RegistrationReport).where(of, ~_has_word())).first()


def _standing(session: Session, of: ColumnElement[bool]) -> RegistrationReport | None:
    denied = exists().where(RegistrationWord.report_id == RegistrationReport.id, RegistrationWord.is_so.is_(False))
    return session.scalars(select(RegistrationReport).where(of, ~denied)).first()


def _denied(session: Session, of: ColumnElement[bool]) -> RegistrationReport | None:
    if _standing(session, of) is not None:
        return None
    query = select(RegistrationReport).where(of).order_by(RegistrationReport.entered_at.desc())
    return session.scalars(query).first()


def _has_word() -> ColumnElement[bool]:
    return exists().where(RegistrationWord.report_id == RegistrationReport.id)


def _record(session: Session, report: RegistrationReport, deed: Deed, *, event: str, registered_on: date) -> None:
    facts = {"course": report.course_id, "rules": report.rule_set_id, "registered_on": registered_on}
    happening = Happening(event=event, subject_id=report.id, facts=facts)
    audit.record(session, happening, actor=deed.actor, at=deed.at)
