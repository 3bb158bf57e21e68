"""A director whose seat falls vacant before they vote is in no figure of the vote; who had voted stays in all."""

from datetime import date, datetime
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from govern.constitution import queries as constitution
from govern.constitution.rules import Third
from govern.divisions import asked, tallying, weighing
from govern.motions import queries
from govern.motions.division_models import Division
from govern.motions.rules import Ask, Way
from tests.calendar import A_DAY, A_SECOND, AT, TODAY
from tests.divisions.test_board_votes import board_vote
from tests.divisions.test_doubts import leave
from tests.makers.assembly import CLOSES_AT, DURING, FOR, Assembly

MIDWAY, LAST = AT + 3 * A_DAY, AT + 7 * A_DAY


@pytest.fixture
def called(assembly: Assembly) -> tuple[Division, list[UUID]]:
    """A decision of nine directors between meetings, and the nine."""
    division, thirds = board_vote(assembly, until=LAST)
    return division, [*assembly.chamber.directors, *(one for each in thirds.values() for one in each)]


def figures(session: Session, division: Division, at: datetime) -> tuple[int, int]:
    """Return how many can vote, and of how many directors."""
    received = tallying.received(session, division, at=at)
    return received.electors, received.members


@pytest.mark.invariant("INV-14")
@pytest.mark.parametrize(
    ("vacated_on", "at", "expected"),
    [
        (MIDWAY.date() + A_DAY, MIDWAY, (9, 9)),
        (MIDWAY.date(), MIDWAY, (8, 8)),
        (MIDWAY.date() - A_DAY, MIDWAY, (8, 8)),
        (LAST.date() + A_DAY, LAST + 3 * A_DAY, (9, 9)),
    ],
    ids=["the day before", "on the day", "the day after", "once voting was over"],
)
def test_a_seat_that_fell_vacant_before_its_vote_is_in_no_figure(
    session: Session, called: tuple[Division, list[UUID]], vacated_on: date, at: datetime, expected: tuple[int, int]
) -> None:
    division, directors = called

    leave(session, directors[3], vacated_on)

    assert figures(session, division, at) == expected
    asked_now = {one.person_id for one in asked.answers(session, division, at=at).items}
    assert (directors[3] in asked_now) is (expected == (9, 9))


@pytest.mark.invariant("INV-14")
def test_a_vote_that_was_given_before_the_seat_fell_vacant_counts_and_so_does_its_voter(
    session: Session, assembly: Assembly, called: tuple[Division, list[UUID]]
) -> None:
    division, directors = called
    assembly.vote(division, directors[3], FOR)

    leave(session, directors[3], MIDWAY.date())

    assert figures(session, division, MIDWAY) == (9, 9)
    assert directors[3] in {one.person_id for one in asked.answers(session, division, at=MIDWAY).items}


@pytest.mark.invariant("INV-33")
def test_what_is_declared_is_of_those_who_are_directors_and_stays_so_on_record(
    session: Session, assembly: Assembly, called: tuple[Division, list[UUID]]
) -> None:
    division, directors = called
    leave(session, directors[3], MIDWAY.date())
    assembly.votes(division, dict.fromkeys(directors[:3] + directors[4:], FOR))

    outcome = assembly.declare(division)
    leave(session, directors[5], MIDWAY.date())

    assert (outcome.sums["eligible"], outcome.sums["members"], outcome.sums["gone"]) == (8, 8, {Third.WORKFORCE: 1})
    assert sum(outcome.sums["in_office"].values()) == 8
    assert weighing.weigh_again(session, division, outcome) is not None
    parts = {one.person_id for one in constitution.participants(session, decision_of(session, division))}
    assert parts == set(directors) - {directors[3]}


def decision_of(session: Session, division: Division) -> UUID:
    """Return the decision that a motion became."""
    made = queries.last_step(session, division.motion_id).decision_id
    assert made is not None
    return made


@pytest.mark.invariant("INV-33")
def test_a_unanimous_decision_does_not_wait_for_somebody_who_is_no_director(
    session: Session, assembly: Assembly, called: tuple[Division, list[UUID]]
) -> None:
    division, directors = called
    assembly.votes(division, dict.fromkeys(directors[:3] + directors[4:], FOR))
    assert not _may_end(session, division, DURING)

    leave(session, directors[3], DURING.date())

    assert _may_end(session, division, DURING)


def _may_end(session: Session, division: Division, at: datetime) -> bool:
    received = tallying.received(session, division, at=at)
    return received.turnout == received.electors


@pytest.mark.invariant("INV-14")
def test_of_members_a_roll_stays_as_long_as_it_was(session: Session, assembly: Assembly) -> None:
    division = assembly.call(assembly.chamber.moved())

    assembly.cease(assembly.members[3], on=TODAY + A_DAY)

    assert figures(session, division, CLOSES_AT) == (6, 6)


@pytest.mark.invariant("INV-14")
def test_in_secret_nobody_learns_before_the_close_who_has_not_voted(session: Session, assembly: Assembly) -> None:
    thirds = assembly.seat_thirds(each=2)
    motion = assembly.chamber.moved(assembly.chamber.for_the_board(way=Way.MEETING))
    division = assembly.call(motion, Ask.SECRET)
    leave(session, thirds[Third.WORKFORCE][0], TODAY)

    assert figures(session, division, CLOSES_AT - A_SECOND) == (9, 9)
    assert figures(session, division, CLOSES_AT) == (8, 8)
