"""Whom a decision is about: as the secretary types it, as pages show it, and as deeds choose among decisions."""

from typing import TYPE_CHECKING
from uuid import UUID

from flask import url_for
from flask_babel import gettext
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # its types are of an older release

from govern.access import can
from govern.admissions import queries as admissions
from govern.admissions import subjects as of_applications
from govern.admissions.rules import State
from govern.constitution import queries as constitution
from govern.constitution.rules import Matter, Subject
from govern.core import db
from govern.core.errors import Refusal
from govern.core.words import Sentence
from govern.permissions import Permission
from govern.register import queries as register
from govern.register import subjects
from govern.register.naming import person_meant
from govern.web.filters import day as spoken_day
from govern.web.filters import spoken
from govern.web.forms.decisions import DecisionForm, offered_decisions
from govern.web.forms.subjects import Row
from govern.web.steps import today

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

TO_DECIDE = (State.UNDER_CHECK, State.APPEALED)


def decisions_about(person_id: UUID, *matters: Matter) -> list[SelectChoice]:
    """Return the decisions to choose among that name somebody in one of some matters."""
    return offered_decisions(constitution.decisions_about(db.session(), person_id, *matters))


def to_decide() -> dict[UUID, str]:
    """Return the applications that a body can decide on, in the order in which they came in.

    Each is named by its applicant and constituency, and by the day it came in, for two can have one name.
    """
    session = db.session()
    lines = admissions.queue(session, *TO_DECIDE)
    names = register.names_of(session, {line.person_id for line in lines})
    homes = {one.id: one.name for one in constitution.constituencies(session)}
    told: dict[UUID, str] = {}
    for line in lines:
        assert line.submitted_at is not None
        told[line.application_id] = gettext(
            "%(name)s, %(home)s, came in on %(day)s",
            name=names[line.person_id],
            home=spoken(homes[line.constituency_id]),
            day=spoken_day(constitution.today(session, at=line.submitted_at)),
        )
    return told


def typed_in(session: "Session", form: DecisionForm) -> list[Subject]:
    """Return whom a checked form says that the decision is about.

    :raises Refusal: an application is decided on, or nobody is known by what was typed; the field says which.
    """
    found = [
        of_applications.of_application(session, application_id, outcome)
        for application_id, outcome in form.applications()
    ]
    return [*found, *(_person(session, row) for row in form.rows())]


def _person(session: "Session", row: Row) -> Subject:
    """Return what a row says of a person."""
    try:
        person_id = person_meant(session, row.wanted, on=today())
    except Refusal as refused:
        row.who.errors = [str(gettext("It is not certain who this is."))]
        raise refused from None
    constituency_id, part_id = row.home()
    return Subject(
        person_id=person_id,
        matter=row.matter(),
        constituency_id=constituency_id,
        sub_constituency_id=part_id,
    )


def shown(decision_id: UUID) -> list[tuple[Sentence, str | None]]:
    """Return what a decision is about, each in words, with where it goes on for those who may go there."""
    told = subjects.told(db.session(), decision_id)
    return [(words, _address(one)) for one, words in told.items()]


def _address(one: Subject) -> str | None:
    """Return the page of an application, or of a person; None for those who may not read it."""
    if one.application_id is not None:
        is_readable = can(Permission.APPLICATION_READ)
        return url_for("cases.show", application_id=one.application_id) if is_readable else None
    return url_for("people.show", person_id=one.person_id) if can(Permission.REGISTER_READ) else None
