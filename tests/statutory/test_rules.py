"""The days and papers of statutory resolutions: just inside, exactly on, just outside."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from govern.deciding.rules import RULES, decide
from govern.deciding.votes import Votes
from govern.motions.matters import Section
from govern.statutory.rules import (
    Course,
    MeetingDays,
    Stage,
    Standing,
    clear_days,
    filing_due,
    first_day_after_notice,
    has_enough_signatures,
    last_day_of_notice,
    window,
)

FIRST = date(2026, 6, 1)


@pytest.mark.parametrize(
    ("first", "earliest", "latest"),
    [
        pytest.param(date(2026, 6, 1), date(2026, 6, 15), date(2026, 7, 1), id="the same number in the next month"),
        pytest.param(date(2027, 1, 31), date(2027, 2, 14), date(2027, 2, 28), id="no 31st in February"),
        pytest.param(date(2028, 1, 30), date(2028, 2, 13), date(2028, 2, 29), id="a leap year"),
        pytest.param(date(2026, 12, 31), date(2027, 1, 14), date(2027, 1, 31), id="over the year"),
        pytest.param(date(2026, 2, 28), date(2026, 3, 14), date(2026, 3, 28), id="a short month before a long one"),
    ],
)
def test_the_second_meeting_is_a_fortnight_to_a_month_after_the_first(
    first: date, earliest: date, latest: date
) -> None:
    allowed = window(first)

    assert (allowed.earliest, allowed.latest) == (earliest, latest)
    assert [allowed.holds(day) for day in (earliest - timedelta(1), earliest, latest, latest + timedelta(1))] == [
        False,
        True,
        True,
        False,
    ]


def test_the_pair_of_votes_on_a_conversion_fails_on_turnout_on_the_share_and_on_the_day() -> None:
    few = decide(RULES["ccbsa-113-first"], Votes(in_favour=250, against=40, eligible=600))
    short = decide(RULES["ccbsa-113-first"], Votes(in_favour=224, against=76, eligible=600))
    just = decide(RULES["ccbsa-113-first"], Votes(in_favour=225, against=75, eligible=600))

    assert [few.carried, short.carried, just.carried] == [False, False, True]
    assert "It fails on the turnout: 290 voted for or against" in str(few.working)
    assert "224 for is too few" in str(short.working)
    assert not window(FIRST).holds(FIRST + timedelta(32))
    assert window(FIRST).holds(FIRST + timedelta(30))


def test_a_copy_is_due_in_a_fortnight_and_of_a_dissolution_a_day_sooner() -> None:
    due = {section: filing_due(section, date(2026, 6, 15)) for section in Section}

    assert due == {
        Section.AMALGAMATION: date(2026, 6, 29),
        Section.CONVERSION: date(2026, 6, 29),
        Section.DORMANT: date(2026, 6, 28),
        Section.INSTRUMENT: None,
    }


def test_clear_days_leave_out_the_day_of_notice_and_of_the_meeting() -> None:
    meeting = date(2026, 11, 17)

    assert clear_days(last_day_of_notice(meeting, days=21), meeting) == 21
    assert last_day_of_notice(meeting, days=14) == date(2026, 11, 2)


@pytest.mark.parametrize(
    ("signed", "members", "is_enough"),
    [(74, 100, False), (75, 100, True), (76, 100, True), (3, 5, False), (4, 5, True), (0, 0, False)],
)
def test_an_instrument_needs_three_quarters_of_all_the_members(signed: int, members: int, *, is_enough: bool) -> None:
    assert has_enough_signatures(signed, members=members) is is_enough


@pytest.mark.parametrize(
    ("told", "comes_next"),
    [
        ({}, Stage.FIRST_NOTICE),
        ({"first_notice": True}, Stage.FIRST_MEETING),
        ({"first_notice": True, "first_carried": False}, None),
        ({"first_notice": True, "first_carried": True}, Stage.SECOND_NOTICE),
        ({"first_notice": True, "first_carried": True, "second_notice": True}, Stage.SECOND_MEETING),
    ],
)
def test_a_course_says_what_comes_next(told: dict[str, Any], comes_next: Stage | None) -> None:
    assert Course(section=Section.CONVERSION, **told).next_stage is comes_next


def test_after_a_meeting_that_lost_it_nothing_comes_any_more() -> None:
    course = Course(
        section=Section.DORMANT, first_notice=True, first_carried=True, second_notice=True, second_carried=False
    )

    assert [standing for _, standing in course.standings()] == [
        *[Standing.DONE] * 3,
        Standing.FAILED,
        *[Standing.LATER] * 3,
    ]


@pytest.mark.parametrize(
    ("secretary", "members", "comes_next"),
    [
        pytest.param(False, 4, Stage.DECLARATION, id="without the secretary"),
        pytest.param(True, 2, Stage.DECLARATION, id="two members"),
        pytest.param(True, 3, Stage.FILING, id="three members"),
    ],
)
def test_an_instrument_goes_with_the_word_of_the_secretary_and_three_members(
    secretary: bool,
    members: int,
    comes_next: Stage,
) -> None:
    course = Course(
        section=Section.INSTRUMENT, signed=3, members=4, declared_by_secretary=secretary, declared_by_members=members
    )

    assert course.next_stage is comes_next


def test_the_instrument_of_a_dormant_society_goes_with_that_word_too() -> None:
    voted: dict[str, Any] = {"first_notice": True, "first_carried": True, "second_notice": True, "second_carried": True}
    made: dict[str, Any] = {"declared_by_secretary": True, "declared_by_members": 3}

    assert Course(section=Section.DORMANT, **voted).next_stage is Stage.DECLARATION
    assert Course(section=Section.DORMANT, **voted, **made).next_stage is Stage.FILING
    assert Course(section=Section.AMALGAMATION, **voted).next_stage is Stage.FILING


@example(day=date.max, days=21)
@example(day=date.min, days=21)
@example(day=date(9999, 12, 1), days=0)
@given(day=st.dates(), days=st.integers(0, 10_000))
def test_no_day_of_the_calendar_leads_beyond_it(day: date, days: int) -> None:
    held = window(day)
    asked = MeetingDays(given_on=day, needed=days, allowed=held)

    assert day <= held.earliest <= date.max
    assert day <= held.latest <= date.max
    assert last_day_of_notice(day, days=days) <= day <= first_day_after_notice(day, days=days)
    assert asked.earliest >= day
    assert asked.is_too_late is (asked.earliest > held.latest)
    for section in Section:
        assert (filing_due(section, day) or date.max) >= day
