"""A register that existed before comes in until the board that members elected can act, and never again.

Source: INV-10, INV-11, INV-42; domain 2.7: no continuing privilege of founders.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from govern.consequences import deciding
from govern.constitution import queries as constitution
from govern.core.actors import Actor
from govern.register import opening as register
from govern.register.models import OpeningBatch
from govern.register.opening import Staged
from govern.register.opening_refusals import OpeningIsOver


def is_over(session: Session, *, at: datetime) -> bool:
    """Say whether files bring nobody into the register any more."""
    return not deciding.founders_act(session, on=constitution.today(session, at=at))


def ensure_goes_on(session: Session, *, at: datetime) -> None:
    """Refuse a file once the opening is over.

    :raises OpeningIsOver: the board that members elected can act, and decides who becomes a member.
    """
    if is_over(session, at=at):
        raise OpeningIsOver


def upload(session: Session, content: bytes, *, file_name: str, match_key: bytes, actor: Actor, at: datetime) -> Staged:
    """Read a file, and keep its lines for a second person to approve.

    :raises OpeningIsOver: see there.
    :raises Refusal: as `register.opening.upload` says.
    """
    ensure_goes_on(session, at=at)
    return register.upload(session, content, file_name=file_name, match_key=match_key, actor=actor, at=at)


def approve(
    session: Session, batch_id: UUID, *, entries: int, match_key: bytes, actor: Actor, at: datetime
) -> OpeningBatch:
    """Approve somebody else's file, and enter all of it in the register.

    :param entries: the number of entries, as the approver typed it.
    :raises OpeningIsOver: see there.
    :raises Refusal: as `register.opening.approve` says.
    """
    ensure_goes_on(session, at=at)
    return register.approve(session, batch_id, entries=entries, match_key=match_key, actor=actor, at=at)
