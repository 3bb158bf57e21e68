"""A second call asks for nobody of each class: it follows a vote for which too few came, five clear days later."""

from datetime import datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govern.agenda import service
from govern.divisions import second_calls
from govern.divisions.refusals import NoFirstCall, SecondCallTooEarly
from govern.motions import queries
from govern.motions.division_models import Division
from govern.motions.models import Motion
from govern.motions.rules import Ask, State
from tests.calendar import A_DAY
from tests.makers.assembly import CLOSES_AT, FOR, Assembly


def fallen(assembly: Assembly) -> Motion:
    """Return a motion for which nobody of the service users came, on the agenda again."""
    motion = assembly.chamber.moved()
    assembly.votes(division := assembly.call(motion), dict.fromkeys(assembly.members[:4], FOR))
    assembly.declare(division)
    again = assembly.chamber.deed(at=CLOSES_AT + A_DAY)
    service.admit(assembly.session, motion.id, again)
    service.move(assembly.session, motion.id, again)
    return motion


def of(session: Session, motion: Motion) -> int | None:
    """Return how many votes on a motion were called."""
    return session.scalar(select(func.count()).select_from(Division).where(Division.motion_id == motion.id))


@pytest.mark.invariant("INV-33")
def test_a_second_call_without_a_first_is_refused_and_nothing_is_stored(session: Session, assembly: Assembly) -> None:
    motion = assembly.chamber.moved()
    assembly.chamber.filed(motion)

    with pytest.raises(NoFirstCall, match="No vote on this motion has been without a quorum"):
        assembly.call(motion, call=2, amendment_n=1)

    assert (of(session, motion), queries.state(session, motion.id)) == (0, State.MOVED)
    assert second_calls.earliest(session, motion.id, is_confirming=False) is None


def at_noon(days: int) -> datetime:
    """Return an instant some days after the first call ended."""
    return CLOSES_AT + days * A_DAY


@pytest.mark.invariant("INV-33")
@pytest.mark.parametrize(("days", "is_possible"), [(5, False), (6, True), (7, True)])
def test_a_second_call_leaves_five_clear_days_after_the_first(
    session: Session, assembly: Assembly, days: int, *, is_possible: bool
) -> None:
    motion = fallen(assembly)

    if not is_possible:
        with pytest.raises(SecondCallTooEarly, match="leaves five clear days after the first"):
            assembly.call(motion, at=at_noon(days), call=2)
        assert of(session, motion) == 1
        return
    division = assembly.call(motion, at=at_noon(days), call=2)
    assembly.votes(division, dict.fromkeys(assembly.members[:4], FOR), at=at_noon(days))

    assert assembly.declare(division).is_carried


def test_a_first_call_is_possible_again_at_once_and_asks_for_some_of_each_class(
    session: Session, assembly: Assembly
) -> None:
    motion = fallen(assembly)
    again = at_noon(1)

    division = assembly.call(motion, Ask.RECORDED, again)
    assembly.votes(division, dict.fromkeys(assembly.members[:4], FOR), at=again)

    assert not assembly.declare(division).is_quorate
