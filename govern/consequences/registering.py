"""Whoever enters what the registrar answered is compared by another: chair and directors are told that it waits.

Source: CCBSA 2014 ss.16, 111(7), 113(7), 121(5): it has effect from its registration.
"""

from uuid import UUID

from sqlalchemy.orm import Session

from govern.accounts import queries as accounts
from govern.board import queries as board
from govern.consequences import writing
from govern.consequences.writing import Words
from govern.constitution import queries as constitution
from govern.constitution.models import RuleSet
from govern.core import lookup
from govern.core.actors import Deed, Role
from govern.core.words import Sentence, say
from govern.register import queries as register
from govern.registrar import registrations
from govern.registrar.models import RegistrationReport, RegistrationWord
from govern.registrar.registrations import Answer
from govern.statutory import courses


def report_resolution(
    session: Session, course_id: UUID, answer: Answer, deed: Deed, *, base_url: str
) -> RegistrationReport:
    """Enter that a statutory resolution was registered, and tell those who can confirm it.

    :raises Refusal: as `registrar.registrations.report_resolution` raises.
    """
    return _told(session, registrations.report_resolution(session, course_id, answer, deed), deed, base_url=base_url)


def report_rules(
    session: Session, rule_set_id: UUID, answer: Answer, deed: Deed, *, base_url: str
) -> RegistrationReport:
    """Enter that rules were registered, and tell those who can confirm it.

    :raises Refusal: as `registrar.registrations.report_rules` raises.
    """
    return _told(session, registrations.report_rules(session, rule_set_id, answer, deed), deed, base_url=base_url)


def deny(session: Session, report_id: UUID, deed: Deed) -> RegistrationWord:
    """Say that it is not so, and tell whoever entered it.

    :raises Refusal: as `registrar.registrations.deny` raises.
    """
    said, report = registrations.deny(session, report_id, deed), registrations.find(session, report_id)
    words = Words(
        subject=say("A registration is not confirmed"),
        lines=[
            about(session, report),
            say(
                "You entered that it was registered on %(day)s. Somebody else compared that with the registrar’s"
                " answer, and says that it is not so. It has no effect. Look at the paper again.",
                day=report.registered_on,
            ),
        ],
    )
    writing.write(session, report.entered_by, words, at=deed.at)
    return said


def about(session: Session, report: RegistrationReport) -> Sentence:
    """Say what was registered."""
    if report.course_id is not None:
        return say("%(title)s", title=courses.find(session, report.course_id).title)
    version = lookup.find(session, RuleSet, report.rule_set_id).version
    return say("Version %(version)s of the rules", version=version)


def _told(session: Session, report: RegistrationReport, deed: Deed, *, base_url: str) -> RegistrationReport:
    """Write to the chair and to every director but whoever entered it."""
    on = constitution.today(session, at=deed.at)
    chairs = [one.person_id for one in accounts.holdings(session, on=on) if one.office is Role.CHAIR]
    words = Words(
        subject=say("A registration waits to be confirmed"),
        lines=[
            about(session, report),
            say(
                "%(name)s entered that the registrar registered it on %(day)s. Reference: %(reference)s.",
                name=register.name_of(session, report.entered_by),
                day=report.registered_on,
                reference=report.reference,
            ),
            say("It takes effect once somebody else has compared that with the registrar’s answer."),
        ],
        online=[
            say("Sign in to confirm it: %(link)s", link=f"{base_url}/registrations/{report.id}/confirmation"),
        ],
    )
    for one in dict.fromkeys([*chairs, *board.directors_on(session, on)]):
        if one != report.entered_by:
            writing.write(session, one, words, at=deed.at)
    return report
