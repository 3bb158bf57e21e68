"""Motions for whoever has a voice: the list, one motion, proposing one, standing behind one, withdrawing.

Source: product 4 (M6, M7).
"""

from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user

from govern.access import actor, can, requires
from govern.agenda import service, withdrawing
from govern.backing import service as backing
from govern.backing import taking_over
from govern.consequences import telling_backers, telling_proposers
from govern.constitution import queries as constitution
from govern.core import clock, db
from govern.core.actors import Role
from govern.motions import queries
from govern.motions.refusals import KindOfAnotherBody
from govern.motions.rules import Backing, Kind, State, Way
from govern.motions.words import KINDS, words_of
from govern.permissions import Permission
from govern.web import admission_motions, paper_names
from govern.web.admission_motions import Admissions
from govern.web.asked import page_asked
from govern.web.deeds import ask_or_do, deed_now
from govern.web.forms.motions import OF_MEMBERS, ButtonForm, MotionForm, TextForm, WithdrawForm, with_words, wordings
from govern.web.motion_page import facts_of, gate_of
from govern.web.motion_ways import missing

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

pages = Blueprint("motions", __name__)


@pages.get("/motions")
@requires(Permission.MOTION_READ)
def index() -> ResponseReturnValue:
    page = queries.listed(db.session(), page=page_asked())
    consulted = queries.consulted_on(db.session(), [line.motion.id for line in page.items])
    words = {line.motion.id: words_of(line.state, is_consulted=line.motion.id in consulted) for line in page.items}
    return render_template("motions/index.html", page=page, words=words, kinds=KINDS, enters_paper=_enters_paper())


def _enters_paper() -> bool:
    """Say whether the reader can enter a motion that came on paper: the chair only in the secretary's stead."""
    if not can(Permission.PAPER_MOTION_ENTER):
        return False
    return Role.SECRETARY in actor().roles or admission_motions.on_paper(db.session()).is_offered


@pages.get("/motions/<uuid:motion_id>")
@requires(Permission.MOTION_READ)
def show(motion_id: UUID) -> ResponseReturnValue:
    motion = queries.find(db.session(), motion_id)
    return render_template("motions/show.html", **facts_of(motion), **paper_names.shown(db.session(), motion))


@pages.route("/motions/new", methods=["GET", "POST"])
@requires(Permission.MOTION_PROPOSE)
def propose() -> ResponseReturnValue:
    form = with_words(MotionForm, g.mutual.languages)(way=Way.MEETING.value)
    brings = admission_motions.own(db.session())
    kinds = _kinds_of_reader(brings)
    form.offer(kinds, (Way.MEETING, Way.WRITTEN), constitution.legal_form(db.session()))
    form.offer_applications(brings.names)

    def keep(session: "Session") -> str:
        if form.kind.data not in kinds:
            raise KindOfAnotherBody
        facts = admission_motions.deciders(session, form.kind.data)
        proposal = form.proposal(current_user.person_id, about=brings.about(form.applied), **facts)
        motion = service.submit(session, proposal, deed_now())
        return url_for(".show", motion_id=motion.id)

    return ask_or_do(
        form,
        keep,
        template="motions/propose.html",
        said=gettext("Your motion is proposed. Others can stand behind it now."),
        wordings=wordings(form, g.mutual.languages),
        brings=brings,
    )


def _kinds_of_reader(brings: Admissions) -> list[Kind]:
    """Return the kinds of motion that the reader can put: as a member, as a director, or as both."""
    roles = actor().roles
    own = [*(OF_MEMBERS if Role.MEMBER in roles else ()), *((Kind.BOARD,) if Role.DIRECTOR in roles else ())]
    return [*own, Kind.ADMISSION] if brings.is_offered else own


def _reader() -> UUID:
    person: UUID = current_user.person_id
    return person


@pages.route("/motions/<uuid:motion_id>/support", methods=["GET", "POST"])
@requires(Permission.MOTION_BACK)
def support(motion_id: UUID) -> ResponseReturnValue:
    """Ask for the reader's name under a motion: as its seconder while it has none, or as a supporter."""
    motion, session = queries.find(db.session(), motion_id), db.session()
    standing = backing.standing(session, motion, at=clock.now())
    part = Backing.SUPPORTER if request.form.get("part") == Backing.SUPPORTER else Backing.SECONDER
    if standing.seconder is not None or not standing.needs_seconder:
        part = Backing.SUPPORTER

    form = TextForm()

    def keep(session: "Session") -> str:
        read = form.text_version.data
        telling_proposers.back(session, motion_id, current_user.person_id, part, deed_now(), read=read)
        return url_for(".show", motion_id=motion_id)

    return ask_or_do(
        form,
        keep,
        template="motions/support.html",
        gate=gate_of(
            motion_id, lambda session: backing.ensure_may_back(session, motion_id, _reader(), part, deed_now())
        ),
        said=gettext("You stand behind this motion now."),
        motion=motion,
        text=queries.text(session, motion_id),
        standing=standing,
        missing=missing(standing),
        is_open=queries.state(session, motion_id) is State.SUBMITTED,
        may_second=standing.needs_seconder and standing.seconder is None,
    )


@pages.route("/motions/<uuid:motion_id>/proposer", methods=["GET", "POST"])
@requires(Permission.MOTION_BACK)
def take_over(motion_id: UUID) -> ResponseReturnValue:
    """Ask whether the reader proposes a motion in the stead of somebody who does not count."""
    motion, form = queries.find(db.session(), motion_id), TextForm()

    def keep(session: "Session") -> str:
        taking_over.take_over(session, motion_id, _reader(), deed_now(), read=form.text_version.data)
        return url_for(".show", motion_id=motion_id)

    return ask_or_do(
        form,
        keep,
        template="motions/take_over.html",
        gate=gate_of(
            motion_id, lambda session: taking_over.ensure_may_take_over(session, motion_id, _reader(), deed_now())
        ),
        said=gettext("You propose this motion now."),
        motion=motion,
        text=queries.text(db.session(), motion_id),
    )


@pages.route("/motions/<uuid:motion_id>/support/withdrawal", methods=["GET", "POST"])
@requires(Permission.MOTION_BACK)
def step_back(motion_id: UUID) -> ResponseReturnValue:
    motion = queries.find(db.session(), motion_id)

    def keep(session: "Session") -> str:
        backing.withdraw_backing(session, motion_id, current_user.person_id, deed_now())
        return url_for(".show", motion_id=motion_id)

    said = gettext("You no longer stand behind this motion.")
    gate = gate_of(motion_id, lambda session: backing.ensure_may_step_back(session, motion_id, _reader(), deed_now()))
    return ask_or_do(ButtonForm(), keep, template="motions/step_back.html", said=said, gate=gate, motion=motion)


@pages.route("/motions/<uuid:motion_id>/withdrawal", methods=["GET", "POST"])
@requires(Permission.MOTION_WITHDRAW)
def withdraw(motion_id: UUID) -> ResponseReturnValue:
    motion, session = queries.find(db.session(), motion_id), db.session()
    is_moved = queries.moved_on(session, motion_id) is not None
    leaves = withdrawing.leaves(session, motion_id, actor())
    form = WithdrawForm().offer(leaves, is_moved=is_moved)

    def keep(session: "Session") -> str:
        deed = form.deed(actor(), clock.now())
        telling_backers.withdraw(session, motion_id, deed, leave_id=form.chosen(), base_url=g.settings.base_url)
        return url_for(".show", motion_id=motion_id)

    said = gettext("The motion is withdrawn.")
    is_own = current_user.person_id == queries.proposer(session, motion_id)
    return ask_or_do(
        form,
        keep,
        template="motions/withdraw.html",
        gate=gate_of(motion_id, lambda session: withdrawing.ensure_may_be_withdrawn(session, motion_id, deed_now())),
        said=said,
        motion=motion,
        is_moved=is_moved,
        has_leave=bool(leaves),
        is_own=is_own or not can(Permission.MOTION_ADMIT),
    )
