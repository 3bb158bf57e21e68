"""Extracts of the register of resolutions: what the chair signs.

Source: domain 5.10.
"""

from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import select
from sqlalchemy.orm import Session

from govern.audit import service as audit
from govern.audit.service import Happening
from govern.constitution import queries as constitution
from govern.constitution.rules import Mode
from govern.core.actors import Deed
from govern.core.canonical import digest, spelled
from govern.divisions import service as divisions
from govern.interests import standing_back
from govern.register import queries as register
from govern.resolutions import queries as resolutions
from govern.resolutions import signed_extracts
from govern.resolutions.models import ResolutionExtract
from govern.resolutions.signed_extracts import DOMAIN


def sign(
    session: Session, division_id: UUID, deed: Deed, *, key: Ed25519PrivateKey, section: str | None = None
) -> ResolutionExtract:
    """Sign what the register says of one vote, in the name of the chair who asks for it.

    :param section: of the Act, where it is the copy for the registrar (`registrar_copies.section_of`).
    :param key: the installation's, which signs the journal's heads too.
    :raises NotFound: no such vote was declared.
    :raises OfficerStandsBack: the actor takes no part in its motion.
    """
    ensure_may_be_signed(session, division_id, deed)
    content = content_of(session, division_id, deed)
    if section is not None:
        content |= {"section": section, "first_meeting": first_meeting(session, division_id)}
    told = digest(content)
    if signed := session.scalars(select(ResolutionExtract).where(ResolutionExtract.digest == told)).first():
        # A second press of the button in the same instant says the same.
        return signed
    extract = ResolutionExtract(
        division_id=division_id,
        content=content,
        digest=told,
        signature=signed_extracts.signature(DOMAIN, told, key),
        signed_by=deed.actor.person_id,
        signed_at=deed.at,
    )
    session.add(extract)
    session.flush()
    facts = {"division": division_id, "digest": told}
    happening = Happening(event="extract.signed", subject_id=extract.id, facts=facts)
    audit.record(session, happening, actor=deed.actor, at=deed.at)
    return extract


def ensure_may_be_signed(session: Session, division_id: UUID, deed: Deed) -> None:
    """Refuse an extract to whoever takes no part in what was resolved; raises as `sign` does."""
    standing_back.ensure_free(session, divisions.find(session, division_id).motion_id, deed.actor, at=deed.at)


def first_meeting(session: Session, division_id: UUID) -> dict[str, Any]:
    """Return when a first meeting carried what a second one confirmed, and its sum with its turnout.

    Source: CCBSA 2014 ss.111(2), 113(2), 120(2).
    """
    voted = divisions.of_motion(session, divisions.find(session, division_id).motion_id)
    first = [
        division.id
        for division, came in voted
        if came and came.is_carried and not division.is_confirming and division.amendment_n is None
    ]
    if not first:
        return {}
    one = resolutions.of_division(session, first[-1])
    told: dict[str, Any] = spelled({"held_on": one.held_on, "working": one.working, "rule": str(one.rule or "")})
    return told


def content_of(session: Session, division_id: UUID, deed: Deed) -> dict[str, Any]:
    """Return what is signed: the register's line, and who signs it when."""
    one, mutual = resolutions.of_division(session, division_id), constitution.mutual(session)
    assert deed.actor.person_id is not None
    learned = resolutions.learned_of(session, division_id, at=deed.at)
    told: dict[str, Any] = spelled(
        {
            "mutual": mutual.name,
            "registered_number": mutual.registered_number or "",
            "is_demonstration": mutual.mode != Mode.REAL,
            "number": str(one.reference),
            "title": dict(one.title),
            "text": dict(one.text),
            "body": one.body,
            "kind": one.kind,
            "way": one.way,
            "held_on": one.held_on,
            "declared_on": one.on,
            "effect": str(one.effect or ""),
            "came": one.came,
            "working": one.working,
            "learned": [str(words) for words in (*learned.told, learned.verdict)] if learned.any else [],
            "rule": str(one.rule or ""),
            "source": one.source,
            "rule_set_version": one.version,
            "signed_by": register.name_of(session, deed.actor.person_id),
            "signed_as": "chair",
            "signed_at": deed.at,
        }
    )
    return told
