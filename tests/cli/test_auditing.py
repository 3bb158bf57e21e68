"""What a DBA changes behind the journal's back is found, and said."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from govern.cli.commands import govern
from govern.core.db import Database
from tests.make import Make
from tests.makers import elections
from tests.served import SECRET


@pytest.fixture
def told(database: Database, tmp_path: Path) -> dict[str, str]:
    """The environment of an installation on this test's database."""
    return {
        "GOVERN_DATABASE_URL": database.engine.url.render_as_string(hide_password=False),
        "GOVERN_INSTANCE": str(tmp_path),
        "GOVERN_SECRET_KEY": SECRET,
        "GOVERN_MATCH_KEY": SECRET,
    }


def entered(make: Make, tmp_path: Path) -> None:
    """Enter members by the services, with everything journalled, and sign a head."""
    elections.rehearsed_members(make.session, tmp_path)
    make.known_to_all()


def verify(told: dict[str, str], *options: str) -> tuple[int, str]:
    """Run the command, and return its exit status and what it said."""
    done = CliRunner().invoke(govern, ["audit", "verify", *options], env=told)
    return done.exit_code, done.output


def head(told: dict[str, str]) -> str:
    """Sign a head and return it as it was printed."""
    return CliRunner().invoke(govern, ["audit", "head"], env=told).output.strip()


def test_an_untouched_register_agrees_with_its_journal(make: Make, told: dict[str, str], tmp_path: Path) -> None:
    entered(make, tmp_path)
    kept = head(told)

    status, said = verify(told, "--head", kept)

    assert (status, "agree" in said) == (0, True)


@pytest.mark.invariant("INV-12")
@pytest.mark.parametrize(
    "change",
    [
        pytest.param("UPDATE person_version SET name = 'Somebody Else' WHERE name = 'Elector 1'", id="a name"),
        pytest.param("UPDATE membership_version SET valid_from = '2020-01-01'", id="a day of membership"),
        pytest.param("UPDATE membership_version SET superseded_at = recorded_at", id="members made to vanish"),
        pytest.param("DELETE FROM membership_version", id="members removed"),
    ],
)
def test_a_raw_change_under_a_signed_head_is_found(
    database: Database, make: Make, told: dict[str, str], tmp_path: Path, change: str
) -> None:
    entered(make, tmp_path)
    head(told)
    as_a_dba_would(database, change)

    status, said = verify(told)

    assert status == 1
    assert "signed. Keep this database as it is" in said


def as_a_dba_would(database: Database, change: str) -> None:
    """Take the guards away, and change rows by hand."""
    with database.writing() as session:
        if database.engine.dialect.name == "sqlite":
            for name in session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
                session.execute(text(f"DROP TRIGGER {name}"))
        else:
            session.execute(text("SET session_replication_role = replica"))
        session.execute(text(change))
        session.commit()


def test_a_head_that_was_kept_outside_is_read_as_it_was_printed(told: dict[str, str]) -> None:
    status, said = verify(told, "--head", "12 entries")

    assert status == 1
    assert "Give the head as it was printed" in said
