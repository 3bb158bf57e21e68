"""Whose a motion is to withdraw: its proposer's until it is moved, and the meeting's after."""

import pytest
from sqlalchemy.orm import Session

from govern.motions import queries, service
from govern.motions.models import Motion
from govern.motions.refusals import NotTheirsToWithdraw
from tests.make import Make
from tests.makers.motions import Chamber


@pytest.fixture
def chamber(make: Make) -> Chamber:
    """A mutual whose motions need a seconder."""
    return make.chamber()


def states(session: Session, motion: Motion) -> list[str]:
    """Return where a motion was."""
    return [step.to_state for step in queries.steps(session, motion.id)]


def test_its_proposer_withdraws_a_motion_until_it_is_moved_and_the_meeting_after(
    session: Session, chamber: Chamber
) -> None:
    motion, moved = chamber.on_the_agenda(), chamber.moved()
    own = chamber.own(chamber.members[0], note="We found a better way.")

    service.withdraw(session, motion.id, own)
    with pytest.raises(NotTheirsToWithdraw) as refused:
        service.withdraw(session, moved.id, own)
    service.withdraw(session, moved.id, chamber.deed(chamber.chair, note="The meeting agreed."))

    assert str(refused.value).startswith("Before a motion is moved, its proposer withdraws it")
    assert states(session, motion)[-1] == states(session, moved)[-1] == "withdrawn"


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
            service.withdraw(session, motion.id, entered)
    else:
        service.withdraw(session, motion.id, entered)

    assert states(session, motion)[-1] == ("submitted" if has_account else "withdrawn")


def test_nobody_else_withdraws_a_motion(session: Session, chamber: Chamber) -> None:
    motion = chamber.seconded()

    with pytest.raises(NotTheirsToWithdraw):
        service.withdraw(session, motion.id, chamber.own(chamber.members[1], note="I do not like it."))

    assert states(session, motion) == ["submitted"]
