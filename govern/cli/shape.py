"""Whether a database has the shape that this program was written for."""

from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from config import ROOT
from govern.cli.refusals import DatabaseNewer, DatabaseNotMigrated, DatabaseOlder
from govern.core.db import Database


def configuration() -> Config:
    """Return where the migrations lie and how they are run."""
    found = Config(toml_file=ROOT / "pyproject.toml")
    found.set_main_option("script_location", str(ROOT / "migrations"))
    return found


def ensure_newest(database: Database) -> None:
    """Refuse a database of another age than this program.

    :raises DatabaseNotMigrated: no migration was ever run.
    :raises DatabaseOlder: a later migration was not run.
    :raises DatabaseNewer: its last migration is none that we know.
    """
    held, steps = _revision(database), _steps()
    if held is None:
        raise DatabaseNotMigrated
    _ensure_known(held, steps)
    if held != steps.get_current_head():
        raise DatabaseOlder


def ensure_not_newer(database: Database) -> None:
    """Refuse a database whose last migration is none that we know.

    :raises DatabaseNewer: it is.
    """
    held = _revision(database)
    if held is not None:
        _ensure_known(held, _steps())


def _ensure_known(held: str, steps: ScriptDirectory) -> None:
    if held not in {step.revision for step in steps.walk_revisions()}:
        raise DatabaseNewer


def _steps() -> ScriptDirectory:
    """Return the migrations of this program."""
    return ScriptDirectory.from_config(configuration())


def _revision(database: Database) -> str | None:
    """Return the last migration that a database has had."""
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()
