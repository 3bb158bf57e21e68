"""A sum on record is said again only where it comes to the words that are kept."""

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from govern.constitution.rules import Vote
from govern.core.actors import Role
from govern.deciding.rules import Casting
from govern.divisions import weighing
from govern.motions.division_models import Division, DivisionOutcome
from govern.motions.rules import Way
from tests.makers.assembly import AGAINST, FOR, Assembly


@pytest.fixture
def tie(assembled: Callable[..., Assembly]) -> tuple[Assembly, Division]:
    """A vote of the board at a meeting that the chair may decide where votes are equal."""
    assembly = assembled(board_casting_vote=True)
    motion = assembly.chamber.moved(assembly.chamber.for_the_board(way=Way.MEETING))
    assembly.make.office(Role.CHAIR, person_id=assembly.chamber.directors[0])
    return assembly, assembly.call(motion)


def said(tie: tuple[Assembly, Division], *votes: Vote, casting: Casting | None = None) -> DivisionOutcome:
    """Let the directors vote, and declare what came of it."""
    assembly, division = tie
    assembly.votes(division, dict(zip(assembly.chamber.directors, votes, strict=False)))
    return assembly.declare(division, by=assembly.chamber.directors[0], casting=casting)


@pytest.mark.parametrize("casting", [None, Casting.FOR, Casting.AGAINST])
def test_a_sum_comes_to_its_words_again_with_the_casting_vote_that_decided_it(
    session: Session, tie: tuple[Assembly, Division], casting: Casting | None
) -> None:
    outcome = said(tie, FOR, AGAINST, casting=casting)

    again = weighing.weigh_again(session, tie[1], outcome)

    assert again is not None
    assert str(again.working) == outcome.working
    assert again.is_carried is outcome.is_carried is (casting is Casting.FOR)


def test_a_sum_that_comes_to_other_words_is_not_said_for_the_record(
    session: Session, tie: tuple[Assembly, Division]
) -> None:
    outcome = said(tie, FOR, FOR, AGAINST)
    facts = {"division_id": tie[1].id, "tally": outcome.tally, "sums": outcome.sums}
    kept = DivisionOutcome(**facts, working="Carried: the chair saw two hands.")

    assert weighing.weigh_again(session, tie[1], kept) is None
