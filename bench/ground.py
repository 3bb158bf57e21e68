"""A migrated database on each engine, with a crowd in its register and a poll that is open now."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy import text

from govern.ballots.casting import Desk
from govern.core import clock
from govern.core.db import Database
from tests.databases import DIALECTS, Databases
from tests.makers.ballots import Contest, contest
from tests.postgres import run_folder
from tests.served import SECRET

CANDIDATES = ["Ada Ash", "Ben Birch", "Cai Cedar", "Dee Dogwood", "Eve Elm", "Fay Fir", "Gus Gorse", "Hal Hazel"]


@dataclass(frozen=True, kw_only=True)
class Ground:
    """Where one engine is measured."""

    engine: str
    database: Database
    poll: Contest
    desk: Desk
    folder: Path


@contextmanager
def grounds(electors: int) -> Generator[list[Ground]]:
    """Give both engines, each with an open poll of so many electors."""
    with run_folder() as folder:
        databases = Databases(folder, "bench")
        with databases.closing:
            yield [_ground(databases, engine, folder, electors) for engine in DIALECTS]


def _ground(databases: Databases, engine: str, folder: Path, electors: int) -> Ground:
    database = databases.closing.enter_context(databases.fresh(engine))
    now = clock.now()
    opens_at, closes_at, at = now - timedelta(hours=1), now + timedelta(days=1), now - timedelta(hours=2)
    with database.writing.begin() as session:
        made = contest(
            session,
            folder / engine,
            electors=electors,
            at=at,
            names=CANDIDATES,
            opens_at=opens_at,
            closes_at=closes_at,
        )
    _settle(database)
    _keep_what_is_committed(database)
    desk = Desk(secret=SECRET, receipt_key=made.keys.receipt_key())
    return Ground(engine=engine, database=database, poll=made, desk=desk, folder=folder / engine)


def _keep_what_is_committed(database: Database) -> None:
    """Let PostgreSQL write to the disk at each commit, as it does in earnest; the tests' own server does not."""
    if database.engine.dialect.name == "postgresql":
        with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("ALTER SYSTEM SET fsync = 'on'"))
            connection.execute(text("SELECT pg_reload_conf()"))


def _settle(database: Database) -> None:
    """Let the engine know how large its tables have become, as its own upkeep would."""
    with database.writing.begin() as session:
        session.execute(text("ANALYZE"))
