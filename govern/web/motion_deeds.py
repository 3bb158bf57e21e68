"""What the chair and the secretary do with motions, each deed on a page of its own."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Protocol
from uuid import UUID

from flask import Blueprint, g, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from govern.access import actor, requires
from govern.admissions import queries as admissions
from govern.agenda import service
from govern.backing import service as backing
from govern.backing.refusals import SecretaryEnters
from govern.consequences import naming, on_paper, telling_backers
from govern.constitution import queries as constitution
from govern.core import clock, db
from govern.core.actors import Deed, Role
from govern.core.words import say
from govern.interests import concerns, namings
from govern.interests.concerns import IN_ITS_WORDS
from govern.motions import matters, queries
from govern.motions.rules import Deciders, Kind, State, Way
from govern.motions.words import ABOUT_WHAT, NO_MATTER
from govern.permissions import Permission
from govern.register import queries as register
from govern.web import admission_motions, told
from govern.web.admission_motions import Admissions
from govern.web.deeds import Gate, ask_or_do, deed_now, may
from govern.web.filters import in_reader_language, spoken
from govern.web.forms.motion_papers import A_MEMBER, BY_OFFICERS, PaperMotionForm, SupporterForm
from govern.web.forms.motions import AboutForm, ReasonForm, ReferralForm, TextStepForm, with_words, wordings
from govern.web.motion_page import directors_now, gate_of
from govern.web.motion_ways import left_out
from govern.web.steps import today

if TYPE_CHECKING:
    from sqlalchemy.orm import Session
    from wtforms import IntegerField, SelectField

pages = Blueprint("motion_deeds", __name__)
Ensure = Callable[["Session"], object]


class Take(Protocol):
    """A step of which those who stand behind a motion are told."""

    def __call__(self, session: "Session", motion_id: UUID, deed: Deed, *, base_url: str) -> object: ...


class OnText(Protocol):
    """A step of a motion that is taken with the text that the actor read."""

    def __call__(self, session: "Session", motion_id: UUID, deed: Deed, *, read: int | None = None) -> object: ...


@pages.route("/motions/on-paper", methods=["GET", "POST"])
@requires(Permission.PAPER_MOTION_ENTER)
def enter() -> ResponseReturnValue:
    form = with_words(PaperMotionForm, g.mutual.languages)(way=Way.MEETING.value)
    assert isinstance(form, PaperMotionForm)
    brings, is_secretary = admission_motions.on_paper(db.session()), Role.SECRETARY in actor().roles
    form.offer(_kinds(brings, is_secretary=is_secretary), tuple(Way), constitution.legal_form(db.session()))
    form.offer_applications(brings.names)
    homes = {one.id: spoken(one.name) for one in constitution.constituencies(db.session())}
    form.offer_people(directors_now(db.session()), homes)

    def keep(session: "Session") -> str:
        proposer = _person(session, form.proposer, form.member_no)
        facts = form.chosen() | admission_motions.deciders(session, form.kind.data)
        proposal = form.proposal(proposer, about=brings.about(form.applied), **facts)
        motion = on_paper.submit(session, proposal, deed_now(), base_url=g.settings.base_url)
        return url_for("motions.show", motion_id=motion.id)

    return ask_or_do(
        form,
        keep,
        template="motion_deeds/enter.html",
        gate=Gate(
            ensure=lambda _session: _ensure_brings(brings, is_secretary=is_secretary),
            about=say("Motions"),
            back=url_for("motions.index"),
        ),
        said=lambda: told.after(
            gettext("The motion is entered in the name of whoever proposes it."),
            _person(db.session(), form.proposer, form.member_no),
        ),
        wordings=wordings(form, g.mutual.languages),
        brings=brings,
        for_directors=admission_motions.told_of_directors(db.session()) if brings.is_offered else None,
        of_the_chair=None if is_secretary else admission_motions.OF_THE_CHAIR,
    )


def _kinds(brings: Admissions, *, is_secretary: bool) -> Iterator[Kind]:
    """Yield the kinds of motion that the reader can enter: the chair enters none but the admissions that are theirs."""
    if is_secretary:
        yield from (*BY_OFFICERS, Kind.BOARD)
    if brings.is_offered:
        yield Kind.ADMISSION


def _ensure_brings(brings: Admissions, *, is_secretary: bool) -> None:
    """Refuse the form to a chair who has nothing to enter.

    :raises SecretaryEnters: it is so.
    """
    if not is_secretary and not brings.is_offered:
        raise SecretaryEnters


def _person(session: "Session", chosen: "SelectField", member_no: "IntegerField | None") -> UUID:
    """Return who is meant: a director by name, or a member by number."""
    if member_no is None or chosen.data != A_MEMBER:
        return UUID(chosen.data)
    return register.member_of_number(session, member_no.data or 0)


@pages.route("/motions/<uuid:motion_id>/supporters", methods=["GET", "POST"])
@requires(Permission.PAPER_MOTION_ENTER)
def enter_backer(motion_id: UUID) -> ResponseReturnValue:
    motion, directors = queries.find(db.session(), motion_id), directors_now(db.session())
    behind = backing.standing(db.session(), motion, at=clock.now())
    left = backing.left_to_sign(db.session(), motion, directors, behind=behind, at=clock.now())
    form = SupporterForm().offer(
        {one: name for one, name in directors.items() if one in left.directors},
        is_boards=motion.deciders == Deciders.BOARD,
        may_second=left.may_second,
    )

    def keep(session: "Session") -> str:
        person, read = _person(session, form.person, form.member_no), form.text_version.data
        on_paper.back(session, motion_id, person, form.backing, deed_now(), read=read, base_url=g.settings.base_url)
        return url_for("motions.show", motion_id=motion_id)

    return _ask(
        motion_id,
        form,
        keep,
        lambda session: backing.ensure_names_are_left(session, motion, directors, deed_now(), behind=behind),
        title=gettext("Enter somebody who signed it on paper"),
        lead=" ".join(
            (
                gettext(
                    "They signed these words on paper, and the paper is kept. They are told of it, and can say it is"
                    " not so. Once you enter them, you read how they are told."
                ),
                *map(spoken, left_out(is_boards=motion.deciders == Deciders.BOARD, left=left)),
            )
        ),
        button=gettext("Enter them"),
        said=lambda: told.after(
            gettext("They stand behind the motion now."), _person(db.session(), form.person, form.member_no)
        ),
        template="motion_deeds/on_text.html",
    )


@pages.route("/motions/<uuid:motion_id>/people", methods=["GET", "POST"])
@requires(Permission.MOTION_ADMIT)
def name_concern(motion_id: UUID) -> ResponseReturnValue:
    lines = admissions.queue(db.session(), *admission_motions.OPEN)
    applications = {one.application_id: one for one in lines}
    names = register.names_of(db.session(), {one.person_id for one in lines})
    known = namings.possible(queries.find(db.session(), motion_id))
    form = AboutForm().offer(
        {one.application_id: names[one.person_id] for one in lines},
        {one.value: in_reader_language(ABOUT_WHAT[one]) for one in known},
        says_it=not IN_ITS_WORDS.isdisjoint(known),
    )

    def whom(session: "Session") -> UUID:
        if form.chosen:
            return applications[form.chosen].person_id
        return register.member_of_number(session, form.member_no.data or 0)

    def keep(session: "Session") -> str:
        naming.name_concern(session, motion_id, form.about(whom(session)), deed_now())
        return url_for("motions.show", motion_id=motion_id)

    return _ask(
        motion_id,
        form,
        keep,
        lambda session: concerns.ensure_may_name(session, motion_id, deed_now()),
        title=gettext("Say whom it is about"),
        lead=gettext(
            "Whoever it decides about has no vote on it, and does not count among those who could. They are written"
            " to where we have an address for them, and if they object, somebody else rules on it."
        ),
        button=gettext("Name them"),
        said=lambda: _said_of_concern(motion_id, whom(db.session())),
    )


def _said_of_concern(motion_id: UUID, person_id: UUID) -> str:
    """Return that somebody was named, and how they are told where it takes their vote."""
    words = gettext("It is on record whom the motion is about.")
    motion = queries.find(db.session(), motion_id)
    is_told = namings.takes_vote_of(db.session(), motion, person_id, at=clock.now())
    return told.after(words, person_id) if is_told else words


@pages.route("/motions/<uuid:motion_id>/admission", methods=["GET", "POST"])
@requires(Permission.MOTION_ADMIT)
def admit(motion_id: UUID) -> ResponseReturnValue:
    return _step(
        motion_id,
        service.admit,
        lambda session: service.ensure_may_be_admitted(session, motion_id, deed_now()),
        title=gettext("Put the motion on the agenda"),
        lead=_in_order(motion_id),
        instead=_refusal_of(motion_id),
        button=gettext("Put it on the agenda"),
        said=gettext("The motion is on the agenda."),
    )


def _in_order(motion_id: UUID) -> str:
    """Return what whoever puts a motion on the agenda is told, and that its words go no further than its matter."""
    motion = queries.find(db.session(), motion_id)
    lead = _who_found_it_in_order(motion_id)
    if not matters.is_none(Kind(motion.kind), motion.matter):
        return lead
    out = gettext("If its words would do one of these, it is out of order, and comes back under its matter.")
    return f"{lead} {spoken(NO_MATTER)} {out}"


def _who_found_it_in_order(motion_id: UUID) -> str:
    """Return what whoever puts a motion on the agenda is told of order, on which the chair can still rule."""
    if queries.state(db.session(), motion_id) is not State.SUBMITTED:
        return str(gettext("It was on the agenda before, and comes back to it."))
    return str(
        gettext(
            "It has as many behind it as the rules ask for. The chair or the secretary puts it there. The chair can"
            " still rule it out of order until members are called to vote on it, or the vote is."
        )
    )


def _refusal_of(motion_id: UUID) -> str | None:
    """Return where the reader refuses a motion instead of putting it on the agenda; None where it is not theirs."""
    is_theirs = may(lambda: service.ensure_may_be_refused(db.session(), motion_id, deed_now()))
    return url_for(".refuse", motion_id=motion_id) if is_theirs else None


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
            " are written to where we have an address for them, and read the reason on its page."
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


def _step(motion_id: UUID, take: OnText, ensure: Ensure, **words: str | None) -> ResponseReturnValue:
    """Show the text, ask for the day of a step, and take it with that text."""
    motion, form = queries.find(db.session(), motion_id), TextStepForm(dated_on=today())
    form.from_day(queries.last_step(db.session(), motion.id).dated_on, today=today())

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
    **words: str | Callable[[], str] | None,
) -> ResponseReturnValue:
    motion, text = queries.find(db.session(), motion_id), queries.text(db.session(), motion_id)
    back = url_for("motions.show", motion_id=motion_id)
    facts: dict[str, Any] = {"who": spoken(motion.title), "back": back, "text": text, "instead": None, **words}
    return ask_or_do(form, keep, template=template, gate=gate_of(motion_id, ensure), **facts)
