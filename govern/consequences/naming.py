"""Name somebody whom a motion is about, or whose interest in it takes their vote, and tell them what they can do."""

from uuid import UUID

from sqlalchemy.orm import Session

from govern.admissions import applications, steps
from govern.admissions import queries as admissions
from govern.admissions.rules import OPEN
from govern.consequences import writing
from govern.consequences.writing import Words
from govern.constitution import queries as constitution
from govern.core.actors import Deed
from govern.core.words import Fact, Sentence, say
from govern.motions import electorate, interests, queries, service
from govern.motions.interest_models import MotionInterest, ObjectionRuling
from govern.motions.models import Motion, MotionConcern
from govern.motions.rules import Ground
from govern.motions.service import About
from govern.motions.words import CONCERNS, GROUNDS


def name(session: Session, motion_id: UUID, person_id: UUID, ground: Ground, extent: str, deed: Deed) -> MotionInterest:
    """Name the interest of another in a motion, and write to them.

    :raises Refusal: as `motions.interests.name` raises.

    Source: domain 2.8, *interested in an admission*; nobody is kept from a vote unheard.
    """
    made = interests.name(session, motion_id, person_id, ground, extent, deed)
    _tell(session, motion_id, person_id, GROUNDS[ground], deed)
    return made


def declare(session: Session, motion_id: UUID, extent: str, deed: Deed) -> MotionInterest:
    """Declare one's own interest in a motion, and stand back from the application that it would admit.

    A vote that was given stands in the motion. In the ruling on the application, and among the words that an entry
    needs, it does not count.

    :raises Refusal: as `motions.interests.declare` raises.

    Source: domain 2.8 INV-05, INV-17.
    """
    made = interests.declare(session, motion_id, extent, deed)
    for one in queries.concerns(session, motion_id):
        if one.application_id is not None and _can_stand_back(session, one.application_id, made.person_id):
            applications.stand_back(session, one.application_id, made.person_id, deed=deed)
    return made


def _can_stand_back(session: Session, application_id: UUID, person_id: UUID) -> bool:
    is_open = steps.state(session, application_id) in OPEN
    return is_open and person_id not in admissions.stood_back(session, application_id)


def name_concern(session: Session, motion_id: UUID, about: About, deed: Deed) -> MotionConcern:
    """Name whom a motion is about, and write to them if it takes their vote, unless they applied for it themselves.

    :raises Refusal: as `motions.service.name_concern` raises.
    """
    made = service.name_concern(session, motion_id, about, deed)
    motion, today = queries.find(session, motion_id), constitution.today(session, at=deed.at)
    has_no_vote = electorate.bars_for(motion, about.concern, constitution.rule_book_on(session, on=today))
    if has_no_vote and about.application_id is None and about.person_id != deed.actor.person_id:
        _tell(session, motion_id, about.person_id, CONCERNS[about.concern], deed)
    return made


def rule_on(
    session: Session, motion_id: UUID, person_id: UUID, deed: Deed, *, has_vote: bool, reason: str
) -> ObjectionRuling:
    """Rule on an objection to having no vote, and write to whoever made it.

    :raises Refusal: as `motions.interests.rule_on` raises.
    """
    made = interests.rule_on(session, motion_id, person_id, deed, has_vote=has_vote, reason=reason)
    motion = queries.find(session, motion_id)
    came_of_it = say("You have a vote on it.") if has_vote else say("You have no vote on it: the ground stands.")
    words = Words(
        subject=say("Your objection: motion %(number)s", number=str(motion.number)),
        lines=[
            _about(motion),
            say("Your objection was ruled on."),
            came_of_it,
            say("The reason:"),
            _quoted(made.reason),
        ],
    )
    writing.write(session, person_id, words, at=deed.at)
    return made


def _tell(session: Session, motion_id: UUID, person_id: UUID, ground: Sentence, deed: Deed) -> None:
    motion, mutual = queries.find(session, motion_id), constitution.mutual(session)
    facts: dict[str, Fact] = {"ground": ground}
    words = Words(
        subject=say("You have no vote on motion %(number)s", number=str(motion.number)),
        lines=[
            _about(motion),
            say("You were named in it, on this ground: %(ground)s.", **facts),
            say("Whoever is named has no vote on it, and is in no figure of the vote."),
            say("If this is wrong, object before the vote is called. Somebody else then rules on it."),
        ],
        online=[say("You find it under “Motions” once you have signed in: open the motion and choose “I object”.")],
        on_paper=[say("Telephone %(number)s, and say that you object.", number=mutual.telephone)],
    )
    writing.write(session, person_id, words, at=deed.at)


def _about(motion: Motion) -> Sentence:
    return say("Motion %(number)s: %(title)s", number=str(motion.number), title=motion.title)


def _quoted(words: str) -> Sentence:
    return say("“%(words)s”", words=words)
