"""A refusal, nothing there, a wrong method, too much, a fault: each a page in our words."""

import re
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, insert, select

from govern.access import public
from govern.core import db
from govern.core.db import Database
from govern.core.errors import NotAllowed, SignInNeeded
from govern.core.words import say
from govern.register.models import Person
from govern.register.rules import PersonKind
from govern.web.errors import PROBLEM
from tests.logbook import written
from tests.served import app_on

NOBODY = UUID(int=7)


class Broken(Exception):
    """Something of ours."""


@pytest.fixture
def failing(database: Database, tmp_path: Path) -> FlaskClient:
    """A visitor to an app in which some pages fail or refuse."""
    app = app_on(database, tmp_path)

    @public
    def fail() -> str:
        choice = "Ann ranked 3, 1, 2"
        raise Broken(choice)

    @public
    def refuse() -> str:
        raise NotAllowed(say("the secretary"))

    @public
    def ask() -> str:
        raise SignInNeeded

    @public
    def enter_twice() -> str:
        with db.transaction() as session:
            for _turn in range(2):
                session.execute(insert(Person).values(id=NOBODY, kind=PersonKind.HUMAN))
        return ""

    for path, view in (("fault", fail), ("refusal", refuse), ("question", ask), ("twice", enter_twice)):
        app.add_url_rule(f"/{path}", path, view)
        app.add_url_rule(f"/api/v1/{path}", f"api-{path}", view)
    return app.test_client()


def test_a_refusal_is_a_page_with_its_sentence_and_its_rule(failing: FlaskClient) -> None:
    answer = failing.get("/refusal")

    assert answer.status_code == 403
    assert "This can be done only by: the secretary. Ask them, or sign in as one." in answer.text
    assert "Separation of powers" in answer.text


@pytest.mark.parametrize(
    "path", ["/nothing", "/offices/nothing", "/static/nothing", "/%00", "/%ff%fe", "/" + "x" * 3000]
)
def test_nothing_there_is_a_page(client: FlaskClient, path: str) -> None:
    answer = client.get(path)

    assert answer.status_code == 404
    assert "There is nothing at this address." in answer.text


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "BREW"])
def test_a_wrong_method_is_a_page_that_keeps_what_is_allowed(client: FlaskClient, method: str) -> None:
    answer = client.open("/accessibility", method=method)

    assert answer.status_code == 405
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}
    assert "This address does not take what was sent." in answer.text


@pytest.mark.parametrize("token", [None, "", "forged", "é"], ids=["none", "empty", "forged", "odd"])
def test_a_form_without_its_token_stores_nothing_and_says_what_to_do(client: FlaskClient, token: str | None) -> None:
    client.get("/sign-in")

    answer = client.post("/sign-in/links", data={"email": "ann@example.org"} | ({"csrf_token": token} if token else {}))

    assert answer.status_code == 400
    assert "You were signed out after this page was opened" in answer.text
    assert "open the page again, and send it from there" in answer.text
    assert "nothing was lost" not in answer.text


def test_a_form_from_another_session_is_refused(client: FlaskClient, app: Flask) -> None:
    stolen = re.findall(r'name="csrf_token" value="([^"]+)"', app.test_client().get("/sign-in").text)[0]
    client.get("/sign-in")

    answer = client.post("/sign-in/links", data={"email": "ann@example.org", "csrf_token": stolen})

    assert answer.status_code == 400


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_form_that_another_site_sent_is_refused(client: FlaskClient, site: str) -> None:
    answer = client.post("/sign-in/links", headers={"Sec-Fetch-Site": site})

    assert answer.status_code == 403
    assert "This form was sent from another site" in answer.text


def test_too_much_is_refused_before_it_is_read(client: FlaskClient) -> None:
    answer = client.post("/sign-in/links", data={"email": "x" * (1024 * 1024 + 1)})

    assert answer.status_code == 413
    assert "This is larger than we can take" in answer.text


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"--x\r\nContent-Disposition: form-data; name=email", "multipart/form-data; boundary=x"),
        (b"email=%ff%fe%00", "application/x-www-form-urlencoded"),
        (b"\x00\xff" * 500, "application/x-www-form-urlencoded"),
        (b"{}", "application/json"),
        (b"email=a@example.org", "text/plain"),
        (b"", "multipart/form-data"),
    ],
    ids=["broken off", "wrong encoding", "no form at all", "another kind", "no kind", "no boundary"],
)
def test_what_cannot_be_read_is_refused_in_our_words(client: FlaskClient, body: bytes, kind: str) -> None:
    answer = client.post("/sign-in/links", data=body, content_type=kind)

    assert answer.status_code in (400, 413)
    assert "nothing was stored" in answer.text


def test_a_fault_is_a_page_with_an_id_that_the_log_has_too(failing: FlaskClient) -> None:
    with written() as log:
        answer = failing.get("/fault?token=secret")

    line = next(line for line in log.lines() if line["level"] == "error")
    assert answer.status_code == 500
    assert line["fault_id"] in answer.text
    assert line["kinds"] == ["tests.web.test_errors.Broken"]


def test_the_log_holds_nothing_that_anybody_typed(failing: FlaskClient) -> None:
    with written() as log:
        failing.get("/fault?token=secret")
        failing.post("/sign-in/links", data={"email": "ann@example.org"})
        failing.get("/sign-in/links/a-token-nobody-should-see")

    assert len(log.lines()) == 4
    assert not [typed for typed in ("secret", "Ann", "ann@", "a-token") if typed in log.getvalue()]


def test_the_question_whether_all_is_well_fills_no_log(client: FlaskClient) -> None:
    with written() as log:
        assert client.get("/health").status_code == 200
        client.get("/sign-in")

    assert [(line["rule"], line["status"]) for line in log.lines()] == [("/sign-in", 200)]


def test_the_log_says_when_not_all_is_well(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(_session: object) -> int:
        raise Broken

    monkeypatch.setattr("govern.web.health.jobs.given_up", gone)

    with written() as log:
        assert client.get("/health").status_code == 500

    assert [line["event"] for line in log.lines()] == ["request.failed", "request.answered"]


def test_a_fault_of_the_database_is_still_a_page(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(_session: object) -> None:
        raise Broken

    monkeypatch.setattr("govern.app.the_mutual.find_mutual", gone)

    answer = app.test_client().get("/")

    assert answer.status_code == 500
    assert "Something of ours failed" in answer.text


def test_what_the_database_alone_refuses_is_a_page_and_nothing_of_it_is_stored_or_told(
    failing: FlaskClient, database: Database
) -> None:
    with written() as log:
        answer = failing.get("/twice")

    assert answer.status_code == 500
    assert "Something of ours failed" in answer.text
    assert "IntegrityError" in log.getvalue()
    assert not [told for told in (str(NOBODY), NOBODY.hex, "pk_person") if told in log.getvalue() + answer.text]
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Person)) == 0


@pytest.mark.parametrize("prefix", ["//evil.example", "/\\evil.example", "///evil.example/", "evil.example"])
def test_no_address_on_a_page_is_another_sites_whatever_path_it_is_said_to_lie_below(
    client: FlaskClient, prefix: str
) -> None:
    page = client.get("/sign-in", environ_overrides={"SCRIPT_NAME": prefix}).text

    assert 'action="/evil.example/sign-in' in page
    assert set(re.findall(r'(?:action|href|src)="(.*?)evil\.example', page)) == {"/"}


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/api/v1/refusal", 403, "not-allowed"),
        ("/api/v1/question", 401, "sign-in-needed"),
        ("/api/v1/nothing", 404, "not-found"),
        ("/api/v1/fault", 500, "fault"),
    ],
)
def test_programs_are_answered_with_a_problem(failing: FlaskClient, path: str, status: int, code: str) -> None:
    answer = failing.get(path)

    assert (answer.status_code, answer.mimetype) == (status, PROBLEM)
    assert answer.json is not None
    assert (answer.json["status"], answer.json["code"]) == (status, code)
    assert "Ann" not in answer.text


def test_programs_are_told_of_a_wrong_method(failing: FlaskClient) -> None:
    answer = failing.open("/api/v1/refusal", method="BREW")

    assert (answer.status_code, answer.mimetype) == (405, PROBLEM)
    assert "GET" in answer.headers["Allow"]
