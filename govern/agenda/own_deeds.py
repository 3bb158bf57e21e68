"""What one person did on motions, so that they read it in their own history.

What an officer entered in their name is told by `papers`, where they can say that it is not so.

Source: domain 7.1; product M2.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from govern.backing.models import PaperName
from govern.core.languages import LocalText
from govern.interests.models import MotionInterest, MotionObjection, NamingAgreement, ObjectionEntered
from govern.motions.models import (
    Amendment,
    AmendmentSeconding,
    Motion,
    MotionBacking,
    MotionStep,
    SecondingWithdrawal,
)
from govern.motions.rules import Backing, Ground, State


class Did(StrEnum):
    """What somebody did with a motion."""

    PROPOSED = "proposed"
    SECONDED = "seconded"
    SUPPORTED = "supported"
    STEPPED_BACK = "stepped_back"
    PROPOSED_WORDING = "proposed_wording"
    SECONDED_WORDING = "seconded_wording"
    LEFT_WORDING = "left_wording"
    WITHDREW = "withdrew"
    DECLARED_INTEREST = "declared_interest"
    AGREED = "agreed"
    OBJECTED = "objected"
    OBJECTED_OTHERWISE = "objected_otherwise"


@dataclass(frozen=True, kw_only=True)
class OwnDeed:
    """One thing that somebody did with a motion."""

    did: Did
    at: datetime
    motion_id: UUID
    title: LocalText


Found = Iterator[tuple[Did, datetime, UUID]]
BACKINGS = {
    Backing.PROPOSER: Did.PROPOSED,
    Backing.SECONDER: Did.SECONDED,
    Backing.SUPPORTER: Did.SUPPORTED,
}


def of_person(session: Session, person_id: UUID) -> list[OwnDeed]:
    """Return what somebody did on motions, as it was done."""
    found = sorted(
        {
            *_behind(session, person_id),
            *_wordings(session, person_id),
            *_withdrawn(session, person_id),
            *_about_their_vote(session, person_id),
        },
        key=lambda one: (one[1], one[0]),
    )
    titles = dict(
        session.execute(select(Motion.id, Motion.title).where(Motion.id.in_({one[2] for one in found}))).all()
    )
    return [OwnDeed(did=did, at=at, motion_id=motion_id, title=titles[motion_id]) for did, at, motion_id in found]


def _behind(session: Session, person_id: UUID) -> Found:
    """Yield where they stood behind a motion, and no longer."""
    on_paper = exists().where(
        PaperName.motion_id == MotionBacking.motion_id,
        PaperName.person_id == person_id,
        PaperName.amendment_n.is_(None),
    )
    for one in session.scalars(select(MotionBacking).where(MotionBacking.person_id == person_id, ~on_paper)):
        yield BACKINGS[Backing(one.backing)], one.given_at, one.motion_id
        if one.withdrawn_at is not None:
            yield Did.STEPPED_BACK, one.withdrawn_at, one.motion_id


def _wordings(session: Session, person_id: UUID) -> Found:
    """Yield where they proposed or seconded another wording, and no longer."""
    on_paper = exists().where(
        PaperName.motion_id == Amendment.motion_id,
        PaperName.person_id == person_id,
        PaperName.amendment_n == Amendment.n,
    )
    proposed = select(Amendment).where(Amendment.proposed_by == person_id, ~on_paper)
    yield from ((Did.PROPOSED_WORDING, one.filed_at, one.motion_id) for one in session.scalars(proposed))
    seconded = select(AmendmentSeconding).where(AmendmentSeconding.person_id == person_id)
    yield from ((Did.SECONDED_WORDING, one.given_at, one.motion_id) for one in session.scalars(seconded))
    left = select(SecondingWithdrawal).where(SecondingWithdrawal.person_id == person_id)
    yield from ((Did.LEFT_WORDING, one.withdrawn_at, one.motion_id) for one in session.scalars(left))


def _withdrawn(session: Session, person_id: UUID) -> Found:
    """Yield the motions that they proposed and withdrew themselves."""
    own = exists().where(
        MotionBacking.motion_id == MotionStep.motion_id,
        MotionBacking.person_id == person_id,
        MotionBacking.backing == Backing.PROPOSER,
    )
    query = select(MotionStep).where(MotionStep.to_state == State.WITHDRAWN, MotionStep.actor_id == person_id, own)
    yield from ((Did.WITHDREW, one.at, one.motion_id) for one in session.scalars(query))


def _about_their_vote(session: Session, person_id: UUID) -> Found:
    """Yield what they said of an interest, or against having no vote."""
    declared = select(MotionInterest).where(
        MotionInterest.person_id == person_id, MotionInterest.ground == Ground.OWN_WORD
    )
    yield from ((Did.DECLARED_INTEREST, one.named_at, one.motion_id) for one in session.scalars(declared))
    agreed = select(NamingAgreement).where(NamingAgreement.person_id == person_id)
    yield from ((Did.AGREED, one.agreed_at, one.motion_id) for one in session.scalars(agreed))
    objected = select(MotionObjection).where(MotionObjection.person_id == person_id)
    yield from ((Did.OBJECTED, one.objected_at, one.motion_id) for one in session.scalars(objected))
    entered = select(ObjectionEntered).where(ObjectionEntered.person_id == person_id)
    yield from ((Did.OBJECTED_OTHERWISE, one.entered_at, one.motion_id) for one in session.scalars(entered))
