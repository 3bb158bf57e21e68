"""Backing up and restoring: the database to one place, the keys to another, never together.

Whoever held both could open the ballot boxes, so each place is given by hand and one may not lie in
the other.
"""

import json
import shutil
from datetime import UTC, datetime
from hashlib import file_digest
from pathlib import Path

import click

from govern.cli import dumps
from govern.cli.refusals import (
    BackupDamaged,
    KeysDiffer,
    NotABackup,
    PlacesNotApart,
    PlaceTaken,
    WrongEngine,
)
from govern.cli.setup import in_words, settings, speaking_to
from govern.core import clock

MANIFEST = "manifest.json"
OWNER_ONLY = 0o700
A_FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command()
@click.argument("folder", type=A_FOLDER)
@click.option("--keys", "keys_folder", type=A_FOLDER, help="Where to copy the keys: another place than the database.")
def backup(folder: Path, keys_folder: Path | None) -> None:
    """Copy the database into a new folder inside FOLDER, while it is in use.

    Safe to run at any time. The keys are copied only where you say, and never beside the database.
    """
    told = settings()
    name = clock.now().astimezone(UTC).strftime("govern-%Y%m%dT%H%M%SZ")
    with speaking_to(told, is_copied=True) as database:
        if keys_folder is not None:
            _ensure_apart(folder, keys_folder)
        made = _new_folder(folder / name)
        engine = dumps.dump(database, made)
        _write_manifest(made, engine=engine, at=clock.now())
        click.echo(f"The database is in {made}.")
    if keys_folder is None:
        click.echo(
            f"Warning: the keys in {told.keys} were not copied, and without them no ballot box opens again. "
            f"On another disk: govern backup {folder} --keys ANOTHER_FOLDER",
            err=True,
        )
    else:
        _back_up_keys(told.keys, keys_folder / name)


def _back_up_keys(keys: Path, folder: Path) -> None:
    """Copy the keys into a new folder of their own."""
    with in_words():
        copied = _new_folder(folder)
        _copy_keys(keys, copied)
        _write_manifest(copied, engine="keys", at=clock.now())
        click.echo(f"The keys are in {copied}.")


@click.command()
@click.argument("folder", type=A_FOLDER)
@click.option("--keys", "keys_folder", type=A_FOLDER, help="The folder that holds the keys of the same backup.")
def restore(folder: Path, keys_folder: Path | None) -> None:
    """Bring a backup back: FOLDER is one that `govern backup` made. Only into an empty database.

    Nothing that is there is written over: not a table, not a key.
    """
    told = settings()
    with speaking_to(told, is_copied=True) as database:
        engine = _read_manifest(folder)
        if keys_folder is not None:
            _ensure_apart(folder, keys_folder)
            _read_manifest(keys_folder)
            _ensure_no_other_keys(keys_folder, told.keys)
        if engine != database.engine.dialect.name:
            raise WrongEngine(held=engine, wanted=database.engine.dialect.name)
        dumps.load(database, folder)
        click.echo("The database is back.")
        if keys_folder is not None:
            _copy_keys(keys_folder, told.keys)
            click.echo("The keys are back.")


def _ensure_apart(folder: Path, keys_folder: Path) -> None:
    """Refuse to keep keys beside the database that they open."""
    one, other = folder.resolve(), keys_folder.resolve()
    if one == other or one in other.parents or other in one.parents:
        raise PlacesNotApart


def _new_folder(path: Path) -> Path:
    """Make a folder that only its owner can read, and that was not there."""
    try:
        path.mkdir(mode=OWNER_ONLY, parents=True)
    except FileExistsError as taken:
        raise PlaceTaken(place=str(path)) from taken
    return path


def _copy_keys(source: Path, target: Path) -> None:
    """Copy every key file that is not there yet; only their owner can read them."""
    target.mkdir(mode=OWNER_ONLY, parents=True, exist_ok=True)
    for key in sorted(_files(source)):
        path = target / key.relative_to(source)
        if path.exists():
            continue
        path.parent.mkdir(mode=OWNER_ONLY, parents=True, exist_ok=True)
        shutil.copyfile(key, path)
        path.chmod(0o600)


def _ensure_no_other_keys(source: Path, target: Path) -> None:
    """Refuse before anything is written, where a key of the same name is another key."""
    for key in _files(source):
        there = target / key.relative_to(source)
        if there.exists() and there.read_bytes() != key.read_bytes():
            raise KeysDiffer(key=key.name)


def _write_manifest(folder: Path, *, engine: str, at: datetime) -> None:
    """Write down what the backup holds: each file's SHA-256, last of all."""
    files = {str(path.relative_to(folder)): _sha256(path) for path in sorted(_files(folder))}
    told = {"engine": engine, "at": at.isoformat(), "files": files}
    (folder / MANIFEST).write_text(json.dumps(told, indent=1))


def _read_manifest(folder: Path) -> str:
    """Return the engine that a backup came from, once every file is as it was.

    :raises NotABackup: there is no manifest that can be read.
    :raises BackupDamaged: a file is missing or has changed.
    """
    try:
        told = json.loads((folder / MANIFEST).read_text())
        files, engine = dict(told["files"]), str(told["engine"])
    except (OSError, ValueError, KeyError, TypeError) as unread:
        raise NotABackup(place=str(folder)) from unread
    for name, expected in files.items():
        path = folder / name
        if not path.is_file() or _sha256(path) != expected:
            raise BackupDamaged(file=name)
    return engine


def _files(folder: Path) -> list[Path]:
    """Return the files in a folder and below, without the manifest."""
    return [path for path in folder.rglob("*") if path.is_file() and path.name != MANIFEST]


def _sha256(path: Path) -> str:
    """Return a file's SHA-256, hexadecimal."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
