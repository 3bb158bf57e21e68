"""Whom a record is about, as far as it decides what can be done about them, and what is to be said of that."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import url_for
from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from govern.access import actor, can
from govern.board import queries as board
from govern.consequences import signing_in
from govern.constitution import queries as constitution
from govern.constitution.rules import Matter
from govern.core.actors import Role
from govern.permissions import Permission
from govern.register import belonging, persons, queries, stand_ins
from govern.web.actions import Whose
from govern.web.deeds import may
from govern.web.steps import today

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@dataclass(frozen=True, kw_only=True)
class Remark:
    """Why something is not offered, and where to go instead."""

    words: LazyString
    link: LazyString
    address: str


def whose_of(session: "Session", person_id: UUID, membership_id: UUID | None = None) -> Whose:
    """Return whom a record is about, today.

    :param membership_id: the membership whose record it is; None for the record of the person.
    """
    has_died = belonging.died(session, person_id) is not None
    return Whose(
        person_id=person_id,
        has_died=has_died,
        was_expelled=belonging.was_expelled(session, person_id),
        is_apart=not stand_ins.held_jointly(session, person_id, on=today()),
        can_be_seated=not has_died and _waits_for_seat(session, person_id),
        is_seated=board.is_appointed(session, person_id, on=today()),
        needs_code=_needs_code(session, person_id),
        **_as_member(session, person_id, membership_id),
    )


def _as_member(session: "Session", person_id: UUID, membership_id: UUID | None) -> dict[str, Any]:
    """Return what a record says of somebody as a member, by the names that `Whose` has for it."""
    on = today()
    number = queries.active_number(session, person_id, on=on)
    if membership_id is None:
        return {"is_member": number is not None, "membership_id": None}
    is_active = number == queries.membership(session, membership_id).member_no
    return {
        "is_member": number is not None,
        "membership_id": membership_id if is_active else None,
        "is_looked_at_as_member": True,
        "is_suspended": queries.is_suspended(session, membership_id, on=on),
        "is_represented": stand_ins.acting_on(session, membership_id, on=on) is not None,
        "acted_for_id": membership_id if stand_ins.actings_for(session, membership_id, on=on) else None,
        "can_be_joined": Role.MEMBER in actor().roles and not persons.is_body(session, person_id),
    }


def _waits_for_seat(session: "Session", person_id: UUID) -> bool:
    """Say whether a decision of the authority appoints somebody, and gave no seat yet."""
    decided = constitution.decisions_about(session, person_id, Matter.APPOINTMENT)
    return any(not board.was_seated_by(session, person_id, one.id) for one in decided)


def _needs_code(session: "Session", person_id: UUID) -> bool:
    """Say whether a code on paper could be printed for somebody; a body signs in by nobody's account."""
    return not persons.is_body(session, person_id) and may(
        lambda: signing_in.ensure_printable(session, person_id, on=today())
    )


def remarks(session: "Session", whose: Whose) -> list[Remark]:
    """Return why this reader is not offered what others' records offer."""
    found = []
    if whose.has_died and can(Permission.APPLICATION_ENTER):
        found.append(
            Remark(
                words=_("The register says that they died, so little is left to do. If that is wrong:"),
                link=_("Enter an application for them"),
                address=url_for("applications.enter", person_id=whose.person_id),
            )
        )
    found += [
        Remark(
            words=_("They hold a membership together with its member, and are one member with them."),
            link=_("See that membership"),
            address=url_for("members.show", membership_id=one),
        )
        for one in stand_ins.held_jointly(session, whose.person_id, on=today())
    ]
    return found
