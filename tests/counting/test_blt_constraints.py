"""The lines of a ballot file that say how many of a category are to be elected."""

import pytest

from govern.counting import blt, blt_writer
from govern.counting.errors import BallotFileNotReadable
from govern.counting.limits import Category

PLAIN = '3 2\n4 1 2 0\n2 3 0\n0\n"Asha"\n"Ben"\n"Carys"\n"Ward 1"\n'


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        pytest.param("[category women]", "A [category] line holds a name and the numbers of candidates.", id="nobody"),
        pytest.param("[category women 1 9]", "“9” is not one of the 2 candidates.", id="a stranger"),
        pytest.param('[category "" 1]', "A category has a name.", id="no name"),
        pytest.param("[at-least women]", "An [at-least] line holds a category and a number.", id="no number"),
        pytest.param("[at-most women few]", "“few” is not a number from 0 to 10000.", id="not a number"),
        pytest.param("[at-most women 1]", "No [category] line says who is “women”.", id="no category"),
    ],
)
def test_a_line_of_constraints_that_cannot_be_read_is_named(line: str, complaint: str) -> None:
    with pytest.raises(BallotFileNotReadable) as refusal:
        blt.read(f'2 1\n{line}\n1 1 0\n0\n"Asha"\n"Ben"\n'.encode())

    assert (refusal.value.line, refusal.value.sentence) == (2, complaint)


def test_a_written_contest_states_only_the_limits_that_there_are() -> None:
    limits = [Category("women", (1,), 1), Category("men", (2, 3), 0, 1)]
    contest = blt.read(PLAIN.encode()).contest().within(limits)

    lines = blt_writer.write(contest).split("\n")

    assert [line for line in lines if line.startswith("[at-")] == ['[at-most "men" 1]', '[at-least "women" 1]']
    assert blt.read("\n".join(lines).encode()).contest().sha256() == contest.sha256()
