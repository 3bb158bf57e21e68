"""One spelling, whoever writes it down."""

import json
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govern.core.actors import Role
from govern.core.canonical import canonical, digest, spelled

# RFC 8785, section 3.2.3: keys go by UTF-16 code unit, so a smiley comes before a Hebrew letter.
RFC_8785_KEYS = {
    "\u20ac": "Euro Sign",
    "\r": "Carriage Return",
    "\ufb33": "Hebrew Letter Dalet With Dagesh",
    "1": "One",
    "\U0001f600": "Emoji: Grinning Face",
    "\u0080": "Control",
    "\u00f6": "Latin Small Letter O With Diaeresis",
}
RFC_8785_ORDER = [
    "Carriage Return",
    "One",
    "Control",
    "Latin Small Letter O With Diaeresis",
    "Euro Sign",
    "Emoji: Grinning Face",
    "Hebrew Letter Dalet With Dagesh",
]
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


def test_keys_are_in_the_order_of_the_standard() -> None:
    written = json.loads(canonical(RFC_8785_KEYS))

    assert list(written.values()) == RFC_8785_ORDER


def test_text_is_escaped_as_in_the_standard() -> None:
    # RFC 8785, section 3.2.2.2.
    assert canonical("\u20ac$\u000f\u000aA'\u0042\u0022\u005c\\\"/") == b'"\xe2\x82\xac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"'


@given(value=PLAIN)
def test_what_was_written_reads_back_and_is_written_the_same_again(value: Any) -> None:
    written = canonical(value)

    assert canonical(json.loads(written)) == written


@given(value=PLAIN)
def test_it_is_the_json_that_any_program_writes_of_what_is_spelled(value: Any) -> None:
    assert canonical(value) == json.dumps(spelled(value), separators=(",", ":"), ensure_ascii=False).encode()


@given(value=PLAIN)
def test_what_a_database_gives_back_has_the_same_digest(value: Any) -> None:
    assert digest(json.loads(json.dumps(spelled(value)))) == digest(value)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param(date(2026, 6, 1), b'"2026-06-01"', id="a date"),
        pytest.param(
            datetime(2026, 6, 1, 10, 0, tzinfo=timezone(timedelta(hours=1))),
            b'"2026-06-01T09:00:00.000000Z"',
            id="an instant, in UTC",
        ),
        pytest.param(UUID(int=7), b'"00000000-0000-0000-0000-000000000007"', id="an id"),
        pytest.param(b"\x00\xff", b'"00ff"', id="bytes"),
        pytest.param(Role.CHAIR, b'"chair"', id="a word of an enumeration"),
        pytest.param((True, False, None), b"[true,false,null]", id="what is so or not"),
        pytest.param({"on": [UUID(int=7)]}, b'{"on":["00000000-0000-0000-0000-000000000007"]}', id="an id within"),
    ],
)
def test_a_date_an_instant_an_id_and_bytes_have_one_spelling(value: Any, expected: bytes) -> None:
    assert canonical(value) == expected


def test_the_same_instant_in_two_zones_is_spelled_alike() -> None:
    here = datetime(2026, 6, 1, 10, 0, tzinfo=timezone(timedelta(hours=1)))

    assert canonical(here) == canonical(here.astimezone(UTC))


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(0.5, id="a floating-point number"),
        pytest.param([float("nan")], id="not a number"),
        pytest.param({1: "one"}, id="a key that is a number"),
        pytest.param({"set": {1}}, id="a set, which has no order"),
    ],
)
def test_what_machines_spell_differently_is_not_written(value: Any) -> None:
    with pytest.raises(TypeError, match="no canonical spelling"):
        canonical(value)


def test_a_salt_changes_the_digest() -> None:
    assert digest({"a": 1}, salt="00" * 32) != digest({"a": 1}, salt="01" * 32)
