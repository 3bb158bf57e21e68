"""On which day it is tested who decides a motion, and since when notice of it counts.

Source: domain 2.8 INV-20, INV-21, INV-26.
"""

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govern.interests import electorate
from govern.meetings import notices
from govern.motions.models import Motion, MotionStep
from govern.motions.rules import Deciders, State, Way
from govern.statutory import courses


def noticed_on(session: Session, motion: Motion) -> date | None:
    """Return when notice of a motion was first given: by a notice on record, or when it was put on the agenda."""
    given_on = courses.first_noticed_on(session, motion.id) or notices.noticed_on(session, motion.id)
    if given_on is not None:
        return given_on
    query = select(func.min(MotionStep.dated_on)).where(
        MotionStep.motion_id == motion.id, MotionStep.to_state == State.ADMITTED_TO_AGENDA
    )
    return session.scalar(query)


def roll_date(motion: Motion, wanted: date | None, *, today: date, noticed_on: date) -> date:
    """Return on which day entitlement is tested.

    Source: CA 2006 s.289 and INV-20 for what is decided in writing; INV-26 for the franchise and admissions.
    """
    if electorate.is_at_notice(motion) and motion.deciders == Deciders.MEMBERS:
        return noticed_on
    if motion.way == Way.WRITTEN:
        return today
    return wanted or today
