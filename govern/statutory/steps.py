"""What the steps of a statutory resolution have in common."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from govern.accounts import queries as accounts
from govern.audit import service as audit
from govern.audit.service import Happening
from govern.core.actors import Deed, Role
from govern.interests import standing_back
from govern.motions.matters import Section
from govern.statutory import courses
from govern.statutory.models import StatutoryCourse
from govern.statutory.refusals import NotThatFar, NotTheSecretary
from govern.statutory.rules import Stage
from govern.statutory.words import DISSOLVE
from govern.statutory.words import stages as stages_of

# An instrument's papers can be added to until it is sent.
SIGNING = (Stage.SIGNATURES, Stage.DECLARATION, Stage.FILING)
DECLARING = SIGNING[1:]


def ensure_at(session: Session, course: StatutoryCourse, *stages: Stage, on: date) -> None:
    """Refuse what does not come next on a day, or does not come at all in a course of this section."""
    facts = courses.facts(session, course, on=on)
    comes_next = facts.next_stage
    section = Section(course.section)
    is_of_no_instrument = stages == DECLARING and section not in DISSOLVE
    if comes_next not in stages or is_of_no_instrument or (stages == SIGNING and section.has_two_meetings):
        raise NotThatFar(
            stages_of(section)[comes_next] if comes_next else None,
            has_failed=facts.has_failed,
            dissolves=section in DISSOLVE,
        )


def ensure_free(session: Session, course: StatutoryCourse, deed: Deed) -> None:
    """Refuse whoever takes no part in the motion of a course; an instrument has none, and its members sign it.

    :raises OfficerStandsBack: the actor is among them.
    """
    if course.motion_id is not None:
        standing_back.ensure_free(session, course.motion_id, deed.actor, at=deed.at)


def ensure_secretary(session: Session, person_id: UUID, *, on: date) -> None:
    """Refuse a hand that is not the secretary's of that day."""
    held = accounts.holdings(session, on=on)
    if not any(one.person_id == person_id and one.office is Role.SECRETARY and one.from_on <= on for one in held):
        raise NotTheSecretary(on)


def tell(session: Session, course: StatutoryCourse, facts: Mapping[str, Any], deed: Deed, *, event: str) -> None:
    """Journal what was done in a course."""
    happening = Happening(event=event, subject_id=course.id, facts=facts)
    audit.record(session, happening, actor=deed.actor, at=deed.at)
