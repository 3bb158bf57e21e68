"""The days that follow from a close, and from which day on a close leaves time for all of them."""

from dataclasses import replace
from datetime import date

import pytest

from govern.constitution.parameters.elections import FT_TIMETABLE, RollDateRule
from govern.constitution.rulebook import RuleBook, defaults_for
from govern.constitution.rules import LegalForm
from govern.elections.timetable import Days, days_of, first_close, proposed
from tests import calendar

CLOSES_ON = date(2026, 9, 17)
RULES = RuleBook.from_parameters(defaults_for(LegalForm.CBS), legal_form=LegalForm.CBS)


def test_every_day_follows_from_the_close() -> None:
    found = proposed(RULES, closes_on=CLOSES_ON, today=calendar.TODAY)

    assert found.days == Days(
        notice=calendar.NOTICED_ON,
        nominations_close=calendar.NOMINATIONS_CLOSE_ON,
        candidates_published=calendar.STATEMENT_ON,
        withdrawals_close=calendar.WITHDRAWALS_CLOSE_ON,
        notice_of_poll=calendar.POLL_NOTICED_ON,
    )
    assert found.opens_on == calendar.OPENS_AT.date()
    assert found.roll_date == calendar.NOMINATIONS_CLOSE_ON
    assert (found.is_in_time, found.is_working_day) == (True, True)


def test_a_fixed_roll_date_is_counted_in_days_before_the_close() -> None:
    rules = replace(RULES, election_roll_date_rule=RollDateRule.FIXED_OFFSET, election_roll_date_offset_days=30)

    assert proposed(rules, closes_on=CLOSES_ON, today=calendar.TODAY).roll_date == date(2026, 8, 18)


@pytest.mark.parametrize(
    ("today", "is_in_time"),
    [
        pytest.param(calendar.NOTICED_ON - calendar.A_DAY, True, id="the day before the latest day of notice"),
        pytest.param(calendar.NOTICED_ON, True, id="on the latest day of notice"),
        pytest.param(calendar.NOTICED_ON + calendar.A_DAY, False, id="the day after it"),
    ],
)
def test_a_close_is_in_time_up_to_the_latest_day_of_its_notice(today: date, is_in_time: bool) -> None:
    assert proposed(RULES, closes_on=CLOSES_ON, today=today).is_in_time == is_in_time


@pytest.mark.parametrize(
    ("today", "close"),
    [
        pytest.param(calendar.NOTICED_ON, CLOSES_ON, id="from a working day"),
        pytest.param(date(2026, 7, 18), date(2026, 9, 15), id="from a Saturday, as from the Monday after it"),
        pytest.param(date(2026, 7, 20), date(2026, 9, 15), id="from that Monday"),
    ],
)
def test_the_first_close_leaves_time_for_a_notice_of_today(today: date, close: date) -> None:
    found = first_close(FT_TIMETABLE, today=today)

    assert found == close
    assert days_of(FT_TIMETABLE, closes_on=found, fixed_on=today, today=today).notice >= today
    assert days_of(FT_TIMETABLE, closes_on=found - calendar.A_DAY, fixed_on=today, today=today).notice < found


def test_a_close_at_a_weekend_is_told_apart() -> None:
    assert not proposed(RULES, closes_on=date(2026, 9, 19), today=calendar.TODAY).is_working_day
