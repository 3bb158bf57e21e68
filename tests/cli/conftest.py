"""What tests of commands may ask for."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from govern.cli.commands import govern
from govern.core.db import Database
from tests.migrations.conftest import empty
from tests.served import SECRET

__all__ = ["empty"]


@pytest.fixture
def run(database: Database, tmp_path: Path) -> Callable[..., Result]:
    """Run a command on this test's own database: `run("backup", "folder")`."""

    def invoke(*arguments: object, **environment: object) -> Result:
        told = {
            "GOVERN_DATABASE_URL": database.engine.url.render_as_string(hide_password=False),
            "GOVERN_INSTANCE": tmp_path / "instance",
            "GOVERN_SECRET_KEY": SECRET,
            "GOVERN_MATCH_KEY": SECRET,
            "GOVERN_BASE_URL": "https://mutual.example.org",
        } | environment
        return CliRunner(env={name: str(value) for name, value in told.items()}).invoke(
            govern, list(map(str, arguments))
        )

    return invoke
