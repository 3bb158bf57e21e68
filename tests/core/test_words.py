"""Sentences with facts, said in the reader's language and the mutual's time."""

from datetime import UTC, date, datetime

import pytest

from govern.core.languages import LocalText
from govern.core.words import Fact, say, say_many, spoken_instant


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        pytest.param(datetime(2026, 7, 1, 16, 0, tzinfo=UTC), "5pm on Wednesday 1 July 2026", id="summer time"),
        pytest.param(datetime(2026, 12, 1, 16, 5, tzinfo=UTC), "4.05pm on Tuesday 1 December 2026", id="winter time"),
        pytest.param(datetime(2026, 7, 1, 11, 0, tzinfo=UTC), "noon on Wednesday 1 July 2026", id="noon"),
        pytest.param(datetime(2026, 6, 30, 23, 0, tzinfo=UTC), "the end of Tuesday 30 June 2026", id="midnight"),
        pytest.param(datetime(2026, 6, 30, 23, 1, tzinfo=UTC), "12.01am on Wednesday 1 July 2026", id="just after"),
        pytest.param(datetime(2026, 6, 30, 22, 59, tzinfo=UTC), "11.59pm on Tuesday 30 June 2026", id="just before"),
    ],
)
def test_times_are_spoken_in_the_mutuals_zone(at: datetime, expected: str) -> None:
    assert spoken_instant(at) == expected


@pytest.mark.parametrize(
    ("fact", "expected"),
    [
        pytest.param("workforce", "It is workforce.", id="text"),
        pytest.param(1_200, "It is 1,200.", id="a number"),
        pytest.param(date(2026, 12, 4), "It is Friday 4 December 2026.", id="a date"),
        pytest.param(LocalText(en="Users", cy="Defnyddwyr"), "It is Users.", id="words of the mutual's own"),
        pytest.param(say("%(count)s of %(all)s", count=1, all=2), "It is 1 of 2.", id="another sentence"),
    ],
)
def test_each_kind_of_fact_is_said_as_people_say_it(fact: Fact, expected: str) -> None:
    assert str(say("It is %(fact)s.", fact=fact)) == expected


def test_a_percent_sign_without_facts_is_only_a_percent_sign() -> None:
    assert str(say("75% voted.")) == "75% voted."


def test_words_missing_in_a_language_say_which_language_they_are_in() -> None:
    said = LocalText(en="Users").within("cy")

    assert (said.text, said.language, said.is_fallback) == ("Users", "en", True)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        pytest.param(
            datetime(2026, 12, 4, 17, 0, tzinfo=UTC), "5pm ddydd Gwener 4 Rhagfyr 2026", id="in the afternoon"
        ),
        pytest.param(
            datetime(2026, 7, 1, 8, 30, tzinfo=UTC), "9.30am ddydd Mercher 1 Gorffennaf 2026", id="summer time"
        ),
        pytest.param(datetime(2026, 12, 6, 12, 0, tzinfo=UTC), "hanner dydd ddydd Sul 6 Rhagfyr 2026", id="noon"),
        pytest.param(
            datetime(2026, 12, 7, 0, 0, tzinfo=UTC), "hanner nos yn hwyr ddydd Sul 6 Rhagfyr 2026", id="midnight"
        ),
    ],
)
def test_times_are_spoken_in_welsh(at: datetime, expected: str) -> None:
    assert spoken_instant(at, "cy") == expected


def test_a_number_is_said_in_english_in_one_of_two_ways() -> None:
    said = [str(say_many("%(count)s seat", "%(count)s seats", count=count)) for count in (0, 1, 2, 1_200)]

    assert said == ["0 seats", "1 seat", "2 seats", "1,200 seats"]


def test_a_language_without_a_catalogue_stays_in_english() -> None:
    assert say("Sign in to see this page.").spoken("fr") == "Sign in to see this page."
