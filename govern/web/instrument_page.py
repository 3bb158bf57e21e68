"""What pages show of who signed an instrument of dissolution and declared: its own page, and somebody's history."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import url_for

from govern.access import actor, can
from govern.core import db
from govern.core.paging import PAGE_SIZE, Page, nearest, offset
from govern.core.words import Sentence, say
from govern.permissions import Permission
from govern.register import queries as register
from govern.register.rules import folded, sort_name
from govern.statutory import complied, courses, declarations, signatures
from govern.statutory.declarations import Declared
from govern.statutory.models import DeclarationDenial, SignatureStrike, StatutoryCourse, Struck
from govern.statutory.signatures import Signed
from govern.statutory.words import ALTERED, INSTRUMENT_SETS_OUT
from govern.web.asked import page_asked
from govern.web.deeds import deed_now, may
from govern.web.paper_names import InTheirName

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

SAID_NO = say("You said that it is not so.")


def shown(session: "Session", course: StatutoryCourse) -> dict[str, Any]:
    """Return what the page of an instrument shows of who signed: all by name to officers, to others their own."""
    found = signatures.of_course(session, course.id)
    if not can(Permission.MOTION_ADMIT):
        found = [one for one in found if one.signature.person_id == actor().person_id]
    called = register.names_of(session, {one.signature.person_id for one in found})
    found = sorted(found, key=lambda one: by_name(called[one.signature.person_id]))
    page = _page_of(found)
    standing = [one.signature.person_id for one in page.items if one.strike is None]
    return {
        "signed": page,
        "signers": called | register.names_of(session, {one.signature.entered_by for one in page.items}),
        "may_deny": {one for one in standing if may(_denying(session, course.id, one))},
        "may_take_back": {one for one in standing if may(_taking_back(session, course.id, one))},
        "sets_out": INSTRUMENT_SETS_OUT,
        "altered": ALTERED,
    }


def declared(session: "Session", course: StatutoryCourse, *, on: "date") -> dict[str, Any]:
    """Return what the page of an instrument shows of who declared, and whose declaration was too early."""
    found = declarations.of_course(session, course.id)
    if not can(Permission.MOTION_ADMIT):
        found = [one for one in found if one.declaration.person_id == actor().person_id]
    people = {who for one in found for who in (one.declaration.person_id, one.declaration.entered_by)}
    made = {one.person_id: one for one in complied.made(session, course.id)}
    approved = courses.approved_on(session, course, on=on) if courses.filing(session, course.id) is None else None
    return {
        "declared": found,
        "declarers": register.names_of(session, people),
        "may_deny_declared": {one.declaration.person_id for one in found if _may_deny(session, one)},
        "made": made,
        "approved_on": approved,
        "too_early": {who for who, one in made.items() if approved and one.is_early(approved)},
    }


def by_name(name: str) -> tuple[str, str]:
    """Return how people stand in a list: by the name that they are sorted by, then by the whole."""
    return folded(sort_name(name)), name


def _page_of(found: Sequence[Signed]) -> Page[Signed]:
    """Cut them where a list is cut: three quarters of all the members sign, and each line has two things to press."""
    number = nearest(page_asked(), total=len(found))
    first = offset(number)
    return Page(items=list(found[first : first + PAGE_SIZE]), number=number, total=len(found))


def _denying(session: "Session", course_id: UUID, person_id: UUID) -> Callable[[], None]:
    return lambda: signatures.ensure_may_deny(session, course_id, person_id, actor())


def _taking_back(session: "Session", course_id: UUID, person_id: UUID) -> Callable[[], None]:
    return lambda: signatures.ensure_may_take_back(session, course_id, person_id, actor())


def of_reader(session: "Session", person_id: UUID) -> list[InTheirName]:
    """Return the signatures and declarations that an officer entered in somebody's name, and what they said to them."""
    signed = [
        one
        for one in signatures.of_person(session, person_id)
        if one.signature.entered_by != person_id or one.signature.n > 1
    ]
    declared = [one for one in declarations.of_person(session, person_id) if one.declaration.entered_by != person_id]
    return [
        *(_in_their_name(session, one) for one in signed),
        *(_declared_in_their_name(session, one) for one in declared),
    ]


def _may_deny(session: "Session", one: Declared) -> bool:
    """Say whether the reader can say now that somebody did not declare."""
    key = {"course_id": one.declaration.course_id, "person_id": one.declaration.person_id}
    return one.denial is None and may(lambda: declarations.ensure_may_deny(session, **key, actor=actor()))


def _declared_in_their_name(session: "Session", one: Declared) -> InTheirName:
    course_id, person_id = one.declaration.course_id, one.declaration.person_id
    key: dict[str, Any] = {"course_id": course_id, "person_id": person_id}
    address = url_for("signatures.deny_declaration", **key)
    return InTheirName(
        entered_at=one.declaration.entered_at,
        struck=_why_denied(one),
        title=courses.find(session, course_id).title,
        part=say(
            "You declared on %(day)s that the law was kept when the instrument that dissolves the society was signed.",
            day=one.declaration.made_on,
        ),
        denial=address if _may_deny(session, one) else None,
        upholding=_upholding(one.denial, declarations.ensure_may_uphold, "signatures.uphold_declaration", key),
    )


def _upholding(
    denial: DeclarationDenial | SignatureStrike | None,
    ensure: Callable[..., None],
    endpoint: str,
    key: Mapping[str, Any],
) -> str | None:
    """Return where the reader can say that it is so which an officer denied for them; None where they cannot."""
    if denial is None or not may(lambda: ensure(db.session(), **key, deed=deed_now())):
        return None
    return url_for(endpoint, **key)


def _in_their_name(session: "Session", one: Signed) -> InTheirName:
    course_id, person_id = one.signature.course_id, one.signature.person_id
    may_deny = one.strike is None and may(_denying(session, course_id, person_id))
    key: dict[str, Any] = {"course_id": course_id, "person_id": person_id}
    last = signatures.last(session, course_id, person_id).signature.n
    struck = one.strike if one.signature.n == last else None
    return InTheirName(
        entered_at=one.signature.entered_at,
        struck=_why_struck(one),
        title=courses.find(session, course_id).title,
        part=say("You signed the instrument that dissolves the society, on %(day)s.", day=one.signature.signed_on),
        denial=url_for("signatures.deny", **key) if may_deny else None,
        upholding=_upholding(struck, signatures.ensure_may_uphold, "signatures.uphold", key),
    )


def _why_struck(one: Signed) -> Sentence | None:
    if one.strike is None:
        return None
    if one.strike.why == Struck.TAKEN_BACK:
        return say("It was entered by mistake, and no longer counts.")
    is_own_word = one.strike.entered_by == one.signature.person_id
    return SAID_NO if is_own_word else say("An officer entered that you did not sign it.")


def _why_denied(one: Declared) -> Sentence | None:
    if one.denial is None:
        return None
    is_own_word = one.denial.entered_by == one.declaration.person_id
    return SAID_NO if is_own_word else say("An officer entered that you did not declare it.")
