"""The web server is killed in the middle of voting: what is in the box is what is marked, and nothing is in between."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from socket import socket
from urllib.parse import urlencode

import pytest
from flask import Flask
from flask import session as browser_session
from flask.sessions import SecureCookieSessionInterface
from flask_wtf.csrf import generate_csrf
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from config import ROOT
from govern.access import CREDENTIAL
from govern.ballots import casting, credentials
from govern.ballots.models import BoxedBallot, Mark
from govern.cli.serving import LONGEST_ADDRESS, READERS_WORKER
from govern.core import clock
from govern.core.db import Database
from tests.make import Make
from tests.makers.voting import OpenPoll
from tests.served import SECRET

CASTS = 1_000
VOTERS = 8
KILLED_AFTER = 150
PATIENCE_SECONDS = 30.0


def test_a_server_killed_amid_a_thousand_casts_leaves_a_ballot_for_every_mark(
    app: Flask, database: Database, make: Make, tmp_path: Path
) -> None:
    poll = make.open_poll(tmp_path, electors=CASTS)
    requests = prepared(app, make.session, poll)
    answered: list[bytes] = []

    with serving(database, tmp_path) as (server, port):
        voters = [
            threading.Thread(target=vote, args=(port, requests[start::VOTERS], answered)) for start in range(VOTERS)
        ]
        for voter in voters:
            voter.start()
        wait_for(lambda: len(answered) >= KILLED_AFTER)
        os.killpg(server.pid, signal.SIGKILL)
        for voter in voters:
            voter.join()

    with database.reading() as current:
        marks = current.scalar(select(func.count()).select_from(Mark))
        ballots = current.scalar(select(func.count()).select_from(BoxedBallot))
    assert marks == ballots
    assert marks is not None
    assert KILLED_AFTER <= len(answered) <= marks < CASTS


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_an_address_too_long_to_be_read_is_answered_with_our_own_page(
    app: Flask, database: Database, tmp_path: Path
) -> None:
    around = len("GET / HTTP/1.1")

    with serving(database, tmp_path) as (_server, port):
        answers = [look(port, "/" + "x" * (LONGEST_ADDRESS - around + more)) for more in (0, 1, 60_000)]

    assert [status for status, _page in answers] == [404, 414, 414]
    assert [b"There is nothing at this address." in page for _status, page in answers] == [True] * 3


def look(port: int, address: str) -> tuple[int, bytes]:
    """Return how an address is answered."""
    with closing(HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)) as connection:
        connection.request("GET", address)
        answer = connection.getresponse()
        return answer.status, answer.read()


def prepared(app: Flask, current: Session, poll: OpenPoll) -> list[tuple[str, str]]:
    """Return the cookie and the body by which each elector's reviewed ballot is cast."""
    with app.test_request_context():
        token, raw = generate_csrf(), str(browser_session["csrf_token"])
    serializer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert serializer is not None
    made = []
    for place, code in enumerate(poll.codes):
        elector = poll.contest.elector(place)
        desk = casting.Desk(secret=SECRET, receipt_key=poll.contest.keys.receipt_key())
        reviewed = casting.review(current, elector, ranking=[1 + place % 3], desk=desk, at=clock.now())
        held = {CREDENTIAL: credentials.digest_of(code, secret=SECRET), "csrf_token": raw}
        cookie = f"{app.config['SESSION_COOKIE_NAME']}={serializer.dumps(held)}"
        made.append((cookie, urlencode({"csrf_token": token, "reviewed": reviewed})))
    current.rollback()
    return made


def vote(port: int, requests: list[tuple[str, str]], answered: list[bytes]) -> None:
    """Send ballots one after the other until the server is gone, noting each that was answered."""
    for cookie, body in requests:
        try:
            with closing(HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)) as connection:
                headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
                connection.request("POST", "/vote/cast", body=body, headers=headers)
                answer = connection.getresponse()
                page = answer.read()
        except (OSError, HTTPException):
            return
        if answer.status == 200:
            answered.append(page)


@contextmanager
def serving(database: Database, instance: Path) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """Start the web server as in production, in a process group of its own, and end it."""
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    environment = os.environ | {
        "GOVERN_DATABASE_URL": database.engine.url.render_as_string(hide_password=False),
        "GOVERN_INSTANCE": str(instance),
        "GOVERN_SECRET_KEY": SECRET,
        "GOVERN_MATCH_KEY": SECRET,
    }
    command = [
        *(sys.executable, "-m", "gunicorn", "wsgi:app", "--no-control-socket", "--bind", f"127.0.0.1:{port}"),
        *("--worker-class", READERS_WORKER, "--workers", "2", "--threads", "4"),
        *("--limit-request-line", str(LONGEST_ADDRESS), "--log-level", "error"),
    ]
    server = subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True, stderr=subprocess.DEVNULL)
    try:
        wait_for(lambda: is_answering(port))
        yield server, port
    finally:
        if server.poll() is None:
            os.killpg(server.pid, signal.SIGKILL)
        server.wait()


def is_answering(port: int) -> bool:
    """Say whether the server answers."""
    try:
        with closing(HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)) as connection:
            connection.request("GET", "/health")
            answer = connection.getresponse()
            answer.read()
            return answer.status == 200
    except OSError:
        return False


def wait_for(is_so: Callable[[], bool]) -> None:
    """Wait until something is so, for as long as patience lasts."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.01)
