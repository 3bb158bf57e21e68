"""Which days follow from the day of the close, by the timetable in the rules."""

from dataclasses import dataclass
from datetime import date

from govern.constitution.parameters.elections import RollDateRule, Timetable
from govern.constitution.rulebook import RuleBook
from govern.core import working_days
from govern.core.clock import A_DAY


@dataclass(frozen=True, kw_only=True)
class Days:
    """The last day for each step before the poll closes, named as the rules name the steps."""

    notice: date
    nominations_close: date
    candidates_published: date
    withdrawals_close: date
    notice_of_poll: date


def days_of(timetable: Timetable, *, closes_on: date, fixed_on: date, today: date) -> Days:
    """Return the last lawful days of an election's steps.

    :param fixed_on: when the close was fixed; later proclamations move only days that still lie ahead of them.

    Source: NHS foundation trust model election rules, rules 1 and 3; domain 3.1; domain 10 (19).
    """
    return Days(
        **{
            step: working_days.before_as_proclaimed(closes_on, getattr(timetable, step), fixed_on=fixed_on, today=today)
            for step in Days.__dataclass_fields__
        }
    )


def earliest_roll_date(rules: RuleBook, *, planned_on: date, closes_on: date) -> date:
    """Return the day of planning, or the day before it that the rules fix, counted back from the close.

    Source: INV-21: nobody chooses afterwards who was a member.
    """
    fixed = fixed_roll_date(rules, closes_on=closes_on)
    return planned_on if fixed is None else min(planned_on, fixed)


def fixed_roll_date(rules: RuleBook, *, closes_on: date) -> date | None:
    """Return the roll date that the rules count back from the close; None where it is the day nominations close."""
    if rules.election_roll_date_rule != RollDateRule.FIXED_OFFSET:
        return None
    return closes_on - rules.election_roll_date_offset_days * A_DAY


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """The days that follow from a close.

    :param is_in_time: whether the notice can still be published by its last day.
    """

    closes_on: date
    days: Days
    roll_date: date
    opens_on: date
    is_working_day: bool
    is_in_time: bool


def proposed(rules: RuleBook, *, closes_on: date, today: date) -> Proposal:
    """Return the days that follow from a close, planned today: voting opens the working day after notice of poll."""
    timetable = rules.election_timetable
    days = days_of(timetable, closes_on=closes_on, fixed_on=today, today=today)
    return Proposal(
        closes_on=closes_on,
        days=days,
        roll_date=fixed_roll_date(rules, closes_on=closes_on) or days.nominations_close,
        opens_on=working_days.after(days.notice_of_poll, 1, known_on=today),
        is_working_day=working_days.is_working(closes_on, known_on=today),
        is_in_time=today <= days.notice,
    )


def first_close(timetable: Timetable, *, today: date) -> date:
    """Return the first working day on which a poll can close whose notice is published today, in time."""
    is_today_counted = working_days.is_working(today, known_on=today)
    return working_days.after(today, timetable.notice + (0 if is_today_counted else 1), known_on=today)
