"""The duty roster: how few people can do everything, and which deed nobody can lawfully do.

Nothing here asks a database. A duty is one place that somebody has to fill; a deed needs one person, or
two different ones.

Source: decisions, "People": the fewest people who satisfy every separation (aim five, one from outside).
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from typing import TypeVar
from uuid import UUID

from govern.accounts.rules import EXCLUDE, excluded_by
from govern.core.actors import Role
from govern.core.words import Sentence, say

R = Role
AHEAD = timedelta(days=31)
T = TypeVar("T")


@dataclass(frozen=True)
class Duty:
    """One place that somebody has to fill; an office of which two are needed has two.

    :param is_outside: for somebody who is neither a member nor sits on the board.
    """

    office: Role
    number: int = 1
    is_outside: bool = False


DUTIES = (
    Duty(R.SECRETARY),
    Duty(R.RETURNING_OFFICER, is_outside=True),
    Duty(R.CHAIR),
    Duty(R.SCRUTINEER),
    Duty(R.COUNCIL_OFFICER),
    Duty(R.ADMINISTRATOR),
    # Nobody grants themselves an office, so an administrator is granted one by another.
    Duty(R.ADMINISTRATOR, number=2),
)
# The chair approves what the secretary brings in and destroys: one person cannot be both hands.
SECOND_HANDS = frozenset({frozenset({R.SECRETARY, R.CHAIR})})


def are_apart(one: Duty, other: Duty) -> bool:
    """Say whether two duties need two people.

    Source: product 2, point 2; domain 2.8 INV-02, INV-10; decisions, "Ids, money, people".

    >>> are_apart(Duty(R.SECRETARY), Duty(R.CHAIR)), are_apart(Duty(R.CHAIR), Duty(R.ADMINISTRATOR))
    (True, False)
    """
    if one.office == other.office:
        return one.number != other.number
    return frozenset({one.office, other.office}) in EXCLUDE | SECOND_HANDS


def fewest(duties: Sequence[T], apart: Collection[frozenset[T]]) -> list[list[T]]:
    """Return the duties dealt to as few people as can be, none with two that are to be apart.

    Exact, by trying every way to deal them; there are seven duties.

    >>> fewest("abc", [frozenset("ab")])
    [['a', 'c'], ['b']]
    """
    best: list[list[T]] = [[duty] for duty in duties]

    def deal(place: int, dealt: list[list[T]]) -> None:
        nonlocal best
        if len(dealt) >= len(best):
            return
        if place == len(duties):
            best = [list(held) for held in dealt]
            return
        duty = duties[place]
        for held in dealt:
            if not any(frozenset({duty, other}) in apart for other in held):
                held.append(duty)
                deal(place + 1, dealt)
                held.pop()
        deal(place + 1, [*dealt, [duty]])

    deal(0, [])
    return best


def fewest_people() -> list[list[Duty]]:
    """Return every duty, dealt to as few people as satisfy every separation."""
    return fewest(DUTIES, [frozenset({one, other}) for one, other in product(DUTIES, DUTIES) if are_apart(one, other)])


@dataclass(frozen=True, kw_only=True)
class Holder:
    """An office in somebody's hands, and what bears on whether they may use it.

    :param until_on: the first day without it; None where no end is on record.
    :param is_interested: they sit on the board, or stand in an election that is under way.
    """

    person_id: UUID
    office: Role
    from_on: date
    until_on: date | None = None
    is_interested: bool = False

    def holds(self, on: date) -> bool:
        """Say whether it is theirs on a day; the last day is the one before `until_on`."""
        return self.from_on <= on and (self.until_on is None or on < self.until_on)

    def is_fit(self) -> bool:
        """Say whether they may use it: who runs an election neither sits on the board nor stands.

        Source: domain 2.8 INV-34.
        """
        return not (self.office is R.RETURNING_OFFICER and self.is_interested)


@dataclass(frozen=True, kw_only=True)
class Deed:
    """Something that has to be possible, and who does it.

    :param second: whose hand is needed besides, another person's; nobody's where it is empty.
    :param rule: why it is so.
    """

    name: Sentence
    first: frozenset[Role]
    second: frozenset[Role] = frozenset()
    rule: Sentence

    @property
    def wanted(self) -> Role:
        """Return the office of which one holder more would make it possible."""
        return min(self.second or self.first, key=list(Role).index)


OPENING = Deed(
    name=say("Bring in an opening register"),
    first=frozenset({R.SECRETARY}),
    second=frozenset({R.SECRETARY, R.CHAIR}),
    rule=say("One officer brings it in, and another approves it."),
)
DEEDS = (
    Deed(
        name=say("Enter a member, or the end of a membership"),
        first=frozenset({R.SECRETARY}),
        rule=say("The secretary keeps the register, and enters what others have decided."),
    ),
    OPENING,
    Deed(
        name=say("Run an election"),
        first=frozenset({R.RETURNING_OFFICER}),
        rule=say("The returning officer neither sits on the board nor stands, and has no part in admitting members."),
    ),
    Deed(
        name=say("Settle a difference between box and marks"),
        first=frozenset({R.SCRUTINEER}),
        rule=say("Only somebody who runs neither the register nor the election can let the count go on."),
    ),
    Deed(
        name=say("Grant an office, also to an administrator"),
        first=frozenset({R.ADMINISTRATOR}),
        second=frozenset({R.ADMINISTRATOR}),
        rule=say("Nobody grants themselves an office, so there are two administrators."),
    ),
    Deed(
        name=say("Agree that a record is destroyed"),
        first=frozenset({R.SECRETARY, R.CHAIR}),
        second=frozenset({R.SECRETARY, R.CHAIR}),
        rule=say("Two people agree."),
    ),
)


def deeds(*, is_opened: bool) -> list[Deed]:
    """Return what has to be possible: all of it, or what is left once the opening register is in."""
    return [deed for deed in DEEDS if not (is_opened and deed is OPENING)]


def is_possible(deed: Deed, holders: Iterable[Holder], *, on: date) -> bool:
    """Say whether somebody can lawfully do a deed on a day."""
    able = [one for one in holders if one.holds(on) and one.is_fit()]
    first = {one.person_id for one in able if one.office in deed.first}
    second = {one.person_id for one in able if one.office in deed.second}
    if not deed.second:
        return bool(first)
    return any(one != other for one, other in product(first, second))


@dataclass(frozen=True, kw_only=True)
class Gap:
    """A deed that nobody can lawfully do.

    :param from_on: the first day of it, today or within the next month.
    :param could: those in office who could take what is wanting besides, without breaking a separation.
    """

    deed: Deed
    from_on: date
    could: list[UUID]


def gaps(
    holders: Sequence[Holder], *, today: date, interested: Collection[UUID] = (), wanted: Iterable[Deed] = DEEDS
) -> list[Gap]:
    """Return each deed that nobody can lawfully do today, or from a day of the next month on; the soonest first.

    :param interested: those who sit on the board or stand in an election that is under way.
    :param wanted: what has to be possible.
    """
    found: list[Gap] = []
    for deed in wanted:
        on = next((day for day in _days(holders, today) if not is_possible(deed, holders, on=day)), None)
        if on is not None:
            found.append(Gap(deed=deed, from_on=on, could=_could(deed, holders, on=on, interested=interested)))
    return sorted(found, key=lambda gap: gap.from_on)


def _days(holders: Iterable[Holder], today: date) -> Iterator[date]:
    """Yield today, and each day of the next month on which an office begins or ends."""
    changes = {day for one in holders for day in (one.from_on, one.until_on) if day is not None}
    yield from sorted({today} | {day for day in changes if today < day <= today + AHEAD})


def _could(deed: Deed, holders: Sequence[Holder], *, on: date, interested: Collection[UUID]) -> list[UUID]:
    """Return who in office could take what is wanting."""
    offices = _offices(holders, on)
    return [person for person in offices if may_take(deed.wanted, offices[person], is_interested=person in interested)]


def may_take(office: Role, held: Collection[Role], *, is_interested: bool) -> bool:
    """Say whether somebody who holds some offices could lawfully take another and use it."""
    if office in held or (office is R.RETURNING_OFFICER and is_interested):
        return False
    is_second_hand = any(frozenset({office, other}) in SECOND_HANDS for other in held)
    return excluded_by(office, held) is None and not is_second_hand


def _offices(holders: Iterable[Holder], on: date) -> Mapping[UUID, set[Role]]:
    """Return the offices that each person holds on a day or later."""
    offices: dict[UUID, set[Role]] = {}
    for one in holders:
        if one.until_on is None or on < one.until_on:
            offices.setdefault(one.person_id, set()).add(one.office)
    return offices
