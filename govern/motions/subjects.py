"""Whom the decision names that a carried motion becomes: the people whom the motion was about.

Source: domain 2.8 INV-06, INV-42.
"""

from sqlalchemy.orm import Session

from govern.admissions import queries as admissions
from govern.constitution.parameters.board import ReservedMatter
from govern.constitution.rules import Matter, Subject
from govern.motions import queries
from govern.motions.models import Motion, MotionConcern
from govern.motions.rules import Concern


def of_motion(session: Session, motion: Motion) -> list[Subject]:
    """Return what a motion, carried, says of the people whom it is about.

    An applicant is admitted by the application that the motion names. Whoever is in question is expelled by a motion
    to expel; what any other motion says of them is no matter of the register.
    """
    told = (_of_concern(session, motion, one) for one in queries.concerns(session, motion.id))
    return [one for one in told if one is not None]


def _of_concern(session: Session, motion: Motion, concern: MotionConcern) -> Subject | None:
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
