"""A motion on the admission of somebody that is carried is applied to their application; nobody votes themselves in."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from govern.admissions import steps
from govern.admissions.models import MembershipApplication
from govern.admissions.rules import State
from govern.agenda import service
from govern.consequences import resolving
from govern.interests import concerns
from govern.interests.concerns import About
from govern.motions import queries
from govern.motions.division_models import Division
from govern.motions.rules import Concern, Deciders, Kind, Way
from govern.motions.rules import State as Stage
from tests.calendar import A_DAY, AT
from tests.make import Make
from tests.makers.assembly import AGAINST, FOR, Assembly

LATER = AT + A_DAY


@pytest.fixture
def assembly(session: Session, make: Make, tmp_path: Path) -> Assembly:
    """Those who decide."""
    return Assembly(session, make, tmp_path)


def put(assembly: Assembly, **facts: Any) -> tuple[MembershipApplication, Division]:
    """Put to the directors whether somebody is admitted whose application is under check."""
    applicant = assembly.make.person()
    home = assembly.chamber.home.id
    asked = assembly.make.application(state=State.UNDER_CHECK, person_id=applicant.id, constituency_id=home)
    motion = assembly.chamber.seconded(assembly.chamber.for_the_board(kind=Kind.ADMISSION, **facts))
    about = About(person_id=applicant.id, concern=Concern.APPLICANT, application_id=asked.id)
    secretary = assembly.chamber.deed()
    concerns.name_concern(assembly.session, motion.id, about, secretary)
    service.admit(assembly.session, motion.id, secretary)
    if motion.way == Way.MEETING:
        service.move(assembly.session, motion.id, secretary)
    return asked, assembly.call(motion, at=LATER)


@pytest.mark.invariant("INV-01", "INV-05")
def test_the_board_admits_somebody_by_a_motion(session: Session, assembly: Assembly) -> None:
    asked, division = put(assembly)
    for director in assembly.chamber.directors:
        assembly.vote(division, director, FOR, at=LATER)

    assembly.declare(division)

    assert queries.state(session, division.motion_id) is Stage.CARRIED
    assert steps.state(session, asked.id) is State.ADMITTED
    assert steps.last(session, asked.id).decision_id == queries.last_step(session, division.motion_id).decision_id


def test_a_motion_that_is_not_carried_leaves_the_application_where_it_is(session: Session, assembly: Assembly) -> None:
    asked, division = put(assembly)
    for director in assembly.chamber.directors:
        assembly.vote(division, director, AGAINST, at=LATER)

    assembly.declare(division)

    assert queries.state(session, division.motion_id) is Stage.LAPSED
    assert steps.state(session, asked.id) is State.UNDER_CHECK


@pytest.mark.invariant("INV-17")
def test_the_members_admit_somebody_at_a_meeting(session: Session, assembly: Assembly) -> None:
    facts = {"deciders": Deciders.MEMBERS, "way": Way.MEETING, "proposer_id": assembly.members[0]}
    asked, division = put(assembly, **facts)
    for member in assembly.members:
        assembly.vote(division, member, FOR, at=LATER)

    assembly.declare(division)

    assert steps.state(session, asked.id) is State.ADMITTED


def test_what_another_body_decides_than_the_rules_name_stands_and_admits_nobody(
    session: Session, make: Make, tmp_path: Path
) -> None:
    assembly = Assembly(session, make, tmp_path, admission_decider="general_meeting")
    asked, division = put(assembly)
    for director in assembly.chamber.directors:
        assembly.vote(division, director, FOR, at=LATER)

    deed = assembly.chamber.deed(assembly.chamber.chair, division.closes_at + A_DAY)
    resolved = resolving.declare(session, division.id, deed)

    assert resolved.outcome.is_carried
    assert resolved.not_applied is not None
    assert queries.state(session, division.motion_id) is Stage.CARRIED
    assert steps.state(session, asked.id) is State.UNDER_CHECK
