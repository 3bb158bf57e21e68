"""A reader without a browser: opens pages, and sends the forms that stand in them."""

import re
from html import unescape

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from govern.accounts import service as accounts
from govern.accounts.models import Account
from govern.core import clock
from tests.make import Make

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
WRONG = re.compile(r'<p class="wrong"[^>]*>([^<]*)</p>')


class Reader:
    """One browser's worth of cookies."""

    def __init__(self, client: FlaskClient) -> None:
        """Take a client that has visited nothing."""
        self.client = client

    def open(self, path: str) -> TestResponse:
        """Open a page."""
        return self.client.get(path)

    def send(self, path: str, *, form_on: str | None = None, **typed: str) -> TestResponse:
        """Send a form with the token of the page it stands on."""
        page = self.client.get(form_on or path)
        found = TOKEN.search(page.text)
        assert found is not None, page.text
        return self.client.post(path, data=typed | {"csrf_token": found[1]})

    def sign_in(self, make: Make, account: Account) -> TestResponse:
        """Sign in by a link, as whoever has the account."""
        token = accounts.make_link(make.session, email=account.email or "", at=clock.now())
        make.known_to_all()
        return self.send(f"/sign-in/links/{token}")


def wrongs(answer: TestResponse) -> list[str]:
    """Return the sentences that stand beside the fields of a form."""
    return [unescape(sentence) for sentence in WRONG.findall(answer.text)]
