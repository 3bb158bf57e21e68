"""The readable difference of two texts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govern.motions.diffs import Change, compare

K, R, N = Change.KEPT, Change.REMOVED, Change.INSERTED
TEXTS = st.text(alphabet="ab .,\n", max_size=60)


@pytest.mark.parametrize(
    ("old", "new", "runs"),
    [
        pytest.param("We meet.", "We meet.", [(K, "We meet.")], id="the same"),
        pytest.param("", "We meet.", [(N, "We meet.")], id="all new"),
        pytest.param("We meet.", "", [(R, "We meet.")], id="all gone"),
        pytest.param("in May.", "in June.", [(K, "in "), (R, "May"), (N, "June"), (K, ".")], id="one word"),
        pytest.param(
            "on the first day", "on the last Friday", [(K, "on the "), (R, "first day"), (N, "last Friday")],
            id="two words beside each other are one change",
        ),
        pytest.param(
            "buys a minibus with a lift", "buys an electric minibus with a lift",
            [(K, "buys "), (R, "a minibus with a "), (N, "an electric minibus with a "), (K, "lift")],
            id="a little word that both happen to have is no likeness",
        ),
        pytest.param(
            "first the rest second", "last the rest third",
            [(R, "first"), (N, "last"), (K, " the rest "), (R, "second"), (N, "third")], id="more than one is",
        ),
        pytest.param("May.", "May next.", [(K, "May"), (N, " next"), (K, ".")], id="a word more"),
    ],
)  # fmt: skip
def test_words_taken_out_stand_before_words_put_in(old: str, new: str, runs: list[tuple[Change, str]]) -> None:
    assert [(run.change, run.text) for run in compare(old, new)] == runs


@given(old=TEXTS, new=TEXTS)
def test_the_difference_gives_back_both_texts(old: str, new: str) -> None:
    runs = compare(old, new)

    assert "".join(run.text for run in runs if run.change is not N) == old
    assert "".join(run.text for run in runs if run.change is not R) == new
