"""Who somebody is connected with: on their record, recorded, corrected and ended."""

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from govern.access import actor, requires
from govern.core import clock, db
from govern.permissions import Permission
from govern.register import connections, queries
from govern.web.deeds import ask_or_do
from govern.web.forms.connections import KINDS, ConnectionForm, EndForm, MistakeForm
from govern.web.forms.fields import day_after, day_before, text_of
from govern.web.forms.nominations import SearchForm
from govern.web.people import known_today
from govern.web.steps import today

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from govern.register.models import PersonVersion

pages = Blueprint("connections", __name__)


@pages.route("/people/<uuid:person_id>/connections/new", methods=["GET", "POST"])
@requires(Permission.CONNECTION_RECORD)
def find_other(person_id: UUID) -> ResponseReturnValue:
    """Look for the other of the two. What was looked for is in no address."""
    known, form, found = known_today(person_id), SearchForm(), None
    if form.validate_on_submit():
        found = [one for one in _called(text_of(form.wanted)) if one[0] != person_id]
    page = render_template("connections/find_other.html", person_id=person_id, known=known, form=form, found=found)
    return page, 422 if form.errors else 200


def _called(wanted: str) -> Sequence[tuple[UUID, str]]:
    """Return who is called so, members first: each with what tells them apart."""
    session, on = db.session(), today()
    members = queries.members(session, on=on, search=wanted).items
    others: Sequence[PersonVersion] = queries.not_members(session, on=on, search=wanted)
    numbered = [(one.person_id, f"{one.name}, {gettext('member %(number)s', number=one.member_no)}") for one in members]
    return [*numbered, *((one.person_id, one.name) for one in others)]


@pages.route("/people/<uuid:person_id>/connections/new/<uuid:other_id>", methods=["GET", "POST"])
@requires(Permission.CONNECTION_RECORD)
def record(person_id: UUID, other_id: UUID) -> ResponseReturnValue:
    known, other = known_today(person_id), known_today(other_id)
    form = ConnectionForm().offer(connections.possible_kinds(db.session(), person_id, other_id))

    def keep(session: "Session") -> str:
        told = form.relation(person_id, other_id)
        connections.record(session, told, actor=actor(), at=clock.now())
        return url_for("people.show", person_id=person_id)

    said = gettext("It is on record, and keeps each from deciding about the other.")
    return ask_or_do(
        form, keep, template="connections/record.html", said=said, person_id=person_id, known=known, other=other
    )


@pages.route("/people/<uuid:person_id>/connections/<uuid:connection_id>/correction", methods=["GET", "POST"])
@requires(Permission.CONNECTION_RECORD)
def correct(person_id: UUID, connection_id: UUID) -> ResponseReturnValue:
    tie = connections.find(db.session(), connection_id, seen_by=person_id)
    known, other = known_today(person_id), known_today(tie.other_id)
    form = ConnectionForm(kind=tie.kind.value, valid_from=tie.valid_from, last_on=day_before(tie.valid_to))
    form.offer(connections.possible_kinds(db.session(), person_id, tie.other_id))

    def keep(session: "Session") -> str:
        told = form.relation(person_id, tie.other_id)
        connections.correct(session, connection_id, told, actor=actor(), at=clock.now())
        return url_for("people.show", person_id=person_id)

    said = gettext("It is on record. What was recorded before is kept beside it.")
    return ask_or_do(
        form, keep, template="connections/correct.html", said=said, person_id=person_id, known=known, other=other
    )


@pages.route("/people/<uuid:person_id>/connections/<uuid:connection_id>/end", methods=["GET", "POST"])
@requires(Permission.CONNECTION_RECORD)
def end(person_id: UUID, connection_id: UUID) -> ResponseReturnValue:
    tie = connections.find(db.session(), connection_id, seen_by=person_id)
    known, other, form = known_today(person_id), known_today(tie.other_id), EndForm()

    def keep(session: "Session") -> str:
        ended_on = day_after(form.last_on)
        assert ended_on is not None
        connections.end(session, connection_id, on=ended_on, actor=actor(), at=clock.now())
        return url_for("people.show", person_id=person_id)

    return ask_or_do(
        form,
        keep,
        template="connections/end.html",
        said=gettext("The end is on record. What was decided before is judged as before."),
        person_id=person_id,
        known=known,
        other=other,
        kind=KINDS[tie.kind],
    )


@pages.route("/people/<uuid:person_id>/connections/<uuid:connection_id>/withdrawal", methods=["GET", "POST"])
@requires(Permission.CONNECTION_RECORD)
def withdraw(person_id: UUID, connection_id: UUID) -> ResponseReturnValue:
    tie = connections.find(db.session(), connection_id, seen_by=person_id)
    known, other, form = known_today(person_id), known_today(tie.other_id), MistakeForm()

    def keep(session: "Session") -> str:
        connections.withdraw(session, connection_id, actor=actor(), at=clock.now())
        return url_for("people.show", person_id=person_id)

    return ask_or_do(
        form,
        keep,
        template="connections/withdraw.html",
        said=gettext("It is withdrawn. The journal keeps that it was once on record."),
        person_id=person_id,
        known=known,
        other=other,
        kind=KINDS[tie.kind],
    )
