"""What a first meeting needs to carry a resolution, by the section of the Act and by the mutual's own rules.

Source: CCBSA 2014 ss.111, 113, 120; domain 5.4.
"""

from datetime import date

from sqlalchemy.orm import Session

from govern.constitution import queries as constitution
from govern.core.words import Sentence, say
from govern.motions import choosing, majorities, queries
from govern.motions.matters import Section
from govern.statutory.models import StatutoryCourse
from govern.statutory.rules import Stage
from govern.statutory.words import NEEDED


def of_meeting(session: Session, course: StatutoryCourse, meeting: int, *, on: date) -> list[Sentence]:
    """Return all that has to be so for a meeting to carry it, as whoever is called to it is told."""
    stage = Stage.FIRST_MEETING if meeting == 1 else Stage.SECOND_MEETING
    needed = say("To be carried, it needs this: %(needed)s", needed=NEEDED[Section(course.section), stage])
    own = of_the_rules(session, course, on=on) if meeting == 1 else None
    return [needed] if own is None else [needed, own]


def of_the_rules(session: Session, course: StatutoryCourse, *, on: date) -> Sentence | None:
    """Return what a first meeting needs where the mutual's own rules ask each class beside the statute's majority."""
    if course.motion_id is None:
        return None
    motion = queries.find(session, course.motion_id)
    book = constitution.rule_book(session, motion.rule_set_id or constitution.rule_set_on(session, on=on).id)
    asked = majorities.asked_of(session, motion, is_amendment=False, is_confirming=False)
    rule = choosing.rule_of(choosing.name_of(asked, book), asked, book)
    if rule.asked_for == choosing.EVERY_RULE[choosing.name_of(asked, book)].asked_for:
        return None
    return say("The rules ask each class as well, so that in all it takes %(needed)s.", needed=rule.asked_for)
