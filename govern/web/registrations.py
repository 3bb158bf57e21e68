"""What the registrar answered, as one officer entered it: another compares it, and it takes effect or does not."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from govern.access import can, requires
from govern.consequences import registering
from govern.core import db
from govern.motions.matters import Section
from govern.permissions import Permission
from govern.register import queries as register
from govern.registrar import registrations
from govern.registrar.models import RegistrationReport
from govern.statutory import courses
from govern.statutory.words import DISSOLVE
from govern.web.deeds import Gate, ask_or_do, deed_now, may
from govern.web.forms.rules_registration import CompareForm

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

pages = Blueprint("registrations", __name__)


@dataclass(frozen=True, kw_only=True)
class Reported:
    """What a page tells of an answer of the registrar.

    :ivar dissolves: whether the society is dissolved by it, which has its effect from its notice in the Gazette.
    :ivar compared_by: who said whether it is so; None while it waits.
    :ivar may_answer: whether the reader can say if it is so.
    """

    report: RegistrationReport
    dissolves: bool
    entered_by: str
    compared_by: str | None
    compared_at: datetime | None
    may_answer: bool


def reported(session: "Session", report: RegistrationReport | None) -> Reported | None:
    """Return what a page tells of what was entered of a registration, and who said whether it is so."""
    if report is None:
        return None
    word = registrations.word_on(session, report)
    return Reported(
        report=report,
        dissolves=_dissolves(session, report),
        entered_by=register.name_of(session, report.entered_by),
        compared_by=register.name_of(session, word.person_id) if word else None,
        compared_at=word.said_at if word else None,
        may_answer=can(Permission.REGISTRATION_CONFIRM)
        and may(lambda: registrations.ensure_may_answer(session, report.id, deed_now())),
    )


@pages.route("/registrations/<uuid:report_id>/confirmation", methods=["GET", "POST"])
@requires(Permission.REGISTRATION_CONFIRM)
def confirm(report_id: UUID) -> ResponseReturnValue:
    form, report = CompareForm(), registrations.find(db.session(), report_id)
    about, back = registering.about(db.session(), report), _page(report)
    dissolves = _dissolves(db.session(), report)

    def keep(session: "Session") -> str:
        if form.word.data == CompareForm.SO:
            registrations.confirm(session, report_id, deed_now())
        else:
            registering.deny(session, report_id, deed_now())
        return back

    def said() -> str:
        if form.word.data == CompareForm.SO and dissolves:
            return str(gettext("The registration is on record. The registrar publishes notice of it now."))
        if form.word.data == CompareForm.SO:
            return str(gettext("The registration is on record, and has effect from its day."))
        return str(gettext("It is on record that this is not so. It has no effect, and is entered again."))

    return ask_or_do(
        form,
        keep,
        template="registrations/confirm.html",
        said=said,
        gate=Gate(
            ensure=lambda session: registrations.ensure_may_answer(session, report_id, deed_now()),
            about=about,
            back=back,
        ),
        about=about,
        back=back,
        report=report,
        dissolves=dissolves,
        entered_by=register.name_of(db.session(), report.entered_by),
    )


def _dissolves(session: "Session", report: RegistrationReport) -> bool:
    """Say whether it is of what dissolves the society: that has its effect from its notice in the Gazette."""
    return report.course_id is not None and Section(courses.find(session, report.course_id).section) in DISSOLVE


def _page(report: RegistrationReport) -> str:
    if report.course_id is not None:
        return url_for("statutory.show", course_id=report.course_id)
    return url_for("rule_book.show", rule_set_id=report.rule_set_id)
