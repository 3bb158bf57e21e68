"""What follows from somebody's word on a decision that names them: whom one that they deny admitted waits again."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from govern.admissions import undoing
from govern.admissions.denials import Left
from govern.constitution import confirmations
from govern.core.actors import Actor, Deed


def give_word(session: Session, decision_id: UUID, *, is_so: bool, actor: Actor, at: datetime) -> None:
    """Write down somebody's word on a decision, and open again the admissions that rest on it, if they deny it.

    :raises Refusal: as `constitution.confirmations.confirm` raises.

    Source: domain 2.8 INV-42; decision 0023.
    """
    confirmations.confirm(session, decision_id, is_so=is_so, actor=actor, at=at)
    if not is_so:
        undoing.undo(session, decision_id, deed=Deed(actor=actor, at=at))


def undo_for(session: Session, left: Left, *, at: datetime) -> None:
    """Open again, later, one admission that rests on a decision which somebody denied: the clock does it by their word.

    So it comes to those from before denials had this effect.
    """
    deed = Deed(actor=Actor(person_id=left.denied_by), at=at)
    undoing.undo_one(session, left.application_id, left.decision_id, deed=deed)
