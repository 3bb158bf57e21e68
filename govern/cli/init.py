"""The first use of a real installation: its secrets, its database, what is still missing, and the founding."""

import os
import secrets
import shlex
from collections.abc import Mapping
from pathlib import Path

import click

from config import SECRET_BYTES, Settings
from govern.cli.founding import code_of_today
from govern.cli.migrations import migrate_database
from govern.cli.readiness import to_do
from govern.cli.refusals import SettingsFileNotOurs, SettingsFileNotWritten
from govern.cli.setup import in_words, speaking_to
from govern.constitution import queries
from govern.core import db

SETTINGS_FILE = Path("govern.env")
MADE = ("GOVERN_SECRET_KEY", "GOVERN_MATCH_KEY")
ADDRESS, INSTANCE = "GOVERN_BASE_URL", "GOVERN_INSTANCE"


@click.command()
@click.option("--address", help="The https address at which people will reach Govern.")
@click.option(
    "--settings",
    "path",
    type=click.Path(dir_okay=False, path_type=Path),
    default=SETTINGS_FILE,
    show_default=True,
    help="File for the secrets that the environment lacks. Only its owner can read it.",
)
def init(*, address: str | None, path: Path) -> None:
    """Prepare a real installation, say what it still lacks, and open its founding.

    Safe to run at any time and as often as you like: secrets that are there are kept, and a database
    that is there is only brought up to date.
    """
    with in_words():
        told = _settings(path, address)
        told.ensure_complete()
        migrate_database(told)
    click.echo("The database has the newest shape.")
    for sentence in to_do(told):
        click.echo(f"To do: {sentence}")
    with speaking_to(told):
        click.echo(_what_comes_next(told))


def _settings(path: Path, address: str | None) -> Settings:
    """Return what the environment and the file say, after writing to the file what neither has.

    :raises SettingsFileNotOurs: there is a file of that name, and it holds no settings.
    :raises SettingsFileNotWritten: it cannot be written.
    """
    given = {ADDRESS: address} if address else {}
    known = dict(os.environ) | _read(path) | given
    missing = {name: secrets.token_hex(SECRET_BYTES) for name in MADE if not known.get(name)}
    if missing:
        # Beside the file, so that a new installation never finds what another one left beside the program.
        missing |= {} if known.get(INSTANCE) else {INSTANCE: str(path.absolute().parent / "instance")}
        _write(path, missing | given)
        click.echo(
            f"Secrets of this installation are in {path}, which only you can read. Keep a copy apart from the database."
            f" Load them before Govern is started: set -a; . {path.absolute()}; set +a"
        )
    return Settings.from_environment(known | missing)


def _read(path: Path) -> dict[str, str]:
    """Return the settings that a file holds, one to a line; nothing where there is no file."""
    if not path.exists():
        return {}
    try:
        lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()[:1] not in ("", "#")]
        told = [line.split("=", 1) for line in lines]
        return {name: "".join(shlex.split(value)) for name, value in told}
    except (ValueError, OSError) as fault:
        raise SettingsFileNotOurs(path=str(path)) from fault


def _write(path: Path, settings: Mapping[str, str]) -> None:
    """Add settings to a file that only its owner can read.

    :raises SettingsFileNotWritten: there is no such folder, or it is somebody else's.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.writelines(f"{name}={shlex.quote(value)}\n" for name, value in settings.items())
    except OSError as fault:
        raise SettingsFileNotWritten(path=str(path)) from fault


def _what_comes_next(told: Settings) -> str:
    """Return what to do once this is done: found the mutual, or start."""
    if queries.find_mutual(db.session()) is not None:
        return "The mutual is founded. Start with: govern run"
    return (
        f"Start with `govern run`. Then the founders open {told.base_url}/founding and enter this code,"
        f" today or tomorrow: {code_of_today(told)}"
    )
