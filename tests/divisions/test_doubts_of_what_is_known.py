"""What is held against a margin: votes given by name as they were given, and ballots that are missing from a box."""

from collections.abc import Callable, Mapping
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from govern.ballots.models import BoxedBallot, Mark, MarkKind
from govern.constitution.rules import Vote
from govern.divisions import boxes, departures, doubts, places
from govern.interests import service as interests
from govern.motions.division_models import Division, DivisionOutcome
from govern.motions.rules import Ask, Kind
from tests.calendar import A_SECOND
from tests.divisions.test_hands_and_boxes import cast
from tests.makers.assembly import AFTER, AGAINST, CLOSES_AT, DURING, FOR, ONE_IS_ENOUGH, Assembly


@pytest.fixture
def assembly(assembled: Callable[..., Assembly]) -> Assembly:
    """Those who vote, however few they are, of whom nothing is asked class by class."""
    return assembled(gm_quorum=ONE_IS_ENOUGH, concurrent_majority_matters=[])


def franchise_put(assembly: Assembly, votes: Mapping[UUID, Vote]) -> Division:
    """Put a change of the franchise, by name, and let some vote."""
    division = assembly.call(assembly.chamber.moved(assembly.chamber.proposal(kind=Kind.FRANCHISE)))
    assembly.votes(division, votes)
    return division


@pytest.mark.invariant("INV-24")
@pytest.mark.parametrize(
    ("votes", "interested", "could_differ"),
    [
        ((FOR, FOR, FOR, AGAINST), 3, False),
        ((FOR, FOR, FOR, AGAINST), 0, True),
        ((FOR, FOR, AGAINST), 2, True),
    ],
    ids=["one against, and it was carried", "one for, by whom it was carried", "one against, by whom it was lost"],
)
def test_a_vote_by_name_is_taken_out_as_it_was_given(
    session: Session, assembly: Assembly, votes: tuple[Vote, ...], interested: int, *, could_differ: bool
) -> None:
    division = franchise_put(assembly, dict(zip(assembly.members, votes, strict=False)))
    own = assembly.chamber.own(assembly.members[interested], DURING + A_SECOND)

    departures.declare(session, division.motion_id, "My firm.", own)
    outcome = assembly.declare(division)

    assert (outcome.sums["doubts"]["interested"], outcome.sums["doubts"]["could_differ"]) == (1, could_differ)


def secret(session: Session, assembly: Assembly, rankings: list[list[int]], *, lost: int) -> DivisionOutcome:
    """Put a motion in secret, mark some of whom no ballot came, let a body decide on that, and declare it."""
    division = assembly.call(assembly.chamber.moved(), Ask.SECRET)
    for person, ranking in zip(assembly.members, rankings, strict=False):
        cast(assembly, division, ranking, person)
    for person in assembly.members[len(rankings) :][:lost]:
        elector = places.elector_of(session, division.roll_id, person)
        facts = {"poll_id": division.poll_id, "elector_id": elector, "roll_id": division.roll_id}
        session.add(Mark(**facts, kind=MarkKind.ONLINE))
    session.flush()
    at = CLOSES_AT + A_SECOND
    deed = assembly.chamber.deed(assembly.tellers[0], at)
    boxes.open_box(session, division, deed, keys=assembly.keys, clock_now=lambda: at)
    if lost:
        decision = assembly.make.decision(entered_at=at, minute_reference="B 15")
        boxes.settle_difference(session, division, deed, decision_id=decision.id)
        boxes.open_box(session, division, deed, keys=assembly.keys, clock_now=lambda: at)
    return assembly.declare(division)


@pytest.mark.invariant("INV-25")
@pytest.mark.parametrize(
    ("rankings", "lost", "missing", "could_differ"),
    [
        ([[1], [1], [1]], 0, 0, False),
        ([[1], [1]], 1, 1, False),
        ([[1]], 1, 1, True),
    ],
    ids=["none is missing", "one is missing beside two alike", "the one that is missing could make a tie"],
)
def test_a_ballot_that_is_missing_from_a_box_is_told_and_held_against_the_margin(
    session: Session, assembly: Assembly, rankings: list[list[int]], lost: int, missing: int, *, could_differ: bool
) -> None:
    outcome = secret(session, assembly, rankings, lost=lost)

    assert outcome.is_carried
    found = outcome.sums["doubts"]
    assert (found["missing"], found["beyond"], found["could_differ"]) == (missing, 0, could_differ)


def test_a_ballot_too_many_is_told_as_well_as_one_that_nobody_can_read(session: Session, assembly: Assembly) -> None:
    division = assembly.call(assembly.chamber.moved(), Ask.SECRET)
    cast(assembly, division, [1], assembly.members[0])
    stuffed = {"h": b"stuffed, by 32 bytes of nonsense", "poll_id": division.poll_id, "scheme": 1, "c": b"nonsense"}
    session.add(BoxedBallot(**stuffed, elector_class="workforce"))
    session.flush()
    at = CLOSES_AT + A_SECOND
    deed = assembly.chamber.deed(assembly.tellers[0], at)
    boxes.open_box(session, division, deed, keys=assembly.keys, clock_now=lambda: at)
    decision = assembly.make.decision(entered_at=at, minute_reference="B 15")
    boxes.settle_difference(session, division, deed, decision_id=decision.id)
    boxes.open_box(session, division, deed, keys=assembly.keys, clock_now=lambda: at)

    found = doubts.of_division(session, division, at=AFTER)

    assert [str(words) for words in (*found.told, found.verdict)] == [
        "1 ballot is missing from the count: it is not in the box, or nobody can read it.",
        "The box holds 1 ballot more than electors are marked as having voted.",
        "It was so close that this could have changed what came of it.",
    ]


@pytest.mark.invariant("INV-29", "INV-33")
def test_whoever_was_kept_out_as_the_last_of_their_class_and_objects_late_could_have_turned_it(
    session: Session, assembled: Callable[..., Assembly]
) -> None:
    assembly = assembled(gm_quorum=ONE_IS_ENOUGH, concurrent_majority_matters=["franchise"])
    motion = assembly.chamber.moved(assembly.chamber.proposal(kind=Kind.FRANCHISE))
    last = assembly.members[5]
    assembly.named_before(motion, last)
    division = assembly.call(motion, interested=[assembly.members[4]])
    assembly.votes(division, dict.fromkeys(assembly.members[:4], FOR))

    interests.object_to(session, motion.id, "No.", assembly.chamber.own(last, DURING + A_SECOND))
    outcome = assembly.declare(division)

    assert not outcome.is_carried
    assert "Nobody of Service users may vote, so it has not consented." in outcome.working
    assert (outcome.sums["doubts"]["objected"], outcome.sums["doubts"]["could_differ"]) == (1, True)
