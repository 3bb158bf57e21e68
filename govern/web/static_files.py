"""Styles and scripts, at addresses that change with their content, so that browsers keep them for good."""

from functools import cache
from hashlib import sha256
from pathlib import Path

from flask import Flask, Response, send_from_directory, url_for

from govern.access import public
from govern.core.errors import NotFound
from govern.web.security import STATIC

FOLDER = Path(__file__).parent / "static"
FOR_GOOD = "public, max-age=31536000, immutable"


def serve_static(app: Flask) -> None:
    """Serve the files of `static/`, and give templates `static_url`."""
    app.add_url_rule("/static/<version>/<path:name>", STATIC, show)
    app.jinja_env.globals["static_url"] = static_url


def static_url(name: str) -> str:
    """Return the address of a file as it is now."""
    return url_for(STATIC, version=_version(name), name=name)


@public
def show(version: str, name: str) -> Response:
    """Answer with a file, if the address is the one of its present content."""
    if not (FOLDER / name).is_file() or version != _version(name):
        raise NotFound
    response = send_from_directory(FOLDER, name)
    response.headers["Cache-Control"] = FOR_GOOD
    return response


@cache
def _version(name: str) -> str:
    """Return the first digits of a file's SHA-256."""
    return sha256((FOLDER / name).read_bytes()).hexdigest()[:16]
