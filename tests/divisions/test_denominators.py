"""Of whom a share is: whoever has no vote on a motion is in no figure of it, and statute counts as statute says."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.orm import Session

from govern.agenda import service
from govern.constitution.parameters.board import ReservedMatter
from govern.divisions import departures, vacated, weighing
from govern.interests import service as interests
from govern.interests.refusals import InterestTakesNoVote
from govern.motions.division_models import Division
from govern.motions.rules import Bar, Concern, Ground, Kind, Way
from tests.calendar import A_DAY, TODAY
from tests.make import Make
from tests.makers.assembly import AGAINST, DURING, FOR, ONE_IS_ENOUGH, Assembly

OF_ALL = {"share": "3/4", "comparator": "at_least", "denominator": "all_members"}


def special(assembly: Assembly, **facts: Any) -> Division:
    """Call a vote on an extraordinary resolution of which the sixth member is in question."""
    told = {"kind": Kind.EXTRAORDINARY} | facts
    motion = assembly.chamber.seconded(assembly.chamber.proposal(**told))
    assembly.name(motion, assembly.members[5], Concern.IN_QUESTION)
    service.admit(assembly.session, motion.id, assembly.chamber.deed())
    if motion.way == Way.MEETING:
        service.move(assembly.session, motion.id, assembly.chamber.deed(assembly.chamber.chair))
    return assembly.call(motion)


@pytest.mark.invariant("INV-33")
@pytest.mark.parametrize(("in_favour", "is_carried"), [(3, False), (4, True), (5, True)])
def test_three_quarters_of_all_members_is_of_those_who_have_a_vote_on_it(
    session: Session, assembled: Callable[..., Assembly], in_favour: int, *, is_carried: bool
) -> None:
    assembly = assembled(extraordinary_majority=OF_ALL, gm_quorum=ONE_IS_ENOUGH)
    division = special(assembly)
    for member in assembly.members[:in_favour]:
        assembly.vote(division, member)

    outcome = assembly.declare(division)

    # Three quarters of five is 3.75; of all six it would be 4.5, and four would not do.
    assert outcome.is_carried is is_carried
    assert (division.members, outcome.sums["members"], outcome.sums["eligible"]) == (6, 5, 5)
    assert "1 member has no vote on this and is not among all the members here." in outcome.working


@pytest.mark.invariant("INV-33")
@pytest.mark.parametrize(("in_favour", "is_carried"), [(4, False), (5, True)])
def test_whoever_has_no_vote_does_not_keep_an_entrenched_clause_as_it_is(
    assembled: Callable[..., Assembly], in_favour: int, *, is_carried: bool
) -> None:
    assembly = assembled(gm_quorum=ONE_IS_ENOUGH)
    division = special(assembly, majority="entrenched")
    for member in assembly.members[:in_favour]:
        assembly.vote(division, member)

    assert assembly.declare(division).is_carried is is_carried


def test_the_suspended_are_members_and_among_all_of_them(session: Session, make: Make, assembly: Assembly) -> None:
    make.membership(constituency_id=assembly.chamber.home.id, standing="suspended", valid_to=TODAY + 30 * A_DAY)
    division = special(assembly, majority="entrenched")
    for member in assembly.members[:5]:
        assembly.vote(division, member)

    outcome = assembly.declare(division)

    assert (outcome.sums["members"], outcome.sums["eligible"]) == (6, 5)
    assert not outcome.is_carried


def test_an_instrument_of_dissolution_is_of_every_member_on_the_register(session: Session, assembly: Assembly) -> None:
    division = special(assembly)

    assert weighing.all_counted(session, division, gone=len(vacated.people(session, division, at=DURING))) == 5
    division.majority = "ccbsa-119"
    with session.no_autoflush:
        assert weighing.all_counted(session, division, gone=len(vacated.people(session, division, at=DURING))) == 6
    session.expire(division)


@pytest.mark.parametrize(
    "facts",
    [
        {"kind": Kind.SPECIAL, "matter": ReservedMatter.WINDING_UP},
        {"kind": Kind.ORDINARY},
    ],
    ids=["a winding-up", "an ordinary motion"],
)
def test_nobody_loses_a_vote_of_the_members_by_being_said_to_have_an_interest(
    assembly: Assembly, facts: dict[str, Any]
) -> None:
    motion = assembly.chamber.moved(assembly.chamber.proposal(**facts))

    chamber, one, other = assembly.chamber, *assembly.members[:2]
    with pytest.raises(InterestTakesNoVote, match="members may vote in their own interest"):
        departures.declare(assembly.session, motion.id, "So.", chamber.own(one))
    with pytest.raises(InterestTakesNoVote):
        interests.name(assembly.session, motion.id, other, Ground.SAID, "So.", chamber.deed())
    division = assembly.call(motion)

    assert assembly.barred(division) == {}
    assert assembly.roll(division) == set(assembly.members)


@pytest.mark.invariant("INV-26", "INV-33")
def test_on_the_franchise_whoever_declared_an_interest_is_in_no_figure(assembly: Assembly) -> None:
    motion = assembly.chamber.moved(assembly.chamber.proposal(kind=Kind.FRANCHISE))

    division = assembly.call(motion, interested=assembly.members[2:3])
    for member in [*assembly.members[:2], *assembly.members[3:]]:
        assembly.vote(division, member)
    outcome = assembly.declare(division)

    assert assembly.barred(division) == {assembly.members[2]: {Bar.DECLARED_INTEREST}}
    assert (outcome.sums["eligible"], outcome.sums["in_favour"]) == (5, 5)


@pytest.mark.invariant("INV-20", "INV-33")
@pytest.mark.parametrize(("in_favour", "is_carried"), [(3, False), (4, True)])
def test_in_a_company_three_quarters_in_writing_is_of_the_eligible_members(
    assembled: Callable[..., Assembly], in_favour: int, *, is_carried: bool
) -> None:
    assembly = assembled(legal_form="clg")
    division = special(assembly, way=Way.WRITTEN)
    for member in assembly.members[:in_favour]:
        assembly.vote(division, member, FOR)
    for member in assembly.members[in_favour:5]:
        assembly.vote(division, member, AGAINST)

    outcome = assembly.declare(division)

    assert outcome.is_carried is is_carried
    assert outcome.sums["eligible"] == 5
