"""The motions that a reader proposes, as their own page tells of them."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from govern.backing import proposed
from govern.backing.proposed import Proposed
from govern.core.words import Sentence, say
from govern.motions.models import Motion
from govern.motions.rules import State
from govern.motions.words import words_of
from govern.web.motion_page import is_consultation
from govern.web.motion_ways import missing
from govern.web.steps import today

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

LAPSED = say("It was not carried in its time, and has lapsed.")


def own_motions(session: "Session", person_id: UUID, *, at: datetime) -> "Sequence[tuple[Motion, Sentence]]":
    """Return the motions that somebody proposes, each with where it is."""
    return [(one.motion, _standing(session, one)) for one in proposed.of_person(session, person_id, at=at)]


def _standing(session: "Session", one: Proposed) -> Sentence:
    if one.standing is not None:
        return missing(one.standing)
    is_consulted = is_consultation(session, one.motion, on=today())
    if one.state is State.LAPSED and not is_consulted:
        return LAPSED
    return say("Where it is: %(state)s.", state=words_of(one.state, is_consulted=is_consulted))
