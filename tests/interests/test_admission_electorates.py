"""Who has no vote on an admission: the applicant by whatever way, and two who apply on one day are not each other's."""

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from govern.admissions import steps
from govern.admissions.models import ApplicationRecusal, MembershipApplication
from govern.admissions.rules import State as Stage
from govern.admissions.ruling_refusals import CircleOfApprovals
from govern.agenda import service
from govern.backing import service as backing
from govern.backing.refusals import BackerInterested
from govern.consequences import resolving
from govern.core.actors import Actor
from govern.divisions import doubts
from govern.divisions.seat_refusals import HasNoVote
from govern.interests import concerns, standing_back
from govern.interests.concerns import About
from govern.motions.division_models import Division
from govern.motions.models import Motion
from govern.motions.rules import Backing, Bar, Concern, Kind
from govern.register import queries as register
from govern.register import stand_ins
from govern.register.connection_rules import ConnectionKind
from govern.register.rules import Acting, PersonKind
from govern.register.stand_ins import Authority
from tests.calendar import A_DAY, AT, TODAY
from tests.make import Make
from tests.makers.assembly import AGAINST, FOR, Assembly

LATER = AT + A_DAY


@pytest.fixture
def assembly(session: Session, make: Make, tmp_path: Path) -> Assembly:
    """A mutual whose members admit at a meeting, to which three are enough."""
    quorum = {"number": 2, "share": "1/10", "per_constituency": 0}
    return Assembly(session, make, tmp_path, admission_decider="general_meeting", gm_quorum=quorum)


def applied(assembly: Assembly, applicant: UUID) -> MembershipApplication:
    """Let somebody ask to be admitted."""
    facts: dict[str, Any] = {"person_id": applicant, "constituency_id": assembly.chamber.other.id}
    return assembly.make.application(state=Stage.UNDER_CHECK, **facts)


def moved(assembly: Assembly, asked: MembershipApplication, proposer: UUID, seconder: UUID) -> Motion:
    """Bring a motion on an admission as far as its moving."""
    chamber, session = assembly.chamber, assembly.session
    motion = chamber.submitted(chamber.proposal(kind=Kind.ADMISSION, proposer_id=proposer))
    about = About(person_id=asked.person_id, concern=Concern.APPLICANT, application_id=asked.id)
    concerns.name_concern(session, motion.id, about, chamber.deed())
    backing.back(session, motion.id, seconder, Backing.SECONDER, chamber.own(seconder))
    service.admit(session, motion.id, chamber.deed())
    service.move(session, motion.id, chamber.deed(chamber.chair))
    return motion


def tie(assembly: Assembly, applicant: UUID, how: str) -> UUID:
    """Give somebody a vote that is in part the applicant's, and return whose it is."""
    session, make, member = assembly.session, assembly.make, assembly.members[3]
    entered: dict[str, Any] = {"actor": Actor(person_id=assembly.members[0]), "at": AT}
    membership = register.memberships_of(session, member)[0]
    if how == "holds a membership with them":
        stand_ins.add_joint_holder(session, membership.id, applicant, from_on=TODAY, **entered)
        return member
    if how == "is held with by them":
        own = register.memberships_of(session, applicant)[0]
        stand_ins.add_joint_holder(session, own.id, member, from_on=TODAY, **entered)
        return member
    if how == "is a body that they act for":
        body = make.membership(person_id=make.person(kind=PersonKind.BODY).id, constituency_id=assembly.chamber.home.id)
        told: dict[str, Any] = {"acting": Acting.REPRESENTATIVE, "paper": "Minute 4", "resolved_on": TODAY}
        authority = Authority(membership_id=body.id, person_id=applicant, from_on=TODAY, **told)
        stand_ins.name(session, authority, **entered)
        return body.person_id
    kind = ConnectionKind.HOUSEHOLD if how == "lives with them" else ConnectionKind.SPONSOR
    make.connection(member, kind, applicant)
    return member


@pytest.mark.invariant("INV-17", "INV-33")
@pytest.mark.parametrize(
    "how",
    [
        "holds a membership with them",
        "is held with by them",
        "is a body that they act for",
        "lives with them",
        "sponsors them",
    ],
)
def test_a_vote_that_is_in_part_the_applicants_is_in_no_figure(session: Session, assembly: Assembly, how: str) -> None:
    applicant = assembly.members[2]
    asked, tied = applied(assembly, applicant), tie(assembly, applicant, how)
    motion = moved(assembly, asked, *assembly.members[:2])

    division = assembly.call(motion, at=LATER)

    assert assembly.barred(division) == {applicant: {Bar.APPLICANT}, tied: {Bar.CONNECTED}}
    assert assembly.roll(division).isdisjoint({applicant, tied})
    for person in (applicant, tied):
        with pytest.raises(HasNoVote):
            assembly.vote(division, person, at=LATER)
    assert tied in standing_back.interested(session, motion.id, at=AT)


@pytest.mark.invariant("INV-17")
def test_who_holds_a_membership_with_the_applicant_does_not_second_it(session: Session, assembly: Assembly) -> None:
    applicant, (one, *_) = assembly.members[2], assembly.members
    asked, tied = applied(assembly, applicant), tie(assembly, applicant, "holds a membership with them")

    with pytest.raises(BackerInterested):
        moved(assembly, asked, one, tied)

    assert steps.state(session, asked.id) is Stage.UNDER_CHECK


@pytest.mark.invariant("INV-17")
@pytest.mark.parametrize(("is_own_word", "bars"), [(True, {Bar.DECLARED_INTEREST}), (False, set())])
def test_who_stood_back_from_the_application_by_their_own_word_has_no_vote_on_the_motion(
    session: Session, assembly: Assembly, is_own_word: bool, bars: set[Bar]
) -> None:
    asked, member = applied(assembly, assembly.make.person().id), assembly.members[3]
    by = member if is_own_word else assembly.chamber.secretary.person_id
    assert by is not None
    session.add(ApplicationRecusal(application_id=asked.id, person_id=member, recorded_by=by, recorded_at=AT))
    session.flush()

    division = assembly.call(moved(assembly, asked, *assembly.members[:2]), at=LATER)

    assert assembly.barred(division).get(member, set()) == bars


def carried(assembly: Assembly, division: Division, *voters: UUID) -> resolving.Resolved:
    """Let some vote for it, and declare it."""
    for person in voters:
        assembly.vote(division, person, FOR, at=LATER)
    deed = assembly.chamber.deed(assembly.chamber.chair, division.closes_at + A_DAY)
    return resolving.declare(assembly.session, division.id, deed)


@pytest.mark.invariant("INV-04")
def test_two_who_apply_on_one_day_do_not_admit_each_other(session: Session, assembly: Assembly) -> None:
    ada, ben, one, two, *_ = assembly.members
    asked = {person: applied(assembly, person) for person in (ada, ben)}
    first = assembly.call(moved(assembly, asked[ada], one, two), at=LATER)
    second = assembly.call(moved(assembly, asked[ben], one, two), at=LATER)

    of_ada = carried(assembly, first, ben, one, two)
    of_ben = carried(assembly, second, ada, one, two)

    assert of_ada.not_applied is None
    assert steps.state(session, asked[ada].id) is Stage.ADMITTED
    assert isinstance(of_ben.not_applied, CircleOfApprovals)
    assert steps.state(session, asked[ben].id) is Stage.UNDER_CHECK


@pytest.mark.invariant("INV-17", "INV-25")
def test_a_connection_that_is_entered_after_the_vote_is_told_and_held_against_the_margin(
    session: Session, assembly: Assembly
) -> None:
    applicant, (one, two, three, four, *_) = assembly.make.person().id, assembly.members
    division = assembly.call(moved(assembly, applied(assembly, applicant), one, two), at=LATER)
    for person, vote in ((one, FOR), (two, AGAINST), (three, FOR), (four, FOR)):
        assembly.vote(division, person, vote, at=LATER)
    before = doubts.of_division(session, division, at=LATER)

    assembly.make.connection(three, ConnectionKind.SIBLING, applicant)

    found = doubts.of_division(session, division, at=division.closes_at)
    assert (before.interested, found.interested, found.could_differ) == (0, 1, False)
    assembly.make.connection(four, ConnectionKind.SIBLING, applicant)
    assert doubts.of_division(session, division, at=division.closes_at).could_differ
