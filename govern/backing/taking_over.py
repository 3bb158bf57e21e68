"""Somebody else proposes a motion whose proposer does not count: what they take over is its text as it stands.

Source: domain 2.8 INV-05, INV-17; procedure of meetings: who proposes a motion stands behind its text.
"""

from uuid import UUID

from sqlalchemy.orm import Session

from govern.backing import service as backing
from govern.core.actors import Deed
from govern.interests import electorate, standing_back
from govern.interests.standing_back_refusals import ProposerInterested, ProposerStands
from govern.motions import queries, steps
from govern.motions.models import Motion, MotionBacking
from govern.motions.rules import BEFORE_THE_VOTE, Backing, State

STILL_OPEN = BEFORE_THE_VOTE | {State.FELL_INQUORATE}


def take_over(
    session: Session, motion_id: UUID, person_id: UUID, deed: Deed, *, read: int | None = None
) -> MotionBacking:
    """Let somebody who is free propose a motion in the stead of whoever does not count.

    :param read: see `steps.ensure_read`.
    :raises TextChanged: another text stands now than they read.
    :raises Refusal: as `ensure_may_take_over` raises.
    """
    queries.locked(session, motion_id)
    ensure_may_take_over(session, motion_id, person_id, deed)
    steps.ensure_read(session, motion_id, read)
    before = queries.backing_of(session, motion_id, queries.proposer(session, motion_id))
    assert before is not None
    before.withdrawn_at = deed.at
    session.flush()
    facts = {"person": before.person_id, "backing": before.backing}
    steps.record(session, motion_id, deed, event="motion.backing_withdrawn", **facts)
    return backing.write(session, motion_id, person_id, Backing.PROPOSER, deed)


def ensure_may_take_over(session: Session, motion_id: UUID, person_id: UUID, deed: Deed) -> None:
    """Refuse to propose in somebody's stead what is still theirs, or is not open, or by somebody who is not free.

    :raises ProposerStands: its proposer counts.
    :raises MotionStepOutOfOrder, DivisionGoesOn: it was put to the vote, or a vote on its wording goes on.
    :raises Refusal: of `backing.ensure_may_be_added`.
    """
    steps.ensure_in(session, motion_id, *STILL_OPEN, wanted=State.SUBMITTED)
    steps.ensure_no_vote_goes_on(session, motion_id)
    motion = queries.find(session, motion_id)
    if counts(session, motion, deed):
        raise ProposerStands
    backing.ensure_may_be_added(session, motion, person_id, Backing.PROPOSER, deed)


def ensure_proposer_counts(session: Session, motion: Motion, deed: Deed) -> None:
    """Refuse to bring further a motion on an admission or the franchise whose proposer does not count.

    :raises ProposerInterested: it is so.
    """
    if not counts(session, motion, deed):
        raise ProposerInterested


def counts(session: Session, motion: Motion, deed: Deed) -> bool:
    """Say whether a motion can go on as that of whoever proposes it."""
    if not electorate.is_at_notice(motion):
        return True
    apart = standing_back.interested(session, motion.id, at=deed.at)
    free = standing_back.free_among(queries.backers(session, motion.id), apart=apart)
    return queries.proposer(session, motion.id) in free
