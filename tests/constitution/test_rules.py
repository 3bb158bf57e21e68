"""Decisions, versions of the rules and thirds, without a database."""

from collections.abc import Sequence
from uuid import UUID, uuid4

import pytest

from govern.constitution.rules import (
    Participant,
    PlannedSeat,
    Third,
    Vote,
    has_carried,
    named_twice,
    present_and_free,
    thirds_are_equal,
    votes_amiss,
)

ANNE, BEN = UUID(int=1), UUID(int=2)


def voting(*votes: Vote) -> list[Participant]:
    """Return as many people, voting so."""
    return [Participant(person_id=uuid4(), vote=vote) for vote in votes]


@pytest.mark.parametrize(
    ("votes", "expected"),
    [
        pytest.param([Vote.FOR], True, id="one for"),
        pytest.param([Vote.FOR, Vote.FOR, Vote.AGAINST], True, id="two for, one against"),
        pytest.param([Vote.FOR, Vote.AGAINST], False, id="equal votes"),
        pytest.param([Vote.AGAINST], False, id="one against"),
        pytest.param([Vote.ABSTAINED, Vote.ABSTAINED], False, id="only abstentions"),
        pytest.param([], False, id="nobody"),
    ],
)
def test_a_decision_is_carried_by_more_votes_for_than_against(votes: Sequence[Vote], expected: bool) -> None:
    assert has_carried(voting(*votes)) is expected


@pytest.mark.parametrize(
    ("participant", "expected"),
    [
        pytest.param(Participant(person_id=ANNE, vote=Vote.FOR), False, id="there and voting"),
        pytest.param(Participant(person_id=ANNE, is_present=False), False, id="absent without a vote"),
        pytest.param(Participant(person_id=ANNE, is_recused=True), False, id="stood back without a vote"),
        pytest.param(Participant(person_id=ANNE, is_present=False, vote=Vote.FOR), True, id="absent but voting"),
        pytest.param(Participant(person_id=ANNE, is_recused=True, vote=Vote.ABSTAINED), True, id="recused, abstaining"),
    ],
)
def test_only_those_there_who_have_not_stood_back_vote(participant: Participant, expected: bool) -> None:
    assert votes_amiss([participant]) is expected


def test_each_person_takes_part_once() -> None:
    assert named_twice([Participant(person_id=ANNE), Participant(person_id=ANNE)])
    assert not named_twice([Participant(person_id=ANNE), Participant(person_id=BEN)])


def test_whoever_stands_back_is_not_in_the_quorum() -> None:
    people = [
        *voting(Vote.FOR),
        Participant(person_id=ANNE, is_recused=True),
        Participant(person_id=BEN, is_present=False),
    ]

    assert present_and_free(people) == 1


def board(seats_per_third: int) -> list[PlannedSeat]:
    """Return the seats of a board in equal thirds."""
    return [PlannedSeat(third=third, number=number) for third in Third for number in range(1, seats_per_third + 1)]


def test_a_board_in_thirds_has_the_same_seats_in_each() -> None:
    assert thirds_are_equal(board(3), seats_per_third=3)


@pytest.mark.parametrize(
    "seats",
    [
        pytest.param(board(3)[:-1], id="one seat short"),
        pytest.param([*board(3), PlannedSeat(third=Third.WORKFORCE, number=4)], id="one seat more"),
        pytest.param(
            [*board(3)[:-1], PlannedSeat(third=Third.WORKFORCE, number=4)], id="one seat moved to another third"
        ),
        pytest.param([*board(3)[:-1], board(3)[0]], id="one seat planned twice"),
        pytest.param([], id="no seats"),
    ],
)
def test_a_board_with_unequal_thirds_is_not_one(seats: list[PlannedSeat]) -> None:
    assert not thirds_are_equal(seats, seats_per_third=3)
