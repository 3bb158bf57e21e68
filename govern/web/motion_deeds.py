"""What the chair and the secretary do with motions, each deed on a page of its own."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol
from uuid import UUID

from flask import Blueprint, g, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from govern.access import actor, requires
from govern.admissions import queries as admissions
from govern.admissions.rules import State as Step
from govern.consequences import naming, on_paper, telling_backers
from govern.constitution import queries as constitution
from govern.constitution.parameters.membership import AdmissionDecider
from govern.core import clock, db
from govern.core.actors import Deed
from govern.motions import matters, namings, queries, service
from govern.motions.concerns import IN_ITS_WORDS
from govern.motions.refusals import NobodyConcerned
from govern.motions.rules import Backing, Deciders, Kind, State, Way
from govern.motions.words import ABOUT_WHAT, NO_MATTER
from govern.permissions import Permission
from govern.register import queries as register
from govern.web.deeds import ask_or_do, deed_now
from govern.web.filters import in_reader_language, spoken
from govern.web.forms.motions import (
    A_MEMBER,
    BY_OFFICERS,
    AboutForm,
    PaperMotionForm,
    ReasonForm,
    ReferralForm,
    SupporterForm,
    TextStepForm,
    with_words,
    wordings,
)
from govern.web.motion_page import directors_now, gate_of
from govern.web.steps import today

if TYPE_CHECKING:
    from sqlalchemy.orm import Session
    from wtforms import IntegerField, SelectField

pages = Blueprint("motion_deeds", __name__)
OPEN = (Step.SUBMITTED, Step.UNDER_CHECK, Step.REFERRED_BACK, Step.APPEALED)
Ensure = Callable[["Session"], object]


class Take(Protocol):
    """A step of which those who stand behind a motion are told."""

    def __call__(self, session: "Session", motion_id: UUID, deed: Deed, *, base_url: str) -> object: ...


class OnText(Protocol):
    """A step of a motion that is taken with the text that the actor read."""

    def __call__(self, session: "Session", motion_id: UUID, deed: Deed, *, read: int | None = None) -> object: ...


@pages.route("/motions/on-paper", methods=["GET", "POST"])
@requires(Permission.MOTION_ENTER)
def enter() -> ResponseReturnValue:
    form = with_words(PaperMotionForm, g.mutual.languages)(way=Way.MEETING.value)
    assert isinstance(form, PaperMotionForm)
    form.offer((*BY_OFFICERS, Kind.BOARD), tuple(Way), constitution.legal_form(db.session()))
    homes = {one.id: spoken(one.name) for one in constitution.constituencies(db.session())}
    form.offer_people(directors_now(db.session()), homes)

    def keep(session: "Session") -> str:
        proposer = _person(session, form.proposer, form.member_no)
        proposal = form.proposal(proposer, **form.chosen(), **_deciders(session, form.kind.data))
        motion = on_paper.submit(session, proposal, deed_now(), base_url=g.settings.base_url)
        return url_for("motions.show", motion_id=motion.id)

    return ask_or_do(
        form,
        keep,
        template="motion_deeds/enter.html",
        said=gettext("The motion is entered in the name of whoever proposes it. They are written to."),
        wordings=wordings(form, g.mutual.languages),
    )


def _deciders(session: "Session", kind: str) -> dict[str, Deciders]:
    """Return who decides on an admission by the rules of today; for other kinds, what their form says."""
    if kind != Kind.ADMISSION:
        return {}
    decider = constitution.rule_book_on(session, on=today()).admission_decider
    is_meetings = decider is AdmissionDecider.GENERAL_MEETING
    return {"deciders": Deciders.MEMBERS if is_meetings else Deciders.BOARD}


def _person(session: "Session", chosen: "SelectField", member_no: "IntegerField") -> UUID:
    """Return who is meant: a director by name, or a member by number."""
    if chosen.data != A_MEMBER:
        return UUID(chosen.data)
    return register.member_of_number(session, member_no.data or 0)


@pages.route("/motions/<uuid:motion_id>/supporters", methods=["GET", "POST"])
@requires(Permission.MOTION_ENTER)
def enter_backer(motion_id: UUID) -> ResponseReturnValue:
    form = SupporterForm(part=Backing.SUPPORTER.value).offer(directors_now(db.session()))

    def keep(session: "Session") -> str:
        person = _person(session, form.person, form.member_no)
        part, read = Backing(form.part.data), form.text_version.data
        on_paper.back(session, motion_id, person, part, deed_now(), read=read, base_url=g.settings.base_url)
        return url_for("motions.show", motion_id=motion_id)

    return _ask(
        motion_id,
        form,
        keep,
        lambda session: service.ensure_may_enter_names(session, motion_id, deed_now()),
        title=gettext("Enter somebody who signed it on paper"),
        lead=gettext(
            "They signed these words on paper, and the paper is kept. They are written to, and can say it is not so."
        ),
        button=gettext("Enter them"),
        said=gettext("They stand behind the motion now. They are written to."),
        template="motion_deeds/on_text.html",
    )


@pages.route("/motions/<uuid:motion_id>/people", methods=["GET", "POST"])
@requires(Permission.MOTION_ADMIT)
def name_concern(motion_id: UUID) -> ResponseReturnValue:
    lines = admissions.queue(db.session(), *OPEN)
    applications = {one.application_id: one for one in lines}
    names = register.names_of(db.session(), {one.person_id for one in lines})
    known = namings.possible(queries.find(db.session(), motion_id))
    form = AboutForm().offer(
        {one.application_id: names[one.person_id] for one in lines},
        {one.value: in_reader_language(ABOUT_WHAT[one]) for one in known},
        says_it=not IN_ITS_WORDS.isdisjoint(known),
    )

    def keep(session: "Session") -> str:
        if form.chosen is None and not (form.member_no and form.member_no.data):
            raise NobodyConcerned
        person = (
            applications[form.chosen].person_id
            if form.chosen
            else register.member_of_number(session, form.member_no.data or 0)
        )
        naming.name_concern(session, motion_id, form.about(person), deed_now())
        return url_for("motions.show", motion_id=motion_id)

    return _ask(
        motion_id,
        form,
        keep,
        lambda session: service.ensure_may_name(session, motion_id, deed_now()),
        title=gettext("Say whom it is about"),
        lead=gettext(
            "Whoever it decides about has no vote on it, and does not count among those who could. They are written"
            " to, and if they object, somebody else rules on it."
        ),
        button=gettext("Name them"),
        said=gettext("It is on record whom the motion is about."),
    )


@pages.route("/motions/<uuid:motion_id>/admission", methods=["GET", "POST"])
@requires(Permission.MOTION_ADMIT)
def admit(motion_id: UUID) -> ResponseReturnValue:
    return _step(
        motion_id,
        service.admit,
        lambda session: service.ensure_may_be_admitted(session, motion_id, deed_now()),
        title=gettext("Put the motion on the agenda"),
        lead=_in_order(motion_id),
        button=gettext("Put it on the agenda"),
        said=gettext("The motion is on the agenda."),
    )


def _in_order(motion_id: UUID) -> str:
    """Return what whoever puts a motion on the agenda is told, and that its words go no further than its matter."""
    motion = queries.find(db.session(), motion_id)
    lead: str = gettext(
        "It has as many behind it as the rules ask for. The chair or the secretary puts it there. The chair can still"
        " rule it out of order until members are called to vote on it, or the vote is."
    )
    if not matters.is_none(Kind(motion.kind), motion.matter):
        return lead
    out = gettext("If its words would do one of these, it is out of order, and comes back under its matter.")
    return f"{lead} {spoken(NO_MATTER)} {out}"


@pages.route("/motions/<uuid:motion_id>/refusal", methods=["GET", "POST"])
@requires(Permission.MOTION_ADMIT)
def refuse(motion_id: UUID) -> ResponseReturnValue:
    return _reasoned(
        motion_id,
        telling_backers.refuse,
        lambda session: service.ensure_may_be_refused(session, motion_id, deed_now()),
        title=gettext("Refuse the motion as out of order"),
        lead=gettext(
            "The chair rules on order, and that is final. It can be done until members are called to vote on it. What"
            " has too few behind it needs no ruling: it does not come on the agenda. Those who stand behind the motion"
            " are written to, and read the reason on its page."
        ),
        button=gettext("Refuse it"),
        said=gettext("The motion is refused, with the reason."),
    )


@pages.route("/motions/<uuid:motion_id>/referral", methods=["GET", "POST"])
@requires(Permission.MOTION_ADMIT)
def refer(motion_id: UUID) -> ResponseReturnValue:
    return _taken(
        motion_id,
        ReferralForm(),
        telling_backers.refer,
        lambda session: service.ensure_may_go_on(session, motion_id, State.REFERRED, deed_now()),
        title=gettext("Refer the motion"),
        lead=gettext("Others look at it before it is decided. It can come back to the agenda."),
        button=gettext("Refer it"),
        said=gettext("The motion is referred."),
    )


@pages.route("/motions/<uuid:motion_id>/moving", methods=["GET", "POST"])
@requires(Permission.MOTION_ADMIT)
def move(motion_id: UUID) -> ResponseReturnValue:
    return _step(
        motion_id,
        service.move,
        lambda session: service.ensure_may_go_on(session, motion_id, State.MOVED, deed_now()),
        title=gettext("Record that the motion is moved"),
        lead=gettext("From now on it belongs to those who decide it: it is withdrawn only with their leave."),
        button=gettext("Record it"),
        said=gettext("The motion is moved."),
    )


def _step(motion_id: UUID, take: OnText, ensure: Ensure, **words: str) -> ResponseReturnValue:
    """Show the text, ask for the day of a step, and take it with that text."""
    form = TextStepForm(dated_on=today())

    def keep(session: "Session") -> str:
        take(session, motion_id, form.deed(actor(), clock.now()), read=form.text_version.data)
        return url_for("motions.show", motion_id=motion_id)

    return _ask(motion_id, form, keep, ensure, template="motion_deeds/on_text.html", **words)


def _reasoned(motion_id: UUID, take: Take, ensure: Ensure, **words: str) -> ResponseReturnValue:
    """Ask for the reason of a step, and take it."""
    return _taken(motion_id, ReasonForm(), take, ensure, **words)


def _taken(motion_id: UUID, form: ReasonForm, take: Take, ensure: Ensure, **words: str) -> ResponseReturnValue:
    def keep(session: "Session") -> str:
        take(session, motion_id, form.deed(actor(), clock.now()), base_url=g.settings.base_url)
        return url_for("motions.show", motion_id=motion_id)

    return _ask(motion_id, form, keep, ensure, template="motion_deeds/on_text.html", **words)


def _ask(
    motion_id: UUID,
    form: Any,
    keep: Callable[["Session"], str],
    ensure: Ensure,
    *,
    template: str = "deeds/plain.html",
    **words: str,
) -> ResponseReturnValue:
    motion, text = queries.find(db.session(), motion_id), queries.text(db.session(), motion_id)
    back = url_for("motions.show", motion_id=motion_id)
    facts: dict[str, Any] = {"who": spoken(motion.title), "back": back, "text": text, **words}
    return ask_or_do(form, keep, template=template, gate=gate_of(motion_id, ensure), **facts)
