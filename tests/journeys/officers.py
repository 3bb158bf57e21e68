"""A mutual's people at one real browser: each sits down on a day, reads, types and presses."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from urllib.parse import urljoin

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from govern.accounts import service as accounts
from govern.accounts.queries import account_with_address
from govern.constitution.rules import LegalForm
from govern.core import clock
from govern.core.db import Database
from govern.web.sources import cited
from tests.browser import follow, press
from tests.web.officers import USER

NOON = time(12, tzinfo=UTC)


@dataclass
class Browser:
    """One browser on the mutual's pages, at which its people sit down in turn, and the clock on the wall."""

    page: Page
    address: str
    app: Flask
    database: Database
    monkeypatch: pytest.MonkeyPatch

    def wait_until(self, on: date) -> None:
        """Let it be noon on a day."""
        at = datetime.combine(on, NOON)
        self.monkeypatch.setattr(clock, "now", lambda: at)

    def sit(self, name: str, on: date) -> None:
        """Let it be a day, and somebody sign in who has an account."""
        self.wait_until(on)
        with self.database.writing() as session:
            account = account_with_address(session, address_of(name))
            token = accounts.start_session(session, account.id, at=clock.now())
            session.commit()
        client = self.app.test_client()
        with client.session_transaction() as carried:
            carried[USER] = token
        cookie = client.get_cookie("govern")
        assert cookie is not None
        self.page.context.clear_cookies()
        self.page.context.add_cookies([{"name": "govern", "value": cookie.value, "url": self.address}])

    def open(self, address: str) -> None:
        """Open a page by its address."""
        self.page.goto(urljoin(self.address, address))

    def go(self, *links: str) -> None:
        """Follow one link after another."""
        for name in links:
            follow(self.page.get_by_role("link", name=name).first)

    def send(
        self,
        button: str,
        typed: Mapping[str, str] | None = None,
        chosen: Mapping[str, str] | None = None,
        ticked: tuple[str, ...] = (),
    ) -> None:
        """Fill in the form of the page, by the labels of its fields, and press its button."""
        for label in ticked:
            self.page.get_by_label(label, exact=True).check()
        for label, words in (typed or {}).items():
            self.page.get_by_label(label, exact=True).fill(words)
        for label, part in (chosen or {}).items():
            menu = self.page.get_by_label(label, exact=True)
            menu.select_option(menu.locator("option").filter(has_text=part).first.get_attribute("value"))
        follow(self.page.get_by_role("button", name=button, exact=True))

    def sees(self, *words: str) -> None:
        """Read that the page says something."""
        for one in words:
            expect(self.page.get_by_role("main")).to_contain_text(one)

    def is_refused(self, sentence: str, *, rule: str) -> None:
        """Read that the rules said no, in which words, and where the rule stands."""
        expect(self.page.get_by_role("heading", name="This was not done")).to_be_visible()
        press(self.page.get_by_text("Which rule is this?"))
        there = cited(rule, LegalForm.CBS)
        expect(self.page.get_by_text("Where it stands:")).to_have_text(f"Where it stands: {there}.")
        self.sees(sentence)


def address_of(name: str) -> str:
    """Return where somebody has their mail.

    >>> address_of("Anne Admin")
    'anne@example.org'
    """
    return f"{name.split()[0].lower()}@example.org"
