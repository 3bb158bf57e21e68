"""One way to write a value down, so that its digest is the same on every machine."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from functools import lru_cache
from hashlib import sha256
from json.encoder import encode_basestring
from typing import Any
from uuid import UUID


def canonical(value: Any) -> bytes:
    """Return the canonical JSON of a value: sorted keys, no spaces, UTF-8, no floats.

    :raises TypeError: a part has no spelling that all machines share, such as a floating-point
        number or a key that is not text.

    Source: RFC 8785, the subset without floating-point numbers.

    >>> canonical({"b": [1, None], "a": "é"})
    b'{"a":"\\xc3\\xa9","b":[1,null]}'
    """
    return _written(value).encode()


def spelled(value: Any) -> Any:
    """Return a value as JSON can hold it, and as JSON gives it back: keys in order, one spelling for each part.

    :raises TypeError: see `canonical`.

    >>> spelled({"on": date(2026, 6, 1), "by": (1, None)})
    {'by': [1, None], 'on': '2026-06-01'}
    """
    match value:
        case str() | int() | None:
            return value
        case Mapping():
            return {key: spelled(value[key]) for key, _ in _in_order(tuple(value))}
        case list() | tuple():
            return [spelled(part) for part in value]
    return _plain(value)


def digest(value: Any, *, salt: str = "") -> str:
    """Return the SHA-256 of a value's canonical JSON, as 64 hexadecimal digits."""
    return sha256(salt.encode() + canonical(value)).hexdigest()


def _written(value: Any) -> str:
    """Return canonical JSON as text. Registers are written by the hundred thousand, so common kinds come first."""
    return _WRITERS.get(type(value), _write_other)(value)


def _write_mapping(value: Mapping[str, Any]) -> str:
    parts = [(before, value[key]) for key, before in _in_order(tuple(value))]
    return "{" + ",".join([before + _WRITERS.get(type(part), _write_other)(part) for before, part in parts]) + "}"


def _write_other(value: Any) -> str:
    """Write what is none of the common kinds, such as a word of an enumeration."""
    match value:
        case str():
            return encode_basestring(value)
        case int():
            return int.__repr__(value)
        case Mapping():
            return _write_mapping(value)
        case list() | tuple():
            return "[" + ",".join(map(_written, value)) + "]"
    return f'"{_plain(value)}"'


@lru_cache(maxsize=1_000)
def _in_order(keys: tuple[Any, ...]) -> list[tuple[str, str]]:
    """Return keys sorted, each with how it is written. Rows of one table have the same ones over and over."""
    return [(key, f"{encode_basestring(key)}:") for key in sorted(keys, key=_by_utf16)]


def _by_utf16(key: Any) -> bytes:
    """Return what keys are sorted by: not by character, but by UTF-16 code unit.

    Source: RFC 8785, section 3.2.3.
    """
    if not isinstance(key, str):
        raise TypeError(f"a key that is {type(key).__name__} has no canonical spelling")
    return key.encode("utf-16-be")


def _plain(value: Any) -> str:
    """Return the one spelling of a date, an instant or an id."""
    match value:
        case datetime():
            return _instant(value)
        case date():
            return value.isoformat()
        case UUID():
            return str(value)
        case bytes():
            return value.hex()
    raise TypeError(f"{type(value).__name__} has no canonical spelling")


@lru_cache(maxsize=100)
def _instant(at: datetime) -> str:
    """Return an instant in UTC. One instant told in two zones is spelled alike."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


_WRITERS: dict[type, Callable[[Any], str]] = {
    str: encode_basestring,
    int: int.__repr__,
    bool: {True: "true", False: "false"}.__getitem__,
    type(None): lambda _nothing: "null",
    dict: _write_mapping,
    UUID: lambda value: f'"{value}"',
    datetime: lambda value: f'"{_instant(value)}"',
}
