"""Who rules on whether a motion is in order."""

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from govern.core.actors import Actor, Role
from govern.motions import queries, service
from govern.motions.models import Motion
from govern.motions.refusals import RulesOnOwnMatter
from govern.motions.rules import State
from govern.motions.ruling_refusals import ChairRules
from govern.register.connection_rules import ConnectionKind
from tests.make import Make
from tests.makers.motions import Chamber, in_question


@pytest.fixture
def chamber(make: Make) -> Chamber:
    """A mutual whose motions need a seconder."""
    return make.chamber()


def states(session: Session, motion: Motion) -> list[str]:
    """Return where a motion was."""
    return [step.to_state for step in queries.steps(session, motion.id)]


@pytest.mark.invariant("INV-05", "INV-38")
@pytest.mark.parametrize("is_close", [False, True], ids=["the chair themselves", "a sibling of the chair"])
@pytest.mark.parametrize("deed", [service.admit, service.refuse], ids=["admit", "refuse"])
def test_whom_a_motion_is_about_does_not_rule_on_it(
    session: Session, chamber: Chamber, make: Make, deed: Callable[..., object], is_close: bool
) -> None:
    assert chamber.chair.person_id is not None
    about = make.person().id if is_close else chamber.chair.person_id
    if is_close:
        make.connection(chamber.chair.person_id, ConnectionKind.SIBLING, about)
    motion = chamber.seconded(chamber.proposal(about=[in_question(about)]))

    with pytest.raises(RulesOnOwnMatter) as refused:
        deed(session, motion.id, chamber.deed(chamber.chair, note="Out of order."))
    assert states(session, motion) == ["submitted"]
    service.admit(session, motion.id, chamber.deed())

    assert str(refused.value).startswith("This motion is your own, or is about you or somebody close to you")


@pytest.mark.invariant("INV-05", "INV-38")
def test_the_chair_rules_on_order_and_the_secretary_only_where_nobody_in_the_chair_is_free_to(
    session: Session, chamber: Chamber, make: Make
) -> None:
    make.office(Role.CHAIR, person_id=chamber.chair.person_id)
    motion, of_chair = chamber.seconded(), chamber.chair.person_id
    assert of_chair is not None
    about_chair = chamber.seconded(chamber.proposal(about=[in_question(of_chair)]))
    proposer = Actor(person_id=chamber.members[0], roles=frozenset({Role.CHAIR}))

    with pytest.raises(ChairRules, match=r"The chair rules on this\."):
        service.refuse(session, motion.id, chamber.deed(note="I dislike it."))
    for deed in (service.refuse, service.admit):
        with pytest.raises(RulesOnOwnMatter, match="This motion is your own"):
            deed(session, motion.id, chamber.deed(proposer, note="Out of order."))
    assert states(session, motion) == ["submitted"]

    service.refuse(session, motion.id, chamber.deed(chamber.chair, note="It is for the board."))
    service.refuse(session, about_chair.id, chamber.deed(note="It names somebody, and says nothing to decide."))
    assert queries.state(session, motion.id) is queries.state(session, about_chair.id) is State.INADMISSIBLE
