"""The administrator gives the pages the mutual's own colour."""

from collections.abc import Callable

import pytest

from govern.accounts.models import Account
from govern.core.actors import Role
from govern.web.brand import styles_of
from tests.web.reader import Reader

AN_HOUR_IN_SECONDS = 3600
Officer = Callable[[Role], Account]


def test_a_colour_is_chosen_and_the_next_page_has_it_however_long_the_old_one_is_known(
    reader: Reader, officer: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("govern.app.MUTUAL_SECONDS", AN_HOUR_IN_SECONDS)
    officer(Role.ADMINISTRATOR)

    answer = reader.send("/mutual/colour", colour="#5b2a86")

    assert answer.status_code == 303
    assert "The pages have this colour from now on." in reader.open("/mutual").text
    assert ":root{--accent:#5b2a86" in reader.open("/sign-in").text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        pytest.param("#ffd54f", "its contrast is 1.2 to 1", id="too light"),
        pytest.param("sunny", "Enter a colour as # and six digits", id="no colour"),
        pytest.param("", "Enter a colour as # and six digits", id="nothing"),
    ],
)
def test_what_cannot_be_read_or_seen_is_asked_for_again(
    reader: Reader, officer: Officer, typed: str, sentence: str
) -> None:
    officer(Role.ADMINISTRATOR)

    page = reader.send("/mutual/colour", colour=typed)

    assert page.status_code == 422
    assert sentence in page.text


def test_nobody_else_chooses_it(reader: Reader, officer: Officer) -> None:
    officer(Role.SECRETARY)

    assert reader.open("/mutual/colour").status_code == 403


def test_the_styles_name_the_colour_by_day_and_a_lighter_one_in_the_dark() -> None:
    assert styles_of("#5b2a86") == (
        ":root{--accent:#5b2a86;--first:#5b2a86;--on-accent:#ffffff}"
        "@media (prefers-color-scheme:dark){:root{--accent:#a58abc;--first:#a58abc;--on-accent:#0b1512}}"
    )
