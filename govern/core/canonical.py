"""One way to write a value down, so that its digest is the same on every machine."""

import json
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID


def canonical(value: Any) -> bytes:
    """Return the canonical JSON of a value: sorted keys, no spaces, UTF-8, no floats.

    Source: RFC 8785, the subset without floating-point numbers.

    >>> canonical({"b": [1, None], "a": "é"})
    b'{"a":"\\xc3\\xa9","b":[1,null]}'
    """
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain).encode()


def digest(value: Any, *, salt: str = "") -> str:
    """Return the SHA-256 of a value's canonical JSON, as 64 hexadecimal digits."""
    return sha256(salt.encode() + canonical(value)).hexdigest()


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
