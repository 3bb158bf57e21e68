"""Whoever declares an interest of their own while voting goes on leaves the vote; a vote that is given stands."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govern.constitution.models import DecisionParticipant
from govern.divisions import asked, doubts, hands, kept_out, places, tallying, voting
from govern.divisions.models import DivisionMark
from govern.divisions.refusals import NotCountedInTheRoom
from govern.divisions.seat_refusals import HasNoVote
from govern.motions import queries
from govern.motions.models import Motion
from govern.motions.rules import Ask, Bar
from tests.calendar import A_SECOND
from tests.divisions.test_hands_and_boxes import cast, sheet
from tests.interests.test_interests import assembly as assembly
from tests.interests.test_interests import declare
from tests.interests.test_interests import motion as motion
from tests.makers.assembly import DURING, FOR, Assembly


@pytest.mark.invariant("INV-14", "INV-33")
def test_whoever_declares_an_interest_while_voting_goes_on_leaves_every_figure_of_it(
    session: Session, assembly: Assembly, motion: Motion
) -> None:
    one, *others = assembly.members
    division = assembly.call(motion)

    declare(assembly, motion, one, at=DURING)

    with pytest.raises(HasNoVote, match="You have an interest in this motion"):
        assembly.vote(division, one, at=DURING + A_SECOND)
    assert tallying.received(session, division, at=DURING).electors == 5
    assembly.votes(division, dict.fromkeys(others, FOR))
    outcome = assembly.declare(division)
    assert (outcome.sums["eligible"], outcome.sums["turnout"], outcome.is_carried) == (5, 5, True)
    assert outcome.sums["doubts"]["interested"] == 0
    decided = queries.last_step(session, motion.id).decision_id
    recused = select(DecisionParticipant.person_id).where(
        DecisionParticipant.decision_id == decided, DecisionParticipant.is_recused
    )
    assert session.scalars(recused).all() == [one]


def test_a_vote_that_is_given_stands_and_is_told_with_what_it_could_turn(
    session: Session, assembly: Assembly, motion: Motion
) -> None:
    one, two, *_ = assembly.members
    division = assembly.call(motion)
    assembly.votes(division, {one: FOR, two: FOR})

    declare(assembly, motion, one, at=DURING + A_SECOND)

    assert tallying.received(session, division, at=DURING).electors == 6
    outcome = assembly.declare(division)
    assert (outcome.sums["in_favour"], outcome.sums["doubts"]["interested"]) == (2, 1)
    assert not outcome.sums["doubts"]["could_differ"]


def test_whoever_is_in_a_room_that_nobody_counted_leaves_it_and_after_that_stays(
    session: Session, assembly: Assembly, motion: Motion
) -> None:
    one, two, *_ = assembly.members
    division = assembly.call(motion, Ask.HANDS)
    actor = assembly.chamber.secretary
    voting.be_in_room(session, division.id, assembly.numbers(division, one, two), actor=actor, at=DURING)

    declare(assembly, motion, one, at=DURING)
    for teller in assembly.tellers:
        hands.count(session, division.id, sheet((1, 0, 0)), actor=teller, at=DURING)
    declare(assembly, motion, two, at=DURING)

    assert session.scalar(select(func.count()).select_from(DivisionMark)) == 1
    assert tallying.received(session, division, at=DURING).electors == 5
    with pytest.raises(NotCountedInTheRoom):
        voting.be_in_room(session, division.id, assembly.numbers(division, one), actor=actor, at=DURING)


@pytest.mark.invariant("INV-14")
def test_in_a_secret_vote_a_place_not_used_is_given_up_and_a_ballot_stays(
    session: Session, assembly: Assembly, motion: Motion
) -> None:
    one, two, *_ = assembly.members
    division = assembly.call(motion, Ask.SECRET)
    cast(assembly, division, [1], two)

    declare(assembly, motion, one, at=DURING)
    declare(assembly, motion, two, at=DURING)

    assert tallying.received(session, division, at=DURING).electors == 5
    assert places.who_left(session, division.id) == [one]
    assert doubts.of_division(session, division, at=division.closes_at).interested == 1


def test_whoever_left_for_an_interest_is_listed_with_those_who_have_no_vote_and_not_as_asked(
    session: Session, assembly: Assembly, motion: Motion
) -> None:
    one, *others = assembly.members
    division = assembly.call(motion)
    declare(assembly, motion, one, at=DURING)

    listed = {line.person_id for line in asked.answers(session, division, at=DURING).items}

    assert listed == set(others)
    assert kept_out.of_division(session, division, at=DURING).people == {one: [Bar.DECLARED_INTEREST]}
