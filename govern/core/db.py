"""The database: SQLite or PostgreSQL, one model, and the only commit.

The door opens `transaction()`; services receive its session and never commit. On SQLite a writing
transaction begins IMMEDIATE: with a deferred BEGIN, read-then-write transactions that run at the
same time are refused at once instead of waiting for each other.
"""

import os
import sqlite3
from collections.abc import Callable, Generator, Iterable, Mapping
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeAlias, TypeVar
from uuid import UUID

from sqlalchemy import (
    JSON,
    BigInteger,
    BindParameter,
    CheckConstraint,
    Connection,
    DateTime,
    Dialect,
    Engine,
    Integer,
    MetaData,
    Row,
    Select,
    Table,
    Uuid,
    create_engine,
    event,
    func,
    inspect,
    select,
    text,
)
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator

from govern.core.errors import DatabaseDamaged, DatabaseNotNamed, DatabaseNotReached
from govern.core.languages import LocalText

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
WRITES = "govern_writes"
SETTING = "GOVERN_DATABASE_URL"
POSTGRESQL = "postgresql+psycopg:"
BUSY_MS = 10_000
MAPPED_BYTES = 1 << 30  # addresses, not memory
PRIMARY_CODE = 0xFF  # SQLite says more in the bits above


class LocalTextType(TypeDecorator[LocalText]):
    """Store a LocalText as JSON."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Mapping[str, str] | None, dialect: Dialect) -> dict[str, str] | None:
        """Store plain JSON; a bare string is refused, for it would not say its language."""
        if value is None:
            return None
        assert isinstance(value, Mapping)
        return dict(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> LocalText | None:
        """Return what was stored as a LocalText."""
        return None if value is None else LocalText(value)


class UtcDateTime(TypeDecorator[datetime]):
    """An instant. Stored as UTC; a time without a zone is refused before it is stored."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the instant as the engine stores it."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return what was stored, as UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


AnyRow = Row[*tuple[Any, ...]]  # a row of columns that only the reader knows
AnySelect = Select[*tuple[Any, ...]]  # a SELECT of columns that only the receiver knows
Value = TypeVar("Value")
Given: TypeAlias = Value | BindParameter[Value]  # as it is, or what a statement that is built once is given each time
LongInteger = BigInteger().with_variant(Integer(), "sqlite")


class Base(DeclarativeBase):
    """Every table. Constraints are named after the truth they keep."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {
        datetime: UtcDateTime(),
        UUID: Uuid(),
        LocalText: LocalTextType(),
        dict[str, Any]: JSON(),
        list[dict[str, Any]]: JSON(),
        list[str]: JSON(),
        list[int]: JSON(),
    }


def one_of(column: str, values: type[StrEnum] | Iterable[str]) -> CheckConstraint:
    """Return the CHECK that a column holds one of the known words."""
    allowed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({allowed})", name=f"{column}_is_known")


def table_of(model: type[Base]) -> Table:
    """Return the table of a model, for statements over sets of rows that no object should stand for."""
    table = model.__table__
    assert isinstance(table, Table)
    return table


def lock_table(session: Session, model: type[Base]) -> None:
    """Let no other transaction write to a table until this one ends; reading goes on.

    On SQLite a writing transaction is alone from its beginning.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text(f"LOCK TABLE {table_of(model).name} IN SHARE ROW EXCLUSIVE MODE"))


def lock_word(session: Session, word: str) -> None:
    """Wait for any other transaction that holds this word, and hold it until this one ends.

    For what has no row of its own to lock. On SQLite a writing transaction is alone from its beginning.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(word, 0))))


class Database:
    """A database and its two kinds of session: one that reads and is not able to write, and one that writes."""

    def __init__(self, url: str, *, setting: str = SETTING) -> None:
        """Open the database at `url`; nothing is read until somebody asks.

        :param setting: where `url` was set, for whoever has to set it right.
        :raises DatabaseNotNamed: it is no address of a database that we speak to.
        """
        self.setting = setting
        try:
            self.engine = make_engine(url)
            self._reader = make_reader(url)
        except (ArgumentError, ImportError, ValueError) as unread:
            raise DatabaseNotNamed(setting=setting) from unread
        # Who reads changes nothing, so there is nothing to write down before each question.
        self.reading = sessionmaker(self._reader, autoflush=False, expire_on_commit=False)
        in_one_view = _in_one_view(self.engine, self._reader)
        self.unchanging = sessionmaker(in_one_view, autoflush=False, expire_on_commit=False)
        self.writing = sessionmaker(self.engine.execution_options(**{WRITES: True}), expire_on_commit=False)

    def ensure_answers(self) -> None:
        """Refuse to go on with a database that cannot be asked anything.

        :raises DatabaseDamaged: its file is there, and cannot be read as one.
        :raises DatabaseNotReached: it is not there, not running, or does not let us in.
        """
        try:
            self.engine.connect().close()
        except (DBAPIError, OSError) as silent:
            refusal = DatabaseDamaged if _is_damaged(silent) else DatabaseNotReached
            raise refusal(setting=self.setting) from silent

    def close(self) -> None:
        """Close every connection. Whoever asks again opens new ones."""
        for engine in (self.engine, self._reader):
            engine.dispose()

    def rewrite(self) -> None:
        """Write the file of an SQLite database anew, so that no page keeps what was removed, nor in what order it came.

        On PostgreSQL the server's own vacuum does as much as can be done from here.

        Source: ballots 2, "What leaks": SQLite page layout.
        """
        if self.engine.dialect.name != "sqlite":
            return
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            driver = connection.connection.driver_connection
            assert driver is not None
            for statement in ("VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"):
                driver.execute(statement)

    def table_names(self) -> list[str]:
        """Return the tables that are there now; an empty database has none."""
        return inspect(self.engine).get_table_names()


def _is_damaged(silent: Exception) -> bool:
    """Say whether SQLite found a file that is no database, or no longer a whole one."""
    code = getattr(getattr(silent, "orig", None), "sqlite_errorcode", 0)
    return code & PRIMARY_CODE in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def make_engine(url: str, **options: Any) -> Engine:
    """Return an engine for SQLite or PostgreSQL, set up so that both keep the same promises.

    Parameters stay out of its errors and logs: they are people's names and addresses.

    :param options: of SQLAlchemy's create_engine, for PostgreSQL alone.
    """
    if url.startswith("sqlite"):
        engine = create_engine(
            url, hide_parameters=True, connect_args={"timeout": BUSY_MS / 1000, "check_same_thread": False}
        )
        event.listen(engine, "do_connect", _make_file)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        event.listen(engine, "checkin", _end_what_was_refused)
        return engine
    if not url.startswith(POSTGRESQL):
        raise ArgumentError(POSTGRESQL)
    return create_engine(url, hide_parameters=True, pool_size=8, max_overflow=8, **options)


def make_reader(url: str) -> Engine:
    """Return an engine that only reads: the database itself refuses to write for it.

    On PostgreSQL each statement stands by itself. Under READ COMMITTED each sees what is committed when it
    begins, in a transaction or not, so a transaction would only cost its beginning and its end, which is half of
    what a page asks. On SQLite a transaction keeps one state of the database in view.
    """
    alone = {"isolation_level": "AUTOCOMMIT"} if url.startswith(POSTGRESQL) else {}
    engine = make_engine(url, **alone)
    event.listen(engine, "connect", _keep_from_writing)
    return engine


def _in_one_view(engine: Engine, reader: Engine) -> Engine:
    """Return the engine whose transactions see one state of the database from first to last, and do not write."""
    if engine.dialect.name == "sqlite":
        return reader
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def _keep_from_writing(connection: DBAPIConnection, _record: object) -> None:
    """Let a connection read and no more."""
    is_sqlite = isinstance(connection, sqlite3.Connection)
    cursor = connection.cursor()
    cursor.execute("PRAGMA query_only=ON" if is_sqlite else "SET default_transaction_read_only = on")
    if is_sqlite:
        # A register of a million does not fit into any cache: what reads alone sees the file itself, uncopied.
        cursor.execute(f"PRAGMA mmap_size={MAPPED_BYTES}")
    cursor.close()


def _make_file(_dialect: Dialect, _record: object, arguments: list[str], _named: dict[str, Any]) -> None:
    """Make the file of an SQLite database that is not there yet, so that only its owner can read it.

    SQLite gives the files it keeps beside it, -wal and -shm, the same permissions.
    """
    path = Path(arguments[0])
    if arguments[0].startswith((":memory:", "file:")) or path.exists():
        return
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    """Make SQLite keep foreign keys, fire triggers under REPLACE, and lose nothing on power loss."""
    # We begin transactions ourselves, so that the driver cannot begin a deferred one.
    connection.isolation_level = None
    for pragma in (
        f"busy_timeout={BUSY_MS}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "recursive_triggers=ON",
        "secure_delete=ON",
        "cache_size=-32768",  # 32 MiB at most: a register of a hundred thousand does not fit into the usual two
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    """Begin IMMEDIATE where the transaction will write."""
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _end_what_was_refused(connection: sqlite3.Connection | None, _record: object) -> None:
    """End the transaction whose COMMIT was refused. SQLite leaves it open, and nobody else could write."""
    if connection is not None and connection.in_transaction:
        connection.rollback()


_database: ContextVar[Database] = ContextVar("database")
_session: ContextVar[Session | None] = ContextVar("session", default=None)


def bind(database: Database) -> None:
    """Make `database` the one that this request or command speaks to."""
    _database.set(database)
    _session.set(None)


def release() -> None:
    """Close the reading session of this request or command, if it opened one."""
    current = _session.get()
    if current is not None:
        current.close()
        _session.set(None)


def session() -> Session:
    """Return the session that reads, one for each request or command. Doors only."""
    current = _session.get()
    if current is None:
        current = _database.get().reading()
        _session.set(current)
    return current


@contextmanager
def snapshot() -> Generator[Session]:
    """Give a session that reads one state of the database, whatever others write meanwhile. Doors only."""
    with _database.get().unchanging() as current:
        yield current


# What a room is given that runs many transactions one after the other: the door's own way to open them.
Transaction = Callable[[], AbstractContextManager[Session]]


@contextmanager
def transaction() -> Generator[Session]:
    """Commit all of what the block did, or none of it.

    The reading session is let go first, so that on SQLite no old snapshot is kept open meanwhile
    and what is read afterwards sees what was written.
    """
    release()
    with _database.get().writing() as current:
        try:
            yield current
            current.commit()
        except BaseException:
            current.rollback()
            raise


class random_uuid(FunctionElement[UUID]):  # noqa: N801 - reads as the SQL function it becomes
    """A fresh UUIDv4 for each row, made by the database."""

    type = Uuid()
    inherit_cache = True


@compiles(random_uuid, "postgresql")
def _random_uuid_postgresql(element: random_uuid, compiler: SQLCompiler, **_options: Any) -> str:
    """Let PostgreSQL make it."""
    return "gen_random_uuid()"


@compiles(random_uuid, "sqlite")
def _random_uuid_sqlite(element: random_uuid, compiler: SQLCompiler, **_options: Any) -> str:
    """Spell out version 4, variant 1, over 120 random bits, in the 32 digits that SQLite stores."""
    return "lower(hex(randomblob(6)) || '4' || substr(hex(randomblob(2)), 2) || '8' || substr(hex(randomblob(8)), 2))"
