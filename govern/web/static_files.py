"""Styles, scripts and typefaces, at addresses that change with their content, so that browsers keep them for good."""

import re
from dataclasses import dataclass
from functools import cache
from gzip import compress
from hashlib import sha256
from mimetypes import guess_type
from pathlib import Path

from flask import Flask, Response, request

from govern.access import public
from govern.core.errors import NotFound
from govern.web.security import STATIC

FOLDER = Path(__file__).parent / "static"
STYLES = "govern.css"
# One file for the browser, in this order; the typefaces only once they are made.
STYLE_PARTS = ("ground", "text", "forms", "parts", "page", "modes")
FONTS_MADE = FOLDER / "fonts" / "public-sans.woff2"
FOR_GOOD = "public, max-age=31536000, immutable"
_ADDRESS = re.compile(r"url\(([a-z0-9./-]+)\)")


@dataclass(frozen=True)
class Static:
    """A file as it is sent.

    :ivar version: the first digits of its SHA-256; part of its address.
    :ivar packed: its content by gzip, or None where that would not make it smaller.
    """

    content: bytes
    packed: bytes | None
    version: str
    kind: str


def serve_static(app: Flask) -> None:
    """Serve the files of `static/`, and give templates `static_url`."""
    app.add_url_rule("/static/<version>/<path:name>", STATIC, show)
    app.jinja_env.globals["static_url"] = static_url


def static_url(name: str) -> str:
    """Return the address of a file as it is now."""
    return f"{request.script_root}/static/{_file(name).version}/{name}"


@public
def show(version: str, name: str) -> Response:
    """Answer with a file, if the address is the one of its present content."""
    if name not in _names() or version != _file(name).version:
        raise NotFound
    file = _file(name)
    is_packed = file.packed is not None and request.accept_encodings.quality("gzip") > 0
    response = Response(file.packed if is_packed else file.content, mimetype=file.kind)
    response.headers["Cache-Control"] = FOR_GOOD
    if file.packed is not None:
        response.headers["Vary"] = "Accept-Encoding"
    if is_packed:
        response.headers["Content-Encoding"] = "gzip"
    return response


@cache
def _names() -> frozenset[str]:
    """Return every name that is served; nothing else in the folder or outside it can be asked for."""
    found = {str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*") if path.is_file()}
    return frozenset({name for name in found if not name.startswith("styles/")} | {STYLES})


@cache
def _file(name: str) -> Static:
    """Return a file, read and packed once by each process."""
    content = _styles() if name == STYLES else (FOLDER / name).read_bytes()
    packed = compress(content, mtime=0)
    return Static(
        content=content,
        packed=packed if len(packed) < len(content) else None,
        version=sha256(content).hexdigest()[:16],
        kind=guess_type(name)[0] or "application/octet-stream",
    )


def _styles() -> bytes:
    """Return all styles as one file, with the addresses of what they name."""
    parts = ("fonts", *STYLE_PARTS) if FONTS_MADE.exists() else STYLE_PARTS
    written = "\n".join((FOLDER / "styles" / f"{part}.css").read_text() for part in parts)
    return _ADDRESS.sub(lambda found: f"url(../{_file(found[1]).version}/{found[1]})", written).encode()
