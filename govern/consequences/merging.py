"""Two records of one person become one, unless either is on the roll of a vote that is under way."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from govern.core.actors import Actor
from govern.elections import queries as elections
from govern.register import merging
from govern.register.merging_refusals import OnFrozenRoll
from govern.register.models import PersonMerge


def decide(session: Session, merge_id: UUID, *, is_one_person: bool, actor: Actor, at: datetime) -> PersonMerge:
    """Decide that two records are of one person, or of two.

    :raises OnFrozenRoll: one of them is an elector of a vote whose box is not opened.
    :raises Refusal: as `register.merging.decide` raises.

    Source: domain 2.8 INV-13; the database refuses the same.
    """
    merge = merging.find(session, merge_id)
    if is_one_person and elections.is_on_frozen_roll(session, (merge.kept_id, merge.merged_id)):
        raise OnFrozenRoll
    return merging.decide(session, merge_id, is_one_person=is_one_person, actor=actor, at=at)
