"""Read what the majority is chosen by that a vote on a motion takes, before anybody votes.

Source: domain 5.4, 5.5.
"""

from sqlalchemy.orm import Session

from govern.constitution import queries as constitution
from govern.constitution.parameters.board import ReservedMatter
from govern.motions import queries
from govern.motions.choosing import Asked
from govern.motions.models import Motion
from govern.motions.rules import Concern, Deciders, Kind, Way
from govern.register import belonging


def asked_of(session: Session, motion: Motion, *, is_amendment: bool, is_confirming: bool) -> Asked:
    """Return what is known of a division on a motion before anybody votes."""
    return Asked(
        kind=Kind(motion.kind),
        deciders=Deciders(motion.deciders),
        way=Way(motion.way),
        legal_form=constitution.legal_form(session),
        matter=ReservedMatter(motion.matter) if motion.matter else None,
        named=motion.majority,
        is_amendment=is_amendment,
        is_confirming=is_confirming,
        is_readmission=is_readmission(session, motion),
        changes_rules=motion.changes_to_id is not None,
    )


def is_readmission(session: Session, motion: Motion) -> bool:
    """Say whether a motion would take back somebody who was expelled. It takes the majority that expels, or more."""
    return motion.kind == Kind.ADMISSION and any(
        belonging.was_expelled(session, one.person_id)
        for one in queries.concerns(session, motion.id)
        if one.concern == Concern.APPLICANT
    )
