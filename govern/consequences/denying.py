"""What follows from somebody's word on a decision that names them: what rests on one that they deny is open again."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from govern.admissions import undoing
from govern.constitution import confirmations
from govern.core.actors import Actor, Deed


def give_word(session: Session, decision_id: UUID, *, is_so: bool, actor: Actor, at: datetime) -> None:
    """Write down somebody's word on a decision, and open again the applications that rest on it, if they deny it.

    :raises Refusal: as `constitution.confirmations.confirm` raises.

    Source: domain 2.8 INV-42; decision 0023.
    """
    confirmations.confirm(session, decision_id, is_so=is_so, actor=actor, at=at)
    if not is_so:
        undoing.undo(session, decision_id, deed=Deed(actor=actor, at=at))


def undo_for(session: Session, decision_id: UUID, person_id: UUID, *, at: datetime) -> None:
    """Open again, later, what rests on a decision that somebody denied: the clock does it by their word.

    So it comes to those from before denials had this effect, and to whom a decision was applied in the same moment.
    """
    undoing.undo(session, decision_id, deed=Deed(actor=Actor(person_id=person_id), at=at))
