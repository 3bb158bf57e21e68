"""Backing up and restoring: the database to one place, the keys to another, never together.

Whoever held both could open the ballot boxes, so each place is given by hand and one may not lie in
the other.
"""

import json
import shutil
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import file_digest
from pathlib import Path

import click

from govern.cli import dumps, proofs
from govern.cli.migrations import migrate_to_newest
from govern.cli.refusals import (
    BackupDamaged,
    KeysDiffer,
    NotABackup,
    PlacesNotApart,
    PlaceTaken,
    WrongEngine,
)
from govern.cli.setup import in_words, settings, speaking_to
from govern.cli.shape import ensure_not_newer
from govern.core import clock
from govern.core.db import Database, release
from govern.core.keyring import Keyring

MANIFEST = "manifest.json"
OWNER_ONLY = 0o700
A_FOLDER = click.Path(file_okay=False, path_type=Path)
A_FILE = click.Path(dir_okay=False, path_type=Path)


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
        click.echo(f"Its digest, for two people outside to keep; a restore asks both for it: {_digest(made)}")
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
@click.option("--digest", "witnesses", multiple=True, help="NAME=DIGEST, once for each of two who kept it.")
@click.option("--members", type=A_FILE, help="Restore nothing; write the members here, as an opening register.")
def restore(folder: Path, keys_folder: Path | None, witnesses: tuple[str, ...], members: Path | None) -> None:
    """Bring a backup back: FOLDER is one that `govern backup` made. Only into an empty database.

    Nothing that is there is written over: not a table, not a key. A mutual comes back only as it was: two
    people outside give the digest that they kept. Without them its members can be written to a file, which
    one officer uploads and another approves.
    """
    told = settings()
    with in_words():
        kept = proofs.read(witnesses)
    with speaking_to(told, is_copied=True) as database:
        engine = _read_manifest(folder)
        if keys_folder is not None:
            _ensure_apart(folder, keys_folder)
            _read_manifest(keys_folder)
            _ensure_no_other_keys(keys_folder, told.keys)
        if engine != database.engine.dialect.name:
            raise WrongEngine(held=engine, wanted=database.engine.dialect.name)
        dumps.load(database, folder)
        if members is not None:
            _write_members(database, members)
            return
        _ensure_proved(database, kept, digest=_digest(folder))
        click.echo("The database is back.")
        if keys_folder is not None:
            _copy_keys(keys_folder, told.keys)
            click.echo("The keys are back.")
            _tell_differences(Keyring(told.keys, told.keys_backup))


def _ensure_proved(database: Database, kept: Mapping[str, str], *, digest: str) -> None:
    """Bring what came back to the newest shape, and take it out again unless it is proved to be what was saved."""
    try:
        ensure_not_newer(database)
        migrate_to_newest(database)
        proofs.ensure_proved(kept, digest=digest)
    except BaseException:
        release()
        dumps.empty(database)
        raise


def _tell_differences(keyring: Keyring) -> None:
    """Say that what came back had been changed past the journal before it was copied, if it had."""
    if count := proofs.differences(keyring):
        click.echo(f"Warning: {count} things in it are not as they were signed. See: govern audit verify", err=True)


def _write_members(database: Database, file: Path) -> None:
    """Write the members of what came back to a file, and take everything out again."""
    try:
        ensure_not_newer(database)
        migrate_to_newest(database)
        count = proofs.write_members(file)
    finally:
        release()
        dumps.empty(database)
    click.echo(f"{count} members are in {file}. Upload it as an opening register. Nothing was restored.")


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


def _digest(folder: Path) -> str:
    """Return what stands for all of a backup: the SHA-256 of its manifest, which holds that of every file."""
    return _sha256(folder / MANIFEST)


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
