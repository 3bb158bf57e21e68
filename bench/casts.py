"""What a cast costs: through the service, and as a POST to the app, over a bare driver loop.

The yardstick does what the service does, statement by statement and with the same cryptography: it
takes the form apart, names the ballot, takes the elector's place, fills the box, commits, signs. It also
seals one ballot for each that it casts, as the review page has done before.
"""

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Protocol

import psycopg
from flask import Flask, session
from flask.sessions import SecureCookieSessionInterface
from flask_wtf.csrf import generate_csrf
from werkzeug.test import EnvironBuilder, run_wsgi_app

from bench.figures import ROUNDS, Figure, by_turns
from bench.ground import Ground
from govern.access import CREDENTIAL
from govern.ballots import casting, credentials, sealing
from govern.ballots.casting import Elector
from govern.core import clock, db
from tests.served import app_on

FLOORS = {"service": {"sqlite": 5.0, "postgresql": 2.5}, "post": {"sqlite": 12.0, "postgresql": 5.0}}
POLL = """
SELECT poll.opens_at, poll.closes_at, poll.armed_at, poll.sealed_at, poll.roll_id, poll.eid,
       (SELECT time_zone FROM mutual) FROM poll WHERE poll.id = {p} {lock}"""
MARK = """
INSERT INTO mark (poll_id, elector_id, roll_id, kind)
SELECT {p}, roll_entry.elector_id, roll_entry.roll_id,
       CASE WHEN EXISTS (SELECT * FROM doubt WHERE doubt.poll_id = {p} AND doubt.elector_id = roll_entry.elector_id)
            THEN 'tendered' ELSE 'online' END
FROM roll_entry WHERE roll_entry.roll_id = {p} AND roll_entry.elector_id = {p}
  AND (roll_entry.membership_id IS NULL OR EXISTS
       (SELECT * FROM membership_version AS v WHERE v.membership_id = roll_entry.membership_id
        AND v.superseded_at IS NULL AND v.standing = 'entered' AND v.valid_from <= {p}
        AND (v.valid_to IS NULL OR v.valid_to > {p})))
ON CONFLICT (poll_id, elector_id) DO NOTHING RETURNING kind"""
BOX = """
INSERT INTO ballot_box (h, poll_id, class, scheme, c) VALUES ({p}, {p}, {p}, {p}, {p})
ON CONFLICT (h) DO NOTHING RETURNING h"""


class Cursor(Protocol):
    """What both drivers' cursors do."""

    def execute(self, statement: Any, facts: Sequence[Any] = ..., /) -> Any:
        """Run a statement."""

    def fetchone(self) -> Any:
        """Return a row."""


@dataclass(frozen=True, kw_only=True)
class Form:
    """One elector with the sealed form that she is about to send, and the whole request that sends it."""

    elector: Elector
    reviewed: str
    environ: dict[str, Any]


def cast_figures(ground: Ground, casts: int, rounds: int = ROUNDS) -> list[Figure]:
    """Return what a cast costs, by service and by POST, over the bare loop."""
    app = app_on(ground.database, ground.folder)
    batches = _batches(ground, app, casts, rounds)
    bare = _bare_sqlite if ground.engine == "sqlite" else _bare_postgresql
    runs: dict[str, Callable[[int], None]] = {
        "bare": lambda turn: bare(ground, batches["bare"][turn], seals=True),
        "unsealed": lambda turn: bare(ground, batches["unsealed"][turn], seals=False),
        "service": lambda turn: _by_service(ground, batches["service"][turn]),
        "post": lambda turn: _by_post(app, batches["post"][turn]),
    }
    spent = by_turns(casts, runs, rounds=rounds)
    held = [
        Figure(
            name=f"cast, {name} over bare loop",
            engine=ground.engine,
            spent=spent[name],
            yardstick=spent["bare"],
            floor=FLOORS[name][ground.engine],
        )
        for name in ("service", "post")
    ]
    # The yardstick of the decisions seals, as the review page does; this one does what the POST alone does.
    told = Figure(
        name="cast, post over loop without seal",
        engine=ground.engine,
        spent=spent["post"],
        yardstick=spent["unsealed"],
        floor=None,
    )
    return [*held, told]


def _batches(ground: Ground, app: Flask, casts: int, rounds: int) -> dict[str, list[list[Form]]]:
    """Return for each way of casting and each round its own electors."""
    with ground.database.writing.begin() as current:
        digests = {
            one.elector_id: credentials.digest_of(one.code, secret=ground.desk.secret)
            for one in credentials.mint(
                current, ground.poll.poll.id, secret=ground.desk.secret, actor=ground.poll.actor, at=clock.now()
            )
        }
    places = iter(range(len(ground.poll.electors)))
    token, raw = csrf_of(app)
    with ground.database.reading() as current:

        def form(place: int) -> Form:
            elector = ground.poll.elector(place)
            ranking = [1 + (place + step) % 6 for step in range(4)]
            reviewed = casting.review(current, elector, ranking=ranking, desk=ground.desk, at=clock.now())
            cookie = cookie_of(app, {CREDENTIAL: digests[elector.elector_id], "csrf_token": raw})
            return Form(elector=elector, reviewed=reviewed, environ=_environ(app, cookie, token, reviewed))

        return {
            way: [[form(next(places)) for _ in range(casts)] for _ in range(rounds)]
            for way in ("bare", "unsealed", "service", "post")
        }


def _by_service(ground: Ground, forms: Sequence[Form]) -> None:
    """Cast as the door does, one transaction each."""
    db.bind(ground.database)
    for form in forms:
        with db.transaction() as current:
            casting.cast(current, form.elector, reviewed=form.reviewed, desk=ground.desk, clock_now=clock.now)


def _by_post(app: Flask, forms: Sequence[Form]) -> None:
    """Send each form to the whole app, token and cookie and all."""
    for form in forms:
        _, status, _ = run_wsgi_app(app.wsgi_app, form.environ, buffered=True)
        assert status == "200 OK", status


def csrf_of(app: Flask) -> tuple[str, str]:
    """Return a form's token, and what the session must hold for it."""
    with app.test_request_context():
        return generate_csrf(), str(session["csrf_token"])


def cookie_of(app: Flask, told: dict[str, str]) -> str:
    """Return the session's cookie as the app itself signs it."""
    serializer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert serializer is not None
    return str(serializer.dumps(told))


def _environ(app: Flask, cookie: str, token: str, reviewed: str) -> dict[str, Any]:
    """Return the request of a voter's browser."""
    builder = EnvironBuilder(
        "/vote/cast",
        method="POST",
        data={"reviewed": reviewed, "csrf_token": token},
        headers=[("Cookie", f"{app.config['SESSION_COOKIE_NAME']}={cookie}")],
    )
    return builder.get_environ()


def _bare_sqlite(ground: Ground, forms: Sequence[Form], *, seals: bool) -> None:
    """Do the same statements through sqlite3 alone."""
    connection = sqlite3.connect(str(ground.database.engine.url.database), isolation_level=None)
    for pragma in ("synchronous=FULL", "foreign_keys=ON", "recursive_triggers=ON", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")
    cursor = connection.cursor()
    statements = [one.format(p="?", lock="") for one in (POLL, MARK, BOX)]
    for form in forms:
        cursor.execute("BEGIN IMMEDIATE")
        poll, elector = form.elector.poll_id.hex, form.elector.elector_id.hex
        _bare_cast(cursor, ground, form, ids=(poll, elector), statements=statements)
        if seals:
            _seal_another(ground)
        cursor.execute("COMMIT")
    connection.close()


def _bare_postgresql(ground: Ground, forms: Sequence[Form], *, seals: bool) -> None:
    """Do the same statements through psycopg alone."""
    name = str(ground.database.engine.url.database)
    with psycopg.connect(host=str(ground.folder.parent), user="govern", dbname=name) as connection:
        cursor = connection.cursor()
        statements = [one.format(p="%s", lock="FOR SHARE OF poll") for one in (POLL, MARK, BOX)]
        for form in forms:
            ids = (form.elector.poll_id, form.elector.elector_id)
            _bare_cast(cursor, ground, form, ids=ids, statements=statements)
            if seals:
                _seal_another(ground)
            connection.commit()


def _seal_another(ground: Ground) -> None:
    """Seal a ballot as review does."""
    poll = ground.poll.poll
    assert poll.eid is not None
    assert poll.pad_len is not None
    assert poll.box_key is not None
    sealing.seal([1, 2, 3], eid=poll.eid, elector_class="care", pad_len=poll.pad_len, box_key=poll.box_key)


def _bare_cast(cursor: Cursor, ground: Ground, form: Form, *, ids: tuple[Any, Any], statements: Sequence[str]) -> None:
    """Take the form apart, name the ballot, mark, box, sign."""
    poll, elector = ids
    opened = sealing.unbind(
        form.reviewed,
        poll_id=str(form.elector.poll_id),
        elector_id=str(form.elector.elector_id),
        secret=ground.desk.secret,
    )
    assert opened is not None
    cursor.execute(statements[0], (poll,))
    roll, eid = cursor.fetchone()[4:6]
    ballot = sealing.named(opened[2], eid=eid, elector_class=opened[0], scheme=opened[1])
    today: date | str = datetime.now(UTC).date()  # noqa: TID251 - a yardstick reads its own clock
    today = str(today) if isinstance(poll, str) else today
    cursor.execute(statements[1], (poll, poll, roll, elector, today, today))
    assert cursor.fetchone() is not None
    cursor.execute(statements[2], (ballot.h, poll, ballot.elector_class, ballot.scheme, ballot.c))
    assert cursor.fetchone() is not None
    casting.receipt(ballot, eid=eid, desk=ground.desk)
