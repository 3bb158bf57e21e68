"""What is learned too late about a vote: how many votes stand without a right, and could they have turned it."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govern.board.models import SeatHolding, Vacancy
from govern.consequences import cessation
from govern.divisions import doubts, weighing
from govern.divisions.doubts import changed, splits
from govern.divisions.tallying import Line, Tally
from govern.motions.division_models import Division
from govern.motions.rules import Ask, Way
from govern.register import queries as register
from govern.register.rules import Cessation, Ground
from tests import calendar
from tests.calendar import A_DAY
from tests.divisions.test_hands_and_boxes import cast
from tests.makers.assembly import AFTER, AGAINST, FOR, Assembly

VOTED_ON = calendar.TODAY


@pytest.fixture
def small(assembly: Assembly) -> Assembly:
    """A board of three, of whom two are enough and more than half decide."""
    return assembly


def put(assembly: Assembly, ask: Ask = Ask.RECORDED) -> Division:
    """Put a motion to the board, at its meeting."""
    chamber = assembly.chamber
    return assembly.call(chamber.moved(chamber.for_the_board(way=Way.MEETING)), ask)


def leave(session: Session, person_id: UUID, on: Any) -> None:
    """Record that somebody's seat ended on a day."""
    held = session.scalars(select(SeatHolding).where(SeatHolding.person_id == person_id)).one()
    held.vacated_on, held.vacated_reason = on, Vacancy.RESIGNED
    session.flush()


@pytest.mark.invariant("INV-24", "INV-25")
@pytest.mark.parametrize(
    ("ended_on", "votes"),
    [(VOTED_ON - A_DAY, 1), (VOTED_ON, 1), (VOTED_ON + A_DAY, 0)],
    ids=["the day before the vote", "the day of the vote", "the day after"],
)
def test_a_vote_from_a_seat_that_was_found_to_have_ended_is_told_and_held_against_the_margin(
    session: Session, small: Assembly, ended_on: Any, votes: int
) -> None:
    one, two, three = small.chamber.directors
    division = put(small)
    small.votes(division, {one: FOR, two: FOR, three: AGAINST})
    outcome = small.declare(division)

    leave(session, one, ended_on)

    found = doubts.of_division(session, division, at=AFTER)
    assert outcome.is_carried
    assert (found.ended, found.could_differ) == (votes, bool(votes))
    assert outcome.sums["doubts"]["ended"] == 0


@pytest.mark.invariant("INV-27")
def test_a_seat_that_was_found_to_have_ended_changes_no_word_of_what_was_declared(
    session: Session, assembly: Assembly
) -> None:
    thirds = assembly.seat_thirds(each=2)
    division = put(assembly)
    everybody = [*assembly.chamber.directors, *(person for each in thirds.values() for person in each)]
    assembly.votes(division, dict.fromkeys(everybody, FOR))
    outcome = assembly.declare(division)

    leave(session, everybody[3], VOTED_ON - A_DAY)

    again = weighing.weigh_again(session, division, outcome)
    assert again is not None
    assert str(again.working) == outcome.working
    assert "needed 5" in outcome.working


@pytest.mark.invariant("INV-24")
def test_what_is_learned_before_the_declaration_is_declared_with_it(session: Session, small: Assembly) -> None:
    one, two, three = small.chamber.directors
    division = put(small)
    small.votes(division, {one: FOR, two: FOR, three: FOR})

    leave(session, one, VOTED_ON)
    outcome = small.declare(division)

    assert outcome.sums["doubts"] == {
        "ended": 1, "interested": 0, "objected": 0, "missing": 0, "beyond": 0, "could_differ": False,
    }  # fmt: skip
    assert outcome.sums["in_favour"] == 3


@pytest.mark.invariant("INV-24", "INV-25")
@pytest.mark.parametrize(
    ("ended_on", "votes"),
    [(VOTED_ON - A_DAY, 1), (calendar.TODAY, 1), (calendar.TODAY + 2 * A_DAY, 0)],
    ids=["before it opened", "on its last day", "after it closed"],
)
def test_in_a_secret_vote_a_ballot_of_a_seat_that_had_ended_or_may_have_is_told(
    session: Session, small: Assembly, ended_on: Any, votes: int
) -> None:
    one, two, three = small.chamber.directors
    division = put(small, Ask.SECRET)
    for person in (one, two):
        cast(small, division, [1], person)

    leave(session, one, ended_on)
    leave(session, three, VOTED_ON)

    assert doubts.of_division(session, division, at=AFTER).ended == votes


@pytest.mark.invariant("INV-24")
def test_a_vote_by_name_of_a_membership_that_had_ended_is_told(session: Session, assembly: Assembly) -> None:
    one, *_ = assembly.members
    division = assembly.call(assembly.chamber.moved())
    assembly.votes(division, dict.fromkeys(assembly.members, FOR))
    assembly.declare(division)
    member = register.memberships_of(session, one)[0]
    end = Cessation(on=VOTED_ON, ground=Ground.DIED)

    cessation.end(session, member.id, end, actor=assembly.chamber.secretary, at=AFTER)

    found = doubts.of_division(session, division, at=AFTER)
    assert (found.ended, found.could_differ) == (1, False)


def line(code: str, for_: int, against: int, neither: int = 0) -> Line:
    """Return what one class said."""
    eligible = for_ + against + neither
    return Line(code=code, way=Ask.RECORDED, in_favour=for_, against=against, abstained=neither, eligible=eligible)


def test_votes_are_taken_out_and_put_in_class_by_class_and_nowhere_below_zero() -> None:
    tally = Tally(lines=(line("a", 2, 1), line("b", 1, 0)), eligible={"a": 3, "b": 1}, members=4, turnout=4, why_not=())

    less = changed(tally, {"a": ((1, 0, 0), (0, 0, 0))})
    more = changed(tally, {"b": ((0, 0, 0), (0, 2, 1))})

    assert less is not None
    assert more is not None
    assert (less.in_favour, less.against, less.electors) == (2, 1, 3)
    assert (more.in_favour, more.against, more.abstained, more.electors) == (3, 3, 1, 7)
    assert changed(tally, {"b": ((0, 1, 0), (0, 0, 0))}) is None
    assert len(splits(3)) == 10
