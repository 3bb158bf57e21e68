"""Resolutions whose course statute lays down: the list, one page that says what comes next, and each deed on it.

Source: product 2 (9), 4 (S23).
"""

from collections.abc import Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import Blueprint, abort, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf import FlaskForm

from govern.access import actor, requires
from govern.accounts import queries as accounts
from govern.consequences import calling_meetings, registering, signing, telling_proposers
from govern.consequences.writing import Written
from govern.core import clock, db
from govern.core.actors import Deed, Role
from govern.core.languages import SOURCE_LANGUAGE, LocalText
from govern.interests import standing_back
from govern.meetings import addressees
from govern.motions import queries
from govern.motions.matters import Section
from govern.motions.rules import BEFORE_THE_VOTE
from govern.permissions import Permission
from govern.register import queries as register
from govern.registrar import copies as registrar_copies
from govern.registrar import filings, registrations
from govern.registrar.filings import Papers
from govern.statutory import courses, instruments
from govern.statutory import service as statutory
from govern.statutory.models import StatutoryCourse
from govern.statutory.rules import Capacity
from govern.statutory.words import DISSOLVE, DORMANT, SECTIONS, stages
from govern.web.course_page import facts_of
from govern.web.deeds import Gate, ask_or_do, deed_now
from govern.web.filters import in_reader_language, spoken
from govern.web.forms.fields import day_of, offered, text_of
from govern.web.forms.notices import MeetingNoticeForm
from govern.web.forms.rules_registration import RegistrationForm
from govern.web.forms.statutory import BeginForm, DeclarationForm, PapersForm
from govern.web.instrument_page import declared
from govern.web.instrument_page import shown as signed_under
from govern.web.meeting_notices import said_of
from govern.web.reach import of_meeting, told_unreached
from govern.web.registrar_copies import shown as copied
from govern.web.registrations import reported
from govern.web.steps import today

if TYPE_CHECKING:
    from sqlalchemy.orm import Session
    from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # its types are of an older release

pages = Blueprint("statutory", __name__)
Take = Callable[["Session", Deed], object]
Ensure = Callable[["Session", StatutoryCourse], object]


@pages.get("/statutory")
@requires(Permission.MOTION_READ)
def index() -> ResponseReturnValue:
    session = db.session()
    found = [(one, courses.facts(session, one, on=today()).next_stage) for one in courses.listed(session)]
    return render_template("statutory/index.html", courses=found, sections=SECTIONS, stages=stages)


@pages.get("/statutory/<uuid:course_id>")
@requires(Permission.MOTION_READ)
def show(course_id: UUID) -> ResponseReturnValue:
    course = courses.find(db.session(), course_id)
    return render_template("statutory/show.html", **facts_of(course), **_of_its_papers(course))


def _of_its_papers(course: StatutoryCourse) -> dict[str, Any]:
    shown = signed_under if Section(course.section) is Section.INSTRUMENT else copied
    answered = reported(db.session(), registrations.of_course(db.session(), course.id))
    denied = reported(db.session(), registrations.denied_of_course(db.session(), course.id))
    facts = {"presided": None, "copy_waits": False, "reported": answered, "denied": denied}
    return facts | declared(db.session(), course, on=today()) | shown(db.session(), course)


@pages.route("/statutory/new", methods=["GET", "POST"])
@requires(Permission.STATUTE_LEAD)
def begin() -> ResponseReturnValue:
    form = BeginForm(motion=request.args.get("motion_id")).offer(_motions())

    def keep(session: "Session") -> str:
        section = Section(form.section.data)
        motion_id = UUID(form.motion.data) if form.motion.data else None
        title = LocalText({SOURCE_LANGUAGE: text_of(form.title)}) if text_of(form.title) else None
        begun = statutory.begin(
            session, section, deed_now(), motion_id=motion_id, title=title, is_dormant=form.is_dormant.data
        )
        return page_of(begun)

    said = gettext("It is begun. This page says from now on what comes next.")
    return ask_or_do(form, keep, template="statutory/begin.html", said=said, dormant=DORMANT)


def _motions() -> dict[UUID, str]:
    """Return the motions that could go by a section and in which the reader takes part, by numbers and titles."""
    session = db.session()
    found = queries.in_state(session, *BEFORE_THE_VOTE)
    return {
        one.motion.id: f"{one.motion.number}: {spoken(one.motion.title)}"
        for one in found
        if statutory.could_begin(session, one.motion)
        and standing_back.is_free(session, one.motion.id, actor(), at=clock.now())
    }


@pages.route("/statutory/<uuid:course_id>/notices/<int:meeting>", methods=["GET", "POST"])
@requires(Permission.STATUTE_LEAD)
def notice(course_id: UUID, meeting: int) -> ResponseReturnValue:
    if meeting not in (1, 2):
        abort(404)
    session, course = db.session(), courses.find(db.session(), course_id)
    days = courses.meeting_days(session, course, meeting, delivered_on=None, on=today())
    form = MeetingNoticeForm(meeting_on=None if days.is_too_late else days.earliest)
    if form.is_submitted() and form.was_delivered_on and form.delivered_on.validate(form):
        days = courses.meeting_days(session, course, meeting, delivered_on=form.was_delivered_on, on=today())
    form.offer(days)
    motion = queries.find(session, course.motion_id) if course.motion_id else None
    written: list[Written | None] = []

    def give(session: "Session", deed: Deed) -> object:
        facts = {"base_url": g.settings.base_url, "unreached": told_unreached()}
        written.append(calling_meetings.give_of_course(session, course_id, meeting, form.notice(), deed, **facts))
        return written

    return ask_of_course(
        course_id,
        form,
        give,
        lambda session, course: statutory.ensure_noticeable(session, course, meeting, deed_now()),
        title=gettext("Notice of the second meeting") if meeting == 2 else gettext("Notice of the first meeting"),
        said=lambda: in_reader_language(said_of(written[-1])),
        template="statutory/notice.html",
        lead=gettext("Notice says that it is intended to propose this as a special resolution, and by which section."),
        section=SECTIONS[Section(course.section)],
        text=queries.text(session, motion.id) if motion else None,
        called=len(addressees.of_meeting(session, motion, on=today())) if motion else 0,
        unreached=of_meeting(motion, on=today()) if motion else None,
    )


@pages.route("/statutory/<uuid:course_id>/lapse", methods=["GET", "POST"])
@requires(Permission.STATUTE_LEAD)
def lapse(course_id: UUID) -> ResponseReturnValue:
    return ask_of_course(
        course_id,
        FlaskForm(),
        lambda session, deed: telling_proposers.lapse_course(session, course_id, deed),
        lambda session, course: statutory.ensure_may_lapse(session, course, deed_now()),
        title=gettext("Write down that it lapsed"),
        lead=gettext("The month for the second meeting has passed. What the first meeting carried has no effect."),
        button=gettext("It has lapsed"),
        said=gettext("The resolution has lapsed."),
    )


@pages.route("/statutory/<uuid:course_id>/declarations", methods=["GET", "POST"])
@requires(Permission.STATUTE_LEAD)
def declare(course_id: UUID) -> ResponseReturnValue:
    form = DeclarationForm(made_on=today())

    def enter(session: "Session", deed: Deed) -> object:
        capacity, person = Capacity(form.capacity.data), deed.actor.person_id
        if capacity is Capacity.MEMBER:
            person = register.member_of_number(session, form.member_no.data or 0)
        assert person is not None
        on_its_day = dated(deed, day_of(form.made_on))
        return signing.declare(session, course_id, person, capacity, on_its_day, base_url=g.settings.base_url)

    return ask_of_course(
        course_id,
        form,
        enter,
        lambda session, course: instruments.ensure_may_be_declared(session, course, deed_now()),
        title=gettext("Enter a statutory declaration"),
        lead=gettext(
            "The secretary and three members declare that the Act was complied with. Each whom you enter is written to"
            " where we have an address, and can say that they did not. Keep the paper."
        ),
        button=gettext("Enter the declaration"),
        said=gettext("The declaration is on record."),
    )


@pages.route("/statutory/<uuid:course_id>/filing", methods=["GET", "POST"])
@requires(Permission.STATUTE_LEAD)
def file(course_id: UUID) -> ResponseReturnValue:
    course = courses.find(db.session(), course_id)
    presided = registrar_copies.presided(db.session(), course)
    form = PapersForm(sent_on=today(), secretary=str(actor().person_id))
    held = accounts.holdings(db.session(), on=today())
    hands = registrar_copies.countersigned_on(db.session(), course)
    form.secretary.choices = _people(hands or [one.person_id for one in held if one.office is Role.SECRETARY])
    if hands or not presided:
        del form.is_signed_on_paper
    if not presided:
        form.sent_by()
    names = register.names_of(db.session(), [presided] if presided else [])

    def send(session: "Session", deed: Deed) -> object:
        papers = Papers(
            sent_on=day_of(form.sent_on),
            secretary_id=UUID(form.secretary.data),
            chair_id=presided,
            is_signed_on_paper=form.is_signed_on_paper is not None and form.is_signed_on_paper.data,
        )
        return filings.file(session, course_id, papers, deed)

    return ask_of_course(
        course_id,
        form,
        send,
        lambda session, course: filings.ensure_may_be_filed(session, course, deed_now()),
        title=gettext("Enter that the papers were sent"),
        lead=gettext(
            "Enter the day on which they went to the registrar. What was sent late is entered as well, and called late."
        ),
        button=gettext("Enter it"),
        said=gettext("It is on record that the papers were sent."),
        template="statutory/filing.html",
        chairs=names.values(),
    )


def _people(people: Iterable[UUID]) -> list["SelectChoice"]:
    """Return people to choose among, by name."""
    names = register.names_of(db.session(), people)
    return offered({str(one): name for one, name in sorted(names.items(), key=lambda named: named[1])})


@pages.route("/statutory/<uuid:course_id>/registration", methods=["GET", "POST"])
@requires(Permission.STATUTE_LEAD)
def record(course_id: UUID) -> ResponseReturnValue:
    form, course = RegistrationForm(), courses.find(db.session(), course_id)
    lead = gettext(
        "Enter what the registrar answered. Somebody else compares it, and then it has effect from the day that the"
        " registrar gives."
    )
    if Section(course.section) in DISSOLVE:
        lead = gettext(
            "Enter what the registrar answered. Somebody else compares it. Notice of it is published after that."
        )
    return ask_of_course(
        course_id,
        form,
        lambda session, deed: registering.report_resolution(
            session, course_id, form.answer(), deed, base_url=g.settings.base_url
        ),
        lambda session, course: registrations.ensure_may_report_resolution(session, course_id, deed_now()),
        title=gettext("Record the registration"),
        lead=lead,
        button=gettext("Record the registration"),
        said=gettext("It is entered. It takes effect once somebody else has compared it with the registrar’s answer."),
    )


def ask_of_course(
    course_id: UUID,
    form: FlaskForm,
    take: Take,
    ensure: Ensure,
    *,
    said: str | Callable[[], str],
    to: str | None = None,
    **words: Any,
) -> ResponseReturnValue:
    """Ask for a deed on a course and do it, then show where it is; while it does not come next, its page says so.

    :param to: where it goes on to; None for the page of the course.
    """
    course = courses.find(db.session(), course_id)

    def keep(session: "Session") -> str:
        take(session, deed_now())
        return to or page_of(course)

    gate = Gate(ensure=lambda session: ensure(session, course), about=course.title, back=page_of(course))
    facts = {"template": "deeds/plain.html", "who": spoken(course.title), "back": page_of(course), **words}
    return ask_or_do(form, keep, said=said, gate=gate, **facts)


def page_of(course: StatutoryCourse) -> str:
    return url_for("statutory.show", course_id=course.id)


def dated(deed: Deed, day: date) -> Deed:
    return Deed(actor=deed.actor, at=deed.at, dated_on=day)
