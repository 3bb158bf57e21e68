"""Whose a motion is to withdraw: its proposer's until it is moved, and after with the leave of those who decide."""

from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from govern.agenda import service, withdrawing
from govern.constitution.models import Decision
from govern.constitution.rules import Body
from govern.core.actors import Actor
from govern.motions import queries
from govern.motions.models import Motion
from govern.motions.refusals import LeaveNeeded, LeaveNotTheirs, NotTheirsToWithdraw
from tests.calendar import A_DAY, AT, TODAY
from tests.make import Make
from tests.makers import kept
from tests.makers.motions import Chamber
from tests.raw import ensure_refused


@pytest.fixture
def chamber(make: Make) -> Chamber:
    """A mutual whose motions need a seconder."""
    return make.chamber()


def states(session: Session, motion: Motion) -> list[str]:
    """Return where a motion was."""
    return [step.to_state for step in queries.steps(session, motion.id)]


def leave(chamber: Chamber, by: Actor | None = None, **facts: Any) -> Decision:
    """Enter a decision of a general meeting of today, by the secretary."""
    entered_by = (by or chamber.secretary).person_id
    usual: dict[str, Any] = {
        "body": Body.GENERAL_MEETING,
        "decided_on": TODAY,
        "minute_reference": "GM 4",
        "text": "So.",
    }
    return kept(chamber.session, Decision(entered_by=entered_by, entered_at=AT, **usual | facts))


def test_its_proposer_withdraws_a_motion_until_it_is_moved(session: Session, chamber: Chamber) -> None:
    motion, moved = chamber.on_the_agenda(), chamber.moved()
    own = chamber.own(chamber.members[0], note="We found a better way.")

    withdrawing.withdraw(session, motion.id, own)
    with pytest.raises(NotTheirsToWithdraw, match="Before a motion is moved, its proposer withdraws it"):
        withdrawing.withdraw(session, moved.id, own, leave_id=leave(chamber).id)

    assert states(session, motion)[-1] == "withdrawn"
    assert states(session, moved)[-1] == "moved"


def test_once_moved_the_chair_withdraws_it_by_the_decision_that_gave_leave(session: Session, chamber: Chamber) -> None:
    motion, gave, deed = chamber.moved(), leave(chamber), chamber.deed(chamber.chair, note="They agreed.")

    with pytest.raises(NotTheirsToWithdraw):
        withdrawing.withdraw(session, motion.id, chamber.deed(note="x"), leave_id=gave.id)
    with pytest.raises(LeaveNeeded, match="it is withdrawn only with the leave of those who decide it"):
        withdrawing.withdraw(session, motion.id, deed)
    assert states(session, motion)[-1] == "moved"
    withdrawing.withdraw(session, motion.id, deed, leave_id=gave.id)

    assert (states(session, motion)[-1], queries.last_step(session, motion.id).leave_id) == ("withdrawn", gave.id)


@pytest.mark.parametrize(
    ("facts", "is_leave"),
    [
        pytest.param({"decided_on": TODAY}, True, id="of the day of its moving"),
        pytest.param({"decided_on": TODAY - A_DAY}, False, id="older than its moving"),
        pytest.param({"body": Body.BOARD}, False, id="of another body"),
    ],
)
def test_leave_is_given_by_those_who_decide_after_it_was_moved(
    session: Session, chamber: Chamber, facts: dict[str, Any], is_leave: bool
) -> None:
    motion, gave, deed = chamber.moved(), leave(chamber, **facts), chamber.deed(chamber.chair, note="So.")

    if is_leave:
        assert withdrawing.withdraw(session, motion.id, deed, leave_id=gave.id).leave_id == gave.id
        return
    with pytest.raises(LeaveNotTheirs, match="That decision gives no leave here"):
        withdrawing.withdraw(session, motion.id, deed, leave_id=gave.id)
    assert states(session, motion)[-1] == "moved"


def test_nobody_enters_the_leave_and_takes_it_too(session: Session, chamber: Chamber) -> None:
    motion, gave = chamber.moved(), leave(chamber, by=chamber.chair)

    with pytest.raises(LeaveNotTheirs):
        withdrawing.withdraw(session, motion.id, chamber.deed(chamber.chair, note="So."), leave_id=gave.id)

    assert withdrawing.leaves(session, motion.id, chamber.chair) == []
    assert states(session, motion)[-1] == "moved"


def test_a_motion_that_was_moved_stays_the_meetings_when_it_is_referred(session: Session, chamber: Chamber) -> None:
    motion = chamber.moved()
    service.refer(session, motion.id, chamber.deed(note="To the committee."))

    with pytest.raises(NotTheirsToWithdraw):
        withdrawing.withdraw(session, motion.id, chamber.own(chamber.members[0], note="Quickly."))

    assert states(session, motion)[-1] == "referred"


@pytest.mark.parametrize("who", ["nobody", "an older one", "its own", "the right one"])
def test_the_database_lets_no_moved_motion_go_without_leave(session: Session, chamber: Chamber, who: str) -> None:
    motion = chamber.moved()
    found = {
        "nobody": None,
        "an older one": leave(chamber, decided_on=TODAY - A_DAY).id.hex,
        "its own": leave(chamber, by=chamber.chair).id.hex,
        "the right one": leave(chamber).id.hex,
    }
    assert chamber.chair.person_id is not None

    statement = (
        "INSERT INTO motion_step"
        " (motion_id, n, previous_n, from_state, to_state, dated_on, at, actor_id, leave_id, note)"
        " SELECT motion_id, 4, 3, 'moved', 'withdrawn', dated_on, at, :chair, :leave, 'So.' FROM motion_step"
        " WHERE motion_id = :motion AND n = 3"
    )
    facts = {"motion": motion.id.hex, "chair": chamber.chair.person_id.hex, "leave": found[who]}
    if session.get_bind().dialect.name == "postgresql":
        statement = statement.replace(":chair", "CAST(:chair AS uuid)").replace(":leave", "CAST(:leave AS uuid)")
    if who == "the right one":
        session.execute(text(statement), facts)
        return
    ensure_refused(session, "moved_motion_is_withdrawn_with_leave", statement, facts)


@pytest.mark.parametrize("has_account", [False, True])
def test_an_officer_withdraws_only_for_a_proposer_who_cannot_say_it(
    session: Session, make: Make, chamber: Chamber, *, has_account: bool
) -> None:
    motion = chamber.seconded()
    if has_account:
        make.account(person_id=chamber.members[0])
    entered = chamber.deed(chamber.chair, note="They wrote that they withdraw it.")

    if has_account:
        with pytest.raises(NotTheirsToWithdraw):
            withdrawing.withdraw(session, motion.id, entered)
    else:
        withdrawing.withdraw(session, motion.id, entered)

    assert states(session, motion)[-1] == ("submitted" if has_account else "withdrawn")


def test_nobody_else_withdraws_a_motion(session: Session, chamber: Chamber) -> None:
    motion = chamber.seconded()

    with pytest.raises(NotTheirsToWithdraw):
        withdrawing.withdraw(session, motion.id, chamber.own(chamber.members[1], note="I do not like it."))

    assert states(session, motion) == ["submitted"]
