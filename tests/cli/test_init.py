"""The first use of a real installation, from the command line."""

import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from config import Settings
from govern.cli import readiness
from govern.consequences.founding import is_code
from govern.core import clock
from tests.calendar import AT, TODAY
from tests.make import Make
from tests.postbox import Postbox, listening
from tests.served import SECRET


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the settings of this installation go, at the calendar's time."""
    monkeypatch.setattr(clock, "now", lambda: AT)
    return tmp_path / "settings" / "govern.env"


def kept(file: Path) -> dict[str, str]:
    """Return what a file of settings holds."""
    return dict(line.split("=", 1) for line in file.read_text().splitlines())


def test_the_first_use_makes_the_secrets_and_opens_the_founding(run: Callable[..., Result], file: Path) -> None:
    address = "https://votes.example.org"

    printed = run("init", "--settings", file, "--address", address, GOVERN_SECRET_KEY="", GOVERN_MATCH_KEY="")

    made = kept(file)
    assert printed.exit_code == 0
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert sorted(made) == ["GOVERN_BASE_URL", "GOVERN_MATCH_KEY", "GOVERN_SECRET_KEY"]
    assert f"{address}/founding" in printed.output
    assert is_code(printed.output.split()[-1], on=TODAY, secret=made["GOVERN_SECRET_KEY"].encode())
    assert made["GOVERN_SECRET_KEY"] not in printed.output
    assert made["GOVERN_MATCH_KEY"] not in printed.output


def test_a_second_use_keeps_the_secrets(run: Callable[..., Result], file: Path) -> None:
    run("init", "--settings", file, GOVERN_SECRET_KEY="", GOVERN_MATCH_KEY="")
    before = file.read_text()

    printed = run("init", "--settings", file, GOVERN_SECRET_KEY="", GOVERN_MATCH_KEY="")

    assert printed.exit_code == 0
    assert file.read_text() == before
    assert "Secrets of this installation" not in printed.output


def test_a_new_installation_keeps_its_data_beside_its_settings_and_finds_nobody_else_s(
    run: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "a new one"
    monkeypatch.setattr(clock, "now", lambda: AT)
    nothing = {"GOVERN_SECRET_KEY": "", "GOVERN_MATCH_KEY": "", "GOVERN_INSTANCE": "", "GOVERN_DATABASE_URL": ""}

    printed = [run("init", "--settings", folder / "govern.env", **nothing) for _ in range(2)]

    assert [one.exit_code for one in printed] == [0, 0]
    assert f"GOVERN_INSTANCE='{folder / 'instance'}'" in (folder / "govern.env").read_text()
    assert (folder / "instance" / "govern.sqlite3").exists()
    assert all("/founding and enter this code" in one.output for one in printed)


def test_only_the_secret_that_is_missing_is_made(run: Callable[..., Result], file: Path) -> None:
    run("init", "--settings", file, GOVERN_MATCH_KEY="")

    assert list(kept(file)) == ["GOVERN_MATCH_KEY"]


def test_where_the_environment_has_all_no_file_is_written(run: Callable[..., Result], file: Path) -> None:
    printed = run("init", "--settings", file)

    assert printed.exit_code == 0
    assert not file.exists()
    assert is_code(printed.output.split()[-1], on=TODAY, secret=SECRET.encode())


def test_a_file_of_something_else_is_left_alone(run: Callable[..., Result], file: Path) -> None:
    file.parent.mkdir()
    file.write_text("A letter to the members\n")

    printed = run("init", "--settings", file, GOVERN_SECRET_KEY="")

    assert printed.exit_code == 1
    assert "holds no settings, one NAME=value to a line, so nothing was done." in printed.output
    assert file.read_text() == "A letter to the members\n"


def test_secrets_that_cannot_be_kept_are_not_used(run: Callable[..., Result], tmp_path: Path) -> None:
    (tmp_path / "letter").write_text("A letter to the members\n")

    printed = run("init", "--settings", tmp_path / "letter" / "govern.env", GOVERN_SECRET_KEY="")

    assert printed.exit_code == 1
    assert "cannot be written, so nothing was done." in printed.output


def test_an_address_that_is_not_https_is_refused(run: Callable[..., Result], file: Path) -> None:
    printed = run("init", "--settings", file, "--address", "http://votes.example.org")

    assert printed.exit_code == 1
    assert printed.output.startswith("Set GOVERN_BASE_URL to an https:// address")


@pytest.mark.invariant("INV-11")
def test_a_founded_mutual_is_not_offered_for_founding_again(run: Callable[..., Result], make: Make, file: Path) -> None:
    make.mutual()
    make.known_to_all()

    printed = run("init", "--settings", file)

    assert printed.exit_code == 0
    assert printed.output.endswith("The mutual is founded. Start with: govern run\n")


def settings(folder: Path, **given: str) -> Settings:
    """Return the settings of an installation in a folder."""
    return Settings.from_environment({"GOVERN_INSTANCE": str(folder), **given})


def test_what_is_missing_is_said_with_what_to_do(tmp_path: Path) -> None:
    told = [str(sentence) for sentence in readiness.to_do(settings(tmp_path))]

    assert [sentence.partition(".")[0] for sentence in told] == [
        f"No mail server is set, so mail is written to files in {tmp_path}/mail",
        "The keys of ballot boxes and their backup lie on one disk, so one fault would lose both",
        "Only this machine can reach it",
    ]


def test_nothing_is_missing_where_mail_leaves_and_keys_lie_apart(tmp_path: Path) -> None:
    # The folder of devices lies on a disk of its own everywhere. Nothing is written there.
    apart = {"GOVERN_KEYS_BACKUP": "/dev/govern-keys", "GOVERN_BASE_URL": "https://votes.example.org"}

    with listening(Postbox()) as url:
        assert readiness.to_do(settings(tmp_path, GOVERN_SMTP_URL=url, **apart)) == []


@pytest.mark.parametrize("address", ["smtp://127.0.0.1:9", "imap://127.0.0.1", "smtp://127.0.0.1:no"])
def test_a_mail_server_that_does_not_answer_is_said(tmp_path: Path, address: str) -> None:
    told = [str(sentence) for sentence in readiness.to_do(settings(tmp_path, GOVERN_SMTP_URL=address))]

    assert told[0] == (
        "The mail server of GOVERN_SMTP_URL does not take mail from here. Check its address and password."
    )
