"""What the database refuses to an applicant in the motion that admits them, past all services."""

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from govern.agenda import service
from govern.backing import service as backing
from govern.motions.rules import Backing
from tests.makers.admitting import admission
from tests.makers.assembly import ONE_IS_ENOUGH, Assembly
from tests.raw import ensure_refused, unguard


@pytest.fixture
def assembly(assembled: Callable[..., Assembly]) -> Assembly:
    """A mutual whose members admit at a meeting."""
    return assembled(admission_decider="general_meeting", gm_quorum=ONE_IS_ENOUGH)


@pytest.mark.invariant("INV-02", "INV-17", by="database")
@pytest.mark.parametrize(
    ("guard", "statement"),
    [
        (
            "applicant_backs_no_admission_of_theirs",
            "INSERT INTO motion_backing (motion_id, person_id, backing, text_version, given_at)"
            " SELECT motion_id, '{person}', 'supporter', 1, given_at FROM motion_backing",
        ),
        (
            "applicant_takes_no_step_of_their_admission",
            "INSERT INTO motion_step (motion_id, n, from_state, to_state, dated_on, at, actor_id, note)"
            " SELECT motion_id, 2, to_state, 'admitted_to_agenda', dated_on, at, '{person}', '' FROM motion_step",
        ),
        (
            "applicant_calls_no_vote_on_their_admission",
            "INSERT INTO division (id, motion_id, n, called_by) SELECT motion_id, motion_id, 1, '{person}'"
            " FROM motion_backing",
        ),
        ("who_entered_a_name_stays_on_record", "UPDATE motion_backing SET entered_by = NULL, withdrawn_at = given_at"),
    ],
    ids=["backs it", "takes its steps", "calls its vote", "unsays who entered a name"],
)
def test_the_database_refuses_what_an_applicant_would_do_with_their_admission(
    session: Session, assembly: Assembly, guard: str, statement: str
) -> None:
    made = admission(assembly)
    person = made.asked.person_id if session.get_bind().dialect.name == "postgresql" else made.asked.person_id.hex

    if guard == "applicant_calls_no_vote_on_their_admission":
        unguard(session, "division", "vote_at_a_general_meeting_has_its_notice")
    ensure_refused(session, guard, statement.format(person=person))


@pytest.mark.invariant("INV-38", by="database")
def test_the_database_keeps_an_applicant_from_the_chair_and_from_declaring(
    session: Session, assembly: Assembly
) -> None:
    made = admission(assembly)
    second = assembly.members[1]
    backing.back(session, made.motion.id, second, Backing.SECONDER, assembly.chamber.own(second))
    service.admit(session, made.motion.id, made.free)
    service.move(session, made.motion.id, made.free)
    assembly.call(made.motion)
    unguard(session, "division_chair", "chair_is_named_at_the_call", "chair_holds_the_office_at_the_call")
    person = made.asked.person_id if session.get_bind().dialect.name == "postgresql" else made.asked.person_id.hex

    ensure_refused(
        session,
        "applicant_is_not_in_the_chair_of_their_admission",
        "INSERT INTO division_chair (division_id, person_id, named_by, named_at)"
        f" SELECT id, '{person}', called_by, called_at FROM division",
    )
    ensure_refused(
        session,
        "applicant_declares_no_vote_on_their_admission",
        "INSERT INTO division_outcome (division_id, is_carried, is_quorate, tally, working, sums, roll_root,"
        f" declared_by, declared_at) SELECT id, true, true, '[]', '', '{{}}', '', '{person}', called_at FROM division",
    )
