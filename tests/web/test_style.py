"""The page that shows every part in every state: for development alone, and open to all like every page."""

import re
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
from govern.web.brand import styles_of
from tests.browser import barriers, opened
from tests.served import SECRET, served

PARTS = Path(__file__).parents[2] / "templates" / "parts"


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


IN_THE_DARK = re.compile(r"prefers-color-scheme: *dark\)\s*{\s*:root\s*{([^}]*)}\s*}")
A_COLOUR = re.compile(r"--[a-z-]+: *(#[0-9a-f]{3,8})|--band: *\.[0-9]")


def test_in_the_dark_other_colours_are_shown_and_nothing_else_changes() -> None:
    sheets = [path.read_text() for path in Path("govern").rglob("*.css")] + [styles_of("#0a5c49")]
    parts = [part for sheet in sheets for part in IN_THE_DARK.findall(sheet)]

    assert len(parts) == sum(sheet.count("color-scheme: dark") + sheet.count("color-scheme:dark") for sheet in sheets)
    assert len(parts) == 3
    lines = [line.strip() for part in parts for line in part.split(";") if line.strip()]
    assert [line for line in lines if not A_COLOUR.fullmatch(line)] == []


def test_outside_development_there_is_no_such_page(client: FlaskClient) -> None:
    assert client.get("/style").status_code == 404


def test_the_page_of_parts_has_one_first_heading(development: Flask) -> None:
    assert development.test_client().get("/style").text.count("<h1") == 1


def test_every_part_that_can_be_seen_is_shown() -> None:
    shown = (PARTS.parent / "style" / "show.html").read_text()
    parts = {name: (PARTS / f"{name}.html").read_text() for name in ("drawings", "form", "paper", "sheet", "show")}
    # What another part of its own file is made of is seen there; the token of a form is never seen.
    macros = {
        macro
        for source in parts.values()
        for macro in re.findall(r"macro (\w+)\(", source)
        if len(re.findall(rf"\b{macro}\(", source)) == 1
    } - {"token"}

    assert {"pager", "wrongs", "count_sheet"} <= macros
    assert {macro for macro in macros if f".{macro}(" not in shown} == set()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_part_in_any_state_keeps_anybody_out(parts: Page, scheme: str) -> None:
    parts.emulate_media(color_scheme="dark" if scheme == "dark" else "light")

    assert barriers(parts) == []
