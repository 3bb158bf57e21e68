"""The copy of a statutory resolution for the registrar: whose hands it bears.

Whoever was in the chair of the second meeting signs it, and the secretary countersigns it, each in their own person.

Source: CCBSA 2014 ss.111(5), 113(5), 121(4); decision 0028, *extracts are signed with the journal's key*.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from sqlalchemy import select
from sqlalchemy.orm import Session

from govern.accounts import queries as accounts
from govern.audit import service as audit
from govern.audit.service import Happening
from govern.constitution import queries as constitution
from govern.core.actors import Deed, Role
from govern.core.canonical import digest, spelled
from govern.core.clock import local_date
from govern.divisions.models import DivisionChair
from govern.interests import standing_back
from govern.motions.division_models import Division, DivisionOutcome
from govern.register import queries as register
from govern.resolutions import signed_extracts
from govern.resolutions.models import ExtractCountersignature, ResolutionExtract
from govern.resolutions.refusals import CopyNotGenuine, CopyNotSigned, CountersignedAlready, NoCountersignature
from govern.statutory import courses
from govern.statutory.models import StatutoryCourse
from govern.statutory.refusals import OneHandForTwo
from govern.statutory.rules import Stage
from govern.statutory.steps import ensure_secretary

DOMAIN = b"extract-countersigned-v1\x00"


def section_of(session: Session, division_id: UUID, signer: UUID) -> str | None:
    """Return the section of a resolution, where what somebody signs of its vote is the copy for the registrar.

    It is the vote by which a second meeting confirmed it, and they were in its chair.
    """
    division, outcome = session.get_one(Division, division_id), session.get_one(DivisionOutcome, division_id)
    course = courses.of_motion(session, division.motion_id)
    is_confirmed = division.is_confirming and division.amendment_n is None and outcome.is_carried
    if course is None or not is_confirmed or presided(session, course) != signer:
        return None
    return course.section


def presided(session: Session, course: StatutoryCourse) -> UUID | None:
    """Return who was in the chair of the second meeting; None before it voted.

    Where nobody was put on record in the chair of its vote, it was whoever declared it.
    """
    outcome = courses.outcome_of(session, course, is_confirming=True)
    if outcome is None:
        return None
    chair = session.get(DivisionChair, outcome.division_id)
    return chair.person_id if chair else outcome.declared_by


def of_course(session: Session, course: StatutoryCourse) -> Sequence[ResolutionExtract]:
    """Return the copies of a resolution for the registrar, the newest first."""
    outcome = courses.outcome_of(session, course, is_confirming=True)
    if outcome is None:
        return []
    return [one for one in signed_extracts.of_division(session, outcome.division_id) if is_copy(one)]


def unsigned(session: Session, *, on: date) -> list[StatutoryCourse]:
    """Return the resolutions whose papers come next, and whose copy waits for the hand of who was in the chair."""
    return [
        one
        for one in _to_be_sent(session, on=on)
        if not of_course(session, one) and not is_made_on_paper(session, one, on=on)
    ]


def unagreed(session: Session, *, on: date) -> list[tuple[StatutoryCourse, UUID]]:
    """Return the resolutions whose copy is signed on paper, and of whose vote nobody signed an extract to print.

    :returns: each with the vote at its second meeting.
    """
    found = ((one, courses.outcome_of(session, one, is_confirming=True)) for one in _to_be_sent(session, on=on))
    return [
        (one, outcome.division_id)
        for one, outcome in found
        if outcome is not None
        and is_made_on_paper(session, one, on=on)
        and not signed_extracts.of_division(session, outcome.division_id)
    ]


def half_signed(session: Session, *, on: date) -> list[tuple[StatutoryCourse, ResolutionExtract]]:
    """Return the resolutions whose papers come next, and whose copy waits for the secretary's hand, with the newest."""
    found = ((one, of_course(session, one)) for one in _to_be_sent(session, on=on))
    return [(one, copies[0]) for one, copies in found if copies and not countersigned_on(session, one)]


def _to_be_sent(session: Session, *, on: date) -> list[StatutoryCourse]:
    """Return the resolutions of two meetings whose papers go to the registrar, be it once they are declared on.

    The copy has its 14 days whether or not everybody has declared.
    """
    ahead = (one for one in courses.listed(session) if one.motion_id is not None)
    waiting = (Stage.DECLARATION, Stage.FILING)
    return [one for one in ahead if courses.facts(session, one, on=on).next_stage in waiting]


def is_copy(extract: ResolutionExtract) -> bool:
    """Say whether an extract is a copy for the registrar."""
    return bool(extract.content.get("section"))


def countersignature(session: Session, extract: ResolutionExtract) -> ExtractCountersignature | None:
    """Return the secretary's hand under a copy, if it bears one."""
    query = select(ExtractCountersignature).where(ExtractCountersignature.extract_id == extract.id)
    return session.scalars(query).first()


def countersign(
    session: Session, extract: ResolutionExtract, deed: Deed, *, key: Ed25519PrivateKey
) -> ExtractCountersignature:
    """Countersign a copy as the secretary who asks for it.

    :param key: the installation's, which signed the copy too.
    :raises NoCountersignature: it is no copy for the registrar.
    :raises CountersignedAlready: it bears the hand of a secretary.
    :raises CopyNotGenuine: it is not what the chair signed.
    :raises OneHandForTwo: the actor signed it as chair.
    :raises NotTheSecretary: the actor does not hold the office.
    :raises OfficerStandsBack: the actor takes no part in the motion.
    """
    ensure_may_countersign(session, extract, deed)
    if not signed_extracts.is_genuine(extract, key.public_key()):
        raise CopyNotGenuine
    content = _content(session, extract, deed)
    told = digest(content)
    made = ExtractCountersignature(
        extract_id=extract.id,
        content=content,
        digest=told,
        signature=signed_extracts.signature(DOMAIN, told, key),
        signed_by=deed.actor.person_id,
        signed_at=deed.at,
    )
    session.add(made)
    session.flush()
    facts = {"division": extract.division_id, "extract": extract.digest, "digest": told}
    happening = Happening(event="extract.countersigned", subject_id=extract.id, facts=facts)
    audit.record(session, happening, actor=deed.actor, at=deed.at)
    return made


def _content(session: Session, extract: ResolutionExtract, deed: Deed) -> dict[str, Any]:
    """Return what a secretary signs: of which copy, who they are, and when."""
    assert deed.actor.person_id is not None
    told: dict[str, Any] = spelled(
        {
            "extract": extract.digest,
            "signed_by": register.name_of(session, deed.actor.person_id),
            "signed_as": "secretary",
            "signed_at": deed.at,
        }
    )
    return told


def ensure_may_countersign(session: Session, extract: ResolutionExtract, deed: Deed) -> None:
    """Refuse a hand under what needs none, bears it, or is the actor's own; raises as `countersign` does."""
    if not is_copy(extract):
        raise NoCountersignature
    if countersignature(session, extract) is not None:
        raise CountersignedAlready
    if extract.signed_by == deed.actor.person_id:
        raise OneHandForTwo
    assert deed.actor.person_id is not None
    ensure_secretary(session, deed.actor.person_id, on=constitution.today(session, at=deed.at))
    motion_id = session.get_one(Division, extract.division_id).motion_id
    standing_back.ensure_free(session, motion_id, deed.actor, at=deed.at)


def countersigned_on(session: Session, course: StatutoryCourse) -> dict[UUID, date]:
    """Return who countersigned the copy of a resolution as secretary, each with the day on which they did so first."""
    zone = constitution.mutual(session).time_zone
    found = [countersignature(session, one) for one in of_course(session, course)]
    return {one.signed_by: local_date(one.signed_at, zone) for one in found if one}


def is_made_on_paper(session: Session, course: StatutoryCourse, *, on: date) -> bool:
    """Say whether the copy cannot be signed here any more: who was in the chair does not hold the office on a day."""
    chair_id = presided(session, course)
    return chair_id is not None and chair_id not in accounts.holders_of(session, Role.CHAIR, on=on)


def ensure_could_be_sent(session: Session, course: StatutoryCourse, *, on: date) -> None:
    """Refuse papers on a day on which their copy bears no two hands, and can be signed here; an instrument has none.

    :raises CopyNotSigned: chair and secretary can still sign it.
    """
    if course.motion_id is None or countersigned_on(session, course):
        return
    if not is_made_on_paper(session, course, on=on):
        raise CopyNotSigned


def ensure_both_hands(
    session: Session, course: StatutoryCourse, secretary_id: UUID, *, is_on_paper: bool, on: date
) -> date | None:
    """Return the day on which a secretary countersigned the copy, None of what was signed on paper, or refuse.

    :raises CopyNotSigned: they did not, and nobody says that it was signed on paper by who is in the chair no more.
    """
    if course.motion_id is None:
        return None
    signed_on = countersigned_on(session, course).get(secretary_id)
    if signed_on is None and not (is_on_paper and is_made_on_paper(session, course, on=on)):
        raise CopyNotSigned
    return signed_on


def is_genuine(hand: ExtractCountersignature, extract: ResolutionExtract, key: Ed25519PublicKey) -> bool:
    """Say whether a countersignature is ours, of what it says, and of this copy."""
    content: dict[str, Any] = hand.content
    if digest(content) != hand.digest or content.get("extract") != extract.digest:
        return False
    return signed_extracts.is_signed(DOMAIN, hand.digest, hand.signature, key)
