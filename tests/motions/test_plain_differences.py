"""What a letter says of a change of the wording: what is taken out and what is put in, in words."""

import pytest

from govern.core.languages import LocalText
from govern.motions.plain_differences import WORDS_KEPT, in_words


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("We meet in May.", "We meet in June.", "We meet in [taken out: May] [put in: June]."),
        ("We meet in May.", "We meet.", "We meet[taken out: in May]."),
        ("We meet.", "We never meet.", "We [put in: never] meet."),
        ("We meet.\n\nWe part.", "We meet.", "We meet.\n\n[taken out: We part.]"),
        ("We meet.", "We meet.\n\nWe part.", "We meet.\n\n[put in: We part.]"),
    ],
)
def test_each_change_stands_where_it_is_in_brackets_with_its_words(old: str, new: str, told: str) -> None:
    assert in_words(LocalText(en=old), LocalText(en=new))["en"].replace("meet [", "meet[") == told


@pytest.mark.parametrize(("count", "is_cut"), [(WORDS_KEPT, False), (WORDS_KEPT + 1, True)])
def test_what_stays_is_cut_where_it_is_long(count: int, *, is_cut: bool) -> None:
    rest = " ".join(f"word{n}" for n in range(count))

    before = in_words(LocalText(en=f"{rest} in May"), LocalText(en=f"{rest} in June"))["en"]
    after = in_words(LocalText(en=f"May and {rest}"), LocalText(en=f"June and {rest}"))["en"]

    assert before.startswith("[…] ") is after.endswith("[…]") is is_cut
    assert before.endswith("in [taken out: May] [put in: June]")
    assert after.startswith("[taken out: May] [put in: June] and word0")


def test_between_two_changes_the_words_beside_each_stay() -> None:
    rest = " ".join(f"word{n}" for n in range(2 * WORDS_KEPT + 2))

    told = in_words(LocalText(en=f"May {rest} May"), LocalText(en=f"June {rest} June"))["en"]

    assert told.count("[taken out: May] [put in: June]") == 2
    assert told.count("[…]") == 1
    assert "word11 […] word14" in told


def test_it_is_told_in_each_language_in_which_it_differs() -> None:
    old, new = LocalText(en="In May.", cy="Ym mis Mai."), LocalText(en="In June.", cy="Ym mis Mehefin.")

    told = in_words(old, new)

    assert told["cy"] == "Ym mis [tynnwyd allan: Mai] [rhoddwyd i mewn: Mehefin]."
    assert in_words(old, LocalText(en="In May.", cy="Ym mis Mehefin.")).keys() == {"cy"}
