"""A motion from its proposal to the vote, or off the way."""

from sqlalchemy.orm import Session

from govern.motions import queries, service
from govern.motions.amending import Settled
from tests.make import Make


def test_a_motion_is_proposed_admitted_moved_and_amended(session: Session, make: Make) -> None:
    chamber = make.chamber()
    motion = chamber.moved()
    chamber.filed(motion)

    service.settle_amendment(session, motion.id, 1, Settled.ACCEPTED, chamber.own(chamber.members[0]))

    states = [step.to_state for step in queries.steps(session, motion.id)]
    assert states == ["submitted", "admitted_to_agenda", "moved", "amended"]
    assert [text.version for text in queries.texts(session, motion.id)] == [1, 2]
