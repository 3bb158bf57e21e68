"""What pages show of the signatures under an instrument of dissolution: on its own page, and in somebody's history."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import url_for

from govern.access import actor, can
from govern.core.words import Sentence, say
from govern.motions import courses, signatures
from govern.motions.models import StatutoryCourse
from govern.motions.signatures import Signed
from govern.motions.statutory_models import Struck
from govern.motions.statutory_words import ALTERED, INSTRUMENT_SETS_OUT
from govern.permissions import Permission
from govern.register import queries as register
from govern.web.deeds import may
from govern.web.paper_names import SAID_NO, InTheirName

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def shown(session: "Session", course: StatutoryCourse) -> dict[str, Any]:
    """Return what the page of an instrument shows of its signatures: all to officers, and to others their own."""
    found = signatures.of_course(session, course.id)
    if not can(Permission.MOTION_ADMIT):
        found = [one for one in found if one.signature.person_id == actor().person_id]
    standing = [one.signature.person_id for one in found if one.strike is None]
    people = {one.signature.person_id for one in found} | {one.signature.entered_by for one in found}
    return {
        "signed": found,
        "signers": register.names_of(session, people),
        "may_deny": {one for one in standing if may(_denying(session, course.id, one))},
        "may_take_back": {one for one in standing if may(_taking_back(session, course.id, one))},
        "sets_out": INSTRUMENT_SETS_OUT,
        "altered": ALTERED,
    }


def _denying(session: "Session", course_id: UUID, person_id: UUID) -> Callable[[], None]:
    return lambda: signatures.ensure_may_deny(session, course_id, person_id, actor())


def _taking_back(session: "Session", course_id: UUID, person_id: UUID) -> Callable[[], None]:
    return lambda: signatures.ensure_may_take_back(session, course_id, person_id)


def of_reader(session: "Session", person_id: UUID) -> list[InTheirName]:
    """Return the signatures that an officer entered in somebody's name."""
    return [_in_their_name(session, one) for one in signatures.of_person(session, person_id) if _is_anothers(one)]


def _is_anothers(one: Signed) -> bool:
    return one.signature.entered_by != one.signature.person_id


def _in_their_name(session: "Session", one: Signed) -> InTheirName:
    course_id, person_id = one.signature.course_id, one.signature.person_id
    may_deny = one.strike is None and may(_denying(session, course_id, person_id))
    return InTheirName(
        entered_at=one.signature.entered_at,
        struck=_why_struck(one),
        title=courses.find(session, course_id).title,
        part=say("You signed the instrument that dissolves the society, on %(day)s.", day=one.signature.signed_on),
        denial=url_for("signatures.deny", course_id=course_id, person_id=person_id) if may_deny else None,
    )


def _why_struck(one: Signed) -> Sentence | None:
    if one.strike is None:
        return None
    if one.strike.why == Struck.TAKEN_BACK:
        return say("It was entered by mistake, and no longer counts.")
    is_own_word = one.strike.entered_by == one.signature.person_id
    return SAID_NO if is_own_word else say("An officer entered that you did not sign it.")
