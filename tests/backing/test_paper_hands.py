"""Who enters what came on paper: the secretary, and the chair while everybody who is secretary takes no part."""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from govern.agenda import service
from govern.agenda.service import Proposal
from govern.backing import papers
from govern.backing import service as backing
from govern.backing.refusals import NotForAnother, SecretaryEnters
from govern.board import queries as board
from govern.core.actors import Actor, Deed, Role
from govern.interests.standing_back import why_apart
from govern.interests.standing_back_refusals import ApplicantEntersAdmissions, OfficerStandsBack
from govern.motions.rules import Apart, Backing, Kind
from govern.register.connection_rules import ConnectionKind
from tests.calendar import AT, TODAY
from tests.makers.admitting import about, admission, applied, ensure_nothing_came_of
from tests.makers.assembly import ONE_IS_ENOUGH, Assembly


@pytest.fixture
def assembly(assembled: Callable[..., Assembly]) -> Assembly:
    """A mutual whose members admit at a meeting, with one secretary and one chair in office."""
    made = assembled(admission_decider="general_meeting", gm_quorum=ONE_IS_ENOUGH)
    for actor, role in ((made.chamber.secretary, Role.SECRETARY), (made.chamber.chair, Role.CHAIR)):
        made.make.office(role, person_id=actor.person_id)
    return made


def of(assembly: Assembly, applicant: UUID) -> Proposal:
    """Return what a member handed in on paper: that an applicant is admitted."""
    return replace(
        assembly.chamber.proposal(kind=Kind.ADMISSION), about=[about(applied(assembly, applicant))]
    )  # fmt: skip


def who(actor: Actor) -> UUID:
    """Return who an actor is."""
    assert actor.person_id is not None
    return actor.person_id


@pytest.mark.invariant("INV-02", "INV-17")
@pytest.mark.parametrize("is_close", [False, True], ids=["who applied", "close to who applied"])
def test_the_chair_enters_the_admission_that_no_secretary_may_enter(
    session: Session, assembly: Assembly, *, is_close: bool
) -> None:
    chamber, secretary = assembly.chamber, who(assembly.chamber.secretary)
    applicant = assembly.make.person().id if is_close else secretary
    if is_close:
        assembly.make.connection(applicant, ConnectionKind.PARTNER, secretary)
    wanted = of(assembly, applicant)
    refusal = OfficerStandsBack if is_close else ApplicantEntersAdmissions
    ensure_nothing_came_of(session, refusal, lambda: service.submit(session, wanted, chamber.deed()))

    motion = service.submit(session, wanted, chamber.deed(chamber.chair))

    (name,) = papers.of_motion(session, motion.id)
    assert (name.name.person_id, name.name.entered_by) == (assembly.members[0], who(chamber.chair))
    assert backing.standing(session, motion, at=AT).is_proposer_free


@pytest.mark.invariant("INV-02", "INV-40")
def test_the_chair_enters_nothing_while_a_deputy_of_the_secretary_is_free(session: Session, assembly: Assembly) -> None:
    chamber = assembly.chamber
    wanted = of(assembly, who(chamber.secretary))
    deputy = Actor(person_id=assembly.make.person().id, roles=frozenset({Role.SECRETARY}))
    assembly.make.office(Role.SECRETARY, person_id=deputy.person_id)

    ensure_nothing_came_of(
        session, NotForAnother, lambda: service.submit(session, wanted, chamber.deed(chamber.chair))
    )  # fmt: skip

    assert service.submit(session, wanted, Deed(actor=deputy, at=AT)).kind == Kind.ADMISSION


@pytest.mark.invariant("INV-02", "INV-17")
@pytest.mark.parametrize("is_close", [False, True], ids=["applied too", "is close to the applicant too"])
def test_a_chair_who_takes_no_part_either_enters_nothing(
    session: Session, assembly: Assembly, *, is_close: bool
) -> None:
    chamber = assembly.chamber
    wanted = of(assembly, who(chamber.secretary))
    if is_close:
        assembly.make.connection(who(chamber.secretary), ConnectionKind.PARENT, who(chamber.chair))
    else:
        applied(assembly, who(chamber.chair))
    refusal = OfficerStandsBack if is_close else ApplicantEntersAdmissions

    ensure_nothing_came_of(session, refusal, lambda: service.submit(session, wanted, chamber.deed(chamber.chair)))


@pytest.mark.invariant("INV-02", "INV-40")
def test_the_chair_enters_names_under_the_motion_of_the_secretarys_admission_and_under_no_other(
    session: Session, assembly: Assembly
) -> None:
    chamber, second = assembly.chamber, assembly.members[1]
    of_others = chamber.submitted()
    made = admission(assembly, who(chamber.secretary))
    chair = chamber.deed(chamber.chair)

    said = ensure_nothing_came_of(
        session, SecretaryEnters, lambda: backing.ensure_may_enter_names(session, of_others.id, chair, apart=())
    )
    ensure_nothing_came_of(
        session, NotForAnother, lambda: backing.back(session, of_others.id, second, Backing.SECONDER, chair)
    )
    backing.back(session, made.motion.id, second, Backing.SECONDER, chair)

    assert said.startswith("The secretary enters what came on paper. The chair does so only while everybody")
    assert backing.standing(session, made.motion, at=AT).seconder == second
    assert [one.name.person_id for one in papers.of_motion(session, made.motion.id)] == [second]


@pytest.mark.invariant("INV-05", "INV-17")
def test_whoever_takes_no_part_can_be_told_why_and_nobody_else(session: Session, assembly: Assembly) -> None:
    applicant, close = assembly.make.person().id, assembly.members[2]
    made = admission(assembly, applicant)
    assembly.make.connection(applicant, ConnectionKind.PARTNER, close)

    told = [why_apart(session, made.motion.id, one, at=AT) for one in (applicant, close, assembly.members[3])]

    assert told == [Apart.ABOUT_THEM, Apart.CLOSE, None]


@pytest.mark.parametrize(("is_boards", "questions"), [(False, 1), (True, 3)], ids=["of the members", "of the board"])
def test_whether_names_are_left_is_asked_without_asking_again_who_stands_behind_it(
    session: Session, assembly: Assembly, *, is_boards: bool, questions: int
) -> None:
    chamber = assembly.chamber
    motion = chamber.submitted(chamber.for_the_board() if is_boards else None)
    behind, directors = backing.standing(session, motion, at=AT), board.directors_on(session, TODAY)
    asked: list[str] = []
    event.listen(session.connection(), "before_cursor_execute", lambda *about: asked.append(about[2]))

    backing.ensure_names_are_left(session, motion, directors, chamber.deed(), behind=behind)

    assert len(asked) == questions, asked
