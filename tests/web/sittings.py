"""People who sit down at a browser at some time, and send what its pages ask for."""

from collections.abc import Callable

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.web.officers import token_of

Sit = Callable[..., FlaskClient]


def send(client: FlaskClient, page: str, to: str = "", **typed: str) -> TestResponse:
    """Open a page, fill its form in and send it."""
    return client.post(to or page, data={"csrf_token": token_of(client.get(page)), **typed})
