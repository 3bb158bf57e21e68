"""What the voter's pages cost in CPU above an empty request of the framework."""

from dataclasses import dataclass
from typing import Any

from flask import Flask
from werkzeug.test import EnvironBuilder, run_wsgi_app

from bench.casts import cookie_of, csrf_of
from bench.figures import by_turns
from bench.ground import CANDIDATES, Ground
from govern.access import CREDENTIAL
from govern.ballots import credentials
from govern.core import clock
from tests.served import app_on

MOST_MS = 2.0
# Many short rounds: a neighbour on the machine makes some of them dear, and the median is of those it left alone.
ROUNDS, REQUESTS = 40, 25
MICRO_IN_MS = 1000


@dataclass(frozen=True, kw_only=True)
class PageCost:
    """One line of the table.

    :ivar above_ms: CPU of one request above an empty one, milliseconds.
    """

    name: str
    engine: str
    above_ms: float
    empty_ms: float
    size: int

    @property
    def is_kept(self) -> bool:
        """Say whether the floor is kept."""
        return self.above_ms <= MOST_MS

    def __str__(self) -> str:
        """Return the line."""
        kept = "" if self.is_kept else " !"
        return (
            f"{self.name:34}{self.engine:12}{self.above_ms:>9.2f} ms CPU above an empty request of"
            f" {self.empty_ms:.2f} ms (floor {MOST_MS:.1f}{kept}); {self.size:,} bytes"
        )


def page_cost(ground: Ground) -> PageCost:
    """Return what the ballot paper costs on one engine, as its elector asks for it."""
    app = app_on(ground.database, ground.folder)
    asked = _asked(app, ground)
    _ask(app, asked)  # compiles templates and statements, once for each process
    empty, nothing = _empty_app(), EnvironBuilder("/").get_environ()
    spent = by_turns(
        REQUESTS,
        {"ballot": lambda _turn: _ask(app, asked), "empty": lambda _turn: _ask(empty, nothing)},
        rounds=ROUNDS,
    )
    answered, _, _ = run_wsgi_app(app.wsgi_app, asked, buffered=True)
    return PageCost(
        name=f"ballot of {len(CANDIDATES)} candidates",
        engine=ground.engine,
        above_ms=(spent["ballot"].cpu - spent["empty"].cpu) / MICRO_IN_MS,
        empty_ms=spent["empty"].cpu / MICRO_IN_MS,
        size=len(b"".join(answered)),
    )


def _asked(app: Flask, ground: Ground) -> dict[str, Any]:
    """Return the request of an elector who has not voted."""
    elector = ground.poll.elector(len(ground.poll.electors) - 1)
    with ground.database.writing.begin() as session:
        minted = credentials.reissue(
            session, elector, secret=ground.desk.secret, actor=ground.poll.actor, at=clock.now()
        )
    digest = credentials.digest_of(minted.code, secret=ground.desk.secret)
    _token, raw = csrf_of(app)
    cookie = cookie_of(app, {CREDENTIAL: digest, "csrf_token": raw})
    return EnvironBuilder(
        "/vote/ballot", headers=[("Cookie", f"{app.config['SESSION_COOKIE_NAME']}={cookie}")]
    ).get_environ()


def _empty_app() -> Flask:
    """Return an app whose one page is empty."""
    app = Flask("empty")
    app.add_url_rule("/", "empty", lambda: "")
    return app


def _ask(app: Flask, environ: dict[str, Any]) -> None:
    for _ in range(REQUESTS):
        _, status, _ = run_wsgi_app(app.wsgi_app, environ, buffered=True)
        assert status == "200 OK", status
