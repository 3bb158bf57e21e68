"""Whether somebody is on an election's roll, or will be, and why: each reason with its rule.

Nothing here knows who has voted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from govern.core.words import Sentence, say
from govern.register.rules import Standing, Version, age_on


class Why(StrEnum):
    """Why somebody is on a roll, or is not."""

    ON_ROLL = "on_roll"
    EXPECTED = "expected"
    NOT_A_MEMBER = "not_a_member"
    ENTERED_LATER = "entered_later"
    ENDED = "ended"
    ENDED_SINCE = "ended_since"
    SUSPENDED = "suspended"
    OTHER_CONSTITUENCY = "other_constituency"
    OTHER_PART = "other_part"
    TOO_YOUNG = "too_young"
    LEFT_OFF = "left_off"


@dataclass(frozen=True, kw_only=True)
class Home(Version):
    """What a version of a membership says, and where the membership belongs."""

    constituency_id: UUID
    sub_constituency_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class Roll:
    """What an election asks of its electors.

    :param min_age: youngest age of a voter.
    :param age_on: the day on which they have to have it.
    :param frozen_at: when the roll was frozen; None before.
    """

    constituency_id: UUID
    sub_constituency_id: UUID | None
    roll_date: date
    min_age: int
    age_on: date
    frozen_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Place:
    """Somebody's place in an election.

    :param on: the day that the reason is about, where it is about one.
    """

    why: Why
    roll_date: date
    min_age: int
    on: date | None = None

    @property
    def may_vote(self) -> bool:
        """Say whether the roll has them, or would have them as things are."""
        return self.why in (Why.ON_ROLL, Why.EXPECTED)

    @property
    def is_elsewhere(self) -> bool:
        """Say whether the election is simply that of other people."""
        return self.why in (Why.OTHER_CONSTITUENCY, Why.OTHER_PART)

    def reason(self) -> Sentence:
        """Return the reason, to whom it is about."""
        return REASONS[self.why](self)

    def rule(self) -> Sentence:
        """Return the rule that the reason follows from."""
        return RULES.get(self.why, THE_DAY)

    def source(self) -> str:
        """Return where that rule stands."""
        return SOURCES.get(self.why, "INV-14: a vote is accepted only from the frozen roll")


def place_of(
    roll: Roll, versions: Sequence[Home], *, birth_on: date | None, is_on_roll: bool = False, at: datetime, today: date
) -> Place:
    """Return somebody's place, by what the register said when the roll was frozen, or says now.

    :param versions: all of their memberships', superseded ones too.
    :param today: on which it is asked whether somebody on the roll is a member still.
    :param is_on_roll: the frozen roll has a line for them.

    Source: INV-14; domain 2.4, 2.5; product M2.
    """
    if is_on_roll:
        return _place_on_roll(roll, [one for one in versions if one.was_known(at) and one.holds(today)], today)
    known = [one for one in versions if one.was_known(roll.frozen_at or at)]
    found = next((one for one in known if one.holds(roll.roll_date) and one.standing != Standing.CEASED), None)
    if found is None:
        return _without_membership(roll, known)
    why = _why(roll, found, birth_on)
    return _place(why, roll, on=roll.age_on if why is Why.TOO_YOUNG else None)


def _place_on_roll(roll: Roll, now: Sequence[Home], today: date) -> Place:
    """Return the place of somebody on the roll, by what the register says now: who is no member casts no vote.

    Source: INV-14: on the frozen roll, and still entitled at the cast.
    """
    if not now or any(one.standing not in (Standing.CEASED, Standing.SUSPENDED) for one in now):
        return _place(Why.ON_ROLL, roll)
    if any(one.standing == Standing.SUSPENDED for one in now):
        return _place(Why.SUSPENDED, roll, on=today)
    return _place(Why.ENDED_SINCE, roll, on=max(one.valid_from for one in now))


def _why(roll: Roll, found: Home, birth_on: date | None) -> Why:
    """Return why a membership on the roll date gives a place, or gives none."""
    if found.constituency_id != roll.constituency_id:
        return Why.OTHER_CONSTITUENCY
    if roll.sub_constituency_id not in (None, found.sub_constituency_id):
        return Why.OTHER_PART
    if found.standing == Standing.SUSPENDED:
        return Why.SUSPENDED
    if birth_on is not None and age_on(birth_on, roll.age_on) < roll.min_age:
        return Why.TOO_YOUNG
    return Why.EXPECTED if roll.frozen_at is None else Why.LEFT_OFF


def _without_membership(roll: Roll, known: Sequence[Home]) -> Place:
    """Return the place of somebody whom the register does not show on the roll date."""
    later = [one.valid_from for one in known if one.valid_from > roll.roll_date and one.standing != Standing.CEASED]
    ended = [one.valid_from for one in known if one.holds(roll.roll_date)]
    if later:
        return _place(Why.ENTERED_LATER, roll, on=min(later))
    return _place(Why.ENDED, roll, on=max(ended)) if ended else _place(Why.NOT_A_MEMBER, roll)


def _place(why: Why, roll: Roll, *, on: date | None = None) -> Place:
    return Place(why=why, roll_date=roll.roll_date, min_age=roll.min_age, on=on)


def _since(place: Place) -> date:
    return place.on or place.roll_date


REASONS = {
    Why.ON_ROLL: lambda place: say("You are on the list of voters."),
    Why.EXPECTED: lambda place: say(
        "You will be on the list of voters, if you are still a member on %(day)s.", day=place.roll_date
    ),
    Why.NOT_A_MEMBER: lambda place: say("The register does not show you as a member on %(day)s.", day=place.roll_date),
    Why.ENTERED_LATER: lambda place: say(
        "You became a member on %(entered)s. The list is of those who were members on %(day)s.",
        entered=_since(place),
        day=place.roll_date,
    ),
    Why.ENDED: lambda place: say("Your membership ended on %(ended)s.", ended=_since(place)),
    Why.ENDED_SINCE: lambda place: say("Your membership ended on %(ended)s.", ended=_since(place)),
    Why.SUSPENDED: lambda place: say("Your membership is suspended on %(day)s.", day=_since(place)),
    Why.OTHER_CONSTITUENCY: lambda place: say("Another group of members votes here."),
    Why.OTHER_PART: lambda place: say("Another part of your group votes here."),
    Why.TOO_YOUNG: lambda place: say("You are younger than %(age)s on %(day)s.", age=place.min_age, day=_since(place)),
    Why.LEFT_OFF: lambda place: say(
        "The list of voters was made, and you are not on it. The register says now that you could be. Telephone us."
    ),
}
THE_DAY = say("The rule: whoever is a member on the day of the list is on it.")
ONE_HOME = say("The rule: you belong to one group of members, and vote where that group votes.")
RULES = {
    Why.ENDED_SINCE: say("The rule: you have to be a member when you vote. If it did not end, telephone us."),
    Why.SUSPENDED: say("The rule: who is suspended stays a member, and does not vote until it ends."),
    Why.OTHER_CONSTITUENCY: ONE_HOME,
    Why.OTHER_PART: ONE_HOME,
    Why.TOO_YOUNG: say("The rule: our rules say how old a voter is, and on which day."),
    Why.LEFT_OFF: say("The rule: the list stays as it was made. Only a slip of ours can be put right."),
}
SOURCES = {
    Why.SUSPENDED: "CCBSA 2014 s.113(3)(a); INV-23",
    Why.OTHER_CONSTITUENCY: "INV-30",
    Why.OTHER_PART: "INV-30",
    Why.TOO_YOUNG: "Our rules: youngest age of a voter",
    Why.LEFT_OFF: "INV-22",
}
