"""One way to write a value down, so that its digest is the same on every machine."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from hashlib import sha256
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
    return json.dumps(spelled(value), separators=(",", ":"), ensure_ascii=False).encode()


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
            return {key: spelled(value[key]) for key in sorted(value, key=_by_utf16)}
        case list() | tuple():
            return [spelled(part) for part in value]
    return _plain(value)


def digest(value: Any, *, salt: str = "") -> str:
    """Return the SHA-256 of a value's canonical JSON, as 64 hexadecimal digits."""
    return sha256(salt.encode() + canonical(value)).hexdigest()


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
            return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        case date():
            return value.isoformat()
        case UUID():
            return str(value)
        case bytes():
            return value.hex()
    raise TypeError(f"{type(value).__name__} has no canonical spelling")
