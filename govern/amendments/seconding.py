"""Who seconds an amendment: with their own word, which they can take back, and the amendment waits for another.

Source: procedure of meetings; domain 2.8 INV-40.
"""

from uuid import UUID

from sqlalchemy.orm import Session

from govern.amendments import amending
from govern.amendments.amending import TAKES_AMENDMENTS
from govern.amendments.refusals import AmendmentSeconded, AmendmentSettled, NotItsSeconder
from govern.backing.refusals import BackedBefore
from govern.core.actors import Deed
from govern.motions import queries, steps
from govern.motions.models import AmendmentSeconding, SecondingWithdrawal
from govern.motions.rules import State


def second_amendment(session: Session, motion_id: UUID, n: int, deed: Deed) -> AmendmentSeconding:
    """Write that the actor seconds an amendment, with their own word.

    :raises Refusal: as `ensure_may_be_seconded` raises.

    Source: domain 2.8 INV-40.
    """
    queries.locked(session, motion_id)
    ensure_may_be_seconded(session, motion_id, n, deed)
    assert deed.actor.person_id is not None
    given = AmendmentSeconding(motion_id=motion_id, n=n, person_id=deed.actor.person_id, given_at=deed.at)
    return steps.keep(session, motion_id, given, deed, event="amendment.seconded", n=n, person=given.person_id)


def ensure_may_be_seconded(session: Session, motion_id: UUID, n: int, deed: Deed) -> None:
    """Refuse the actor's name under an amendment, where it cannot be taken now.

    :raises NotFound: there is none of that number.
    :raises AmendmentSettled: it is settled.
    :raises AmendmentSeconded: somebody seconds it.
    :raises BackedBefore: they did, and took their name back.
    :raises SecondsThemselves: they propose it.
    :raises BackerInterested: they have an interest in the motion.
    :raises MotionStepOutOfOrder: the vote on the motion was called.
    :raises DivisionGoesOn: a vote on another amendment is not declared.
    :raises Refusal: of `backing.ensure_may_stand_behind`.
    """
    motion, amendment = queries.find(session, motion_id), queries.amendment(session, motion_id, n)
    steps.ensure_in(session, motion_id, *TAKES_AMENDMENTS, wanted=State.AMENDED)
    steps.ensure_no_vote_goes_on(session, motion_id)
    if n in queries.amendment_outcomes(session, motion_id):
        raise AmendmentSettled
    if n in queries.amendment_seconders(session, motion_id):
        raise AmendmentSeconded
    if (n, deed.actor.person_id) in queries.withdrawn_secondings(session, motion_id):
        raise BackedBefore
    assert deed.actor.person_id is not None
    amending.ensure_may_second(session, motion, amendment.proposed_by, deed.actor.person_id, deed)


def withdraw(session: Session, motion_id: UUID, n: int, deed: Deed) -> SecondingWithdrawal:
    """Write that the actor seconds an amendment no longer. It stays its proposer's, and waits for another seconder.

    :raises Refusal: as `ensure_may_withdraw` raises.
    """
    queries.locked(session, motion_id)
    ensure_may_withdraw(session, motion_id, n, deed)
    assert deed.actor.person_id is not None
    back = SecondingWithdrawal(motion_id=motion_id, n=n, person_id=deed.actor.person_id, withdrawn_at=deed.at)
    facts = {"n": n, "person": back.person_id}
    return steps.keep(session, motion_id, back, deed, event="amendment.seconding_withdrawn", **facts)


def ensure_may_withdraw(session: Session, motion_id: UUID, n: int, deed: Deed) -> None:
    """Refuse to take back a name that does not stand under an amendment, or that counts in a vote.

    :raises NotFound: there is none of that number.
    :raises AmendmentSettled: it is settled.
    :raises DivisionGoesOn: a vote on the motion, or on an amendment, is not declared.
    :raises NotItsSeconder: the actor does not second it.
    """
    queries.amendment(session, motion_id, n)
    if n in queries.amendment_outcomes(session, motion_id):
        raise AmendmentSettled
    steps.ensure_no_vote_goes_on(session, motion_id)
    if queries.amendment_seconders(session, motion_id).get(n) != deed.actor.person_id:
        raise NotItsSeconder
