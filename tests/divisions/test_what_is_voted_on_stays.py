"""What is voted on stays until its vote is declared, even for somebody who writes SQL past the services."""

from importlib import import_module

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from govern.amendments import amending
from govern.amendments.amending import Settled
from govern.core.db import Base
from govern.motions.division_models import Division
from govern.motions.models import GUARDS, Motion
from govern.motions.rules import Ask
from tests.makers.assembly import AGAINST, FOR, Assembly
from tests.raw import ensure_refused, unguard

MIGRATION = import_module("migrations.versions.0042_what_is_voted_on_stays")
STEP = (
    "INSERT INTO motion_step (motion_id, n, previous_n, from_state, to_state, dated_on, at, actor_id, note)"
    " SELECT motion_id, n + 1, n, to_state, :to, dated_on, at, actor_id, 'Not now.' FROM motion_step"
    " WHERE n = (SELECT max(n) FROM motion_step)"
)
OUTCOME = (
    "INSERT INTO amendment_outcome (motion_id, n, outcome, made_version, division_id, note, settled_by, settled_at)"
    " SELECT change.motion_id, change.n, :outcome, :made, put.id, '', change.proposed_by, change.filed_at"
    " FROM amendment AS change JOIN division AS put ON put.motion_id = change.motion_id AND put.n = 1"
    " WHERE change.n = :n"
)


@pytest.fixture
def motion(assembly: Assembly) -> Motion:
    """A motion to which two changes are proposed."""
    moved = assembly.chamber.moved()
    assembly.chamber.filed(moved)
    assembly.chamber.filed(moved, text="The mutual opens the day centre on Sundays from July.")
    return moved


@pytest.fixture
def put(assembly: Assembly, motion: Motion) -> Division:
    """The vote on the change that was filed last, which is voted on first."""
    return assembly.call(motion, Ask.RECORDED, amendment_n=amending.waiting(assembly.session, motion.id)[0].n)


def outcome_of(put: Division, outcome: str, *, n: int | None = None) -> dict[str, object]:
    """Return what is tried of a change; agreed, it makes the text that is there."""
    made = 1 if outcome in ("carried", "accepted") else None
    return {"outcome": outcome, "made": made, "n": n or put.amendment_n}


@pytest.mark.parametrize("to", ["amended", "referred", "withdrawn", "inadmissible"])
def test_a_motion_does_not_go_away_while_a_vote_on_a_change_of_it_goes_on(
    session: Session, put: Division, to: str
) -> None:
    unguard(session, "motion_step", "moved_motion_is_withdrawn_with_leave")
    unguard(session, "motion_step", "noticed_motion_is_not_ruled_out")

    ensure_refused(session, "motion_stays_while_a_vote_goes_on", STEP, {"to": to})


@pytest.mark.parametrize("outcome", ["accepted", "withdrawn", "fell"])
def test_no_change_is_settled_past_a_vote_that_goes_on(session: Session, put: Division, outcome: str) -> None:
    for n in (1, 2):
        ensure_refused(session, "amendment_stays_while_a_vote_goes_on", OUTCOME, outcome_of(put, outcome, n=n))


@pytest.mark.parametrize("outcome", ["carried", "lost"])
def test_a_change_is_neither_carried_nor_lost_before_its_vote_is_declared(
    session: Session, put: Division, outcome: str
) -> None:
    ensure_refused(session, "amendment_goes_as_its_vote_went", OUTCOME, outcome_of(put, outcome))


def test_a_change_goes_as_its_own_vote_went_and_the_motion_is_free_again(
    session: Session, assembly: Assembly, motion: Motion, put: Division
) -> None:
    assembly.votes(put, dict.fromkeys(assembly.members, AGAINST))
    assembly.declare(put)
    (other,) = (one.n for one in amending.waiting(session, motion.id))

    for outcome in ("carried", "lost"):
        told = outcome_of(put, outcome, n=other)
        ensure_refused(session, "amendment_goes_as_its_vote_went", OUTCOME, told)
    session.execute(text(OUTCOME), outcome_of(put, Settled.WITHDRAWN.value, n=other))
    session.execute(text(STEP), {"to": "referred"})


def test_a_change_for_which_too_few_voted_is_neither_carried_nor_lost(
    session: Session, assembly: Assembly, put: Division
) -> None:
    assembly.vote(put, assembly.members[0], FOR)
    assembly.declare(put)

    for outcome in ("carried", "lost"):
        ensure_refused(session, "amendment_goes_as_its_vote_went", OUTCOME, outcome_of(put, outcome))


def test_every_one_of_these_guards_is_listed_where_its_table_is() -> None:
    assert {guard for guards in MIGRATION.GUARDS.values() for guard in guards} <= set(GUARDS)
    assert set(MIGRATION.GUARDS) <= set(Base.metadata.tables)
