"""Working days of England and Wales, held to notices that foundation trusts published."""

from datetime import date

import pytest

from govern.core import working_days
from govern.core.working_days import before, before_as_proclaimed, is_working
from tests.calendar import A_DAY

STEPS = (40, 28, 27, 25, 15)


@pytest.mark.parametrize(
    ("close", "days"),
    [
        pytest.param(
            date(2012, 11, 14),
            [date(2012, 9, 19), date(2012, 10, 5), date(2012, 10, 8), date(2012, 10, 10), date(2012, 10, 24)],
            id="Great Western, November 2012",
        ),
        pytest.param(
            date(2013, 7, 26),
            [date(2013, 5, 31), date(2013, 6, 18), date(2013, 6, 19), date(2013, 6, 21), date(2013, 7, 5)],
            id="Countess of Chester, July 2013",
        ),
        pytest.param(
            date(2017, 12, 20),
            [date(2017, 10, 25), date(2017, 11, 10), date(2017, 11, 13), date(2017, 11, 15), date(2017, 11, 29)],
            id="Royal United Bath, December 2017",
        ),
        pytest.param(
            date(2019, 6, 20),
            [date(2019, 4, 23), date(2019, 5, 10), date(2019, 5, 13), date(2019, 5, 15), date(2019, 5, 30)],
            id="Essex Partnership, June 2019, over Easter Monday and two holidays in May",
        ),
    ],
)
def test_the_timetable_of_a_real_election_is_found_again(close: date, days: list[date]) -> None:
    assert [before(close, step, known_on=close) for step in STEPS] == days


@pytest.mark.parametrize(
    ("year", "holidays"),
    [
        pytest.param(2021, ["12-27", "12-28"], id="Christmas on a Saturday"),
        pytest.param(2022, ["12-26", "12-27"], id="Christmas on a Sunday"),
        pytest.param(2026, ["12-25", "12-28"], id="Christmas on a Friday"),
    ],
)
def test_christmas_at_a_weekend_is_kept_on_the_weekdays_after_it(year: int, holidays: list[str]) -> None:
    days = [date(year, 12, day) for day in range(24, 32)]

    kept = [f"{day:%m-%d}" for day in days if day.weekday() < 5 and not is_working(day, known_on=day)]

    assert kept == holidays


@pytest.mark.parametrize(
    ("day", "is_one"),
    [
        pytest.param(date(2026, 8, 28), True, id="a Friday"),
        pytest.param(date(2026, 8, 29), False, id="a Saturday"),
        pytest.param(date(2026, 8, 30), False, id="a Sunday"),
        pytest.param(date(2026, 8, 31), False, id="the last Monday of August"),
        pytest.param(date(2026, 4, 3), False, id="Good Friday"),
        pytest.param(date(2020, 5, 4), True, id="the first Monday of May, in the year in which it was moved"),
        pytest.param(date(2022, 9, 19), False, id="the day of a state funeral"),
    ],
)
def test_a_working_day_is_no_weekend_and_no_bank_holiday(day: date, is_one: bool) -> None:
    assert is_working(day, known_on=day) == is_one


@pytest.mark.parametrize(
    ("days", "on"),
    [
        pytest.param(10, date(2022, 9, 13), id="a day ahead of the proclamation moves"),
        pytest.param(12, date(2022, 9, 12), id="the day after the proclamation's weekend cannot go back beyond it"),
        pytest.param(13, date(2022, 9, 9), id="a day that had passed stays"),
    ],
)
def test_a_holiday_proclaimed_after_the_notice_moves_only_what_is_ahead(days: int, on: date) -> None:
    close, fixed_on, proclaimed_on = date(2022, 9, 28), date(2022, 8, 1), date(2022, 9, 10)

    unmoved = before_as_proclaimed(close, days, fixed_on=fixed_on, today=proclaimed_on - A_DAY)
    moved = before_as_proclaimed(close, days, fixed_on=fixed_on, today=proclaimed_on)

    assert unmoved == before(close, days, known_on=fixed_on)
    assert moved == on


def test_a_day_after_and_the_days_between_pass_over_a_holiday() -> None:
    friday, tuesday = date(2026, 8, 28), date(2026, 9, 1)

    assert working_days.after(friday, 1, known_on=friday) == tuesday
    assert working_days.between(friday, tuesday, known_on=friday) == 1
    assert working_days.between(tuesday, friday, known_on=friday) == 0
