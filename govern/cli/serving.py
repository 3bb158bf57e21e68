"""Starting everything: the web and one worker, ended together."""

import errno
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Generator, Mapping
from contextlib import contextmanager, suppress
from urllib.error import URLError
from urllib.request import urlopen

import click

from config import DEVELOPMENT, ROOT, Settings
from govern.cli.demonstration import ensure_demo, tell_about_demo
from govern.cli.migrations import migrate_database
from govern.cli.refusals import PortNotAllowed, PortTaken
from govern.cli.setup import NotDone, in_words
from govern.cli.stopping import Stop, listening

LONGEST_START_SECONDS = 60
LONGEST_STOP_SECONDS = 15
# What a reader has half sent is not waited for any longer: their line may have broken off.
LONGEST_ANSWER_SECONDS = 5
LOOK_SECONDS = 0.2
# The longest address that the web server reads at all, and the most that it can be told. None of ours comes near it.
LONGEST_ADDRESS = 8190
READERS_WORKER = "govern.cli.answering.ReadersWorker"
WEB_PROCESSES = 2
WEB_THREADS = 8


@click.command()
@click.option("--demo", is_flag=True, help="Make secrets and a demonstration mutual on this machine.")
@click.option("--port", type=click.IntRange(1, 65535), help="Where to listen; otherwise PORT, otherwise 8000.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Which address to listen on.")
def run(*, demo: bool, port: int | None, host: str) -> None:
    """Bring the database up to date, then serve the web and do its work until Ctrl-C."""
    environment = dict(os.environ)
    if demo:
        environment["GOVERN_ENVIRONMENT"] = DEVELOPMENT
    if port is not None:
        environment["PORT"] = str(port)
    with in_words():
        told = Settings.from_environment(environment)
        told.ensure_complete()
        _ensure_port_free(host, told.port)
        migrate_database(told)
        if demo:
            ensure_demo(told)
    if not serve(told, environment, host=host):
        raise NotDone("A part of Govern ended by itself, so the rest was ended too. The log above says why.")


def serve(told: Settings, environment: Mapping[str, str], *, host: str) -> bool:
    """Run web and worker until told to stop; say whether that is why they ended."""
    with listening() as stop, _running([_web(host, told.port), _worker()], environment) as parts:
        _wait_until_answering(parts, told.port, stop)
        if not stop.is_asked:
            click.echo(f"http://localhost:{told.port}")
            tell_about_demo(told)
        while not stop.is_asked and _all_run(parts):
            time.sleep(LOOK_SECONDS)
        return stop.is_asked


def _ensure_port_free(host: str, port: int) -> None:
    """Refuse to begin where the web could not listen.

    :raises PortTaken: something else does.
    :raises PortNotAllowed: the machine says no.
    """
    plain = host.strip("[]")
    family = socket.AF_INET6 if ":" in plain else socket.AF_INET
    try:
        socket.create_server((plain, port), family=family).close()
    except OSError as refused:
        if refused.errno == errno.EADDRINUSE:
            raise PortTaken(port=port) from refused
        raise PortNotAllowed(host=host, port=port) from refused


def _web(host: str, port: int) -> list[str]:
    """Return the command of the web server: threads, and no control socket in anybody's home."""
    return [
        *(sys.executable, "-m", "gunicorn", "wsgi:app", "--chdir", str(ROOT), "--no-control-socket"),
        *("--worker-class", READERS_WORKER, "--workers", str(WEB_PROCESSES), "--threads", str(WEB_THREADS)),
        *("--limit-request-line", str(LONGEST_ADDRESS)),
        *("--bind", f"{host}:{port}", "--log-level", "warning", "--graceful-timeout", str(LONGEST_ANSWER_SECONDS)),
    ]


def _worker() -> list[str]:
    """Return the command of the worker."""
    return [sys.executable, "-m", "govern", "worker"]


@contextmanager
def _running(commands: list[list[str]], environment: Mapping[str, str]) -> Generator[list[subprocess.Popen[bytes]]]:
    """Start every part in a session of its own, so that Ctrl-C reaches them through us, and end them all."""
    parts: list[subprocess.Popen[bytes]] = []
    try:
        parts.extend(_started(command, environment) for command in commands)
        yield parts
    finally:
        _end(parts)


def _started(command: list[str], environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """Start one of our own commands."""
    return subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True)  # noqa: S603 - made above


def _end(parts: list[subprocess.Popen[bytes]]) -> None:
    """Ask every part to end, and after a while insist, with whatever it started itself."""
    for part in parts:
        part.terminate()
    deadline = time.monotonic() + LONGEST_STOP_SECONDS
    for part in parts:
        with suppress(subprocess.TimeoutExpired):
            part.wait(max(0.1, deadline - time.monotonic()))
        # Web processes whose parent was killed would go on holding our output, and whoever reads it would wait.
        with suppress(ProcessLookupError):
            os.killpg(part.pid, signal.SIGKILL)
        part.wait()


def _wait_until_answering(parts: list[subprocess.Popen[bytes]], port: int, stop: Stop) -> None:
    """Return when the web answers, when a part has ended, or when told to stop."""
    deadline = time.monotonic() + LONGEST_START_SECONDS
    while time.monotonic() < deadline and not stop.is_asked and _all_run(parts):
        try:
            with urlopen(f"http://127.0.0.1:{port}/health", timeout=LOOK_SECONDS * 10):
                return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(LOOK_SECONDS)


def _all_run(parts: list[subprocess.Popen[bytes]]) -> bool:
    return all(part.poll() is None for part in parts)
