"""What statute asks beside a majority: when the second meeting can be, what is filed until when, and what comes next.

Source: CCBSA 2014 ss.111, 113, 119-121; domain 5.4, 5.11; decisions, "Law and procedure, corrected".
"""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from math import ceil

from govern.motions.matters import Section

A_DAY = timedelta(days=1)
FORTNIGHT = timedelta(days=14)
SIGNED_BY = Fraction(3, 4)
DECLARING_MEMBERS = 3


class Capacity(StrEnum):
    """As what somebody makes the statutory declaration."""

    SECRETARY = "secretary"
    MEMBER = "member"


class Stage(StrEnum):
    """One thing that has to happen, in the order in which it does."""

    FIRST_NOTICE = "first_notice"
    FIRST_MEETING = "first_meeting"
    SECOND_NOTICE = "second_notice"
    SECOND_MEETING = "second_meeting"
    SIGNATURES = "signatures"
    DECLARATION = "declaration"
    FILING = "filing"
    REGISTRATION = "registration"


class Standing(StrEnum):
    """Whether a stage is behind us, is what comes next, lies ahead, or has ended the matter."""

    DONE = "done"
    NEXT = "next"
    LATER = "later"
    FAILED = "failed"


STAGES_OF_MEETINGS = (
    Stage.FIRST_NOTICE,
    Stage.FIRST_MEETING,
    Stage.SECOND_NOTICE,
    Stage.SECOND_MEETING,
    Stage.FILING,
    Stage.REGISTRATION,
)
# Source: CCBSA 2014 s.121(1)-(3): an instrument goes with its declaration, whichever way it was approved.
STAGES_OF_A_DORMANT_SOCIETY = (*STAGES_OF_MEETINGS[:4], Stage.DECLARATION, *STAGES_OF_MEETINGS[4:])
STAGES_OF_AN_INSTRUMENT = (Stage.SIGNATURES, Stage.DECLARATION, Stage.FILING, Stage.REGISTRATION)


@dataclass(frozen=True, kw_only=True)
class Window:
    """The days on which the second meeting can be held, both of them among them."""

    earliest: date
    latest: date

    def holds(self, day: date) -> bool:
        """Say whether a day lies in it."""
        return self.earliest <= day <= self.latest


def window(first_on: date) -> Window:
    """Return when the second meeting can be held: from 14 days after the first, to a month after it.

    A month ends on the day of the same number, or on the last day of a month that has none.

    Source: CCBSA 2014 ss.111(2), 113(2), 120(2); domain 5.11.

    >>> window(date(2027, 1, 31)).latest, window(date(2026, 6, 1)).earliest
    (datetime.date(2027, 2, 28), datetime.date(2026, 6, 15))
    """
    year, month = (first_on.year + 1, 1) if first_on.month == 12 else (first_on.year, first_on.month + 1)
    if year > date.max.year:
        return Window(earliest=_after(first_on, FORTNIGHT), latest=date.max)
    latest = date(year, month, min(first_on.day, monthrange(year, month)[1]))
    return Window(earliest=_after(first_on, FORTNIGHT), latest=latest)


def _after(day: date, span: timedelta) -> date:
    """Return a later day, but none beyond the last day of the calendar."""
    return day + min(span, date.max - day)


def filing_due(section: Section, second_on: date) -> date | None:
    """Return the last day on which the copy can be sent; None for an instrument, for which no day is set.

    Under s.121(4) the 14 days begin with the day of the meeting, so that it is the first of them.

    Source: CCBSA 2014 ss.111(5), 113(5), 121(4); decisions, "Law and procedure, corrected".

    >>> [filing_due(section, date(2026, 6, 15)).day for section in (Section.CONVERSION, Section.DORMANT)]
    [29, 28]
    """
    match section:
        case Section.AMALGAMATION | Section.CONVERSION:
            return _after(second_on, FORTNIGHT)
        case Section.DORMANT:
            return _after(second_on, FORTNIGHT - A_DAY)
        case Section.INSTRUMENT:
            return None


def clear_days(given_on: date, meeting_on: date) -> int:
    """Return the days between notice and meeting, neither of the two counted.

    Source: domain 5.11.

    >>> clear_days(date(2026, 11, 2), date(2026, 11, 17))
    14
    """
    return (meeting_on - given_on).days - 1


def last_day_of_notice(meeting_on: date, *, days: int) -> date:
    """Return the last day on which notice can be delivered that leaves so many clear days.

    >>> last_day_of_notice(date(2026, 11, 17), days=14)
    datetime.date(2026, 11, 2)
    """
    return meeting_on - min(A_DAY * (days + 1), meeting_on - date.min)


def first_day_after_notice(given_on: date, *, days: int) -> date:
    """Return the first day on which a meeting leaves so many clear days after its notice.

    >>> first_day_after_notice(date(2026, 11, 2), days=14)
    datetime.date(2026, 11, 17)
    """
    return _after(given_on, A_DAY * (days + 1))


@dataclass(frozen=True, kw_only=True)
class MeetingDays:
    """On which days a meeting can be held, with a notice given on a day.

    :ivar needed: the clear days that the rules ask for.
    :ivar allowed: when the second meeting can be held; None for the first, which can be held at any time.
    """

    given_on: date
    needed: int
    allowed: Window | None = None

    @property
    def earliest(self) -> date:
        """Return the first day that leaves the clear days and lies in the window."""
        first = first_day_after_notice(self.given_on, days=self.needed)
        return max(first, self.allowed.earliest) if self.allowed else first

    @property
    def is_too_late(self) -> bool:
        """Say whether no day is left: the notice leaves too few before the window ends."""
        return self.allowed is not None and self.earliest > self.allowed.latest

    @property
    def last_notice(self) -> date | None:
        """Return the last day on which notice can be given; None where there is none."""
        return last_day_of_notice(self.allowed.latest, days=self.needed) if self.allowed else None


def signatures_needed(members: int) -> int:
    """Return how many of all the members have to sign an instrument of dissolution.

    Source: CCBSA 2014 s.119(1); domain 5.4.

    >>> [signatures_needed(members) for members in (3, 4, 5, 100)]
    [3, 3, 4, 75]
    """
    return max(1, ceil(SIGNED_BY * members))


def has_enough_signatures(signed: int, *, members: int) -> bool:
    """Say whether three quarters of all the members signed, multiplied crosswise."""
    return members > 0 and signed * SIGNED_BY.denominator >= SIGNED_BY.numerator * members


def signed_enough_on(days: Iterable[date], *, members: int) -> date | None:
    """Return the day of the signature that made three quarters of all the members; None while they have not signed.

    >>> str(signed_enough_on([date(2027, 1, 15), date(2026, 11, 28), date(2026, 11, 28)], members=4))
    '2027-01-15'
    """
    signed = sorted(days)
    if not has_enough_signatures(len(signed), members=members):
        return None
    return signed[signatures_needed(members) - 1]


@dataclass(frozen=True, kw_only=True)
class Course:
    """Everything that decides what comes next.

    :ivar first_carried, second_carried: None while nothing was declared.
    """

    section: Section
    first_notice: bool = False
    first_carried: bool | None = None
    second_notice: bool = False
    second_carried: bool | None = None
    signed: int = 0
    members: int = 0
    declared_by_secretary: bool = False
    declared_by_members: int = 0
    filed: bool = False
    registered: bool = False

    @property
    def stages(self) -> tuple[Stage, ...]:
        """Return what has to happen, in its order."""
        if self.section is Section.DORMANT:
            return STAGES_OF_A_DORMANT_SOCIETY
        return STAGES_OF_MEETINGS if self.section.has_two_meetings else STAGES_OF_AN_INSTRUMENT

    @property
    def is_declared(self) -> bool:
        """Say whether the secretary and enough members declared that the Act was complied with.

        Source: CCBSA 2014 s.121(3).
        """
        return self.declared_by_secretary and self.declared_by_members >= DECLARING_MEMBERS

    @property
    def falls_short(self) -> bool:
        """Say whether papers that are with the registrar bear too few hands as it stands: some were denied since.

        Source: CCBSA 2014 ss.119(3)(a), 121(3).
        """
        if not self.filed or self.registered:
            return False
        is_signed = has_enough_signatures(self.signed, members=self.members)
        return {
            Section.INSTRUMENT: not (is_signed and self.is_declared),
            Section.DORMANT: not self.is_declared,
        }.get(self.section, False)

    def outcome(self, stage: Stage) -> bool | None:
        """Return whether a stage went well; None while it is still to come.

        What was sent bore enough hands then, whoever joins or denies theirs later.
        """
        done = {
            Stage.FIRST_NOTICE: self.first_notice,
            Stage.SECOND_NOTICE: self.second_notice,
            Stage.SIGNATURES: self.filed or has_enough_signatures(self.signed, members=self.members),
            Stage.DECLARATION: self.filed or self.is_declared,
            Stage.FILING: self.filed,
            Stage.REGISTRATION: self.registered,
        }
        voted = {Stage.FIRST_MEETING: self.first_carried, Stage.SECOND_MEETING: self.second_carried}
        return voted[stage] if stage in voted else done[stage] or None

    def standings(self) -> list[tuple[Stage, Standing]]:
        """Return each stage with how it stands. After one that failed nothing comes."""
        found: list[tuple[Stage, Standing]] = []
        reached = True
        for stage in self.stages:
            outcome = self.outcome(stage) if reached else None
            standing = Standing.LATER
            if reached:
                standing = {True: Standing.DONE, False: Standing.FAILED, None: Standing.NEXT}[outcome]
                reached = outcome is True
            found.append((stage, standing))
        return found

    @property
    def has_failed(self) -> bool:
        """Say whether a vote of it was lost, or its month passed."""
        return any(standing is Standing.FAILED for _stage, standing in self.standings())

    @property
    def next_stage(self) -> Stage | None:
        """Return what comes next; None once it has effect, or was lost."""
        return next((stage for stage, standing in self.standings() if standing is Standing.NEXT), None)
