"""A step that is still to be written can alter what is there, and keeps rows, keys and guards."""

import shutil
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import text

from config import ROOT
from govern.core.db import Database
from tests.databases import migrating
from tests.make import Make
from tests.migrations.shape import shape, triggers
from tests.migrations.test_steps import steps

LATER = """
from migrations.ddl import altering

revision = "later"
down_revision = "{head}"


def upgrade() -> None:
    with altering("membership") as batch:
        batch.alter_column("member_since", nullable=True)
        batch.alter_column("member_since", nullable=False)
"""


@pytest.fixture
def later(tmp_path: Path) -> Path:
    """The product's migrations with one more, which alters a table that others point to."""
    folder = tmp_path / "migrations"
    shutil.copytree(ROOT / "migrations", folder)
    (folder / "versions" / "later.py").write_text(LATER.format(head=steps()[-1]))
    return folder


def test_altering_a_table_that_others_point_to_keeps_everything(database: Database, make: Make, later: Path) -> None:
    make.membership(member_no=7)
    make.known_to_all()
    with database.reading() as session:
        before = shape(session.connection()), triggers(session.connection())

    with migrating(database) as config:
        config.set_main_option("script_location", str(later))
        command.upgrade(config, "later")

    with database.reading() as session:
        assert (shape(session.connection()), triggers(session.connection())) == before
        assert session.scalars(text("SELECT member_no FROM membership")).all() == [7]
