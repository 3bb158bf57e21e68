"""The instrument of a dormant society goes to the registrar with a declaration, as one that members sign does."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from govern.core.actors import Role
from govern.motions.matters import Section
from govern.registrar import filings
from govern.statutory import courses, declarations, instruments
from govern.statutory.models import StatutoryDeclaration, StatutoryFiling
from govern.statutory.refusals import NotThatFar
from govern.statutory.rules import Capacity, Stage
from govern.statutory.signature_refusals import DeclaredTooEarly
from tests.calendar import A_DAY
from tests.make import Make
from tests.makers import kept
from tests.makers.assembly import Assembly
from tests.makers.tracked import LATEST, Tracked, at
from tests.statutory.test_instrument_signatures import own


@pytest.fixture
def dormant(make: Make, assembly: Assembly) -> Tracked:
    """The dissolution of a dormant society that two meetings carried, with chair and secretary in office."""
    tracked = Tracked(assembly, Section.DORMANT)
    for role, actor in ((Role.CHAIR, tracked.room.chair), (Role.SECRETARY, tracked.room.secretary)):
        assert actor.person_id
        make.office(role, person_id=actor.person_id)
    tracked.confirmed()
    return tracked


def hands(tracked: Tracked) -> list[tuple[UUID, Capacity]]:
    """Return the secretary and three members."""
    clerk = tracked.room.secretary.person_id
    assert clerk
    return [(clerk, Capacity.SECRETARY), *((one, Capacity.MEMBER) for one in tracked.assembly.members[:3])]


def papers(tracked: Tracked) -> filings.Papers:
    """Return what is sent on the day after the second meeting."""
    clerk, chair = tracked.room.secretary.person_id, tracked.room.chair.person_id
    assert clerk
    return filings.Papers(sent_on=LATEST + A_DAY, secretary_id=clerk, chair_id=chair)


def test_the_papers_of_a_dormant_society_wait_for_its_declaration(session: Session, dormant: Tracked) -> None:
    course, later = dormant.course, dormant.room.deed(at=at(LATEST + A_DAY))
    dormant.copied()

    with pytest.raises(NotThatFar, match="Statutory declaration"):
        filings.file(session, course.id, papers(dormant), later)
    (due,) = [line.latest for _, line in courses.deadlines(session, on=LATEST)]
    for person_id, capacity in hands(dormant):
        instruments.declare(session, course.id, person_id, capacity, later)
    days = {line.stage: line.done_on for line in courses.lines(session, course, on=LATEST + A_DAY)}
    filings.file(session, course.id, papers(dormant), later)

    assert (due, days[Stage.DECLARATION]) == (LATEST + timedelta(13), LATEST + A_DAY)
    assert courses.facts(session, course, on=LATEST + A_DAY).next_stage is Stage.REGISTRATION


def test_nobody_declares_before_the_second_meeting_has_confirmed_it(session: Session, dormant: Tracked) -> None:
    early = dormant.room.deed(at=at(LATEST + A_DAY), dated_on=LATEST - A_DAY)

    with pytest.raises(DeclaredTooEarly, match="The instrument was approved on Thursday 23 July 2026"):
        instruments.declare(session, dormant.course.id, *hands(dormant)[0], early)
    assert session.query(StatutoryDeclaration).count() == 0


def test_what_is_no_instrument_is_not_declared_on(session: Session, tracked: Tracked) -> None:
    tracked.confirmed()

    with pytest.raises(NotThatFar):
        instruments.declare(session, tracked.course.id, *hands(tracked)[1], tracked.deed(LATEST))


@pytest.mark.parametrize(("early", "is_sent"), [(A_DAY, False), (timedelta(0), True)])
def test_the_database_keeps_back_papers_without_a_declaration_of_after_the_second_meeting(
    session: Session, dormant: Tracked, early: timedelta, *, is_sent: bool
) -> None:
    dormant.copied()
    clerk = dormant.room.secretary.person_id
    assert clerk
    entered = {"entered_by": clerk, "entered_at": at(LATEST + A_DAY)}
    for person_id, capacity in hands(dormant):
        key = {"course_id": dormant.course.id, "person_id": person_id, "capacity": capacity}
        kept(session, StatutoryDeclaration(made_on=LATEST - early, **key, **entered))
    facts = {"sent_on": LATEST + A_DAY, "chair_id": dormant.room.chair.person_id, "secretary_id": clerk}
    row = StatutoryFiling(course_id=dormant.course.id, is_signed_on_paper=False, **facts, **entered)

    if is_sent:
        kept(session, row)
    else:
        with pytest.raises(IntegrityError, match="instrument_goes_with_its_declaration"), session.begin_nested():
            kept(session, row)


def test_a_denial_after_the_papers_went_leaves_them_short_of_hands(session: Session, dormant: Tracked) -> None:
    course, later, on = dormant.course, dormant.room.deed(at=at(LATEST + A_DAY)), LATEST + A_DAY
    dormant.copied()
    for person_id, capacity in hands(dormant):
        instruments.declare(session, course.id, person_id, capacity, later)
    before = courses.facts(session, course, on=on).falls_short
    filings.file(session, course.id, papers(dormant), later)
    sent = courses.facts(session, course, on=on).falls_short

    declarations.deny(session, course.id, dormant.assembly.members[0], own(dormant.assembly, 0, days=60))

    assert (before, sent, courses.facts(session, course, on=on).falls_short) == (False, False, True)
    assert courses.facts(session, course, on=on).next_stage is Stage.REGISTRATION
