"""Days, ages, names and entitlement, without a database."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govern.register import rules
from govern.register.rules import Particulars, PersonKind, Span, Standing, Version, is_entitled
from tests.calendar import A_DAY, A_SECOND, AT, ROLL_DATE

KEY = b"k" * 32


def version(**facts: object) -> Version:
    """Return a version of somebody entered long before."""
    usual: dict[str, object] = {"standing": Standing.ENTERED, "valid_from": date(2020, 1, 1), "recorded_at": AT}
    return Version(**usual | facts)  # type: ignore[arg-type]  # facts are of many types


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param({"valid_from": ROLL_DATE}, True, id="entered on the roll date"),
        pytest.param({"valid_from": ROLL_DATE + A_DAY}, False, id="entered the day after"),
        pytest.param({"valid_to": ROLL_DATE + A_DAY}, True, id="left the day after"),
        pytest.param({"valid_to": ROLL_DATE}, False, id="left on the roll date"),
        pytest.param({"standing": Standing.SUSPENDED}, False, id="suspended"),
        pytest.param({"standing": Standing.CEASED}, False, id="ceased"),
        pytest.param({"recorded_at": AT + A_SECOND}, False, id="recorded after the freeze"),
        pytest.param({"superseded_at": AT}, False, id="superseded at the freeze"),
        pytest.param({"superseded_at": AT + A_SECOND}, True, id="superseded after the freeze"),
    ],
)
@pytest.mark.invariant("INV-14")
def test_the_roll_holds_who_was_a_member_then_as_known_at_the_freeze(facts: dict[str, object], expected: bool) -> None:
    assert is_entitled([version(**facts)], on=ROLL_DATE, known_at=AT) is expected


def test_somebody_with_no_version_is_on_no_roll() -> None:
    assert not is_entitled([], on=ROLL_DATE, known_at=AT)


SPANS = st.builds(
    lambda start, length: Span(
        valid_from=date(2026, 1, 1) + timedelta(days=start),
        valid_to=None if length is None else date(2026, 1, 1) + timedelta(days=start + length),
    ),
    st.integers(0, 20),
    st.none() | st.integers(1, 20),
)
DAYS = st.integers(-2, 45).map(lambda days: date(2026, 1, 1) + timedelta(days=days))


@given(SPANS, SPANS, DAYS)
def test_what_is_left_of_a_span_and_what_was_taken_are_the_whole(span: Span, taken: Span, day: date) -> None:
    left = [part for part in span.without(taken) if part.holds(day)]

    assert len(left) == (span.holds(day) and not taken.holds(day))
    assert span.meets(taken) == taken.meets(span)


@given(SPANS, SPANS)
def test_spans_meet_when_they_share_a_day(span: Span, other: Span) -> None:
    days = (date(2026, 1, 1) + timedelta(days=number) for number in range(45))

    assert span.meets(other) == any(span.holds(day) and other.holds(day) for day in days)


@given(st.dates(date(1900, 1, 1), date(2026, 1, 1)), st.integers(0, 99))
def test_whoever_is_born_by_a_day_has_the_age(birth_on: date, age: int) -> None:
    on = date(2026, 6, 1)

    assert (birth_on <= rules.born_by(age=age, on=on)) == (rules.age_on(birth_on, on) >= age)


@pytest.mark.parametrize(
    ("birth_on", "on", "age"),
    [
        pytest.param(date(2010, 6, 1), date(2026, 5, 31), 15, id="the day before the birthday"),
        pytest.param(date(2010, 6, 1), date(2026, 6, 1), 16, id="the birthday"),
        pytest.param(date(2012, 2, 29), date(2028, 2, 28), 15, id="the day before, in a leap year"),
        pytest.param(date(2012, 2, 29), date(2028, 2, 29), 16, id="29 February, in a leap year"),
    ],
)
def test_an_age_is_reached_on_the_birthday(birth_on: date, on: date, age: int) -> None:
    assert rules.age_on(birth_on, on) == age


def test_a_birthday_on_29_february_is_asked_for_on_28_february_in_other_years() -> None:
    assert rules.born_by(age=17, on=date(2028, 2, 29)) == date(2011, 2, 28)


@pytest.mark.parametrize(
    ("name", "kind", "expected"),
    [
        ("Anne Example", PersonKind.HUMAN, "example anne"),
        ("  Siân   Wyn  Jones ", PersonKind.HUMAN, "jones sian wyn"),
        ("Cher", PersonKind.HUMAN, "cher"),
        ("Example Borough Council", PersonKind.BODY, "example borough council"),
    ],
)
def test_people_are_listed_by_their_last_name(name: str, kind: PersonKind, expected: str) -> None:
    assert rules.sort_name(name, kind=kind) == expected


@pytest.mark.parametrize("address", ["anne@example.org", "a.b+c@sub.example.co.uk", "o'neil@example.org"])
def test_mail_can_be_sent_to_these(address: str) -> None:
    assert rules.is_email(address)


@pytest.mark.parametrize(
    "address", ["", "anne", "anne@example", "a b@example.org", "a@b@example.org", "x" * 250 + "@e.org"]
)
def test_mail_cannot_be_sent_to_these(address: str) -> None:
    assert not rules.is_email(address)


def test_two_spellings_of_an_address_match_under_one_key_only() -> None:
    first = rules.match_email("Anne@Example.org ", key=KEY)

    assert first == rules.match_email("anne@example.org", key=KEY)
    assert first != rules.match_email("anne@example.org", key=b"j" * 32)
    assert rules.match_email(None, key=KEY) is None


def test_one_name_with_one_birth_date_matches() -> None:
    first = rules.match_birth("Siân Jones", date(1980, 1, 2), key=KEY)

    assert first == rules.match_birth(" sian  JONES", date(1980, 1, 2), key=KEY)
    assert first != rules.match_birth("Siân Jones", date(1980, 2, 1), key=KEY)
    assert rules.match_birth("Siân Jones", None, key=KEY) is None


@pytest.mark.parametrize(
    ("birth_on", "is_kept"),
    [
        pytest.param(date(2008, 6, 2), True, id="a day before the highest age"),
        pytest.param(date(2008, 6, 1), False, id="on reaching the highest age"),
    ],
)
def test_a_birth_date_is_kept_only_while_an_age_limit_needs_it(birth_on: date, is_kept: bool) -> None:
    on = date(2026, 6, 1)

    kept = Particulars(name="A", birth_on=birth_on).minimised(highest_age=18, on=on)

    assert (kept.birth_on, kept.adult_confirmed_on) == ((birth_on, None) if is_kept else (None, on))


def test_an_instant_of_knowledge_is_compared_in_utc() -> None:
    recorded = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)

    assert version(recorded_at=recorded).was_known(recorded)
