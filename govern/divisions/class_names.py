"""What those are called whose votes are looked at apart: the constituencies of the members, the thirds of the board."""

from sqlalchemy.orm import Session

from govern.constitution import queries as constitution
from govern.constitution.words import THIRDS
from govern.deciding.votes import Name
from govern.motions.models import Motion
from govern.motions.rules import Deciders


def names_of(session: Session, motion: Motion) -> dict[str, Name]:
    """Return what the classes or thirds that decide a motion are called, by their codes."""
    if motion.deciders == Deciders.BOARD:
        return {str(third): name for third, name in THIRDS.items()}
    return {one.code: one.name for one in constitution.constituencies(session)}
