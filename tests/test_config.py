"""What an installation is told, and what it cannot start without."""

import stat
from pathlib import Path

import pytest

from config import SECRET_BYTES, SettingMissing, Settings

SECRET = "s" * SECRET_BYTES
COMPLETE = {
    "GOVERN_SECRET_KEY": SECRET,
    "GOVERN_MATCH_KEY": SECRET,
    "GOVERN_BASE_URL": "https://mutual.example.org/",
}


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        pytest.param({"GOVERN_SECRET_KEY": ""}, "Set GOVERN_SECRET_KEY to a secret", id="no secret"),
        pytest.param({"GOVERN_SECRET_KEY": SECRET[1:]}, "Set GOVERN_SECRET_KEY to a secret", id="a secret too short"),
        pytest.param({"GOVERN_MATCH_KEY": ""}, "Set GOVERN_MATCH_KEY to a secret", id="no match key"),
        pytest.param(
            {"GOVERN_BASE_URL": "http://mutual.example.org"}, "Set GOVERN_BASE_URL to an https", id="plain http"
        ),
    ],
)
def test_a_production_start_stops_at_what_is_missing(changed: dict[str, str], sentence: str) -> None:
    with pytest.raises(SettingMissing, match=sentence):
        Settings.from_environment(COMPLETE | changed).ensure_complete()


def test_a_production_start_with_all_it_needs_goes_on() -> None:
    told = Settings.from_environment(COMPLETE)

    told.ensure_complete()

    assert told.is_secure
    assert told.base_url == "https://mutual.example.org"


def test_a_production_start_makes_no_secret(tmp_path: Path) -> None:
    Settings.from_environment({"GOVERN_INSTANCE": str(tmp_path)})

    assert list(tmp_path.iterdir()) == []


def test_a_development_start_keeps_the_secrets_it_made(tmp_path: Path) -> None:
    told = {"GOVERN_INSTANCE": str(tmp_path / "instance"), "GOVERN_ENVIRONMENT": "development"}

    first, second = Settings.from_environment(told), Settings.from_environment(told)

    first.ensure_complete()
    assert (first.secret_key, first.match_key) == (second.secret_key, second.match_key)
    assert first.secret_key != first.match_key
    assert stat.S_IMODE((tmp_path / "instance" / "secrets.json").stat().st_mode) == 0o600


@pytest.mark.parametrize("port", ["0", "65536", "eighty", "-1", "8000.0"])
def test_a_port_is_a_number_that_ports_have(port: str) -> None:
    with pytest.raises(SettingMissing, match="Set PORT to a number from 1 to 65535"):
        Settings.from_environment({"PORT": port})


@pytest.mark.parametrize("port", ["1", "65535"])
def test_the_first_and_the_last_port_are_taken(port: str) -> None:
    assert Settings.from_environment({"PORT": port}).base_url == f"http://localhost:{port}"


def test_settings_that_are_printed_show_no_secret() -> None:
    told = Settings.from_environment(COMPLETE | {"GOVERN_SMTP_URL": "smtp://user:password@mail.example.org"})

    assert SECRET not in repr(told)
    assert "password" not in repr(told)


@pytest.mark.parametrize("proxies", ["two", "-1", "1.5"])
def test_proxies_that_are_no_number_are_told(proxies: str) -> None:
    with pytest.raises(SettingMissing, match="Set GOVERN_PROXIES to how many proxies"):
        Settings.from_environment({"GOVERN_PROXIES": proxies})


@pytest.mark.parametrize("content", ['{"secret_key": "', "7", '"text"', ""])
def test_secrets_that_cannot_be_read_any_more_are_told_and_kept(tmp_path: Path, content: str) -> None:
    path = tmp_path / "secrets.json"
    path.write_text(content)

    with pytest.raises(SettingMissing, match="does not hold this machine's secrets any more"):
        Settings.from_environment({"GOVERN_INSTANCE": str(tmp_path), "GOVERN_ENVIRONMENT": "development"})

    assert path.read_text() == content
