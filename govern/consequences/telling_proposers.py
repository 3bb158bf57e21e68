"""Whoever proposes a motion is written to when it has enough behind it, and when it has lapsed."""

from uuid import UUID

from sqlalchemy.orm import Session

from govern.backing import service as backing
from govern.consequences import writing
from govern.consequences.writing import Words
from govern.core.actors import Deed
from govern.core.words import Sentence, say
from govern.divisions import declaring
from govern.divisions import service as divisions
from govern.motions import queries
from govern.motions.division_models import DivisionOutcome
from govern.motions.models import Motion, MotionBacking
from govern.motions.rules import Backing
from govern.statutory import courses
from govern.statutory import service as statutory


def back(
    session: Session, motion_id: UUID, person_id: UUID, part: Backing, deed: Deed, *, read: int | None = None
) -> MotionBacking:
    """Write that somebody seconds or supports a motion; with the last that the rules ask for, tell its proposer.

    :raises Refusal: as `backing.service.back` raises.
    """
    motion = queries.find(session, motion_id)
    had_enough = backing.standing(session, motion, at=deed.at).is_enough
    given = backing.back(session, motion_id, person_id, part, deed, read=read)
    if not had_enough and backing.standing(session, motion, at=deed.at).is_enough:
        news = say("It has as many behind it as the rules ask for. The page of the motion says what comes next.")
        _tell(session, motion, [news], deed)
    return given


def lapse(session: Session, division_id: UUID, deed: Deed) -> DivisionOutcome:
    """Put on record that a resolution was not agreed in writing by its hour, and tell whoever proposed it.

    :raises Refusal: as `divisions.declaring.lapse` raises.
    """
    outcome = declaring.lapse(session, division_id, deed)
    motion = queries.find(session, divisions.find(session, division_id).motion_id)
    _tell(session, motion, [say("Too few agreed to it in time, so it has lapsed. It can be proposed again.")], deed)
    return outcome


def lapse_course(session: Session, course_id: UUID, deed: Deed) -> None:
    """Write down that no second meeting was held in time, and tell whoever proposed the motion.

    :raises Refusal: as `statutory.service.lapse` raises.
    """
    statutory.lapse(session, course_id, deed)
    motion_id = courses.find(session, course_id).motion_id
    assert motion_id is not None
    news = say("No second meeting was held in its time, so it has lapsed. It can be proposed again.")
    _tell(session, queries.find(session, motion_id), [news], deed)


def _tell(session: Session, motion: Motion, news: list[Sentence], deed: Deed) -> None:
    """Write to whoever proposes a motion, unless they did it themselves."""
    proposer = queries.proposer(session, motion.id)
    if proposer == deed.actor.person_id:
        return
    words = Words(
        subject=say("Your motion %(number)s", number=str(motion.number)),
        lines=[say("You propose the motion “%(title)s”.", title=motion.title), *news],
        online=[say("You find it under “Motions” once you have signed in.")],
    )
    writing.write(session, proposer, words, at=deed.at)
