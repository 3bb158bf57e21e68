"""A vote by name from its call to its declaration: who is asked, who has no vote, what is counted."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govern.board.models import SeatHolding
from govern.consequences.held import held_about
from govern.constitution.models import DecisionParticipant
from govern.core.actors import Actor, Role
from govern.core.db import Database
from govern.divisions import tallying, voting
from govern.divisions.models import DivisionMark
from govern.divisions.refusals import FirstStands, NotAsked, RightEnded, VoteNotTaken
from govern.motions import queries
from govern.motions.rules import State
from govern.rolls.models import Roll
from tests import calendar
from tests.at_once import all_at_once
from tests.calendar import A_SECOND, AT
from tests.make import Make
from tests.makers.assembly import AGAINST, CLOSES_AT, DURING, FOR, NEITHER, ONE_IS_ENOUGH, Assembly


def marks(session: Session) -> int:
    """Return how many places are taken."""
    return session.scalar(select(func.count()).select_from(DivisionMark)) or 0


def test_a_motion_is_put_voted_on_by_name_and_carried(session: Session, assembly: Assembly) -> None:
    motion = assembly.chamber.moved()
    division = assembly.call(motion)
    one, two, three, four, five, six = assembly.members
    assembly.votes(division, {one: FOR, two: FOR, three: FOR, four: AGAINST, five: NEITHER, six: FOR})

    outcome = assembly.declare(division)

    assert queries.state(session, motion.id) is State.CARRIED
    assert outcome.working == (
        "Carried: 4 for, 1 against, 1 abstained; needed more than half of the votes cast (3 of 5)."
        " Quorum: 6 took part; needed 1."
    )
    decision_id = queries.last_step(session, motion.id).decision_id
    parts = session.execute(
        select(DecisionParticipant.vote, func.count())
        .where(DecisionParticipant.decision_id == decision_id)
        .group_by(DecisionParticipant.vote)
        .order_by(DecisionParticipant.vote)
    )
    assert [tuple(part) for part in parts] == [("abstained", 1), ("against", 1), ("for", 4)]


def test_equality_is_lost_and_no_decision_is_written(session: Session, assembly: Assembly) -> None:
    motion = assembly.chamber.moved()
    division = assembly.call(motion)
    assembly.votes(division, {assembly.members[0]: FOR, assembly.members[4]: AGAINST, assembly.members[5]: NEITHER})

    outcome = assembly.declare(division)

    assert not outcome.is_carried
    assert queries.state(session, motion.id) is State.FELL_INQUORATE


@pytest.mark.invariant("INV-14")
def test_a_second_vote_is_refused_and_the_first_stands(session: Session, assembly: Assembly) -> None:
    division = assembly.call(assembly.chamber.moved())
    assembly.vote(division, assembly.members[0], AGAINST)
    assert [one["vote"] for one in held_about(session, assembly.members[0])["votes_by_name"]] == ["against"]

    with pytest.raises(FirstStands, match="You have already voted, or you are counted in the room"):
        assembly.vote(division, assembly.members[0], FOR)

    assert tallying.tally(session, division.id, at=division.closes_at).against == 1
    assert marks(session) == 1


@pytest.mark.invariant("INV-14", "INV-15", "INV-16")
def test_a_director_who_is_no_member_is_not_on_the_roll_of_the_members(session: Session, assembly: Assembly) -> None:
    division = assembly.call(assembly.chamber.moved())

    with pytest.raises(NotAsked, match="You are not among those who are asked"):
        assembly.vote(division, assembly.chamber.directors[1])

    assert marks(session) == 0
    assert tallying.received(session, division, at=DURING).electors == 6


@pytest.mark.invariant("INV-14")
def test_whoever_ceased_after_the_roll_was_frozen_is_refused(session: Session, assembly: Assembly) -> None:
    division = assembly.call(assembly.chamber.moved())
    assembly.cease(assembly.members[0], on=calendar.TODAY)

    with pytest.raises(RightEnded, match="You are no longer entitled to vote"):
        assembly.vote(division, assembly.members[0])

    assert marks(session) == 0


@pytest.mark.parametrize(
    ("days", "at", "left"),
    [
        pytest.param(0, DURING, 2, id="on the day from which they are none"),
        pytest.param(1, DURING, 0, id="a day before"),
        pytest.param(0, CLOSES_AT, 2, id="and after the close"),
    ],
)
@pytest.mark.invariant("INV-14", "INV-33")
def test_whoever_ceased_after_the_roll_was_frozen_is_told_of_and_stays_in_the_figures(
    session: Session, assembly: Assembly, days: int, at: datetime, left: int
) -> None:
    division = assembly.call(assembly.chamber.moved())
    assembly.vote(division, assembly.members[0])
    for one in assembly.members[:2]:
        assembly.cease(one, on=calendar.TODAY + days * calendar.A_DAY)

    received = tallying.received(session, division, at=at)

    assert (received.electors, received.members, received.turnout, received.left) == (6, 6, 1, left)
    assert received.rolled_on == session.get_one(Roll, division.roll_id).roll_date


def test_of_a_vote_of_the_board_nobody_is_told_as_a_member_who_left(session: Session, assembly: Assembly) -> None:
    division = assembly.call(assembly.chamber.moved(assembly.chamber.for_the_board()))

    assert tallying.received(session, division, at=DURING).left == 0


@pytest.mark.invariant("INV-14")
def test_a_director_whose_seat_was_vacated_is_refused(session: Session, assembly: Assembly) -> None:
    division = assembly.call(assembly.chamber.moved(assembly.chamber.for_the_board()))
    director = assembly.chamber.directors[1]
    seat = session.scalars(select(SeatHolding).where(SeatHolding.person_id == director)).one()
    seat.vacated_on, seat.vacated_reason = calendar.TODAY, "resigned"
    session.flush()

    with pytest.raises(RightEnded):
        assembly.vote(division, director)


@pytest.mark.parametrize(
    ("at", "is_taken"),
    [
        pytest.param(AT - A_SECOND, False, id="before it opens"),
        pytest.param(AT, True, id="as it opens"),
        pytest.param(CLOSES_AT - A_SECOND, True, id="in the last second"),
        pytest.param(CLOSES_AT, False, id="as it closes"),
    ],
)
def test_a_vote_is_taken_within_the_hours(
    session: Session, assembly: Assembly, at: datetime, *, is_taken: bool
) -> None:
    division = assembly.call(assembly.chamber.moved())

    if is_taken:
        assembly.vote(division, assembly.members[0], at=at)
    else:
        with pytest.raises(VoteNotTaken, match=r"Voting (opens|closed) at"):
            assembly.vote(division, assembly.members[0], at=at)

    assert marks(session) == is_taken


@pytest.mark.invariant("INV-25")
def test_of_twelve_votes_of_one_elector_at_once_one_is_taken(
    database: Database, session: Session, make: Make, tmp_path: Path
) -> None:
    assembly = Assembly(session, make, tmp_path)
    division = assembly.call(assembly.chamber.moved())
    actor = Actor(person_id=assembly.members[0], roles=frozenset({Role.MEMBER}))
    make.known_to_all()

    deeds = [
        partial(voting.vote, division_id=division.id, vote=vote, actor=actor, at=DURING) for vote in (FOR, AGAINST) * 6
    ]
    answers = all_at_once(database, deeds)

    assert sum(isinstance(answer, FirstStands) for answer in answers) == 11
    with database.reading() as reading:
        assert tallying.received(reading, division, at=DURING).turnout == 1


@pytest.mark.invariant("INV-31")
@pytest.mark.parametrize(
    ("heir", "told"),
    [
        ("workforce", "Service users: the weight of 3/5 sleeps and passes to Workforce"),
        (None, "Service users: the weight of 3/5 sleeps and drops out"),
    ],
)
def test_the_weight_of_two_members_sleeps_and_goes_where_the_rules_say(
    assembled: Callable[..., Assembly], heir: str | None, told: str
) -> None:
    weights = {"workforce": "2/5", "service_user": "3/5"}
    assembly = assembled(class_weights=weights, dormant_weight_to=heir, gm_quorum=ONE_IS_ENOUGH)
    division = assembly.call(assembly.chamber.moved())
    workers, users = assembly.members[:4], assembly.members[4:]
    assembly.votes(division, dict.fromkeys(workers[:3], FOR) | dict.fromkeys(users, AGAINST))

    outcome = assembly.declare(division)

    assert outcome.is_carried
    assert told in outcome.working
