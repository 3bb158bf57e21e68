"""A show of hands that two tellers count, and a secret vote in its box: one tally, which must add up."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govern.audit.models import JournalEntry
from govern.ballots import casting
from govern.ballots import queries as ballots
from govern.ballots.casting import Desk, Elector
from govern.ballots.models import BoxedBallot
from govern.board.models import SeatHolding
from govern.core.actors import Actor
from govern.core.errors import NotFound
from govern.divisions import boxes, declaring, hands, places, tallying, voting, weighing
from govern.divisions.hands import Hands
from govern.divisions.models import HandsCount
from govern.divisions.refusals import (
    AlreadyDeclared,
    DoesNotAddUp,
    FirstStands,
    NotByHands,
    NotCountedInTheRoom,
    NotInTheRoom,
    RoomIsCounted,
    VotedInSecret,
    VotingGoesOn,
    VotingIsOver,
)
from govern.divisions.teller_refusals import CountStands, MoreHandsThanPeople, OtherTellerFirst, TellerInterested
from govern.motions import queries
from govern.motions.division_models import Division, DivisionOutcome
from govern.motions.rules import Ask, State, Way
from tests.calendar import A_DAY, A_SECOND, TODAY
from tests.makers.assembly import CLOSES_AT, DURING, FOR, ONE_IS_ENOUGH, Assembly

SECRET = "a secret of the tests"


def sheet(workforce: tuple[int, int, int] = (0, 0, 0), users: tuple[int, int, int] = (0, 0, 0)) -> Mapping[str, Hands]:
    """Return a teller's sheet: for, against and abstained, by class."""
    told = {"workforce": workforce, "service_user": users}
    return {
        code: Hands(in_favour=in_favour, against=against, abstained=abstained)
        for code, (in_favour, against, abstained) in told.items()
    }


@pytest.fixture
def assembly(assembled: Callable[..., Assembly]) -> Assembly:
    """A meeting to which one of each constituency is enough."""
    return assembled(gm_quorum={"number": 4, "share": "1/2", "per_constituency": 1})


@pytest.fixture
def division(assembly: Assembly) -> Division:
    """A vote by hands with three of the workforce and one service user in the room."""
    made = assembly.call(assembly.chamber.moved(), Ask.HANDS)
    come_in(assembly, made, *assembly.members[:3], assembly.members[4])
    return made


def come_in(assembly: Assembly, division: Division, *people: UUID) -> int:
    """Count some members as in the room."""
    numbers = assembly.numbers(division, *people)
    return voting.be_in_room(assembly.session, division.id, numbers, actor=assembly.chamber.secretary, at=DURING)


def counts(assembly: Assembly, division: Division, teller: int, *told: Any) -> int:
    """Let a teller enter a count."""
    actor = assembly.tellers[teller]
    return hands.count(assembly.session, division.id, sheet(*told), actor=actor, at=DURING)


def test_two_tellers_who_agree_with_the_room_and_a_vote_from_home_make_one_tally(
    session: Session, assembly: Assembly, division: Division
) -> None:
    counts(assembly, division, 0, (2, 1, 0), (0, 0, 1))
    counts(assembly, division, 1, (2, 1, 0), (0, 0, 1))
    assembly.vote(division, assembly.members[5], FOR)

    outcome = assembly.declare(division)

    assert outcome.is_carried
    assert outcome.working.startswith("Carried: 3 for, 1 against, 1 abstained;")
    assert outcome.sums["turnout"] == 5
    assert {(line["code"], line["way"]) for line in outcome.tally} == {
        (code, way) for code in ("workforce", "service_user") for way in ("recorded", "hands")
    }


@pytest.mark.invariant("INV-25")
def test_whoever_is_in_the_room_cannot_vote_from_home_nor_the_other_way_round(
    session: Session, assembly: Assembly, division: Division
) -> None:
    assembly.vote(division, assembly.members[5])

    with pytest.raises(FirstStands):
        assembly.vote(division, assembly.members[0])
    with pytest.raises(NotCountedInTheRoom, match=r"Nobody was entered. These are not on the roll, are no"):
        come_in(assembly, division, assembly.members[3], assembly.members[5])

    assert hands.in_the_room(session, division) == {"workforce": 3, "service_user": 1}
    assert tallying.received(session, division, at=DURING).turnout == 5


def leave(assembly: Assembly, division: Division, *people: UUID, at: datetime = DURING) -> int:
    """Take some members out of the room."""
    numbers = assembly.numbers(division, *people)
    return voting.leave_room(assembly.session, division.id, numbers, actor=assembly.chamber.secretary, at=at)


@pytest.mark.invariant("INV-25")
def test_whoever_was_entered_by_mistake_leaves_the_room_and_votes_from_home(
    session: Session, assembly: Assembly, division: Division
) -> None:
    entered = session.scalar(select(func.count()).select_from(JournalEntry)) or 0

    assert leave(assembly, division, assembly.members[0]) == 1

    assembly.vote(division, assembly.members[0], FOR)
    assert hands.in_the_room(session, division) == {"workforce": 2, "service_user": 1}
    assert tallying.received(session, division, at=DURING).turnout == 4
    [journalled] = session.scalars(select(JournalEntry).where(JournalEntry.event == "division.left"))
    assert len(journalled.facts["taken_out"]) == 1
    assert session.scalar(select(func.count()).select_from(JournalEntry)) == entered + 1


def test_nobody_is_taken_out_of_a_room_in_which_one_of_them_is_not(
    session: Session, assembly: Assembly, division: Division
) -> None:
    assembly.vote(division, assembly.members[5], FOR)

    for absent in (assembly.members[3], assembly.members[5]):
        with pytest.raises(NotInTheRoom, match=r"Nobody was taken out. These are not counted as in the room"):
            leave(assembly, division, assembly.members[0], absent)

    assert sum(hands.in_the_room(session, division).values()) == 4


@pytest.mark.invariant("INV-14")
def test_once_a_teller_has_counted_nobody_is_taken_out_of_the_room(
    session: Session, assembly: Assembly, division: Division
) -> None:
    counts(assembly, division, 0, (2, 1, 0), (0, 0, 1))

    with pytest.raises(RoomIsCounted, match="A teller has counted the hands, so who is in the room stays as it is"):
        leave(assembly, division, assembly.members[0])

    assert sum(hands.in_the_room(session, division).values()) == 4


def test_nobody_is_taken_out_of_the_room_once_the_vote_is_over(
    session: Session, assembly: Assembly, division: Division
) -> None:
    with pytest.raises(VotingIsOver, match="Voting on this is over, so this cannot be done any more"):
        leave(assembly, division, assembly.members[0], at=CLOSES_AT)
    assert leave(assembly, division, assembly.members[0], at=CLOSES_AT - A_SECOND) == 1

    assert sum(hands.in_the_room(session, division).values()) == 3


@pytest.mark.invariant("INV-15")
def test_a_guest_is_not_counted_in_the_room(session: Session, assembly: Assembly, division: Division) -> None:
    with pytest.raises(NotCountedInTheRoom, match="424242"):
        voting.be_in_room(session, division.id, [424242], actor=assembly.chamber.secretary, at=DURING)

    assert sum(hands.in_the_room(session, division).values()) == 4


@pytest.mark.invariant("INV-14")
def test_who_is_entered_twice_is_named(session: Session, assembly: Assembly, division: Division) -> None:
    first, second = (assembly.numbers(division, assembly.members[one])[0] for one in (3, 5))

    with pytest.raises(NotCountedInTheRoom, match=f"twice: {first}. Take them out"):
        voting.be_in_room(session, division.id, [first, second, first], actor=assembly.chamber.secretary, at=DURING)

    assert sum(hands.in_the_room(session, division).values()) == 4


def test_whoever_ceased_after_the_roll_was_frozen_is_not_counted_in_the_room(
    session: Session, assembly: Assembly, division: Division
) -> None:
    assembly.cease(assembly.members[3], on=TODAY)
    assembly.cease(assembly.members[5], on=TODAY + A_DAY)

    with pytest.raises(NotCountedInTheRoom, match="are no longer members or directors"):
        come_in(assembly, division, assembly.members[3])
    come_in(assembly, division, assembly.members[5])

    assert hands.in_the_room(session, division) == {"workforce": 3, "service_user": 2}


@pytest.mark.invariant("INV-14")
def test_a_director_whose_seat_was_vacated_is_not_counted_in_the_room(session: Session, assembly: Assembly) -> None:
    asked = assembly.chamber.moved(assembly.chamber.for_the_board(way=Way.MEETING))
    division = assembly.call(asked, Ask.HANDS)
    left, stays = assembly.chamber.directors[1:]
    seat = session.scalars(select(SeatHolding).where(SeatHolding.person_id == left)).one()
    seat.vacated_on, seat.vacated_reason = TODAY, "resigned"
    session.flush()

    with pytest.raises(NotCountedInTheRoom):
        come_in(assembly, division, left, stays)
    assert come_in(assembly, division, stays) == 1


def test_where_two_tellers_differ_both_count_anew_and_nothing_is_declared_before(
    session: Session, assembly: Assembly, division: Division
) -> None:
    assert counts(assembly, division, 0, (2, 1, 0), (0, 0, 1)) == 1
    with pytest.raises(OtherTellerFirst, match="Now the other teller counts, without looking at yours"):
        counts(assembly, division, 0, (3, 0, 0), (0, 0, 1))
    assert counts(assembly, division, 1, (3, 0, 0), (0, 0, 1)) == 1

    with pytest.raises(DoesNotAddUp, match=r"The two tellers differ. Both count again, each for themselves"):
        assembly.declare(division)
    assert session.get(DivisionOutcome, division.id) is None

    assert counts(assembly, division, 1, (2, 1, 0), (0, 0, 1)) == 2
    assert counts(assembly, division, 0, (2, 1, 0), (0, 0, 1)) == 2
    with pytest.raises(CountStands, match="so the count stands"):
        counts(assembly, division, 0, (2, 1, 0), (0, 0, 1))
    assert assembly.declare(division).is_carried
    with pytest.raises(AlreadyDeclared):
        counts(assembly, division, 0, (2, 1, 0), (0, 0, 1))


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ([], "Nobody has counted the hands yet. Two tellers count, each for themselves"),
        ([((2, 1, 0), (0, 0, 1))], "One teller has counted. The count of the other is awaited"),
        (
            [((1, 1, 0), (0, 0, 1))] * 2,
            "Workforce: 2 hands were counted, and 3 are in the room. Both tellers count again",
        ),
    ],
)
def test_a_count_that_is_not_that_of_the_room_is_not_declared(
    session: Session, assembly: Assembly, division: Division, told: list[Any], words: str
) -> None:
    for teller, one in enumerate(told):
        counts(assembly, division, teller, *one)

    with pytest.raises(DoesNotAddUp, match=words):
        assembly.declare(division)

    assert queries.state(session, division.motion_id) is State.PUT


@pytest.mark.parametrize(("told", "is_taken"), [((1, 1, 0), True), ((2, 1, 0), True), ((2, 1, 1), False)])
def test_a_teller_counts_no_more_hands_of_a_class_than_are_in_the_room_of_it(
    session: Session, assembly: Assembly, division: Division, told: tuple[int, int, int], *, is_taken: bool
) -> None:
    if is_taken:
        counts(assembly, division, 0, told)
    else:
        with pytest.raises(MoreHandsThanPeople, match=r"Workforce: you counted 4, and 3 are entered as in the room"):
            counts(assembly, division, 0, told)

    assert len(hands.sheets(session, division.id)) == is_taken


@pytest.mark.invariant("INV-34")
def test_whoever_stands_behind_the_motion_does_not_count_it(
    session: Session, assembly: Assembly, division: Division
) -> None:
    proposer = Actor(person_id=assembly.members[0])

    with pytest.raises(TellerInterested, match="Let another teller count"):
        hands.count(session, division.id, sheet(), actor=proposer, at=DURING)

    assert session.scalar(select(func.count()).select_from(HandsCount)) == 0


def test_where_names_are_called_no_hands_are_counted(session: Session, assembly: Assembly) -> None:
    division = assembly.call(assembly.chamber.moved())

    with pytest.raises(NotByHands, match="In this vote no hands are counted"):
        hands.count(session, division.id, sheet(), actor=assembly.tellers[0], at=DURING)
    with pytest.raises(NotByHands):
        come_in(assembly, division, assembly.members[0])
    with pytest.raises(NotByHands):
        leave(assembly, division, assembly.members[0])


# --- the box ----------------------------------------------------------------------------------------------------------


def cast(assembly: Assembly, division: Division, ranking: list[int], person_id: UUID) -> None:
    """Cast a ballot by its elector's credential."""
    desk = Desk(secret=SECRET, receipt_key=assembly.keys.receipt_key())
    elector_id = places.elector_of(assembly.session, division.roll_id, person_id)
    assert elector_id is not None
    assert division.poll_id is not None
    elector = Elector(poll_id=division.poll_id, elector_id=elector_id)
    reviewed = casting.review(assembly.session, elector, ranking=ranking, desk=desk, at=DURING)
    casting.cast(assembly.session, elector, reviewed=reviewed, desk=desk, clock_now=lambda: DURING)


def test_a_secret_vote_is_counted_from_its_box_and_blank_ballots_abstain(session: Session, assembly: Assembly) -> None:
    motion = assembly.chamber.moved()
    division = assembly.call(motion, Ask.SECRET)
    for person, ranking in zip(assembly.members, ([1], [1], [2], [], [1]), strict=False):
        cast(assembly, division, ranking, person)
    deed = assembly.chamber.deed(assembly.chamber.chair, CLOSES_AT + A_SECOND)

    with pytest.raises(VotedInSecret, match=r"This vote is secret. Open your own ballot link"):
        assembly.vote(division, assembly.members[5])
    with pytest.raises(VotingGoesOn):
        declaring.close(session, division.id, assembly.chamber.deed(at=DURING))
    with pytest.raises(DoesNotAddUp, match="The box is not open"):
        assembly.declare(division)
    boxes.open_box(session, division, deed, keys=assembly.keys, clock_now=lambda: CLOSES_AT + A_SECOND)
    outcome = assembly.declare(division)

    assert outcome.working.startswith("Carried: 3 for, 1 against, 1 abstained;")
    decision_id = queries.last_step(session, motion.id).decision_id
    assert decision_id is not None


def test_a_box_that_does_not_hold_what_was_marked_stays_shut(session: Session, assembly: Assembly) -> None:
    division = assembly.call(assembly.chamber.moved(), Ask.SECRET)
    cast(assembly, division, [1], assembly.members[0])
    deed = assembly.chamber.deed(assembly.chamber.chair, CLOSES_AT + A_SECOND)
    assert division.poll_id is not None
    stuffed = {"h": b"stuffed, by 32 bytes of nonsense", "poll_id": division.poll_id, "scheme": 1, "c": b"nonsense"}
    session.add(BoxedBallot(**stuffed, elector_class="workforce"))
    session.flush()

    poll = boxes.open_box(session, division, deed, keys=assembly.keys, clock_now=lambda: CLOSES_AT + A_SECOND)

    assert (poll.sealed_ballots, poll.sealed_marks, poll.opened_at) == (2, 1, None)
    with pytest.raises(DoesNotAddUp, match=r"The box holds 2 ballots. Marked as having voted: 1."):
        assembly.declare(division)
    assert ballots.find(session, division.poll_id).opened_at is None


def test_a_difference_that_a_body_decided_on_is_counted_and_declared(
    session: Session, assembled: Callable[..., Assembly]
) -> None:
    assembly = assembled(gm_quorum=ONE_IS_ENOUGH)
    division = assembly.call(assembly.chamber.moved(), Ask.SECRET)
    cast(assembly, division, [1], assembly.members[0])
    stuffed = {"h": b"stuffed, by 32 bytes of nonsense", "poll_id": division.poll_id, "scheme": 1, "c": b"nonsense"}
    session.add(BoxedBallot(**stuffed, elector_class="workforce"))
    session.flush()
    at = CLOSES_AT + A_SECOND
    deed = assembly.chamber.deed(assembly.tellers[0], at)
    boxes.open_box(session, division, deed, keys=assembly.keys, clock_now=lambda: at)
    assert boxes.waits_for_a_decision(session, division)

    decision_id = assembly.make.decision(entered_at=at, minute_reference="B 15").id
    boxes.settle_difference(session, division, deed, decision_id=decision_id)
    boxes.open_box(session, division, deed, keys=assembly.keys, clock_now=lambda: at)
    outcome = assembly.declare(division)

    assert not boxes.waits_for_a_decision(session, division)
    assert "1 for, 0 against" in outcome.working
    assert outcome.working.endswith(
        " Ballots in the box: 2. Marked as having voted: 1. A decision let the count go on although they differ: B 15."
        " 1 ballot could not be read, and counts for neither side."
    )
    assert weighing.weigh_again(session, division, outcome) is not None


def test_where_nothing_was_voted_in_secret_there_is_no_difference(session: Session, assembly: Assembly) -> None:
    division = assembly.call(assembly.chamber.moved())

    with pytest.raises(NotFound):
        boxes.settle_difference(session, division, assembly.chamber.deed(), decision_id=assembly.make.decision().id)

    assert not boxes.waits_for_a_decision(session, division)
