"""A migrated database for each test, on both engines.

The migrations run once for each engine and run of the tests; every test gets a copy of the result.
"""

import shutil
import sqlite3
from collections import Counter
from collections.abc import Generator
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from itertools import count
from pathlib import Path
from typing import Any, LiteralString

import psycopg
from alembic import command
from alembic.config import Config
from psycopg import sql
from sqlalchemy import Engine, QueuePool, event
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

from govern.cli.shape import configuration
from govern.core import db as product
from govern.core.db import WRITES, Database
from tests import postgres

DIALECTS = ("sqlite", "postgresql")
TEMPLATE, HEAD = "template", "head"
MOST_USES, MOST_BYTES = 50, 64 * 1024**2  # rows that were removed leave their room behind
# Whoever is in a transaction, or asks something. Connections that lie idle are the test's own, and kept.
END_OTHERS = """
SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'
"""
SHAPE = """
SELECT sum(xmin::text::bigint), count(*),
  (SELECT md5(string_agg(concat_ws(' ', relname, relacl, relrowsecurity), ',' ORDER BY oid)) FROM pg_class
   WHERE relnamespace = 'public'::regnamespace AND (relacl IS NOT NULL OR relrowsecurity))
FROM (
  SELECT xmin FROM pg_trigger
  UNION ALL SELECT xmin FROM pg_constraint
  UNION ALL SELECT xmin FROM pg_proc WHERE oid >= 16384
  UNION ALL SELECT xmin FROM pg_index WHERE indrelid >= 16384
  UNION ALL SELECT xmin FROM pg_attribute WHERE attrelid >= 16384
  UNION ALL SELECT xmin FROM pg_rewrite WHERE oid >= 16384
  UNION ALL SELECT xmin FROM pg_policy
  UNION ALL SELECT xmin FROM pg_default_acl
  UNION ALL SELECT xmin FROM pg_namespace WHERE nspname = 'public'
) AS parts
"""
# DISCARD ALL, but for the plans that a connection has made, which are worth keeping.
FORGET = """
CLOSE ALL; SET SESSION AUTHORIZATION DEFAULT; RESET ALL; UNLISTEN *; SELECT pg_advisory_unlock_all(); DISCARD TEMP;
DISCARD SEQUENCES
"""
# What a test can set on a connection to SQLite. Setting it back would make it compile anew all that it has compiled.
SETTINGS = (
    "foreign_keys",
    "ignore_check_constraints",
    "recursive_triggers",
    "defer_foreign_keys",
    "query_only",
    "writable_schema",
    "legacy_alter_table",
    "reverse_unordered_selects",
    "secure_delete",
    "synchronous",
    "locking_mode",
    "journal_mode",
    "busy_timeout",
    "cache_size",
    "mmap_size",
    "database_list",
)
EMPTY = """
DO $$ DECLARE thing regclass; BEGIN
  SET LOCAL session_replication_role = replica;
  FOR thing IN SELECT oid FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
    AND relname <> 'alembic_version' AND pg_relation_size(oid) > 0 LOOP EXECUTE 'DELETE FROM ' || thing; END LOOP;
  FOR thing IN SELECT oid FROM pg_class WHERE relkind = 'S' AND relnamespace = 'public'::regnamespace
    LOOP PERFORM setval(thing, 1, false); END LOOP;
END $$
"""


def migrate(database: Database, revision: str = HEAD) -> None:
    """Bring a database up to `revision` by the product's own migrations."""
    with migrating(database) as config:
        command.upgrade(config, revision)


@contextmanager
def migrating(database: Database) -> Generator[Config]:
    """Give Alembic's settings with a connection to `database`, for any of its commands."""
    with database.engine.execution_options(**{WRITES: True}).connect() as connection:
        config = configuration()
        config.attributes["connection"] = connection
        yield config


class Databases:
    """Makes databases for the tests of one process.

    One that a test leaves as the migrations made it, but for rows, is emptied and serves again: emptying takes a
    tenth of making one, and what its engine has compiled is kept. So are its connections, where they are in nobody's
    hands: what each has read up on, the tables and their guards, takes longer than most tests.
    """

    def __init__(self, folder: Path, worker: str) -> None:
        """Take the folder that the run's processes share, and this process's name among them."""
        self.folder = folder
        self.worker = worker
        self.numbers = count(1)
        self.shared: dict[str, Database] = {}
        self.closing = ExitStack()
        self.idle: dict[str, list[Database]] = {dialect: [] for dialect in DIALECTS}
        self.uses: Counter[str] = Counter()

    def alone(self, dialect: str) -> Database:
        """Return this process's database for tests that leave nothing behind."""
        if dialect not in self.shared:
            self.shared[dialect] = self.closing.enter_context(self.fresh(dialect))
        return self.shared[dialect]

    @contextmanager
    def fresh(self, dialect: str) -> Generator[Database]:
        """Give a migrated database that nobody else has, and put it away afterwards."""
        database = self.idle[dialect].pop() if self.idle[dialect] else self._to_keep(dialect)
        begun_in = _file_of(database)
        try:
            yield database
        finally:
            if not _is_at_rest(database) or _file_of(database) != begun_in:
                database.close()
            if self._is_emptied(database):
                self.idle[dialect].append(database)
            else:
                database.close()
                self._remove(database)

    @contextmanager
    def at(self, dialect: str, *, step: str | None = HEAD) -> Generator[Database]:
        """Give a database that serves once, at a step of the migrations, or untouched by any for None."""
        database = self._made(dialect, step=step)
        try:
            yield database
        finally:
            database.close()
            self._remove(database)

    def empty(self, dialect: str) -> AbstractContextManager[Database]:
        """Give a database that no migration has touched, and put it away afterwards."""
        return self.at(dialect, step=None)

    def copy_to(self, file: Path) -> None:
        """Make a file a migrated database on SQLite."""
        shutil.copyfile(self._sqlite_template(), file)

    def _to_keep(self, dialect: str) -> Database:
        """Return a new database, whose connections are closed with this process's."""
        made = self._made(dialect, step=HEAD)
        if dialect == "sqlite":
            for engine in (made.engine, made.reading.kw["bind"]):
                event.listen(engine, "connect", _note_settings)
        self.closing.callback(made.close)
        return made

    def _made(self, dialect: str, *, step: str | None) -> Database:
        """Return a copy of the template at a step of the migrations, or of nothing."""
        name = f"{self.worker}_{next(self.numbers)}"
        if dialect == "sqlite":
            if step is not None:
                shutil.copyfile(self._sqlite_template(step), self._file(name))
            return Database(f"sqlite:///{self._file(name)}")
        template = "template0" if step is None else self._postgresql_template(step)
        self._order("CREATE DATABASE {} TEMPLATE {}", name, template)
        return Database(postgres.url(self.folder, name))

    def _remove(self, database: Database) -> None:
        """Remove a database that nobody is connected to by us."""
        if database.engine.dialect.name == "postgresql":
            self._order("DROP DATABASE {} WITH (FORCE)", name_of(database))
            return
        for file in self.folder.glob(f"{name_of(database)}*"):
            file.unlink()

    def _is_emptied(self, database: Database) -> bool:
        """Empty a database; say whether it is as the migrations left it.

        One in which a test took a guard away, or made something, is not.
        """
        name = name_of(database)
        if database.engine.dialect.name == "sqlite":
            return _could_copy(self._sqlite_template(), self.folder / name)
        self.uses[name] += 1
        with database.engine.connect() as held:
            connection = held.connection.driver_connection
            assert connection is not None
            connection.execute(END_OTHERS)
            size = connection.execute("SELECT pg_database_size(current_database())").fetchone()
            is_as_made = str(connection.execute(SHAPE).fetchone()) == (self.folder / "shape").read_text()
            if self.uses[name] == MOST_USES or size is None or size[0] > MOST_BYTES or not is_as_made:
                return False
            connection.execute(EMPTY)
            connection.commit()
        return True

    def _file(self, name: str) -> Path:
        """Return where the file of an SQLite database lies."""
        return self.folder / f"{name}.sqlite"

    def _sqlite_template(self, step: str = HEAD) -> Path:
        """Return the file migrated to a step, which the first process that asks for it makes."""
        path = self._file(f"{TEMPLATE}_{step}")
        with postgres.only_one(self.folder, path.stem) as is_to_do:
            if is_to_do:
                with _opened(f"sqlite:///{path}") as database:
                    migrate(database, step)
        return path

    def _postgresql_template(self, step: str) -> str:
        """Return the name of the database migrated to a step, which the first process that asks for it makes."""
        name = f"{TEMPLATE}_{step}"
        postgres.started(self.folder)
        with postgres.only_one(self.folder, f"postgresql_{step}") as is_to_do:
            if is_to_do:
                self._order("CREATE DATABASE {}", name)
                with _opened(postgres.url(self.folder, name)) as database:
                    migrate(database, step)
                if step == HEAD:
                    # Written down: nobody may be connected to it while another process takes its copy.
                    (self.folder / "shape").write_text(self._shape_of(name))
        return name

    def _shape_of(self, name: str) -> str:
        """Return what changes when a database's tables, columns, guards or functions do."""
        with self._connected(name) as connection:
            return str(connection.execute(SHAPE).fetchone())

    def _order(self, statement: LiteralString, *names: str) -> None:
        """Tell the server to make or drop a database, which cannot be done in a transaction."""
        postgres.started(self.folder)
        with self._connected("postgres") as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))

    def _connected(self, name: str) -> psycopg.Connection:
        """Return a connection to one database of the server, in which each statement stands by itself."""
        return psycopg.connect(host=str(self.folder), user="govern", dbname=name, autocommit=True)


def _is_at_rest(database: Database) -> bool:
    """Say whether no connection is in anybody's hands, and each can serve the next test as the first did."""
    engines = (database.engine, database.reading.kw["bind"])
    return not any(_pool(engine).checkedout() for engine in engines) and all(map(_is_as_opened, engines))


def _pool(engine: Engine) -> QueuePool:
    assert isinstance(engine.pool, QueuePool)
    return engine.pool


def _is_as_opened(engine: Engine) -> bool:
    """Say whether nothing is left that a test set on connections for longer than a transaction, or was taken back."""
    with ExitStack() as held:
        lent = [held.enter_context(closing(engine.raw_connection())) for _ in range(_pool(engine).checkedin())]
        if engine.dialect.name == "sqlite":
            return all(one.info[SETTINGS] == _settings(one.driver_connection) for one in lent)
        for one in lent:
            _forget(engine, one.driver_connection)
    return True


def _note_settings(connection: sqlite3.Connection, record: ConnectionPoolEntry) -> None:
    """Keep what a connection to SQLite is set to when it is opened."""
    record.info[SETTINGS] = _settings(connection)


def _settings(connection: Any) -> list[Any]:
    """Return what a connection to SQLite is set to, and what it has opened beside the file."""
    told = [connection.execute(f"PRAGMA {name}").fetchall() for name in SETTINGS]
    return [*told, connection.isolation_level]


def _forget(engine: Engine, connection: Any) -> None:
    """Make a connection to PostgreSQL what it was when it was opened, by what the product does then."""
    connection.execute(FORGET)
    for prepare in _pool(engine).dispatch.connect:
        if prepare.__module__ == product.__name__:
            prepare(connection, None)
    connection.commit()


def _file_of(database: Database) -> tuple[int, int]:
    """Return what tells a file from another that a test put in its place, and what numbers its shape; 0 for none."""
    path = Path(database.engine.url.database or "")
    if database.engine.dialect.name != "sqlite" or not path.exists():
        return 0, 0
    try:
        with closing(sqlite3.connect(path)) as connection:
            return path.stat().st_ino, _shape_number(connection)
    except sqlite3.DatabaseError:
        return path.stat().st_ino, 0


def _shape_number(connection: sqlite3.Connection) -> int:
    """Return the number that SQLite counts up with each change of the tables or guards of a file."""
    (number,) = connection.execute("PRAGMA schema_version").fetchone()
    return int(number)


def _could_copy(source: Path, target: Path) -> bool:
    """Copy an SQLite database; say that it could not be done where a test left a transaction open, or another file.

    Where its shape was changed there are no connections any more, and the file is put there anew.
    """
    try:
        if _is_of_one_shape(source, target):
            copy_sqlite(source, target)
            return True
    except sqlite3.DatabaseError:
        return False
    for file in target.parent.glob(f"{target.name}*"):
        file.unlink()
    shutil.copyfile(source, target)
    return True


def _is_of_one_shape(source: Path, target: Path) -> bool:
    """Fail at once where a transaction is open that writes. A copy would wait for its end for ever."""
    with (
        closing(sqlite3.connect(source)) as made,
        closing(sqlite3.connect(target, timeout=0, isolation_level=None)) as left,
    ):
        left.execute("BEGIN IMMEDIATE")
        left.execute("ROLLBACK")
        return _shape_number(made) == _shape_number(left)


def copy_sqlite(source: Path, target: Path) -> None:
    """Copy an SQLite database page by page, as SQLite itself does, whoever has either of them open.

    Where both are numbered as of one shape, or one is new, they are so afterwards, and whoever has read that shape
    does not read it anew. No other number is put back: whoever saw it with other guards would hold to those.
    """
    with closing(sqlite3.connect(source)) as read, closing(sqlite3.connect(target)) as written:
        number, before = _shape_number(read), _shape_number(written)
        read.backup(written)
        if before in (0, number):
            written.execute(f"PRAGMA schema_version = {number}")


def name_of(database: Database) -> str:
    """Return the name of the file, or of the database on its server."""
    return Path(database.engine.url.database or "").name


@contextmanager
def _opened(url: str) -> Generator[Database]:
    """Give the database at `url`, and close every connection to it afterwards."""
    database = Database(url)
    try:
        yield database
    finally:
        database.close()


@contextmanager
def rolled_back(database: Database) -> Generator[Session]:
    """Give a writing session whose commits reach nobody: everything is rolled back in the end."""
    with database.engine.execution_options(**{WRITES: True}).connect() as connection, connection.begin() as outer:
        with Session(connection, expire_on_commit=False, join_transaction_mode="create_savepoint") as session:
            yield session
        outer.rollback()
