"""A migrated database for each test, on both engines.

The migrations run once for each engine and run of the tests; every test gets a copy of the result.
"""

import shutil
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from itertools import count
from pathlib import Path
from typing import LiteralString

import psycopg
from alembic import command
from alembic.config import Config
from psycopg import sql
from sqlalchemy.orm import Session

from govern.core.db import WRITES, Database
from tests import postgres

ROOT = Path(__file__).parents[1]
DIALECTS = ("sqlite", "postgresql")
TEMPLATE = "template_migrated"


def alembic_config() -> Config:
    """Return Alembic's settings as the product has them."""
    return Config(toml_file=ROOT / "pyproject.toml")


def migrate(database: Database, revision: str = "head") -> None:
    """Bring a database up to `revision` by the product's own migrations."""
    with migrating(database) as config:
        command.upgrade(config, revision)


@contextmanager
def migrating(database: Database) -> Generator[Config]:
    """Give Alembic's settings with a connection to `database`, for any of its commands."""
    with database.engine.execution_options(**{WRITES: True}).connect() as connection:
        config = alembic_config()
        config.attributes["connection"] = connection
        yield config


class Databases:
    """Makes databases for the tests of one process."""

    def __init__(self, folder: Path, worker: str) -> None:
        """Take the folder that the run's processes share, and this process's name among them."""
        self.folder = folder
        self.worker = worker
        self.numbers = count(1)
        self.shared: dict[str, Database] = {}
        self.closing = ExitStack()

    def alone(self, dialect: str) -> Database:
        """Return this process's database for tests that leave nothing behind."""
        if dialect not in self.shared:
            self.shared[dialect] = self.closing.enter_context(self.fresh(dialect))
        return self.shared[dialect]

    @contextmanager
    def fresh(self, dialect: str) -> Generator[Database]:
        """Give a migrated database that nobody else has, and put it away afterwards."""
        with self._copy(dialect, is_migrated=True) as database:
            yield database

    @contextmanager
    def empty(self, dialect: str) -> Generator[Database]:
        """Give a database that no migration has touched, and put it away afterwards."""
        with self._copy(dialect, is_migrated=False) as database:
            yield database

    @contextmanager
    def _copy(self, dialect: str, *, is_migrated: bool) -> Generator[Database]:
        """Give a copy of the template, or of nothing."""
        make = self._sqlite if dialect == "sqlite" else self._postgresql
        with make(f"{self.worker}_{next(self.numbers)}", is_migrated) as url, _opened(url) as database:
            yield database

    @contextmanager
    def _sqlite(self, name: str, is_migrated: bool) -> Generator[str]:
        """Give the URL of a file of its own."""
        path = self.folder / f"{name}.sqlite"
        if is_migrated:
            shutil.copyfile(self._sqlite_template(), path)
        try:
            yield f"sqlite:///{path}"
        finally:
            for file in self.folder.glob(f"{name}.sqlite*"):
                file.unlink()

    def _sqlite_template(self) -> Path:
        """Return the migrated file, which the first process that asks for it makes."""
        path = self.folder / f"{TEMPLATE}.sqlite"
        with postgres.only_one(self.folder, "sqlite") as is_to_do:
            if is_to_do:
                with _opened(f"sqlite:///{path}") as database:
                    migrate(database)
        return path

    @contextmanager
    def _postgresql(self, name: str, is_migrated: bool) -> Generator[str]:
        """Give the URL of a database of its own on the run's server."""
        template = self._postgresql_template() if is_migrated else "template0"
        self._order("CREATE DATABASE {} TEMPLATE {}", name, template)
        try:
            yield postgres.url(self.folder, name)
        finally:
            self._order("DROP DATABASE {} WITH (FORCE)", name)

    def _postgresql_template(self) -> str:
        """Return the name of the migrated database, which the first process that asks for it makes."""
        postgres.started(self.folder)
        with postgres.only_one(self.folder, "postgresql") as is_to_do:
            if is_to_do:
                self._order("CREATE DATABASE {}", TEMPLATE)
                with _opened(postgres.url(self.folder, TEMPLATE)) as database:
                    migrate(database)
        return TEMPLATE

    def _order(self, statement: LiteralString, *names: str) -> None:
        """Tell the server to make or drop a database, which cannot be done in a transaction."""
        postgres.started(self.folder)
        with psycopg.connect(host=str(self.folder), user="govern", dbname="postgres", autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


@contextmanager
def _opened(url: str) -> Generator[Database]:
    """Give the database at `url`, and close every connection to it afterwards."""
    database = Database(url)
    try:
        yield database
    finally:
        database.engine.dispose()


@contextmanager
def rolled_back(database: Database) -> Generator[Session]:
    """Give a writing session whose commits reach nobody: everything is rolled back in the end."""
    with database.engine.execution_options(**{WRITES: True}).connect() as connection, connection.begin() as outer:
        with Session(connection, expire_on_commit=False, join_transaction_mode="create_savepoint") as session:
            yield session
        outer.rollback()
