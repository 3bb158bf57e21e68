"""Whom a motion decides on, and whom the decision names that it becomes once carried: those whom it is about.

Source: domain 2.8 INV-06, INV-42.
"""

from sqlalchemy.orm import Session

from govern.admissions import queries as admissions
from govern.constitution.parameters.board import ReservedMatter
from govern.constitution.rules import Matter, Subject
from govern.core.words import Sentence, say, say_many
from govern.deciding.phrases import listed
from govern.motions import queries
from govern.motions.models import Motion, MotionConcern
from govern.motions.rules import Concern, Kind
from govern.register import queries as register


def of_motion(session: Session, motion: Motion) -> list[Subject]:
    """Return what a motion, carried, says of the people whom it is about.

    An applicant is admitted by the application that the motion names. Whoever is in question is expelled by a motion
    to expel; what any other motion says of them is no matter of the register.
    """
    told = (_of_concern(session, motion, one) for one in queries.concerns(session, motion.id))
    return [one for one in told if one is not None]


def decides_on(session: Session, motion: Motion, *, is_named: bool) -> Sentence | None:
    """Say on whom a motion to admit or to expel decides, and that it decides on nobody else; None for any other.

    :param is_named: whether the reader is told who that is: whoever is asked to vote, and those who run it.

    Source: domain 2.8 INV-06, INV-42: a decision is about whom it names, whatever its words say.
    """
    about = [one.person_id for one in queries.concerns(session, motion.id)]
    if not about:
        return None
    names = register.names_of(session, about)
    who = listed([names[one] for one in about]) if is_named else _how_many(len(about))
    if motion.kind == Kind.ADMISSION:
        return say("It decides on the admission of %(who)s, and of nobody else, whatever its words say.", who=who)
    if motion.matter == ReservedMatter.EXPEL_MEMBERS:
        return say("It decides on the expulsion of %(who)s, and of nobody else, whatever its words say.", who=who)
    return None


def _how_many(people: int) -> Sentence:
    return say_many(
        "%(count)s person, whom it names to those who vote on it",
        "%(count)s people, whom it names to those who vote on it",
        count=people,
    )


def _of_concern(session: Session, motion: Motion, concern: MotionConcern) -> Subject | None:
    """Return whom a decision is about, in which matter, from whom its motion names."""
    if concern.application_id is not None:
        asked = admissions.find(session, concern.application_id)
        return Subject(
            person_id=asked.person_id,
            matter=Matter.ADMISSION,
            application_id=asked.id,
            constituency_id=asked.constituency_id,
            sub_constituency_id=asked.sub_constituency_id,
        )
    if concern.concern == Concern.IN_QUESTION and motion.matter == ReservedMatter.EXPEL_MEMBERS:
        return Subject(person_id=concern.person_id, matter=Matter.EXPULSION)
    return None
