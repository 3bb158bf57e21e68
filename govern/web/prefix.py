"""The path that all pages lie below, where a server gives us a part of a site and not the whole."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from flask import Flask

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

PREFIX = "SCRIPT_NAME"
READ_AS_SLASHES = "/\\"


def keep_prefix_on_this_site(app: Flask) -> None:
    """Read the path that all pages lie below as one of this site.

    Every address on a page begins with it. With two slashes in front, or one turned round, browsers would take its
    first part for the name of another site, and send there what people type. A server may take it from a header.
    """
    app.wsgi_app = _with_one_slash(app.wsgi_app)  # type: ignore[assignment, method-assign]  # Flask's documented way


def _with_one_slash(answers: "WSGIApplication") -> "WSGIApplication":
    def answer(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        path = environ.get(PREFIX, "").strip(READ_AS_SLASHES)
        environ[PREFIX] = f"/{path}" if path else ""
        return answers(environ, start_response)

    return answer
