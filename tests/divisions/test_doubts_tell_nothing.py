"""What is said of votes that stand without a right tells of no small class how it voted in secret."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import product

import pytest
from sqlalchemy.orm import Session

from govern.constitution.parameters.board import ReservedMatter
from govern.divisions import doubts, weighing
from govern.divisions.doubts import Doubts, splits
from govern.divisions.tallying import Line, Tally
from govern.motions.division_models import Division
from govern.motions.rules import Ask, Kind
from tests.makers.assembly import ONE_IS_ENOUGH, Assembly

SIZES = {"service_user": 2, "workforce": 4}
# By class: whose votes turned out to stand without a right, and who was kept out and objects.
LEARNED: list[tuple[dict[str, int], dict[str, int]]] = [
    ({"service_user": 1}, {}),
    ({"service_user": 2}, {}),
    ({"service_user": 1, "workforce": 1}, {}),
    ({"service_user": 1}, {"workforce": 1}),
]


def every_way(*, present: dict[str, int]) -> Iterator[Tally]:
    """Yield every way in which so many of each class could have voted in secret."""
    for votes in product(*(splits(present[code]) for code in SIZES)):
        lines = tuple(
            Line(code=code, way=Ask.SECRET, in_favour=one[0], against=one[1], abstained=one[2], eligible=SIZES[code])
            for code, one in zip(SIZES, votes, strict=True)
        )
        yield Tally(lines=lines, eligible=SIZES, members=6, turnout=sum(present.values()), why_not=())


def said_by_what_is_told(session: Session, division: Division) -> dict[object, set[object]]:
    """Return what is said of doubts, by everything else that is told of a vote, over every way of voting."""
    said: dict[object, set[object]] = defaultdict(set)
    for tally in every_way(present={"service_user": 2, "workforce": 2}):
        weighed = weighing.weigh(session, division, tally)
        told = (weighed.is_carried, str(weighed.working))
        for n, (without, more) in enumerate(LEARNED):
            found = doubts.could_turn(
                session, division, tally, was=weighed.is_carried, in_office=None, without=without, more=more
            )
            said[(n, *told)].add(found)
    return said


@pytest.mark.parametrize("hangs", [False, True], ids=["nothing hangs on a class", "each class has to carry it"])
def test_for_every_way_in_which_a_small_class_voted_the_same_is_said(
    session: Session, assembled: Callable[..., Assembly], *, hangs: bool
) -> None:
    matter = ReservedMatter.DISPOSE_OF_A_THIRD_OF_ASSETS
    assembly = assembled(gm_quorum=ONE_IS_ENOUGH, concurrent_majority_matters=[str(matter)])
    proposal = assembly.chamber.proposal(kind=Kind.RESERVED, matter=matter) if hangs else None
    division = assembly.call(assembly.chamber.moved(proposal), Ask.SECRET)

    said = said_by_what_is_told(session, division)

    assert {len(answers) for answers in said.values()} == {1}
    answered = {answer for answers in said.values() for answer in answers}
    assert answered == ({None} if hangs else {True, False})


@pytest.mark.parametrize(("votes", "could"), [((3, 1), True), ((4, 1), False), ((4, 2), True)])
def test_of_a_class_that_is_not_told_apart_one_vote_counts_for_either_side(
    session: Session, assembled: Callable[..., Assembly], votes: tuple[int, int], *, could: bool
) -> None:
    """Without one vote for it, 3 to 1 and 4 to 2 are carried still; without two, only 4 to 1 is."""
    assembly = assembled(gm_quorum=ONE_IS_ENOUGH)
    division = assembly.call(assembly.chamber.moved(), Ask.SECRET)
    counted = Line(code="workforce", way=Ask.SECRET, in_favour=votes[0], against=votes[1], abstained=0, eligible=6)
    tally = Tally(lines=(counted,), eligible={"workforce": 6}, members=6, turnout=sum(votes), why_not=())

    found = doubts.could_turn(session, division, tally, was=True, in_office=None, without={"workforce": 2}, more={})

    assert found is could


def test_that_nothing_is_said_is_something_to_tell() -> None:
    assert Doubts(ended=1, could_differ=None).any
