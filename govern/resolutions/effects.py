"""From when what a vote carried has effect: not before the registrar registers it, where law asks for that.

Source: CCBSA 2014 ss.16, 43, 44, 84, 111(7), 113(7), 121(5); domain 5.4, 9.0b.
"""

from datetime import date

from sqlalchemy.orm import Session

from govern.constitution import queries as constitution
from govern.constitution.models import RuleSetRegistration
from govern.constitution.parameters.board import ReservedMatter
from govern.core.words import Sentence, say
from govern.deciding.phrases import paragraph
from govern.motions import overtaking, queries
from govern.motions.division_models import Division, DivisionOutcome
from govern.motions.matters import Section
from govern.motions.models import Motion
from govern.motions.rules import Kind, State
from govern.statutory import courses
from govern.statutory.afterwards import PROPERTY_FIRST, PUBLISHED
from govern.statutory.matter_words import FOLLOWS
from govern.statutory.models import StatutoryCourse
from govern.statutory.rules import window
from govern.statutory.words import DISSOLVE

FIRST = "-first"
ON_REGISTRATION = say("It takes effect only on the day that the registrar registers it.")
ONCE_PUBLISHED = say("The society is dissolved only once the registrar has registered it and published notice of it.")
NOT_CONFIRMED = say("No second meeting confirmed it, so it has no effect.")


def is_first(division: Division) -> bool:
    """Say whether a vote is that of the first of two meetings, which decides nothing by itself."""
    return division.majority.endswith(FIRST)


def effect_of(session: Session, division: Division, outcome: DivisionOutcome | None) -> Sentence | None:
    """Return from when what a vote carried has effect, or what must follow; None where it had effect at once."""
    is_carried = outcome is not None and outcome.is_carried and outcome.is_quorate
    if not is_carried or not division.is_binding or division.amendment_n is not None:
        return None
    motion = queries.find(session, division.motion_id)
    if (course := courses.of_motion(session, motion.id)) is not None:
        return _of_course(session, course, division)
    return _of_matter(session, motion) or _of_rules(session, motion)


def _of_matter(session: Session, motion: Motion) -> Sentence | None:
    """Return what follows of a matter that the Act gives to a society's meeting."""
    if motion.matter is None or not constitution.legal_form(session).is_society:
        return None
    follows = FOLLOWS.get(ReservedMatter(motion.matter), ())
    return paragraph(list(follows)) if follows else None


def _of_rules(session: Session, motion: Motion) -> Sentence | None:
    if motion.changes_to_id is None or motion.kind == Kind.CLASS:
        return None
    registration = session.get(RuleSetRegistration, motion.changes_to_id)
    if registration is not None:
        return _registered(registration.registered_on)
    version = overtaking.by(session, motion.changes_to_id)
    return ON_REGISTRATION if version is None else _without_effect(version)


def _without_effect(version: int) -> Sentence:
    return say(
        "It has no effect: version %(version)s of the rules was registered after this change was"
        " drafted, and the change would undo it.",
        version=str(version),
    )


def _of_course(session: Session, course: StatutoryCourse, division: Division) -> Sentence:
    """Return what a resolution that goes by a section has for effect, and what must follow before it has any."""
    dissolves = Section(course.section) in DISSOLVE
    if (registration := courses.registration(session, course.id)) is not None:
        if dissolves:
            on = say("It was registered on %(day)s.", day=registration.registered_on)
            return paragraph([on, PUBLISHED, PROPERTY_FIRST])
        return _registered(registration.registered_on)
    if not is_first(division):
        return paragraph([ONCE_PUBLISHED, PROPERTY_FIRST]) if dissolves else ON_REGISTRATION
    return _of_the_first_meeting(session, course, division)


def _of_the_first_meeting(session: Session, course: StatutoryCourse, division: Division) -> Sentence:
    """Return what became of what a first meeting carried, which has no effect by itself."""
    state = queries.state(session, division.motion_id)
    if state in courses.LOST:
        return NOT_CONFIRMED
    if state is not State.FIRST_CARRIED:
        return say("A second meeting confirmed it. It has effect only once the registrar registers it.")
    held = courses.first_meeting_on(session, course)
    allowed = window(held or division.held_on(zone=constitution.mutual(session).time_zone))
    return say(
        "It was carried at the first meeting, and is not final. A second meeting has to confirm it, from %(first)s to"
        " %(last)s, and it has effect only once the registrar registers it.",
        first=allowed.earliest,
        last=allowed.latest,
    )


def _registered(on: date) -> Sentence:
    return say("It was registered on %(day)s, and has effect from that day.", day=on)
