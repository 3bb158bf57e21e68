"""What happens to a membership that goes on: suspended, restored, moved, written to, represented, held jointly."""

from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf import FlaskForm

from govern.access import actor, requires
from govern.consequences import cessation, standing_in
from govern.constitution import queries as constitution
from govern.constitution.rules import Matter
from govern.core import clock, db
from govern.core.languages import LocalText
from govern.permissions import Permission
from govern.register import letters, queries, stand_ins
from govern.register.ending_rules import LetterKind
from govern.register.moving import Move
from govern.register.naming import person_named
from govern.register.rules import Acting
from govern.web.deeds import Gate, ask_or_do
from govern.web.effects import tell
from govern.web.forms.fields import day_of, text_of
from govern.web.forms.life import (
    EndOfActingForm,
    JointHolderForm,
    LetterForm,
    MoveForm,
    RestorationForm,
    StandInForm,
    SuspensionForm,
)
from govern.web.forms.register import none_chosen, offered_homes
from govern.web.members import member_in_words
from govern.web.steps import today
from govern.web.subjects import decisions_about

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session
    from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # its types are of an older release

pages = Blueprint("standings", __name__)


@pages.route("/members/<uuid:membership_id>/suspension", methods=["GET", "POST"])
@requires(Permission.MEMBERSHIP_SUSPEND)
def suspend(membership_id: UUID) -> ResponseReturnValue:
    form = SuspensionForm(from_on=today())
    form.offer(_decisions(membership_id, Matter.SUSPENSION))

    def withhold(session: "Session") -> None:
        cessation.suspend(
            session,
            membership_id,
            from_on=day_of(form.from_on),
            until_on=form.until_on.data,
            decision_id=UUID(form.decision.data),
            actor=actor(),
            at=clock.now(),
        )

    return _page(
        membership_id,
        form,
        withhold,
        title=gettext("Suspend the membership"),
        lead=gettext(
            "A suspended member stays on the register and has notices, and is on no list of voters. A ballot that was"
            " cast stands. Without a last day the suspension ends when the rules say."
        ),
        button=gettext("Suspend"),
        said=gettext("The membership is suspended. It ends by itself on the day on record."),
    )


@pages.route("/members/<uuid:membership_id>/restoration", methods=["GET", "POST"])
@requires(Permission.MEMBERSHIP_SUSPEND)
def restore(membership_id: UUID) -> ResponseReturnValue:
    form = RestorationForm(on=today())
    form.offer(_decisions(membership_id, Matter.RESTORATION))

    def give_back(session: "Session") -> None:
        decision_id = UUID(form.decision.data)
        cessation.restore(
            session, membership_id, on=day_of(form.on), decision_id=decision_id, actor=actor(), at=clock.now()
        )

    return _page(
        membership_id,
        form,
        give_back,
        title=gettext("End the suspension"),
        lead=gettext("The member has no part in the decision. Where a poll is still open, they can vote again."),
        button=gettext("End the suspension"),
        said=gettext("The end of the suspension is on record."),
    )


@pages.route("/members/<uuid:membership_id>/move", methods=["GET", "POST"])
@requires(Permission.MEMBERSHIP_MOVE)
def move(membership_id: UUID) -> ResponseReturnValue:
    session, on = db.session(), today()
    form = MoveForm()
    form.offer(_decisions(membership_id, Matter.MOVE))
    homes = offered_homes(
        constitution.open_on(session, on=on),
        constitution.parts(session),
        divided=constitution.divided_on(session, on=on),
    )
    form.home.choices = [none_chosen(), *homes]

    def go(session: "Session") -> None:
        constituency_id, part_id = form.place()
        wanted = Move(
            membership_id=membership_id,
            constituency_id=constituency_id,
            sub_constituency_id=part_id,
            decision_id=UUID(form.decision.data),
        )
        tell(cessation.move(session, wanted, actor=actor(), at=clock.now())[1])

    return _page(
        membership_id,
        form,
        go,
        title=gettext("Change the constituency"),
        lead=gettext(
            "This membership ends today, and another begins today, with a new number. In votes whose list is of an"
            " earlier day the member still votes here. A seat or a candidacy of the old constituency goes with it."
        ),
        button=gettext("Change the constituency"),
        said=gettext("The change is on record: the old membership has ended, and a new one has begun."),
    )


@pages.route("/members/<uuid:membership_id>/letters", methods=["GET", "POST"])
@requires(Permission.MEMBERSHIP_END)
def write(membership_id: UUID) -> ResponseReturnValue:
    form = LetterForm(dated_on=today()).offer()

    def enter(session: "Session") -> None:
        kind, dated_on = LetterKind(form.kind.data), day_of(form.dated_on)
        letters.enter(session, membership_id, kind=kind, dated_on=dated_on, actor=actor(), at=clock.now())

    return _page(
        membership_id,
        form,
        enter,
        title=gettext("Record a letter"),
        lead=gettext("A resignation with notice, and the end of somebody who cannot be found, rest on letters."),
        button=gettext("Record the letter"),
        said=gettext("The letter is on record."),
    )


@pages.route("/members/<uuid:membership_id>/stand-in", methods=["GET", "POST"])
@requires(Permission.STAND_IN_NAME)
def name_stand_in(membership_id: UUID) -> ResponseReturnValue:
    actings = stand_ins.actings_for(db.session(), membership_id, on=today())
    form = StandInForm(resolved_on=today(), from_on=today()).offer(actings)

    def name(session: "Session") -> None:
        person_id = person_named(session, text_of(form.who), on=today())
        standing_in.name(session, form.authority(membership_id, person_id), actor=actor(), at=clock.now())

    return _page(
        membership_id,
        form,
        name,
        gate=Gate(
            ensure=lambda session: stand_ins.ensure_can_be_acted_for(session, membership_id, on=today()),
            about=LocalText(
                en=queries.name_of(db.session(), queries.membership(db.session(), membership_id).person_id)
            ),
            back=url_for("members.show", membership_id=membership_id),
        ),
        button=gettext("Name them"),
        **(_of_the_dead() if Acting.PERSONAL_REPRESENTATIVE in actings else _of_the_living()),
    )


def _of_the_dead() -> dict[str, str]:
    return {
        "title": gettext("Name the personal representative"),
        "lead": gettext("Notices about the membership go to them from now on. They have no vote."),
        "said": gettext("The personal representative is on record."),
    }


def _of_the_living() -> dict[str, str]:
    return {
        "title": gettext("Name who acts for this member"),
        "lead": gettext(
            "One person at a time acts for a member, and casts its one vote. Whoever did before does no longer."
        ),
        "said": gettext(
            "Who acts for this member is on record. A voting link that is out opens nothing once another votes, and"
            " is made again for them."
        ),
    }


@pages.route("/members/<uuid:membership_id>/stand-in/ending", methods=["GET", "POST"])
@requires(Permission.STAND_IN_NAME)
def end_stand_in(membership_id: UUID) -> ResponseReturnValue:
    form = EndOfActingForm(on=today())

    def end(session: "Session") -> None:
        standing_in.end(session, membership_id, on=day_of(form.on), actor=actor(), at=clock.now())

    return _page(
        membership_id,
        form,
        end,
        title=gettext("Record that nobody acts for this member"),
        lead=gettext("From that day on the member acts alone again. What was done before stands."),
        button=gettext("Record it"),
        said=gettext("It is on record that nobody acts for this member from that day on."),
    )


@pages.route("/members/<uuid:membership_id>/joint-holders", methods=["GET", "POST"])
@requires(Permission.STAND_IN_NAME)
def add_joint_holder(membership_id: UUID) -> ResponseReturnValue:
    form = JointHolderForm(from_on=today())

    def add(session: "Session") -> None:
        person_id = person_named(session, text_of(form.who), on=today())
        told = {"from_on": day_of(form.from_on)}
        stand_ins.add_joint_holder(session, membership_id, person_id, actor=actor(), at=clock.now(), **told)

    return _page(
        membership_id,
        form,
        add,
        title=gettext("Enter a joint holder"),
        lead=gettext(
            "Joint holders are one member with one vote. The first named casts it, unless all agree otherwise."
        ),
        button=gettext("Enter the joint holder"),
        said=gettext("The joint holder is on record."),
    )


def _decisions(membership_id: UUID, matter: Matter) -> "list[SelectChoice]":
    """Return the decisions to choose among that name a member in a matter."""
    return decisions_about(queries.membership(db.session(), membership_id).person_id, matter)


def _page(  # noqa: PLR0913 - a deed, and the four sentences around it
    membership_id: UUID,
    form: FlaskForm,
    does: "Callable[[Session], None]",
    *,
    title: str,
    lead: str,
    button: str,
    said: str,
    gate: Gate | None = None,
) -> ResponseReturnValue:
    """Show the form of a deed on a membership, and go on to its record once it is done."""
    member = queries.membership(db.session(), membership_id)

    def deed(session: "Session") -> str:
        does(session)
        return url_for("members.show", membership_id=membership_id)

    return ask_or_do(
        form,
        deed,
        template="deeds/plain.html",
        said=said,
        gate=gate,
        back=url_for("members.show", membership_id=membership_id),
        who=member_in_words(member),
        title=title,
        lead=lead,
        button=button,
    )
