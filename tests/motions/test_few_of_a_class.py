"""Where few of one class voted in secret, no class is shown apart: its figures would be somebody's vote."""

import pytest

from govern.motions.rules import Ask
from govern.motions.tallying import Line, Tally, may_show_classes

FEWEST = 10


def tally(*ballots: int) -> Tally:
    """Return a tally of so many ballots for, class by class."""
    lines = [
        Line(code=f"class-{n}", way=Ask.SECRET, in_favour=count, against=0, abstained=0, eligible=100)
        for n, count in enumerate(ballots)
    ]
    eligible = {line.code: line.eligible for line in lines}
    return Tally(lines=tuple(lines), eligible=eligible, members=300, turnout=sum(ballots), why_not=())


@pytest.mark.parametrize(
    ("ballots", "may_show"),
    [
        ((50, FEWEST + 1), True),
        ((50, FEWEST), True),
        ((50, FEWEST - 1), False),
        ((50, 1), False),
        ((50, 0), True),
    ],
    ids=["more than the fewest", "the fewest", "one fewer", "one alone", "nobody"],
)
def test_a_secret_tally_is_shown_by_class_only_where_enough_of_each_class_voted(
    ballots: tuple[int, int], may_show: bool
) -> None:
    assert may_show_classes(tally(*ballots), Ask.SECRET, fewest=FEWEST) is may_show


@pytest.mark.parametrize("ask", [Ask.RECORDED, Ask.HANDS])
def test_a_tally_of_votes_that_are_no_secret_is_shown_by_class(ask: Ask) -> None:
    assert may_show_classes(tally(50, 1), ask, fewest=FEWEST)
