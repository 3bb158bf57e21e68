"""Withdraw a motion: its proposer until it is moved, and after that the chair, with the leave of those who decide it.

Source: procedure of meetings: a motion that was moved belongs to the meeting.
"""

from uuid import UUID

from sqlalchemy.orm import Session

from govern.accounts import queries as accounts
from govern.backing import papers
from govern.backing import service as backing
from govern.constitution import queries as constitution
from govern.constitution.models import Decision
from govern.constitution.rules import Body
from govern.core.actors import Actor, Deed, Role
from govern.motions import queries, steps
from govern.motions.models import MotionStep
from govern.motions.refusals import LeaveNeeded, LeaveNotTheirs, NotTheirsToWithdraw
from govern.motions.rules import Deciders, State

KEEPS_THE_AGENDA = frozenset({Role.CHAIR, Role.SECRETARY})
BODIES = {Deciders.MEMBERS: Body.GENERAL_MEETING, Deciders.BOARD: Body.BOARD}


def withdraw(session: Session, motion_id: UUID, deed: Deed, *, leave_id: UUID | None = None) -> MotionStep:
    """Withdraw a motion before it is put to the vote; the deed's note says why.

    :param leave_id: the decision by which those who decide it gave leave, once it was moved.
    :raises NotTheirsToWithdraw: the actor is not the proposer, who could do it; or it was moved, and is the meeting's.
    :raises OfficerStandsBack: the actor is not the proposer, and takes no part in it.
    :raises LeaveNeeded: it was moved, and no decision is named.
    :raises LeaveNotTheirs: the decision is another body's, or older than the moving, or was entered by the actor.
    :raises MotionReasonNeeded: the note is empty.
    :raises MotionStepOutOfOrder: it was put to the vote, or is at an end.
    """
    queries.locked(session, motion_id)
    ensure_may_be_withdrawn(session, motion_id, deed)
    if queries.moved_on(session, motion_id) is None:
        leave_id = None
    elif leave_id is None:
        raise LeaveNeeded
    elif leave_id not in {one.id for one in leaves(session, motion_id, deed.actor)}:
        raise LeaveNotTheirs
    return steps.take(session, motion_id, State.WITHDRAWN, deed, leave_id=leave_id)


def leaves(session: Session, motion_id: UUID, actor: Actor) -> list[Decision]:
    """Return the decisions by which a motion that was moved could be withdrawn, the newest first.

    They are of those who decide it, not older than its moving, and entered by somebody other than who withdraws it.
    """
    moved_on = queries.moved_on(session, motion_id)
    if moved_on is None:
        return []
    body = BODIES[Deciders(queries.find(session, motion_id).deciders)]
    found = constitution.decisions_of(session, body)
    return [one for one in found if one.decided_on >= moved_on and one.entered_by != actor.person_id]


def ensure_may_be_withdrawn(session: Session, motion_id: UUID, deed: Deed) -> None:
    """Refuse to withdraw what is not the actor's to withdraw, or cannot be withdrawn now; raises as `withdraw` does."""
    steps.ensure_may_go(session, motion_id, State.WITHDRAWN)
    if not may_withdraw(session, motion_id, deed.actor):
        raise NotTheirsToWithdraw
    backing.ensure_own_or_free(session, motion_id, queries.proposer(session, motion_id), deed)


def may_withdraw(session: Session, motion_id: UUID, actor: Actor) -> bool:
    """Say whether a motion is somebody's to withdraw, as far as its state goes.

    Before it is moved it is its proposer's alone; an officer enters it only for a proposer who has no account and so
    cannot say it, or who says that they never proposed it. After that it is the meeting's, and the chair enters by
    which decision the meeting gave leave.
    """
    if queries.moved_on(session, motion_id) is not None:
        return Role.CHAIR in actor.roles
    proposer, is_officer = queries.proposer(session, motion_id), not actor.roles.isdisjoint(KEEPS_THE_AGENDA)
    if actor.person_id == proposer:
        return True
    is_nobodys = papers.is_proposer_denied(session, motion_id)
    return is_officer and (is_nobodys or accounts.open_account_of(session, proposer) is None)
