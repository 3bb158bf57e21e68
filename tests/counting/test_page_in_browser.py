"""The page of a count as somebody opens it who was sent the file: wide and narrow, with scripts and without."""

from collections.abc import Iterator
from itertools import permutations
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from govern.counting import page as pages
from govern.counting import presets
from govern.counting.journey import told
from govern.counting.stages import Record
from tests.browser import barriers, opened, press
from tests.counting.contests import contest_from
from tests.counting.test_constraints import contest, women
from tests.counting.test_scottish import FIVE_FOR_THREE, A, B, C, D, E

RULES = ("scottish-2011", "ers97", "ft2014", "meek-prf", "av")
NARROW = {"width": 360, "height": 740}
RANKINGS = ((A, B, C), (E, D), (B, E, A, D, C))


@pytest.fixture
def with_scripts(browser: Browser, tmp_path: Path) -> Iterator[Page]:
    """A browser's empty page beside the files of a test."""
    with opened(browser, tmp_path.as_uri(), has_scripts=True) as page:
        yield page


@pytest.fixture
def without_scripts(browser: Browser, tmp_path: Path) -> Iterator[Page]:
    """The same, of somebody who has scripts turned off."""
    with opened(browser, tmp_path.as_uri(), has_scripts=False) as page:
        yield page


def sent(record: Record, folder: Path) -> str:
    """Save the page of a count, and return its address."""
    file = folder / "count.html"
    file.write_text(pages.page(record), encoding="utf-8")
    return file.as_uri()


def lines(page: Page, ranking: str) -> list[str]:
    """Type a ranking and return what the page says of it."""
    page.get_by_label("Candidate numbers, first preference first").fill(ranking)
    press(page.get_by_role("button", name="Show its journey"))
    return page.locator("#journey-told li").all_text_contents()


@pytest.mark.parametrize("rule", RULES)
def test_the_page_tells_the_journey_that_the_command_tells(rule: str, with_scripts: Page, tmp_path: Path) -> None:
    seats = 1 if rule == "av" else 3
    record = presets.count(FIVE_FOR_THREE._replace(rule=rule, seats=seats))
    with_scripts.goto(sent(record, tmp_path))

    for ranking in RANKINGS:
        names = ", then ".join(record.candidates[number - 1] for number in ranking)
        assert lines(with_scripts, " ".join(map(str, ranking))) == [f"Ranked: {names}.", *told(ranking, record)]


@pytest.mark.parametrize("rule", RULES)
def test_the_page_and_the_command_tell_one_journey_of_contests_with_every_turn(
    rule: str, with_scripts: Page, tmp_path: Path
) -> None:
    for seed in range(3):
        given = contest_from(seed, rule)
        record = presets.count(given)
        with_scripts.goto(sent(record, tmp_path))
        numbers = range(1, min(4, len(record.candidates)) + 1)
        for ranking in [*(cast for cast, _ in list(given.ballots)[1:3]), *permutations(numbers, min(3, len(numbers)))][
            :9
        ]:
            expected = list(told(ranking, record)) or ["It names nobody who stood."]
            assert lines(with_scripts, ",".join(map(str, ranking)))[1:] == expected, (seed, ranking)


def test_the_page_says_what_it_cannot_follow(with_scripts: Page, tmp_path: Path) -> None:
    with_scripts.goto(sent(presets.count(FIVE_FOR_THREE), tmp_path))

    refused = ["Give candidate numbers from 1 to 5, each once, first preference first."]
    assert [lines(with_scripts, typed) for typed in ("6", "1 1", "Asha", "")] == [refused] * 4


def test_marks_have_no_journey_and_the_page_says_so(with_scripts: Page, tmp_path: Path) -> None:
    with_scripts.goto(sent(presets.count(FIVE_FOR_THREE._replace(rule="approval")), tmp_path))

    assert lines(with_scripts, "1 2")[1:] == ["Each mark is one vote, and none moves."]


def test_without_scripts_everything_but_the_journey_is_there(without_scripts: Page, tmp_path: Path) -> None:
    without_scripts.goto(sent(presets.count(FIVE_FOR_THREE), tmp_path))

    assert "govern count FILE --journey" in without_scripts.locator("noscript").inner_text()
    assert not without_scripts.locator("#journey").is_visible()
    assert without_scripts.get_by_role("rowheader", name="4 Dev").is_visible()
    assert without_scripts.locator("svg rect").count() >= 5


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_on_the_page_keeps_anybody_out(scheme: str, with_scripts: Page, tmp_path: Path) -> None:
    rankings: dict[tuple[int, ...], int] = {(A,): 20, (B,): 19, (C,): 18, (D, A): 3, (E,): 2}
    with_scripts.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of two words
    with_scripts.goto(sent(presets.count(contest(rankings, women(at_least=1), seats=2)), tmp_path))
    lines(with_scripts, "4 1")

    assert barriers(with_scripts) == []


@pytest.mark.parametrize("seed", [5, 7])
def test_a_narrow_page_scrolls_its_sheet_and_drawing_but_never_itself(
    seed: int, with_scripts: Page, tmp_path: Path
) -> None:
    with_scripts.set_viewport_size(NARROW)  # type: ignore[arg-type]  # a plain dictionary has what is asked for
    with_scripts.goto(sent(presets.count(contest_from(seed, "meek-prf")), tmp_path))

    assert with_scripts.evaluate("document.documentElement.scrollWidth") == NARROW["width"]
