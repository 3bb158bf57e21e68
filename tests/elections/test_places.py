"""Whether somebody is on a roll or will be, and why; each reason once, and each day just inside and just outside."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from govern.elections.places import Home, Place, Roll, Why, place_of
from govern.register.rules import Standing
from tests.calendar import A_DAY, A_SECOND, AT, LONG_BEFORE, OPENS_AT, ROLL_DATE

GROUP, OTHER, PART, OTHER_PART = uuid4(), uuid4(), uuid4(), uuid4()
ROLL = Roll(constituency_id=GROUP, sub_constituency_id=None, roll_date=ROLL_DATE, min_age=16, age_on=ROLL_DATE)
OF_A_PART = replace(ROLL, sub_constituency_id=PART)
FROZEN = replace(ROLL, frozen_at=OPENS_AT)
SIXTEEN = date(2010, 8, 24)


def home(**facts: Any) -> Home:
    """Return a membership of the group, from long before."""
    usual: dict[str, Any] = {
        "standing": Standing.ENTERED,
        "valid_from": LONG_BEFORE,
        "recorded_at": AT,
        "constituency_id": GROUP,
        "sub_constituency_id": PART,
    }
    return Home(**usual | facts)


def ended(on: date) -> list[Home]:
    """Return a membership that ended on a day."""
    return [home(valid_to=on), home(standing=Standing.CEASED, valid_from=on)]


def suspended(until: date) -> list[Home]:
    """Return a membership that is suspended until a day."""
    return [home(standing=Standing.SUSPENDED, valid_to=until), home(valid_from=until)]


def place(roll: Roll, homes: list[Home], **facts: Any) -> Place:
    """Return the place as it is told before the poll opens."""
    return place_of(roll, homes, **{"birth_on": None, "at": OPENS_AT + A_SECOND, "today": OPENS_AT.date()} | facts)


@pytest.mark.parametrize(
    ("roll", "homes", "why", "words"),
    [
        pytest.param(
            ROLL, [home()], Why.EXPECTED,
            "You will be on the list of voters, if you are still a member on Monday 24 August 2026.", id="a member",
        ),
        pytest.param(OF_A_PART, [home()], Why.EXPECTED, "You will be on the list", id="a member of that part"),
        pytest.param(
            ROLL, [], Why.NOT_A_MEMBER, "The register does not show you as a member on Monday 24 August 2026.",
            id="nobody's member",
        ),
        pytest.param(ROLL, [home(valid_from=ROLL_DATE)], Why.EXPECTED, "You will be", id="entered on the day"),
        pytest.param(
            ROLL, [home(valid_from=ROLL_DATE + A_DAY)], Why.ENTERED_LATER,
            "You became a member on Tuesday 25 August 2026. The list is of those who were members on Monday 24",
            id="entered the day after",
        ),
        pytest.param(ROLL, ended(ROLL_DATE + A_DAY), Why.EXPECTED, "You will be", id="ended the day after"),
        pytest.param(
            ROLL, ended(ROLL_DATE), Why.ENDED, "Your membership ended on Monday 24 August 2026.", id="ended on the day"
        ),
        pytest.param(
            ROLL, suspended(ROLL_DATE + A_DAY), Why.SUSPENDED, "Your membership is suspended on Monday 24 August 2026.",
            id="suspended until the day after",
        ),
        pytest.param(ROLL, suspended(ROLL_DATE), Why.EXPECTED, "You will be", id="suspended until the day"),
        pytest.param(
            ROLL, [home(constituency_id=OTHER)], Why.OTHER_CONSTITUENCY, "Another group of members votes here.",
            id="of another group",
        ),
        pytest.param(
            OF_A_PART, [home(sub_constituency_id=OTHER_PART)], Why.OTHER_PART,
            "Another part of your group votes here.", id="of another part",
        ),
        pytest.param(
            OF_A_PART, [home(sub_constituency_id=None)], Why.OTHER_PART, "Another part", id="of no part"
        ),
        pytest.param(
            FROZEN, [home()], Why.LEFT_OFF, "The list of voters was made, and you are not on it.", id="left off"
        ),
        pytest.param(
            FROZEN, [home(recorded_at=OPENS_AT + A_SECOND)], Why.NOT_A_MEMBER, "The register does not show you",
            id="recorded after the list was made",
        ),
    ],
)  # fmt: skip
def test_a_place_has_its_reason_and_its_rule(roll: Roll, homes: list[Home], why: Why, words: str) -> None:
    found = place(roll, homes)

    assert found.why is why
    assert str(found.reason()).startswith(words)
    assert str(found.rule()).startswith("The rule: ")
    assert found.source()
    assert found.may_vote is (why is Why.EXPECTED)


@pytest.mark.parametrize(
    ("birth_on", "why"),
    [(SIXTEEN, Why.EXPECTED), (SIXTEEN + A_DAY, Why.TOO_YOUNG)],
    ids=["sixteen on the day", "a day too young"],
)
def test_who_is_too_young_on_the_roll_date_is_told_so(birth_on: date, why: Why) -> None:
    found = place(ROLL, [home()], birth_on=birth_on)

    assert found.why is why
    if why is Why.TOO_YOUNG:
        assert str(found.reason()) == "You are younger than 16 on Monday 24 August 2026."


def test_a_line_on_the_frozen_roll_decides_whatever_group_the_register_says_now() -> None:
    found = place(FROZEN, [home(constituency_id=OTHER)], is_on_roll=True)

    assert (found.why, found.may_vote) == (Why.ON_ROLL, True)
    assert str(found.reason()) == "You are on the list of voters."


@pytest.mark.invariant("INV-14")
def test_who_is_on_the_roll_and_a_member_no_longer_is_told_so_and_not_that_they_can_vote() -> None:
    today = OPENS_AT.date()
    gone, away = ended(today), [home(standing=Standing.SUSPENDED, valid_from=today)]
    moved = [*ended(today), home(constituency_id=OTHER, valid_from=today)]

    on_roll, left, suspended_now, elsewhere = (
        place(ROLL, homes, is_on_roll=True) for homes in ([home()], gone, away, moved)
    )

    assert [one.may_vote for one in (on_roll, left, suspended_now, elsewhere)] == [True, False, False, True]
    assert str(left.reason()).startswith("Your membership ended on ")
    assert str(left.rule()).startswith("The rule: you have to be a member when you vote.")
    assert str(suspended_now.reason()).startswith("Your membership is suspended on ")
    assert place(ROLL, ended(today + A_DAY), is_on_roll=True).may_vote
