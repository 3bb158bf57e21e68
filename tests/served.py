"""The real app under a real server with threads, on a free port."""

import threading
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache
from werkzeug.serving import make_server

from config import Settings
from govern.app import Installation, create_app, settle
from govern.core.db import Database

POLLS_SECONDS = 0.02  # how soon a server that is told to end does
SECRET = "not a secret: the tests' own 32 characters"


def settings_of(database: Database, instance: Path) -> Settings:
    """Return the settings of an installation in production on this machine."""
    environment = {
        "GOVERN_DATABASE_URL": database.engine.url.render_as_string(hide_password=False),
        "GOVERN_INSTANCE": str(instance),
        "GOVERN_SECRET_KEY": SECRET,
        "GOVERN_MATCH_KEY": SECRET,
    }
    return Settings.from_environment(environment)


def app_on(database: Database, instance: Path) -> Flask:
    """Return an app of its own, as it starts in production on this machine."""
    app = create_app(settings_of(database, instance), database)
    app.testing = True
    app.jinja_env.bytecode_cache = TEMPLATES
    return app


def app_of_all(database: Database, instance: Path) -> Flask:
    """Return the one app of this process, moved to a test's own installation. Nobody adds pages to it."""
    if not _APPS:
        _APPS.append(app_on(database, instance))
    settle(_APPS[0], Installation(settings_of(database, instance), database))
    return _APPS[0]


class KeptTemplates(BytecodeCache):
    """Templates compiled once for all apps of this process: every test has an app of its own."""

    def __init__(self) -> None:
        """Begin with none."""
        self.kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give what was kept; Jinja compares it with the template as it is now."""
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        self.kept[bucket.key] = bucket.bytecode_to_string()


TEMPLATES = KeptTemplates()
_APPS: list[Flask] = []


@contextmanager
def served(app: Flask) -> Generator[str]:
    """Serve the app from a thread, and give the address where it answers."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=(POLLS_SECONDS,), name="served")
    thread.start()
    try:
        yield f"http://localhost:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
