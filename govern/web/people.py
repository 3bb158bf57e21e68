"""People the mutual knows: enter one, correct their particulars, enter them as a member."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import Blueprint, g, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from govern.access import actor, can, requires
from govern.admissions import queries as admissions
from govern.admissions import steps
from govern.admissions.words import STATE_WORDS
from govern.consequences import admitting, contacts
from govern.consequences.contacts import Hand
from govern.constitution import queries as constitution
from govern.constitution.rules import Matter
from govern.core import clock, db
from govern.core.errors import NotFound
from govern.permissions import Permission
from govern.register import connections, identity, merging, persons, queries
from govern.register.models import PersonVersion
from govern.register.rules import PersonKind
from govern.web.actions import offered
from govern.web.deeds import ask_or_do
from govern.web.forms.connections import KINDS
from govern.web.forms.fields import day_of
from govern.web.forms.register import (
    CorrectionForm,
    EntryForm,
    OutsidersCorrectionForm,
    PersonForm,
    none_chosen,
    offered_homes,
    shown_particulars,
)
from govern.web.members import records_of
from govern.web.steps import today
from govern.web.subjects import decisions_about
from govern.web.whose import remarks, whose_of

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from govern.admissions.models import MembershipApplication
    from govern.admissions.rules import State

pages = Blueprint("people", __name__)


@pages.get("/people/<uuid:person_id>")
@requires(Permission.REGISTER_READ)
def show(person_id: UUID) -> ResponseReturnValue:
    session = db.session()
    records = records_of(session, person_id)
    if not records:
        raise NotFound
    kept_id, whose = merging.kept_instead(session, person_id), whose_of(session, person_id)
    return render_template(
        "people/show.html",
        person_id=person_id,
        name=queries.name_of(session, person_id),
        kept_id=kept_id,
        kept_name=queries.name_of(session, kept_id) if kept_id else None,
        records=records,
        memberships=queries.memberships_of(session, person_id),
        applications=_applications(session, person_id),
        state_words=STATE_WORDS,
        # What is done about somebody is done under the record that was kept.
        actions=[] if kept_id else offered(whose),
        remarks=[] if kept_id else remarks(session, whose),
        **_connected(person_id),
    )


def _applications(session: "Session", person_id: UUID) -> "list[tuple[MembershipApplication, State]]":
    """Return what somebody applied for, the newest first, for those who may read it; a draft is theirs alone."""
    if not can(Permission.APPLICATION_READ):
        return []
    found = [one for one in admissions.of_person(session, person_id) if one.submitted_at is not None]
    return [(one, steps.state(session, one.id)) for one in found]


def _connected(person_id: UUID) -> dict[str, Any]:
    """Return whom somebody is connected with, and what of it still holds, for those who may see it."""
    session = db.session()
    ties = connections.history_of(session, person_id) if can(Permission.CONNECTION_READ) else []
    others = queries.names_of(session, {tie.other_id for tie in ties})
    return {"ties": ties, "others": others, "tie_kinds": KINDS}


@pages.route("/people/new", methods=["GET", "POST"])
@requires(Permission.PERSON_ENTER)
def enter() -> ResponseReturnValue:
    form = PersonForm().offer_kinds()

    def make_known(session: "Session") -> str:
        particulars, kind = form.particulars(confirmed_on=today()), PersonKind(form.kind.data)
        key = g.settings.match_key.encode()
        person = persons.enter(session, particulars, kind=kind, match_key=key, actor=actor(), at=clock.now())
        return url_for(".show", person_id=person.id)

    said = gettext("This person is known now. They are a member only once they are entered as one.")
    return ask_or_do(form, make_known, template="people/enter.html", said=said)


@pages.route("/people/<uuid:person_id>/correction", methods=["GET", "POST"])
@requires(Permission.PERSON_ENTER)
def correct(person_id: UUID) -> ResponseReturnValue:
    known = known_today(person_id)
    form = _correction_of(known)

    def restate(session: "Session") -> str:
        told = form.corrected(known, confirmed_on=known.adult_confirmed_on or today())
        hand = Hand(actor=actor(), at=clock.now(), match_key=g.settings.match_key.encode())
        contacts.correct(session, person_id, told, valid_from=day_of(form.valid_from), hand=hand)
        return url_for(".show", person_id=person_id)

    said = gettext("It is on record. What was recorded before stays readable beside it.")
    return ask_or_do(form, restate, template="people/correct.html", said=said, person_id=person_id, known=known)


def _correction_of(known: PersonVersion) -> CorrectionForm:
    """Return the form in which the reader can change somebody's particulars, with what would be taken from them."""
    session, person_id, shown = db.session(), known.person_id, shown_particulars(known)
    if identity.writes_freely(session, person_id, actor=actor(), on=today()):
        return CorrectionForm(valid_from=today(), **shown)
    form = OutsidersCorrectionForm(valid_from=today(), **shown)
    names, emails = identity.names_on_record(session, person_id), identity.emails_on_record(session, person_id)
    return form.offer(names, emails)


@pages.route("/people/<uuid:person_id>/membership", methods=["GET", "POST"])
@requires(Permission.MEMBERSHIP_ENTER)
def admit(person_id: UUID) -> ResponseReturnValue:
    known = known_today(person_id)
    form = EntryForm()
    session, on = db.session(), today()
    divided = constitution.divided_on(session, on=on)
    homes = constitution.open_on(session, on=on)
    form.home.choices = [none_chosen(), *offered_homes(homes, constitution.parts(session), divided=divided)]
    form.decision.choices = [none_chosen(), *decisions_about(person_id, Matter.ADMISSION, Matter.READMISSION)]

    def enter_member(session: "Session") -> str:
        membership = admitting.enter_from_paper(session, form.entry(person_id), actor=actor(), at=clock.now())
        return url_for("members.show", membership_id=membership.id)

    said = gettext("They are a member from today on.")
    return ask_or_do(form, enter_member, template="people/admit.html", said=said, person_id=person_id, known=known)


def known_today(person_id: UUID) -> PersonVersion:
    """Return somebody's particulars of today.

    :raises NotFound: nobody has this id.
    """
    known = queries.person_on(db.session(), person_id, on=today())
    if known is None:
        raise NotFound
    return known
