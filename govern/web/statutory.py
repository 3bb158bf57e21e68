"""Resolutions whose course statute lays down: the list, one page that says what comes next, and each deed on it.

Source: product 2 (9), 4 (S23).
"""

from collections.abc import Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf import FlaskForm

from govern.access import actor, requires
from govern.accounts import queries as accounts
from govern.board import queries as board
from govern.consequences import noticing, telling_proposers
from govern.core import db
from govern.core.actors import Deed, Role
from govern.core.languages import SOURCE_LANGUAGE, LocalText
from govern.motions import courses, instruments, queries, statutory
from govern.motions.models import StatutoryCourse
from govern.motions.rules import BEFORE_THE_VOTE
from govern.motions.statutory import Notice, Papers
from govern.motions.statutory_steps import SIGNING, ensure_at
from govern.motions.statutory_words import DISSOLVE, DORMANT, SECTIONS, stages
from govern.motions.windows import Capacity, MeetingDays, Section, Stage
from govern.permissions import Permission
from govern.register import queries as register
from govern.web.course_page import facts_of
from govern.web.deeds import Gate, ask_or_do, deed_now
from govern.web.filters import spoken
from govern.web.forms.fields import day_of, number_of, offered, text_of
from govern.web.forms.statutory import BeginForm, DayForm, DeclarationForm, NoticeForm, PapersForm, SignatureForm
from govern.web.reach import of_notice, told_unreached
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
    return render_template("statutory/show.html", section_code=course.section, **facts_of(course))


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
        return _page(begun)

    said = gettext("It is begun. This page says from now on what comes next.")
    return ask_or_do(form, keep, template="statutory/begin.html", said=said, dormant=DORMANT)


def _motions() -> dict[UUID, str]:
    """Return the motions that could go by a section, by their numbers and titles."""
    session = db.session()
    found = queries.in_state(session, *BEFORE_THE_VOTE)
    return {
        one.motion.id: f"{one.motion.number}: {spoken(one.motion.title)}"
        for one in found
        if statutory.could_begin(session, one.motion)
    }


@pages.route("/statutory/<uuid:course_id>/notices/<int:meeting>", methods=["GET", "POST"])
@requires(Permission.STATUTE_LEAD)
def notice(course_id: UUID, meeting: int) -> ResponseReturnValue:
    if meeting not in (1, 2):
        abort(404)
    days = _days(course_id, meeting, given_on=today())
    form = NoticeForm(given_on=today(), meeting_on=None if days.is_too_late else days.earliest)
    if form.is_submitted() and form.given_on.data and form.given_on.validate(form):
        days = _days(course_id, meeting, given_on=form.given_on.data)
    form.offer(days)

    def give(session: "Session", deed: Deed) -> object:
        given = Notice(meeting=meeting, given_on=day_of(form.given_on), meeting_on=day_of(form.meeting_on))
        return noticing.give(session, course_id, given, deed, unreached=told_unreached())

    title = gettext("Enter the notice of the first meeting")
    if meeting == 2:
        title = gettext("Enter the notice of the second meeting")
    return _ask(
        course_id,
        form,
        give,
        lambda session, course: statutory.ensure_noticeable(session, course, meeting, deed_now()),
        title=title,
        lead=gettext(
            "Notice says that the resolution will be proposed, and is given in time to every member. It counts from"
            " the day that it names, or from today where that is later: nobody here saw it before."
        ),
        button=gettext("Enter the notice"),
        said=gettext("The notice is on record."),
        template="statutory/notice.html",
        unreached=of_notice(),
    )


def _days(course_id: UUID, meeting: int, *, given_on: date) -> MeetingDays:
    session = db.session()
    return courses.meeting_days(session, courses.find(session, course_id), meeting, given_on=given_on, on=today())


@pages.route("/statutory/<uuid:course_id>/lapse", methods=["GET", "POST"])
@requires(Permission.STATUTE_LEAD)
def lapse(course_id: UUID) -> ResponseReturnValue:
    return _ask(
        course_id,
        FlaskForm(),
        lambda session, deed: telling_proposers.lapse_course(session, course_id, deed),
        lambda session, course: statutory.ensure_may_lapse(session, course, deed_now()),
        title=gettext("Write down that it lapsed"),
        lead=gettext("The month for the second meeting has passed. What the first meeting carried has no effect."),
        button=gettext("It has lapsed"),
        said=gettext("The resolution has lapsed."),
    )


@pages.route("/statutory/<uuid:course_id>/signatures", methods=["GET", "POST"])
@requires(Permission.STATUTE_LEAD)
def sign(course_id: UUID) -> ResponseReturnValue:
    form = SignatureForm(signed_on=today())

    def enter(session: "Session", deed: Deed) -> object:
        person = register.member_of_number(session, number_of(form.member_no))
        return instruments.sign(session, course_id, person, _dated(deed, day_of(form.signed_on)))

    return _ask(
        course_id,
        form,
        enter,
        lambda session, course: ensure_at(session, course, *SIGNING, deed=deed_now()),
        title=gettext("Enter a signature"),
        lead=gettext("Three quarters of all the members have to sign. Keep the paper."),
        button=gettext("Enter the signature"),
        said=gettext("The signature is on record."),
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
        return instruments.declare(session, course_id, person, capacity, _dated(deed, day_of(form.made_on)))

    return _ask(
        course_id,
        form,
        enter,
        lambda session, course: instruments.ensure_may_be_declared(session, course, deed_now()),
        title=gettext("Enter a statutory declaration"),
        lead=gettext("The secretary and three members declare that the Act was complied with."),
        button=gettext("Enter the declaration"),
        said=gettext("The declaration is on record."),
    )


@pages.route("/statutory/<uuid:course_id>/filing", methods=["GET", "POST"])
@requires(Permission.STATUTE_LEAD)
def file(course_id: UUID) -> ResponseReturnValue:
    course = courses.find(db.session(), course_id)
    presided = _declared_second(course)
    form = PapersForm(sent_on=today(), chair=presided and str(presided), secretary=str(actor().person_id))
    held = accounts.holdings(db.session(), on=today())
    form.secretary.choices = _people(one.person_id for one in held if one.office is Role.SECRETARY)
    chairs = {one.person_id for one in held if one.office is Role.CHAIR}
    chairs |= {*board.directors_on(db.session(), today()), *([presided] if presided else [])}
    form.chair.choices = _people(chairs)
    if course.motion_id is None:
        del form.chair

    def send(session: "Session", deed: Deed) -> object:
        chair = UUID(form.chair.data) if course.motion_id else None
        papers = Papers(sent_on=day_of(form.sent_on), secretary_id=UUID(form.secretary.data), chair_id=chair)
        return statutory.file(session, course_id, papers, deed)

    return _ask(
        course_id,
        form,
        send,
        lambda session, course: ensure_at(session, course, Stage.FILING, deed=deed_now()),
        title=gettext("Enter that the papers were sent"),
        lead=gettext("What was sent late is taken down as well, and called late."),
        button=gettext("Enter it"),
        said=gettext("It is on record that the papers were sent."),
    )


def _declared_second(course: StatutoryCourse) -> UUID | None:
    """Return who declared the vote of the second meeting, and so chaired it."""
    outcome = courses.outcome_of(db.session(), course, is_confirming=True)
    return outcome.declared_by if outcome else None


def _people(people: Iterable[UUID]) -> list["SelectChoice"]:
    """Return people to choose among, by name."""
    names = register.names_of(db.session(), people)
    return offered({str(one): name for one, name in sorted(names.items(), key=lambda named: named[1])})


@pages.route("/statutory/<uuid:course_id>/registration", methods=["GET", "POST"])
@requires(Permission.STATUTE_LEAD)
def record(course_id: UUID) -> ResponseReturnValue:
    form, course = DayForm(dated_on=today()), courses.find(db.session(), course_id)
    lead = gettext("Enter the day that the registrar gives. It has effect from that day.")
    if Section(course.section) in DISSOLVE:
        lead = gettext("Enter the day that the registrar gives. Notice of it is published after that.")
    return _ask(
        course_id,
        form,
        lambda session, deed: statutory.register_it(session, course_id, _dated(deed, day_of(form.dated_on))),
        lambda session, course: ensure_at(session, course, Stage.REGISTRATION, deed=deed_now()),
        title=gettext("Record the registration"),
        lead=lead,
        button=gettext("Record the registration"),
        said=gettext("The registration is on record."),
    )


def _ask(
    course_id: UUID, form: FlaskForm, take: Take, ensure: Ensure, *, said: str, **words: Any
) -> ResponseReturnValue:
    """Ask for a deed on a course and do it, then show where it is; while it does not come next, its page says so."""
    course = courses.find(db.session(), course_id)

    def keep(session: "Session") -> str:
        take(session, deed_now())
        return url_for(".show", course_id=course_id)

    gate = Gate(ensure=lambda session: ensure(session, course), about=course.title, back=_page(course))
    facts = {"template": "deeds/plain.html", "who": spoken(course.title), "back": _page(course), **words}
    return ask_or_do(form, keep, said=said, gate=gate, **facts)


def _page(course: StatutoryCourse) -> str:
    return url_for(".show", course_id=course.id)


def _dated(deed: Deed, day: date) -> Deed:
    return Deed(actor=deed.actor, at=deed.at, dated_on=day)
