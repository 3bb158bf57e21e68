"""A case of expulsion, step by step on one page; and the vote that takes somebody back."""

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm

from govern.access import actor, requires
from govern.consequences import cessation
from govern.constitution.rules import Matter
from govern.core import clock, db
from govern.permissions import Permission
from govern.register import cases, expulsions, queries
from govern.register.ending_rules import Hearing
from govern.register.models import ExpulsionCase
from govern.web.deeds import Doing, ask_or_do
from govern.web.effects import tell
from govern.web.forms.fields import day_of, text_of
from govern.web.forms.life import HEARINGS, ComplaintForm, HearingForm, NoticeForm, VoteForm
from govern.web.forms.register import WithdrawalForm
from govern.web.members import member_in_words
from govern.web.people import known_today
from govern.web.steps import today
from govern.web.subjects import decisions_about

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

pages = Blueprint("expulsions", __name__)


@dataclass(frozen=True, kw_only=True)
class Next:
    """The step that a case waits for.

    :param lead: what the page says above the form.
    :param said: what the next page says was done.
    """

    form: FlaskForm
    deed: Doing
    lead: LazyString
    button: LazyString
    said: LazyString


@pages.route("/members/<uuid:membership_id>/expulsion", methods=["GET", "POST"])
@requires(Permission.EXPULSION_ENTER)
def case(membership_id: UUID) -> ResponseReturnValue:
    member = queries.membership(db.session(), membership_id)
    found = cases.open_case(db.session(), membership_id)
    step = _next(membership_id, found)
    return ask_or_do(
        step.form,
        step.deed,
        template="members/expulsion.html",
        said=str(step.said),
        membership=member,
        name=queries.name_of(db.session(), member.person_id),
        case=found,
        earlier=[one for one in cases.of_membership(db.session(), membership_id) if one.outcome is not None],
        hearings=HEARINGS,
        step=step,
    )


def _next(membership_id: UUID, found: ExpulsionCase | None) -> Next:
    """Return the step that comes next: complaint, notice, hearing, vote."""
    if found is None:
        return _complaint(membership_id)
    if found.served_on is None:
        return _notice(membership_id, found.id)
    if found.hearing is None:
        return _hearing(membership_id, found.id)
    return _vote(membership_id, found.id)


def _complaint(membership_id: UUID) -> Next:
    form = ComplaintForm(received_on=today())

    def enter(session: "Session") -> str:
        told, on = text_of(form.complaint), day_of(form.received_on)
        expulsions.open_case(session, membership_id, complaint=told, received_on=on, actor=actor(), at=clock.now())
        return url_for(".case", membership_id=membership_id)

    return Next(
        form=form,
        deed=enter,
        lead=_("A case begins with a written complaint. Nothing changes for the member yet."),
        button=_("Open the case"),
        said=_("The case is open. Next, the member has notice of the complaint and of the meeting."),
    )


def _notice(membership_id: UUID, case_id: UUID) -> Next:
    form = NoticeForm(served_on=today())

    def serve(session: "Session") -> str:
        told = {"served_on": day_of(form.served_on), "hearing_on": day_of(form.hearing_on)}
        expulsions.serve(session, case_id, actor=actor(), at=clock.now(), **told)
        return url_for(".case", membership_id=membership_id)

    return Next(
        form=form,
        deed=serve,
        lead=_(
            "Send the member the complaint, and say when and where the meeting hears them. The rules say how early."
        ),
        button=_("Record the notice"),
        said=_("The notice is on record. Next, on the day of the meeting, the member is heard."),
    )


def _hearing(membership_id: UUID, case_id: UUID) -> Next:
    form = HearingForm().offer()

    def hear(session: "Session") -> str:
        expulsions.hear(
            session,
            case_id,
            hearing=Hearing(form.hearing.data),
            representations=text_of(form.representations),
            actor=actor(),
            at=clock.now(),
        )
        return url_for(".case", membership_id=membership_id)

    return Next(
        form=form,
        deed=hear,
        lead=_("The member may answer, or send somebody who need not be a member. The meeting may go on without them."),
        button=_("Record the hearing"),
        said=_("The hearing is on record. Next, the meeting votes."),
    )


def _vote(membership_id: UUID, case_id: UUID) -> Next:
    member = queries.membership(db.session(), membership_id)
    form = VoteForm().offer(decisions_about(member.person_id, Matter.EXPULSION))

    def resolve(session: "Session") -> str:
        tell(cessation.expel(session, case_id, form.vote(), actor=actor(), at=clock.now()))
        return url_for("members.show", membership_id=membership_id)

    return Next(
        form=form,
        deed=resolve,
        lead=_("Enter the votes as they were counted. With the majority of the rules the membership ends on that day."),
        button=_("Record the vote"),
        said=_("The vote is on record, and the case is closed."),
    )


@pages.route("/members/<uuid:membership_id>/expulsion/withdrawal", methods=["GET", "POST"])
@requires(Permission.EXPULSION_ENTER)
def withdraw(membership_id: UUID) -> ResponseReturnValue:
    member = queries.membership(db.session(), membership_id)
    found = cases.open_case(db.session(), membership_id)
    form = WithdrawalForm()

    def close(session: "Session") -> str:
        expulsions.withdraw(session, cases.ensure_open(found).id, actor=actor(), at=clock.now())
        return url_for("members.show", membership_id=membership_id)

    return ask_or_do(
        form,
        close,
        template="deeds/plain.html",
        said=gettext("The case is closed without a vote."),
        back=url_for(".case", membership_id=membership_id),
        who=member_in_words(member),
        title=gettext("Close the case without a vote"),
        lead=gettext("The complaint was taken back, or the membership ended otherwise. What was recorded stays."),
        button=gettext("Close the case"),
    )


@pages.route("/people/<uuid:person_id>/readmission", methods=["GET", "POST"])
@requires(Permission.EXPULSION_ENTER)
def take_back(person_id: UUID) -> ResponseReturnValue:
    known = known_today(person_id)
    form = VoteForm().offer(decisions_about(person_id, Matter.READMISSION))

    def carry(session: "Session") -> str:
        expulsions.take_back(session, person_id, form.vote(), actor=actor(), at=clock.now())
        return url_for("people.show", person_id=person_id)

    return ask_or_do(
        form,
        carry,
        template="deeds/plain.html",
        said=gettext("The vote is on record. They can be entered again, on this decision."),
        back=url_for("people.show", person_id=person_id),
        who=known.name,
        title=gettext("Take back somebody who was expelled"),
        lead=gettext(
            "Only a general meeting takes them back, by the votes that the rules ask for. They have no part in it."
            " Then enter them as a member on its decision."
        ),
        button=gettext("Record the vote"),
    )
