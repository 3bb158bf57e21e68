"""What every answer tells the browser to refuse."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from config import Settings
from govern.access import is_declared
from govern.accounts.models import Account
from govern.app import create_app
from govern.core.actors import Role
from govern.core.db import Database
from tests.served import SECRET
from tests.web.reader import Reader


@pytest.fixture
def in_production(database: Database, tmp_path: Path) -> FlaskClient:
    """A visitor to an installation that is reached by https."""
    told = {
        "GOVERN_INSTANCE": str(tmp_path),
        "GOVERN_SECRET_KEY": SECRET,
        "GOVERN_MATCH_KEY": SECRET,
        "GOVERN_BASE_URL": "https://mutual.example.org",
    }
    return create_app(Settings.from_environment(told), database).test_client()


@pytest.mark.parametrize("path", ["/", "/sign-in", "/nothing", "/health", "/account", "/sign-in/links/x"])
def test_every_answer_carries_the_same_protection(client: FlaskClient, path: str) -> None:
    headers = client.get(path).headers

    policy = headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert policy.startswith("default-src 'none'; ")
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]


def test_styles_and_scripts_carry_the_nonce_of_their_answer_only(client: FlaskClient) -> None:
    first, second = client.get("/"), client.get("/")

    nonces = re.findall(r'nonce="([^"]+)"', first.text)
    assert len(set(nonces)) == 1
    assert f"'nonce-{nonces[0]}'" in first.headers["Content-Security-Policy"]
    assert nonces[0] not in second.text


def test_in_production_cookies_and_readers_are_held_to_https(in_production: FlaskClient) -> None:
    answer = in_production.get("/sign-in", base_url="https://mutual.example.org")

    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-govern=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
    assert "Domain" not in cookie
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=63072000")


def test_a_cookie_is_kept_from_scripts_and_other_sites(client: FlaskClient) -> None:
    cookie = client.get("/sign-in").headers["Set-Cookie"]

    assert {"HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))


def test_a_visitor_who_types_nothing_gets_no_cookie(client: FlaskClient) -> None:
    assert all("Set-Cookie" not in client.get(path).headers for path in ("/", "/accessibility", "/privacy"))


def test_pages_of_somebody_signed_in_are_kept_nowhere(reader: Reader, officer: Callable[[Role], Account]) -> None:
    officer(Role.SECRETARY)

    assert {reader.open(path).headers["Cache-Control"] for path in ("/", "/account", "/offices")} == {"no-store"}


def test_a_forged_cookie_signs_nobody_in(client: FlaskClient) -> None:
    client.set_cookie("govern", "eyJfdXNlcl9pZCI6ImFiYyJ9.aaaaaa.bbbbbbbbbbbbbbbbbbbbbbbbbbb")

    assert client.get("/account").status_code == 302


@pytest.mark.parametrize("value", ["", "x" * 10_000, "é".encode().decode("latin-1"), "..", '{"a":1}'])
def test_a_broken_cookie_is_no_cookie(client: FlaskClient, value: str) -> None:
    answer = client.get("/", headers={"Cookie": f"govern={value}"})

    assert answer.status_code == 200


def test_every_endpoint_says_who_may_use_it(app: Flask) -> None:
    undeclared = [endpoint for endpoint, view in app.view_functions.items() if not is_declared(view)]

    assert not undeclared, "add @requires(...), @signed_in or @public under the route"


def test_static_files_are_kept_for_good_at_an_address_of_their_content(client: FlaskClient) -> None:
    (address,) = re.findall(r'href="(/static/[^"]+\.css)"', client.get("/").text)

    with client.get(address) as answer:
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize(
    "path",
    [
        "/static/0000000000000000/govern.css",
        "/static/x/../../app.py",
        "/static/x/%2e%2e/app.py",
        "/static/x/nothing.css",
    ],
)
def test_nothing_but_static_files_is_served_from_their_folder(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_health_says_nothing_of_anybody(client: FlaskClient) -> None:
    assert client.get("/health").json == {"status": "ok", "given_up_jobs": 0}
