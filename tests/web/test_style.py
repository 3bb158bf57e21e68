"""The page that shows every part in every state: for development alone, and open to all like every page."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page

from config import Settings
from govern.app import create_app
from govern.core.db import Database
from tests.browser import barriers, opened
from tests.served import SECRET, served


@pytest.fixture
def development(database: Database, tmp_path: Path) -> Flask:
    """The app on a machine of development."""
    told = Settings.from_environment({"GOVERN_INSTANCE": str(tmp_path), "GOVERN_SECRET_KEY": SECRET})
    return create_app(replace(told, match_key=SECRET, is_development=True), database)


@pytest.fixture
def parts(browser: Browser, development: Flask, scripts: str) -> Iterator[Page]:
    """The page, opened."""
    with (
        served(development) as address,
        opened(browser, address, has_scripts=scripts == "with scripts") as page,
    ):
        page.goto("/style")
        yield page


def test_outside_development_there_is_no_such_page(client: FlaskClient) -> None:
    assert client.get("/style").status_code == 404


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_part_in_any_state_keeps_anybody_out(parts: Page, scheme: str) -> None:
    parts.emulate_media(color_scheme="dark" if scheme == "dark" else "light")

    assert barriers(parts) == []
