"""How a membership is ended by its rules: notices, hearings, majorities, letters."""

from calendar import monthrange
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction


class Hearing(StrEnum):
    """How a member answered at the meeting that could expel them.

    Source: domain 2.3: they may answer and attend, or send somebody; a meeting may go on without them.
    """

    ATTENDED = "attended"
    REPRESENTED = "represented"
    IN_WRITING = "in_writing"
    DID_NOT_COME = "did_not_come"


class CaseOutcome(StrEnum):
    """How a case of expulsion ended."""

    EXPELLED = "expelled"
    STAYS = "stays"
    WITHDRAWN = "withdrawn"


class LetterKind(StrEnum):
    """What a letter was."""

    RESIGNATION = "resignation"
    UNANSWERED = "unanswered"


class ResignationOutcome(StrEnum):
    """What became of a resignation for a later day.

    OVERTAKEN: the membership had ended before, for another reason.
    """

    TOOK_EFFECT = "took_effect"
    TAKEN_BACK = "taken_back"
    OVERTAKEN = "overtaken"


def months_after(on: date, months: int) -> date:
    """Return the corresponding day some months later; the last of a month that is too short.

    Source: domain 5.11: the corresponding date, clamped at the end of a month.

    >>> months_after(date(2026, 1, 31), 1), months_after(date(2026, 11, 10), 3)
    (datetime.date(2026, 2, 28), datetime.date(2027, 2, 10))
    """
    year, month = divmod(on.year * 12 + on.month - 1 + months, 12)
    return date(year, month + 1, min(on.day, monthrange(year, month + 1)[1]))


def after_notice(served_on: date, *, days: int = 0, months: int = 0) -> date:
    """Return the first day for which a notice was long enough: clear days, or calendar months.

    Source: domain 5.11: neither the day of the notice nor that of the meeting is one of the clear days.

    >>> after_notice(date(2026, 6, 1), days=21), after_notice(date(2026, 6, 1), months=1)
    (datetime.date(2026, 6, 23), datetime.date(2026, 7, 1))
    """
    return months_after(served_on, months) if months else served_on + timedelta(days=days + 1)


def has_majority(votes_for: int, votes_against: int, *, of: Fraction) -> bool:
    """Say whether at least a share of the votes cast was for it, and somebody voted for it at all.

    >>> has_majority(3, 1, of=Fraction(3, 4)), has_majority(149, 51, of=Fraction(3, 4))
    (True, False)
    """
    return votes_for > 0 and votes_for * of.denominator >= of.numerator * (votes_for + votes_against)
