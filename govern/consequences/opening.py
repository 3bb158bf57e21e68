"""Who approves an opening register once the board that members elected acts: a member, and a founder no more."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from govern.consequences import deciding
from govern.constitution import queries as constitution
from govern.core.actors import Actor
from govern.register import belonging
from govern.register import opening as register
from govern.register.models import OpeningBatch
from govern.register.opening_refusals import FoundersNoLongerApprove


def approve(
    session: Session, batch_id: UUID, *, entries: int, match_key: bytes, actor: Actor, at: datetime
) -> OpeningBatch:
    """Approve somebody else's file, and enter all of it in the register.

    :param entries: the number of entries, as the approver typed it.
    :raises FoundersNoLongerApprove: a founder who is no member, once the board that members elected can act.
    :raises Refusal: as `register.opening.approve` says.

    Source: INV-42; domain 2.7: no continuing privilege of founders.
    """
    made = register.approve(session, batch_id, entries=entries, match_key=match_key, actor=actor, at=at)
    assert actor.person_id is not None
    today = constitution.today(session, at=at)
    is_member = belonging.members_among(session, [actor.person_id], on=today)
    if not is_member and not deciding.founders_act(session, on=today):
        raise FoundersNoLongerApprove
    return made
