"""Who excludes whom, how long a session holds, and what is counted."""

from datetime import datetime, timedelta
from itertools import combinations

import pytest

from govern.accounts.rules import (
    ABSOLUTE_LIMIT,
    EXCLUDE,
    IDLE_LIMIT,
    SEEN_STEP,
    SessionSpan,
    excluded_by,
    is_address,
    origin_of,
    subject_hash,
)
from govern.core.actors import OFFICES, Role
from tests.calendar import A_SECOND, AT

R = Role
TOGETHER = {
    frozenset(pair)
    for pair in [
        (R.SECRETARY, R.CHAIR),
        (R.CHAIR, R.COUNCIL_OFFICER),
        (R.CHAIR, R.ADMINISTRATOR),
        (R.COUNCIL_OFFICER, R.ADMINISTRATOR),
    ]
}


@pytest.mark.parametrize(("one", "other"), list(combinations(OFFICES, 2)))
def test_two_offices_go_together_or_exclude_each_other(one: Role, other: Role) -> None:
    goes_together = frozenset({one, other}) in TOGETHER

    assert (excluded_by(one, [other]) is None) is goes_together
    assert (excluded_by(other, [one]) is None) is goes_together


def test_every_pair_of_offices_is_decided() -> None:
    assert {frozenset(pair) for pair in combinations(OFFICES, 2)} == TOGETHER | EXCLUDE


@pytest.mark.parametrize(
    ("idle", "age", "expected"),
    [
        pytest.param(IDLE_LIMIT - A_SECOND, IDLE_LIMIT, True, id="seen just within the idle limit"),
        pytest.param(IDLE_LIMIT, IDLE_LIMIT, False, id="seen exactly an idle limit ago"),
        pytest.param(timedelta(0), ABSOLUTE_LIMIT - A_SECOND, True, id="begun just within the absolute limit"),
        pytest.param(timedelta(0), ABSOLUTE_LIMIT, False, id="begun exactly an absolute limit ago"),
    ],
)
def test_a_session_holds_until_its_limits(idle: timedelta, age: timedelta, expected: bool) -> None:
    span = SessionSpan(started_at=AT - age, seen_at=AT - idle)

    assert span.holds(AT) is expected


def test_nobody_is_signed_out_within_twenty_minutes() -> None:
    assert min(IDLE_LIMIT, ABSOLUTE_LIMIT) > timedelta(minutes=20)


@pytest.mark.parametrize(
    ("seen_at", "expected"),
    [(AT - SEEN_STEP + A_SECOND, False), (AT - SEEN_STEP, True)],
    ids=["seen a moment ago", "seen a while ago"],
)
def test_being_seen_is_noted_only_now_and_then(seen_at: datetime, expected: bool) -> None:
    assert SessionSpan(started_at=seen_at, seen_at=seen_at).wants_noting(AT) is expected


@pytest.mark.parametrize(
    ("email", "expected"),
    [
        ("ann@example.org", True),
        ("a" * 242 + "@example.org", True),
        ("a" * 243 + "@example.org", False),
        ("ann example@example.org", False),
        ("ann@example.org\nBcc: all@example.org", False),
        ("@example.org", False),
        ("", False),
    ],
    ids=["usual", "as long as can be", "a letter too long", "with a space", "with a second header", "no name", "empty"],
)
def test_an_address_is_one_that_mail_can_go_to(email: str, expected: bool) -> None:
    assert is_address(email) is expected


def test_one_household_counts_as_one_origin() -> None:
    assert origin_of("2001:db8::1") == origin_of("2001:db8::ffff") != origin_of("2001:db8:0:1::1")


def test_tries_are_counted_under_hashes_that_need_the_key() -> None:
    hashes = {
        subject_hash(key, kind, "ann@example.org") for key in (b"one", b"other") for kind in ("address", "origin")
    }

    assert len(hashes) == 4
    assert not any("ann" in one for one in hashes)
