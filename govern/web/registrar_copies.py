"""The copy of a statutory resolution for the registrar: the secretary's hand under it, and what pages say of that."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from flask import Blueprint, Response, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from govern.access import can, public, requires
from govern.core import db
from govern.core.canonical import canonical
from govern.core.errors import NotFound
from govern.core.languages import LocalText
from govern.motions.division_models import Division
from govern.motions.matters import Section
from govern.permissions import Permission
from govern.register import queries as register
from govern.registrar import copies as registrar_copies
from govern.resolutions import signed_extracts
from govern.resolutions.models import ResolutionExtract
from govern.statutory import courses
from govern.statutory.models import StatutoryCourse
from govern.statutory.words import SECTIONS
from govern.web.deeds import Gate, ask_or_do, deed_now, may
from govern.web.filters import day, instant, spoken
from govern.web.forms.motions import ButtonForm
from govern.web.steps import keyring, today
from govern.web.worked import as_written

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

pages = Blueprint("registrar_copies", __name__)


def heading_of(content: dict[str, Any]) -> str:
    """Return what an extract calls itself."""
    if content.get("section"):
        return str(gettext("Copy of a special resolution (section %(section)s)", section=content["section"]))
    return str(gettext("Extract from the register of resolutions"))


def of_its_section(content: dict[str, Any]) -> list[tuple[str, str]]:
    """Return by which section it was passed, where an extract is the copy for the registrar."""
    section = content.get("section")
    return [(gettext("Passed as"), spoken(SECTIONS[Section(section)]))] if section else []


def of_first_meeting(content: dict[str, Any], written: Callable[[str], str]) -> list[tuple[str, str]]:
    """Return the day and the sum of the first meeting, where an extract is the copy for the registrar.

    :param written: how words are shown that were signed as they are, in English.
    """
    first = content.get("first_meeting")
    if not first:
        return []
    return [
        (gettext("Day of the first meeting"), day(date.fromisoformat(first["held_on"]))),
        (gettext("The sum at the first meeting"), written(first["working"])),
        (gettext("The rule at the first meeting"), written(first["rule"])),
    ]


def countersigned(extract: ResolutionExtract) -> str:
    """Say who countersigned a copy, or that nobody has yet; nothing of what needs no second hand."""
    if not registrar_copies.is_copy(extract):
        return ""
    hand = registrar_copies.countersignature(db.session(), extract)
    if hand is None:
        return str(gettext("Not countersigned yet. The registrar needs the secretary’s signature too."))
    words: str = gettext(
        "Countersigned by %(name)s as secretary: %(instant)s.",
        name=hand.content["signed_by"],
        instant=instant(hand.signed_at),
    )
    return words


def is_countersigned_by_us(extract: ResolutionExtract, key: Ed25519PublicKey) -> bool:
    """Say whether the second hand under an extract is what was given; of one without it, yes."""
    hand = registrar_copies.countersignature(db.session(), extract)
    return hand is None or registrar_copies.is_genuine(hand, extract, key)


def may_be_countersigned(extract: ResolutionExtract) -> bool:
    """Say whether the reader can put their hand to a copy as secretary."""
    return can(Permission.EXTRACT_COUNTERSIGN) and may(
        lambda: registrar_copies.ensure_may_countersign(db.session(), extract, deed_now())
    )


def shown(session: "Session", course: StatutoryCourse) -> dict[str, Any]:
    """Return what the page of a course shows of its copy for the registrar, once a second meeting confirmed it."""
    outcome = courses.outcome_of(session, course, is_confirming=True)
    if outcome is None or courses.second_meeting_on(session, course) is None:
        return {}
    presided = registrar_copies.presided(session, course)
    found, sent = registrar_copies.of_course(session, course), courses.filing(session, course.id)
    return {
        "copies": [(one, countersigned(one), may_be_countersigned(one)) for one in found],
        "confirmed_by": outcome.division_id,
        "presided": presided,
        "presided_name": register.name_of(session, presided) if presided else "",
        "sent_on_paper": bool(sent and sent.is_signed_on_paper),
        "agreeing": signed_extracts.of_division(session, outcome.division_id),
        "made_on_paper": registrar_copies.is_made_on_paper(session, course, on=today()),
        "copy_waits": not may(lambda: registrar_copies.ensure_could_be_sent(session, course, on=today())),
    }


def page_of(session: "Session", extract: ResolutionExtract) -> str | None:
    """Return the address of the resolution that an extract is of, for whoever may read it."""
    if not can(Permission.MOTION_READ):
        return None
    motion_id = session.get_one(Division, extract.division_id).motion_id
    course = courses.of_motion(session, motion_id) if registrar_copies.is_copy(extract) else None
    if course is not None:
        return url_for("statutory.show", course_id=course.id)
    return url_for("resolutions.show", division_id=extract.division_id)


@pages.route("/extracts/<told>/countersignature", methods=["GET", "POST"])
@requires(Permission.EXTRACT_COUNTERSIGN)
def countersign(told: str) -> ResponseReturnValue:
    extract, key = signed_extracts.find(db.session(), told), keyring().journal_key()
    content, back = extract.content, url_for("resolutions.check", told=told)

    def keep(session: "Session") -> str:
        registrar_copies.countersign(session, signed_extracts.find(session, told), deed_now(), key=key)
        return back

    return ask_or_do(
        ButtonForm(),
        keep,
        template="resolutions/countersign.html",
        said=gettext("The copy is countersigned. Save it as a PDF, and send it to the registrar."),
        gate=Gate(
            ensure=lambda session: registrar_copies.ensure_may_countersign(session, extract, deed_now()),
            about=LocalText(content["title"]),
            back=back,
        ),
        extract=extract,
        title=LocalText(content["title"]),
        text=LocalText(content["text"]),
        section=[*of_its_section(content), *of_first_meeting(content, as_written)],
        back=back,
    )


@pages.get("/extracts/<told>/countersignature.json")
@public
def save_signed(told: str) -> ResponseReturnValue:
    """Give the very bytes that the secretary signed, so that a stranger can check them without us."""
    hand = registrar_copies.countersignature(db.session(), signed_extracts.find(db.session(), told))
    if hand is None:
        raise NotFound
    response = Response(canonical(hand.content), mimetype="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="countersignature-{told[:8]}.json"'
    return response
