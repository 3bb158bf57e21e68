"""People who sit down at a browser at some time, and send what its pages ask for."""

import re
from collections.abc import Callable

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.web.officers import token_of

Sit = Callable[..., FlaskClient]
CARRIED = re.compile(r'<input id="([a-z_]+)" name="[a-z_]+" type="hidden" value="([^"]*)"')


def send(client: FlaskClient, page: str, to: str = "", **typed: str) -> TestResponse:
    """Open a page, fill its form in and send it with what the page carries unseen."""
    shown = client.get(page)
    carried = dict(CARRIED.findall(shown.text))
    return client.post(to or page, data={"csrf_token": token_of(shown)} | carried | typed)


def changes_shown(page: TestResponse) -> list[bool]:
    """Say whether a page tells what another wording changes, in each way in which it could."""
    told = ("What it changes", "<del>", "The text as it would be", "The text as it is")
    return [one in page.text for one in told]
