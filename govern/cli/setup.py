"""What every command needs first: settings, a database, and refusals in words."""

from collections.abc import Generator
from contextlib import contextmanager

from config import SettingMissing, Settings
from govern.cli.shape import ensure_newest
from govern.cli.usage import Told
from govern.core import db
from govern.core.db import Database
from govern.core.errors import Refusal
from govern.schema import load_models


class NotDone(Told):
    """A command ends without having done what was asked. The sentence says why, and what to do."""


def settings() -> Settings:
    """Return what this installation was told, or say what is missing."""
    with in_words():
        return Settings.from_environment()


@contextmanager
def in_words() -> Generator[None]:
    """Turn what is missing or refused into a sentence and a failing exit."""
    try:
        yield
    except (SettingMissing, Refusal) as refusal:
        raise NotDone(str(refusal)) from refusal


@contextmanager
def speaking_to(told: Settings, *, is_copied: bool = False) -> Generator[Database]:
    """Bind the database for the length of a command, if it can be asked anything.

    :param is_copied: it is saved or brought back as a whole, so its age does not matter.
    """
    load_models()
    with in_words():
        database = Database(told.database_url)
        db.bind(database)
        try:
            database.ensure_answers()
            if not is_copied:
                ensure_newest(database)
            yield database
        finally:
            db.release()
            database.close()
