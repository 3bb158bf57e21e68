"""`govern run`: everything starts with one command and ends with one key."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from click.testing import CliRunner, Result

from config import ROOT
from govern.cli.commands import COMMANDS, govern
from govern.cli.serving import LONGEST_STOP_SECONDS
from govern.core.db import Database
from tests.databases import Databases

PATIENCE_SECONDS = 60
A_MOMENT = 0.5


@pytest.fixture
def port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        found: int = free.getsockname()[1]
        return found


@pytest.fixture
def installation(databases: Databases, tmp_path: Path) -> Path:
    """The folder of an installation whose database is migrated."""
    databases.copy_to(tmp_path / "govern.sqlite3")
    return tmp_path


def start(instance: Path, *arguments: str, **environment: str) -> subprocess.Popen[str]:
    told = {name: value for name, value in os.environ.items() if not name.startswith("GOVERN_")}
    told |= {"GOVERN_INSTANCE": str(instance), "PYTHONUNBUFFERED": "1"} | environment
    command = [sys.executable, "-m", "govern", *arguments]
    return subprocess.Popen(
        command, cwd=ROOT, env=told, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )


def first_line(running: subprocess.Popen[str]) -> str:
    assert running.stdout is not None
    return running.stdout.readline().strip()


@pytest.mark.parametrize(
    "number",
    [
        pytest.param(signal.SIGINT, id="Ctrl-C", marks=pytest.mark.soak),
        pytest.param(signal.SIGTERM, id="a polite kill"),
    ],
)
def test_one_command_starts_everything_and_one_signal_ends_it(
    tmp_path: Path, port: int, number: signal.Signals
) -> None:
    running = start(tmp_path, "run", "--port", str(port), GOVERN_ENVIRONMENT="development")
    try:
        assert first_line(running) == f"http://localhost:{port}"
        with urlopen(f"http://localhost:{port}/health") as answer:
            assert json.load(answer)["status"] == "ok"
        with pytest.raises(HTTPError) as lost:
            urlopen(f"http://localhost:{port}/{'a' * 8000}")
        assert "Nothing at this address" in lost.value.read().decode()
    finally:
        running.send_signal(number)
        _out, log = running.communicate(timeout=PATIENCE_SECONDS)

    assert running.returncode == 0
    assert "worker.stopped" in log
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port))


def test_a_start_that_is_stopped_half_way_leaves_nothing_running(tmp_path: Path, port: int) -> None:
    running = start(tmp_path, "run", "--port", str(port), GOVERN_ENVIRONMENT="development")
    while not parts_of(running):
        time.sleep(A_MOMENT / 100)

    running.terminate()
    out, log = running.communicate(timeout=PATIENCE_SECONDS)

    assert (running.returncode, out) == (0, "")
    assert "Traceback" not in log
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port))


def test_a_reader_whose_line_broke_off_holds_nothing_up(installation: Path, port: int) -> None:
    running = start(installation, "run", "--port", str(port), GOVERN_ENVIRONMENT="development")
    assert first_line(running) == f"http://localhost:{port}"
    with socket.create_connection(("127.0.0.1", port)) as broken_off:
        broken_off.sendall(b"POST /vote/cast HTTP/1.1\r\nHost: localhost\r\nContent-Le")
        time.sleep(A_MOMENT)
        began = time.monotonic()
        running.terminate()
        _out, log = running.communicate(timeout=PATIENCE_SECONDS)

    assert (running.returncode, "worker.stopped" in log) == (0, True)
    assert time.monotonic() - began < LONGEST_STOP_SECONDS


def parts_of(running: subprocess.Popen[str]) -> list[int]:
    """Return the processes that one has started, the first first."""
    return [int(one) for one in Path(f"/proc/{running.pid}/task/{running.pid}/children").read_text().split()]


def asked(instance: Path, *arguments: str, **environment: str) -> Result:
    """Return what a command says that ends at once."""
    told = {"GOVERN_INSTANCE": str(instance), "GOVERN_DATABASE_URL": None, "GOVERN_ENVIRONMENT": None} | environment
    return CliRunner(env=told).invoke(govern, arguments)


def test_a_start_without_secrets_stops_with_a_sentence(tmp_path: Path) -> None:
    answer = asked(tmp_path, "run")

    assert (answer.exit_code, answer.stdout) == (1, "")
    assert answer.stderr.startswith("Set GOVERN_SECRET_KEY to a secret of 32 characters or more")


def test_a_port_that_is_taken_is_named_before_anything_begins(tmp_path: Path, port: int) -> None:
    with socket.create_server(("127.0.0.1", port)):
        answer = asked(tmp_path, "run", "--demo", "--port", str(port))

    assert (answer.exit_code, answer.stdout) == (1, "")
    assert answer.stderr.startswith(f"Port {port} is taken by another program.")
    assert f"PORT={port + 1 if port < 65535 else port - 1}" in answer.stderr
    assert not (tmp_path / "govern.sqlite3").exists()


def test_an_address_that_is_not_this_machine_s_is_told_in_a_sentence(tmp_path: Path, port: int) -> None:
    answer = asked(tmp_path, "run", "--host", "192.0.2.1", "--port", str(port), GOVERN_ENVIRONMENT="development")

    assert (answer.exit_code, answer.stdout) == (1, "")
    assert answer.stderr.startswith(f"This machine does not let Govern listen on 192.0.2.1, port {port}.")


def test_when_a_part_ends_by_itself_the_rest_is_ended_too(installation: Path, port: int) -> None:
    running = start(installation, "run", "--port", str(port), GOVERN_ENVIRONMENT="development")
    assert first_line(running) == f"http://localhost:{port}"

    _web, worker = parts_of(running)
    os.kill(worker, signal.SIGKILL)
    _out, log = running.communicate(timeout=PATIENCE_SECONDS)

    assert running.returncode == 1
    assert "A part of Govern ended by itself, so the rest was ended too." in log
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port))


def test_a_worker_ends_when_it_is_told_to(installation: Path) -> None:
    running = start(installation, "worker")
    assert running.stderr is not None
    assert "worker.started" in running.stderr.readline()

    began = time.monotonic()
    running.terminate()
    running.communicate(timeout=PATIENCE_SECONDS)

    assert running.returncode == 0
    assert time.monotonic() - began < PATIENCE_SECONDS / 4


def test_migrating_twice_changes_nothing(databases: Databases, dialect: str, tmp_path: Path) -> None:
    with databases.empty(dialect) as database:
        url = database.engine.url.render_as_string(hide_password=False)
        told = [asked(tmp_path, "migrate", GOVERN_DATABASE_URL=url) for _ in range(2)]

        assert [(one.stdout, one.stderr) for one in told] == [("The database has the newest shape.\n", "")] * 2
        assert is_migrated(database)


def is_migrated(database: Database) -> bool:
    with database.engine.connect() as connection:
        return connection.exec_driver_sql("SELECT count(*) FROM alembic_version").scalar() == 1


def test_a_command_that_does_not_exist_is_answered_with_where_to_look(tmp_path: Path) -> None:
    answer = start(tmp_path, "vote")
    out, said = answer.communicate(timeout=PATIENCE_SECONDS)

    assert (out, answer.returncode) == ("", 2)
    assert said == "There is no command “vote”. `govern --help` shows what can be typed.\n"


def test_the_help_names_every_command(tmp_path: Path) -> None:
    answer = asked(tmp_path, "--help")

    for command in COMMANDS:
        assert command in answer.stdout
