"""What somebody can send who means no good, or whose line breaks off: bodies of every unlucky kind."""

from collections.abc import Callable, Iterable
from urllib.parse import quote_from_bytes
from uuid import uuid4

FORM = "application/x-www-form-urlencoded"
MEGABYTE = 1024 * 1024
Body = tuple[bytes, str]
Hostile = Callable[[str, list[str]], Body]


def _pairs(token: str, pairs: Iterable[tuple[str, bytes]]) -> Body:
    """Return a form with a token and these fields, each byte as it is."""
    return _form(token, (f"{name}={quote_from_bytes(value)}" for name, value in pairs))


def _form(token: str, fields: Iterable[str]) -> Body:
    """Return a form with a token and these fields, written as they go over the line."""
    return "&".join([f"csrf_token={token}", *fields]).encode(), FORM


def _everywhere(value: bytes) -> Hostile:
    """Put one value into every field."""
    quoted = quote_from_bytes(value)
    return lambda token, names: _form(token, [f"{name}={quoted}" for name in names])


def _as_it_is(text: str) -> Hostile:
    """Put one text into every field, its letters as they are: a long one takes a hundred times as long to quote."""
    return lambda token, names: _form(token, [f"{name}={text}" for name in names])


def _several(token: str, names: list[str]) -> Body:
    """Send each field three times, where one value is expected."""
    values = (b"1", str(uuid4()).encode(), b"2025-02-30")
    return _pairs(token, [(name, value) for name in names for value in values])


def _as_lists(token: str, names: list[str]) -> Body:
    """Name the fields as other frameworks name lists and mappings."""
    return _pairs(token, [(f"{name}{end}", b"1") for name in names for end in ("[]", "[0]", "[__class__]")])


def _cut_off(token: str, names: list[str]) -> Body:
    """Send a multipart form that ends amid its last field."""
    parts = [
        f'--cut\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in [("csrf_token", token), *((name, "1") for name in names)]
    ]
    return "".join(
        [*parts, '--cut\r\nContent-Disposition: form-data; name="la']
    ).encode(), "multipart/form-data; boundary=cut"


def _as_files(token: str, names: list[str]) -> Body:
    """Send every field as a file."""
    plain = f'--f\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{token}\r\n'
    files = [
        f'--f\r\nContent-Disposition: form-data; name="{name}"; filename="../../{name}"\r\n\r\n\x00PK\r\n'
        for name in names
    ]
    return "".join([plain, *files, "--f--\r\n"]).encode(), "multipart/form-data; boundary=f"


HOSTILE: dict[str, Hostile] = {
    "no fields": lambda token, _names: _pairs(token, []),
    "NUL bytes": _everywhere(b"a\x00b"),
    "only NUL bytes": _everywhere(b"\x00"),
    "lone surrogates": _everywhere(b"\xed\xa0\x80\xed\xbf\xbf"),
    "another encoding": _everywhere("\u00e9\u00a3".encode("latin-1") + b"\xff"),
    "a megabyte": lambda token, names: _pairs(token, [(names[0] if names else "x", b"x" * MEGABYTE)]),
    "long words": _as_it_is("\U0001f333" * 3000),
    "a day that is not": _everywhere(b"2025-02-30"),
    "the year nought": _everywhere(b"0000-01-01"),
    "the year one": _everywhere(b"0001-01-01"),
    "the last year": _everywhere(b"9999-12-31"),
    "a year too far": _everywhere(b"99999-01-01"),
    "a negative number": _everywhere(b"-1"),
    "a huge number": _everywhere(b"9" * 400),
    "a number beyond 64 bits": _everywhere(b"9223372036854775808"),
    "digits of another script": _everywhere("\u0663\u00b2".encode()),
    "another id": lambda token, names: _everywhere(str(uuid4()).encode())(token, names),
    "an id and a part": lambda token, names: _everywhere(f"{uuid4()}/{uuid4()}".encode())(token, names),
    "a broken id": _everywhere(b"00000000-0000"),
    "markup": _everywhere(b"<script>alert(1)</script>{{7*7}}%(name)s"),
    "a path": _everywhere(b"../../../etc/passwd"),
    "an end of line": _everywhere(b"a\r\nSet-Cookie: x=1\r\n"),
    "several values": _several,
    "lists": _as_lists,
    "cut off": _cut_off,
    "files": _as_files,
}
