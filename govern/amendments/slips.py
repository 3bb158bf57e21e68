"""Slips of the pen: said by whoever proposes a wording, and ruled on by the chair before anybody agrees to it.

Source: Re Moorgate Mercantile Holdings [1980] 1 WLR 227; domain 5.3.
"""

from uuid import UUID

from sqlalchemy.orm import Session

from govern.amendments import amending, ruling
from govern.amendments.amending import Settled
from govern.amendments.refusals import AmendmentSettled, NoSlipToRuleOn, SlipRuledOn
from govern.core.actors import Deed
from govern.motions import queries, steps
from govern.motions.models import Amendment, SlipRuling
from govern.motions.refusals import MotionReasonNeeded


def rule_on(session: Session, motion_id: UUID, n: int, deed: Deed, *, is_slip: bool) -> SlipRuling:
    """Rule on whether a wording corrects a slip and no more. One that does not is not put to the vote.

    :raises Refusal: as `ensure_may_rule_on` raises.
    :raises MotionReasonNeeded: the deed's note is empty.
    """
    queries.locked(session, motion_id)
    amendment = ensure_may_rule_on(session, motion_id, n, deed)
    if not deed.note.strip():
        raise MotionReasonNeeded
    assert deed.actor.person_id is not None
    ruled = SlipRuling(
        motion_id=motion_id,
        n=n,
        is_slip=is_slip,
        reason=deed.note.strip(),
        ruled_by=deed.actor.person_id,
        ruled_at=deed.at,
    )
    steps.keep(session, motion_id, ruled, deed, event="amendment.slip_ruled", n=n, is_slip=is_slip)
    if not is_slip:
        amending.write_outcome(session, amendment, Settled.FELL, deed)
    return ruled


def ensure_may_rule_on(session: Session, motion_id: UUID, n: int, deed: Deed) -> Amendment:
    """Return a wording on which the actor can rule now.

    :raises NotFound: there is none of that number.
    :raises NoSlipToRuleOn: nobody says that it corrects a slip.
    :raises AmendmentSettled: it is settled.
    :raises SlipRuledOn: somebody has ruled on it.
    :raises DivisionGoesOn: a vote on the motion, or on another wording, is not declared.
    :raises Refusal: of `ruling.ensure_rules`.
    """
    amendment = queries.amendment(session, motion_id, n)
    if not amendment.is_clerical:
        raise NoSlipToRuleOn
    if n in queries.slip_rulings(session, motion_id):
        raise SlipRuledOn
    if n in queries.amendment_outcomes(session, motion_id):
        raise AmendmentSettled
    steps.ensure_no_vote_goes_on(session, motion_id)
    ruling.ensure_rules(session, deed, apart=amending.behind(session, amendment, deed))
    return amendment
