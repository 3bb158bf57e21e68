"""Whoever is concerned in a motion signs nothing of what came of it, and sends nothing to the registrar."""

from typing import Any
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy.orm import Session

from govern.constitution import queries as constitution
from govern.constitution.models import RuleSetRegistration
from govern.core.actors import Deed, Role
from govern.interests.standing_back_refusals import HandStandsBack, OfficerStandsBack
from govern.motions import queries
from govern.motions.models import Motion, MotionConcern
from govern.motions.rules import Concern, Kind, State
from govern.register.connection_rules import ConnectionKind
from govern.registrar import filings
from govern.registrar.filings import Papers
from govern.resolutions import extracts, signed_extracts
from govern.rule_changes import service as rule_changes
from govern.statutory import courses
from tests.calendar import A_DAY, AT, TODAY
from tests.make import Make
from tests.makers import kept, registrations, resolutions
from tests.makers.admitting import ensure_nothing_came_of, officer
from tests.makers.assembly import AFTER, Assembly
from tests.makers.motions import chamber
from tests.makers.tracked import LATEST, Tracked
from tests.raw import unguard

KEY = Ed25519PrivateKey.from_private_bytes(b"the journal's key, for the tests")


def concerned(session: Session, make: Make, motion: Motion, person_id: UUID | None) -> None:
    """Let it turn out after the vote that somebody is close to whom a motion is about."""
    assert person_id
    named, by = make.person().id, make.person().id
    unguard(session, "motion_concern")
    facts: dict[str, Any] = {"concern": Concern.IN_QUESTION, "about_what": "contract", "extent": "So."}
    kept(session, MotionConcern(motion_id=motion.id, person_id=named, named_by=by, named_at=AT, **facts))
    make.connection(named, ConnectionKind.SIBLING, person_id)


@pytest.mark.invariant("INV-02", "INV-38")
def test_a_chair_who_is_concerned_signs_no_extract_of_what_was_resolved(
    session: Session, make: Make, assembly: Assembly
) -> None:
    motion, one = assembly.chamber.moved(), officer(assembly, Role.CHAIR)
    division = assembly.call(motion)
    assembly.declare(division)
    concerned(session, make, motion, one.person_id)

    own = Deed(actor=one, at=AFTER + A_DAY)
    ensure_nothing_came_of(session, OfficerStandsBack, lambda: extracts.sign(session, division.id, own, key=KEY))

    assert signed_extracts.of_division(session, division.id) == []
    free = Deed(actor=assembly.chamber.chair, at=AFTER + A_DAY)
    assert extracts.sign(session, division.id, free, key=KEY).signed_by == assembly.chamber.chair.person_id


@pytest.mark.invariant("INV-02", "INV-38")
def test_an_officer_who_is_concerned_sends_no_papers_and_countersigns_none(
    session: Session, make: Make, tracked: Tracked
) -> None:
    room, course, deputy = tracked.room, tracked.course, officer(tracked.assembly, Role.SECRETARY)
    for one in (room.secretary, deputy):
        make.office(Role.SECRETARY, person_id=one.person_id)
    tracked.confirmed()
    tracked.copied(secretary=deputy)
    concerned(session, make, tracked.motion, room.secretary.person_id)
    assert room.secretary.person_id
    assert deputy.person_id
    own, free = (
        Papers(sent_on=LATEST, chair_id=room.chair.person_id, secretary_id=one)
        for one in (room.secretary.person_id, deputy.person_id)
    )
    sent_by_them, sent = tracked.deed(LATEST), Deed(actor=deputy, at=tracked.deed(LATEST).at)

    ensure_nothing_came_of(session, OfficerStandsBack, lambda: filings.file(session, course.id, free, sent_by_them))
    said = ensure_nothing_came_of(session, HandStandsBack, lambda: filings.file(session, course.id, own, sent))
    filings.file(session, course.id, free, sent)
    ensure_nothing_came_of(session, OfficerStandsBack, lambda: filings.register_it(session, course.id, sent_by_them))

    assert said.startswith("Whoever would countersign takes no part in this motion")
    assert courses.registration(session, course.id) is None
    assert registrations.resolution(session, course.id, sent)


@pytest.mark.invariant("INV-02", "INV-28")
def test_an_officer_who_is_concerned_neither_sends_a_change_of_the_rules_nor_enters_its_registration(
    session: Session, make: Make
) -> None:
    room = chamber(session)
    now = constitution.rule_set_on(session, on=TODAY).parameters
    draft = make.rule_set(parameters=now | {"min_voting_age": 18})
    motion = resolutions.carried_change(session, draft.id, kind=Kind.FRANCHISE)
    concerned(session, make, motion, room.secretary.person_id)
    own, free = room.deed(at=AT + A_DAY), room.deed(room.chair, at=AT + A_DAY)

    ensure_nothing_came_of(session, OfficerStandsBack, lambda: rule_changes.file(session, draft.id, own))
    rule_changes.file(session, draft.id, free)
    ensure_nothing_came_of(session, OfficerStandsBack, lambda: rule_changes.register(session, draft.id, own))

    assert queries.state(session, motion.id) is State.FILED
    assert session.get(RuleSetRegistration, draft.id) is None
    assert registrations.rules(session, draft.id, free).registered_on == TODAY + A_DAY
